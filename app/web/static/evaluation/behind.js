/** The cases behind a number 指标明细: those that count, the hits, the others and the exempt ones, with why each does. */
import { caseAt } from "../common/case_link.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { usePages } from "../common/lists.js";
import { html, Icon, hashOf } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { daysOf } from "./days.js";
import { lasting, useFiguresByCode } from "./told.js";

/** @type {(told: any) => {part: string, name: string}[]} */
const parts = (told) => [
  { part: "hit", name: told ? label(told, "hit") : say("计入", "Hits") },
  { part: "missed", name: say("未达", "Missed") },
  { part: "exempt", name: say("免责不计", "Exempt") },
  { part: "counted", name: told ? say("全部：{of}", "All {of}", { of: label(told, "counted") }) : say("全部", "All") },
];

/** @param {{one: any}} props */
function Row({ one }) {
  const to = caseAt(one);
  const inner = html`<span class="row row-wrap"><b class="number">${one.number}</b>
      <span class="grow" dir="auto">${one.category_name || say("未归类", "no category")}</span>
      <span class="small soft number">${time(one.at)}</span></span>
    <span class="row row-wrap small"><span class="soft" dir="auto">${[one.area_name, one.department_name]
      .filter(Boolean).join(" · ")}</span>
      ${one.facts.map((/** @type {string} */ fact) => html`<span key=${fact} class="chip">${fact}</span>`)}
      ${one.minutes !== null && html`<span class="chip number">${lasting(one.minutes)}</span>`}</span>`;
  return to ? html`<a class="behind-row" href=${to}>${inner}</a>` : html`<div class="behind-row">${inner}</div>`;
} // prettier-ignore

/** @param {{path: string[], query: Record<string, string>}} props */
export function Screen({ path, query }) {
  const figure = path[1] || "";
  const { named, part = "counted", listed_only: listed = "", ...asked } = query;
  const told = useFiguresByCode()[figure];
  const { items, more, loading, problem, reload } = usePages(`/evaluation/figures/${encodeURIComponent(figure)}/cases`,
    { ...asked, listed_only: listed.split(","), part, limit: 50 });
  return html`<section class="stack" aria-labelledby="behind">
    <div><button type="button" class="button-plain way-back" onClick=${() => history.back()}><${Icon} name="back" />
      ${say("返回", "Back")}</button></div>
    <header class="stack-tight"><h2 id="behind" dir="auto">${[told ? label(told) : figure, named].filter(Boolean)
      .join(" · ")}</h2>
      <p class="small soft">${asked.first && asked.last ? daysOf(/** @type {any} */ (asked)) : ""}${
        told ? ` · ${told.source}` : ""}</p>
      <nav class="row row-wrap" aria-label=${say("哪一部分", "Which part")}>${parts(told).map((one) => html`<a
        key=${one.part} class="chip" aria-current=${one.part === part ? "true" : undefined}
        href=${hashOf(`cases/${figure}`, { ...query, part: one.part })}>${one.name}</a>`)}</nav></header>
    ${problem && !items ? html`<${ErrorState} problem=${problem} again=${reload} />` : !items ? html`<${Loading} />`
      : items.length === 0 ? html`<div class="card"><${Empty} title=${say("没有您可见的案件",
        "No case that you may see")} /></div>`
      : html`<div class="card list behind">${items.map((one) => html`<${Row} key=${one.id + one.nth}
        one=${one} />`)}</div>`}
    ${more && html`<button type="button" class="button" disabled=${loading} onClick=${more}>${say("更多",
      "More")}</button>`}
  </section>`; // prettier-ignore
}
