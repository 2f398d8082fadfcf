/** The supervisor's board 督查看板: what is late, by whom, why and since when; each number opens its cases. */
import { KeysHelp } from "../common/keys.js";
import { start } from "../common/shell.js";
import { html, useRoute, hashOf } from "../common/ui.js";
import { say } from "../common/words.js";
import { Cases } from "./cases.js";
import { Overview } from "./overview.js";
import { narrowing } from "./narrowing.js";

/** `#/`, `#/cases/QUESTION` and `#/cases/QUESTION/ID`, each with its filters. */
function Board() {
  const { path, query } = useRoute();
  const cases = path[0] === "cases";
  return html`${
    cases
      ? html`<${Cases} question=${path[1] || "overdue"} chosen=${path[2] || null} query=${query} />`
      : html`<${Overview} query=${query} />`
  }<${KeysHelp} />`;
}

/** Back to all figures with the filters that were set. */
function Nav() {
  const { path, query } = useRoute();
  const here = path[0] !== "cases";
  return html`<a class="chip" aria-current=${here ? "true" : undefined} href=${hashOf("", narrowing(query))}>
    ${say("总览", "Overview")}</a><a class="chip" href="./wall">${say("大屏", "Wall")}</a><a
      class="chip" href="./bulletins">${say("简报", "Bulletins")}</a>`;
}

start({ title: () => say("督查看板", "Board"), App: Board, nav: Nav });
