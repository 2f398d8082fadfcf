/** The pages of the board, and those that are fetched when somebody goes there. */
import { ErrorState, Loading } from "../common/feedback.js";
import { hashOf, html, useLater } from "../common/ui.js";
import { say } from "../common/words.js";
import { narrowing } from "./narrowing.js";

/** What is fetched when somebody goes there. @type {Record<string, () => Promise<any>>} */
export const LATER = {
  patterns: () => import("./patterns.js"),
  compared: () => import("./compared.js"),
  ahead: () => import("./ahead.js"),
  burden: () => import("./burden.js"),
};

const rooms = () => [
  { path: "", name: say("总览", "Overview") },
  { path: "patterns", name: say("时空分布", "Where and when") },
  { path: "compared", name: say("同比", "Year on year") },
  { path: "ahead", name: say("积压与到期", "Backlog and ahead") },
  { path: "burden", name: say("减负", "Burden") },
];

/** The way from page to page, the filters kept. @param {{here: string, query: Record<string, string>}} props */
export const Rooms = ({ here, query }) => html`<nav class="row row-wrap" aria-label=${say("看板各页",
  "Pages of the board")}>${rooms().map(({ path, name }) => html`<a key=${path} class="chip"
  href=${hashOf(path, narrowing(query))} aria-current=${path === here ? "true" : undefined}>${name}</a>`)}</nav>`;

/** @param {{name: string, path: string[], query: Record<string, string>}} props */
export function Later({ name, path, query }) {
  const { Screen, problem, load } = useLater(LATER, name);
  return html`<div class="board stack"><${Rooms} here=${name} query=${query} />
    ${problem ? html`<${ErrorState} problem=${problem} again=${load} />` : Screen ? html`<${Screen} path=${path}
      query=${query} />` : html`<${Loading} rows=${6} />`}</div>`; // prettier-ignore
}
