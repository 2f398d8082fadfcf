/** The dispatch desk 派遣台 at `/desk`. */
import { start } from "../common/shell.js";
import { say } from "../common/words.js";
import { Desk } from "./desk.js";

start({ title: say("受理派遣台", "Dispatch desk"), App: Desk });
