/** Where a case opens for who reads of it: on the first screen that is theirs. */
import { meNow } from "./api.js";

/** Screens on which a case opens: the first that the reader has. @type {[string[], (one: any) => string][]} */
const SCREENS = [
  [["supervisor"], (one) => `./board#/cases/${one.status === "closed" ? "closed" : "open"}/${one.id}`],
  [["triage_clerk", "dispatcher", "centre_leader"], (one) => `./desk#/case/${one.id}`],
  [["department_handler", "department_lead"], (one) => `./department#/case/${one.id}`],
  [["grid_leader", "full_time_worker", "part_time_worker", "grid_instructor"], (one) => `./phone#/case/${one.id}`],
];

/** Where a case opens for this reader; null: on no screen of theirs. @param {any} one */
export function caseAt(one) {
  const me = meNow();
  const posts = (me ? me.posts : []).map((held) => held.post);
  const found = SCREENS.find(([those]) => those.some((post) => posts.includes(post)));
  return found ? found[1](one) : null;
}
