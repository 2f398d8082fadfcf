/** Administration 系统管理 at `/admin`. */
import { start } from "../common/shell.js";
import { say } from "../common/words.js";
import { Administration } from "./administration.js";

start({ title: say("系统管理", "Administration"), App: Administration });
