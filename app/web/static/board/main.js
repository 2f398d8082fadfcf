/** The supervisor's board 督查看板: what is late, by whom, why and since when; each number opens its cases. */
import { KeysHelp } from "../common/keys.js";
import { start } from "../common/shell.js";
import { html, useRoute, hashOf } from "../common/ui.js";
import { say } from "../common/words.js";
import { Cases } from "./cases.js";
import { Overview } from "./overview.js";
import { narrowing } from "./narrowing.js";
import { LATER, Later } from "./rooms.js";

/** `#/`, `#/cases/QUESTION`, `#/cases/QUESTION/ID`, and the pages that are fetched later; each with its filters. */
function Board() {
  const { path, query } = useRoute();
  const cases = path[0] === "cases";
  return html`${
    cases
      ? html`<${Cases} question=${path[1] || "overdue"} chosen=${path[2] || null} query=${query} />`
      : LATER[path[0]]
        ? html`<${Later} name=${path[0]} path=${path} query=${query} />`
        : html`<${Overview} query=${query} />`
  }<${KeysHelp} />`;
}

/** Back to all figures with the filters that were set. */
function Nav() {
  const { path, query } = useRoute();
  return html`${path[0] === "cases" && html`<a class="chip" href=${hashOf("", narrowing(query))}>${say("总览",
    "Overview")}</a>`}<a class="chip" href="./wall">${say("大屏", "Wall")}</a><a
      class="chip" href="./bulletins">${say("简报", "Bulletins")}</a>`; // prettier-ignore
}

start({ title: () => say("督查看板", "Board"), App: Board, nav: Nav });
