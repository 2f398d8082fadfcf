/** Year on year 同比: what was reported and closed in a period, beside the same a year before. */
import { ErrorState, Loading } from "../common/feedback.js";
import { useOne } from "../common/lists.js";
import { go, html } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { filtersOf, listAt, Narrowing, Period, sinceOf } from "./narrowing.js";
import { changeOf, Count, Framed } from "./tables.js";

const groups = () => [
  { by: "department", name: say("按单位", "By unit"), head: say("单位", "Unit"), none: say("未派单位", "no unit") },
  { by: "area", name: say("按区划", "By area"), head: say("区划", "Area"), none: say("本级", "of this level") },
  { by: "category", name: say("按类别", "By category"), head: say("类别", "Category"), none: say("未归类",
    "no category") },
]; // prettier-ignore

/** @param {{one: any, named: string, query: Record<string, string>}} props */
const Cells = ({ one, named, query }) => html`
  <td><${Count} n=${one.count} href=${listAt(one.href, query, named)} /></td>
  <td><${Count} n=${one.before} href=${listAt(one.before_href, query, say("{name}，上年同期", "{name}, a year before",
    { name: named }))} /></td><td class="number">${changeOf(one.change)}</td>`; // prettier-ignore

/** @param {{query: Record<string, string>}} props */
export function Screen({ query }) {
  const group = groups().find(({ by }) => by === query.by) || groups()[0];
  const asked = { ...filtersOf(query, ["area", "category"]), by: group.by, since: sinceOf(query), limit: 100 };
  const { body: told, problem, reload } = useOne("/supervision/year-on-year", asked);
  const days = (/** @type {string} */ since, /** @type {string} */ until) => say("{a} 至 {b}", "{a} to {b}", {
    a: time(since, "day"), b: time(new Date(Date.parse(until) - 1000).toISOString(), "day") }); // prettier-ignore
  const all = say("合计", "All");
  return html`<div class="board-head"><${Narrowing} query=${query} at="compared" only=${["area", "category"]} />
      <${Period} query=${query} at="compared" /></div>
    <div class="row row-wrap" role="group" aria-label=${say("分组", "Grouped")}>${groups().map((
      { by, name }) => html`<button type="button" key=${by} class="chip" aria-pressed=${by === group.by}
      onClick=${() => go("compared",
        { ...query, by }, { replace: true })}>${name}</button>`)}</div>
    ${problem && !told ? html`<${ErrorState} problem=${problem} again=${reload} />`
      : !told ? html`<${Loading} rows=${6} />`
      : html`<${Framed} title=${say("上报与结案同比", "Reported and closed, beside a year before")} hint=${say(
        "{now}，对比 {before}", "{now}, beside {before}", { now: days(told.since, told.until),
          before: days(told.before_since, told.before_until) })}><table class="figures"><thead>
        <tr><td></td><th scope="colgroup" colspan="3">${say("上报", "Reported")}</th><th scope="colgroup" colspan="3">
          ${say("结案", "Closed")}</th></tr><tr><th scope="col">${group.head}</th>${[0, 1].map((n) => html`
          <th key=${`a${n}`} scope="col">${say("本期", "Now")}</th>
          <th key=${`b${n}`} scope="col">${say("上年", "Before")}</th>
          <th key=${`c${n}`} scope="col">${say("增减", "Change")}</th>`)}</tr></thead>
      <tbody><tr><th scope="row">${all}</th><${Cells} one=${told.reported} named=${all} query=${query} />
          <${Cells} one=${told.closed} named=${all} query=${query} /></tr>
        ${told.items.map((/** @type {any} */ row) => html`<tr key=${row.key}><th scope="row" dir="auto">${row.name
          || row.key || group.none}</th><${Cells} one=${row.reported} named=${row.name || group.none} query=${query} />
          <${Cells} one=${row.closed} named=${row.name || group.none} query=${query} /></tr>`)}</tbody></table><//>`}`;
} // prettier-ignore
