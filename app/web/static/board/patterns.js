/** Where and when 时空分布: reports by grid and hour, and what is reported most, beside a year before. */
import { ErrorState, Loading } from "../common/feedback.js";
import { useFigures } from "../common/figures.js";
import { html } from "../common/ui.js";
import { number, say } from "../common/words.js";
import { filtersOf, listAt, Narrowing, Period, sinceOf } from "./narrowing.js";
import { Places } from "./places.js";
import { ByHour, changeOf, Count, Framed } from "./tables.js";

const MOST_ROWS = 30;

/** @param {{told: any, query: Record<string, string>}} props */
function Heat({ told, query }) {
  const none = say("不在网格内", "in no grid");
  const rows = told.items.map((/** @type {any} */ row) => ({
    key: row.key || "", name: row.name || none, count: row.count, hours: row.hours,
    href: listAt(row.href, query, row.name || none),
    ofHour: (/** @type {number} */ hour) => listAt(`${row.href}&hour=${hour}`, query, say("{name} {n} 时",
      "{name}, hour {n}", { name: row.name || none, n: hour })),
  })); // prettier-ignore
  return html`<${Framed} title=${say("各网格按时段的上报", "Reports by grid and hour")}
    hint=${say(
      "颜色越深越多；点数字看案卷。最多列 {n} 个网格。",
      "The stronger the colour, the more; a number opens its cases. At most {n} grids.", { n: MOST_ROWS })}>
    <${ByHour} head=${say("网格", "Grid")} hours=${told.hours} count=${told.count} rows=${rows} /><//>`;
}

/** @param {{title: string, head: string, rows: any[], none: string, query: Record<string, string>}} props */
const Top = ({ title, head, rows, none, query }) => html`<${Framed} title=${title}><table class="figures"><thead><tr>
    <th scope="col">${head}</th><th scope="col">${say("件数", "Cases")}</th><th scope="col">${say("占比", "Share")}</th>
    <th scope="col">${say("上年", "Year before")}</th><th scope="col">${say("增减", "Change")}</th></tr></thead>
  <tbody>${rows.map((row) => html`<tr key=${row.key}><th scope="row" dir="auto">${row.name || row.key || none}</th>
    <td><${Count} n=${row.count} href=${listAt(row.href, query, row.name || none)} /></td>
    <td class="number">${number(Math.round(row.share * 1000) / 10)}%</td><td class="number">${number(row.before)}</td>
    <td class="number">${changeOf(row.change)}</td></tr>`)}</tbody></table><//>`; // prettier-ignore

/** @param {{query: Record<string, string>}} props */
export function Screen({ query }) {
  const asked = { ...filtersOf(query, ["area", "category"]), unit: query.department, since: sinceOf(query) };
  const { bodies, problem, reload } = useFigures({
    heat: { path: "/supervision/heat", query: { ...asked, limit: MOST_ROWS } },
    tops: { path: "/supervision/tops", query: { ...asked, limit: 10 } },
  });
  const { heat, tops } = bodies;
  return html`<div class="board-head"><${Narrowing} query=${query} at="patterns" />
      <${Period} query=${query} at="patterns" /></div>
    ${problem && !heat ? html`<${ErrorState} problem=${problem} again=${reload} />` : !heat || !tops ? html`<${Loading}
      rows=${6} />` : html`<${Heat} told=${heat} query=${query} />
      <p class="soft">${say("时段内上报 {n} 件，上年同期 {before} 件（{change}）",
        "{n} reports in the period, {before} a year before ({change})", { n: number(tops.count),
        before: number(tops.before), change: changeOf(tops.change) })}</p>
      <div class="two-cards"><${Top} title=${say("上报最多的类别", "Categories with the most")} head=${say("类别",
          "Category")} rows=${tops.categories} none=${say("未归类", "no category")} query=${query} />
        <${Top} title=${say("上报最多的网格", "Grids with the most")} head=${say("网格", "Grid")} rows=${tops.grids}
          none=${say("不在网格内", "in no grid")} query=${query} /></div>
      <${Places} places=${tops.places} query=${query} />`}`; // prettier-ignore
}
