/** The department's screen: what waits for a unit, and all it does about it, at a desk and outside. */
import { start } from "../common/shell.js";
import { say } from "../common/words.js";
import { App } from "./department.js";

start({ title: () => say("部门工作台", "Department"), App });
