/** Returns between units, orders and their answers, and what residents said. */
import { html } from "../common/ui.js";
import { number, say } from "../common/words.js";
import { listAt } from "./narrowing.js";

/** @param {{bodies: Record<string, any>, query: Record<string, string>}} props */
export function Beside({ bodies, query }) {
  const { pingPong, orderFigures, ratings } = bodies;
  return html`<section class="beside-grid" aria-label=${say("退单、督办、评价", "Returns, orders, ratings")}>
    ${pingPong && html`<${Returns} told=${pingPong} query=${query} />`}
    ${orderFigures && html`<${Orders} told=${orderFigures} query=${query} />`}
    ${ratings && html`<${Ratings} told=${ratings} />`}
  </section>`;
}

/** @param {any} unit */
const nameOf = (unit) => (unit ? unit.name || unit.code : "–");

/** 退单拉锯. @param {{told: any, query: Record<string, string>}} props */
const Returns = ({ told, query }) => html`<div class="card stack-tight"><h2>${say("退单拉锯", "Returns to and fro")}
    <span class="soft small"> ${say("共 {n} 次", "{n} in all", { n: told.total })}</span></h2>
  ${told.items.length === 0 && html`<p class="soft">${say("时段内没有退单", "No returns in the period")}</p>`}
  <ul class="list">${told.items.map((/** @type {any} */ pair) => html`<li key=${JSON.stringify([pair.returned_by.code,
    pair.proposed && pair.proposed.code, pair.ended && pair.ended.code])}>
    <a class="pair row" href=${listAt(pair.href, query, nameOf(pair.returned_by))}>
      <span class="grow"><b dir="auto">${nameOf(pair.returned_by)}</b> → <span dir="auto">${nameOf(pair.proposed)}
        </span>
        <span class="small soft"> ${say("现在：{unit}", "now: {unit}", { unit: nameOf(pair.ended) })}</span></span>
      <b class="number">${number(pair.count)}</b></a></li>`)}</ul>
</div>`; // prettier-ignore

const ANSWERS = () => [
  { key: "in_time", answer: "in-time", name: say("按时回复", "In time"), tone: "green" },
  { key: "late", answer: "late", name: say("逾期回复", "Late"), tone: "red" },
  { key: "waiting", answer: "waiting", name: say("待回复", "Waiting"), tone: "yellow" },
  { key: "ended", answer: "ended", name: say("未回复即终止", "Ended without"), tone: "grey" },
];

/** @param {{told: any, query: Record<string, string>}} props */
function Orders({ told, query }) {
  const at = (/** @type {any} */ row, /** @type {string} */ answer) =>
    listAt(answer ? `${row.href}&answer=${answer}` : row.href, query, row.name);
  const cell = (/** @type {any} */ row, /** @type {any} */ { key, answer }) =>
    row[key] ? html`<a class="number" href=${at(row, answer)}>${number(row[key])}</a>` : html`<span
      class="soft">0</span>`;
  return html`<div class="card stack-tight"><h2>${say("督办与回复", "Orders and answers")}
      <span class="soft small"> ${say("{n} 次督办", "{n} orders", { n: told.orders })}</span></h2>
    <div class="table-scroll" tabindex="0" role="region" aria-label=${say("督办与回复", "Orders and answers")}><table>
      <thead><tr><th scope="col">${say("单位", "Unit")}</th><th scope="col">${say("案卷", "Cases")}</th>
        ${ANSWERS().map(({ key, name }) => html`<th key=${key} scope="col">${name}</th>`)}</tr></thead>
      <tbody>
        <tr><th scope="row">${say("合计", "All")}</th><td><a class="number" href=${at(told, "")}>${number(told.count)}
          </a></td>
          ${ANSWERS().map((one) => html`<td key=${one.key}>${cell(told, one)}</td>`)}</tr>
        ${told.items.slice(0, 6).map((/** @type {any} */ row) => html`<tr key=${row.key}>
          <th scope="row" dir="auto">${row.name || row.key || say("无单位", "no unit")}</th>
          <td><a class="number" href=${at(row, "")}>${number(row.count)}</a></td>
          ${ANSWERS().map((one) => html`<td key=${one.key}>${cell(row, one)}</td>`)}</tr>`)}
      </tbody></table></div></div>`; // prettier-ignore
}

/** @param {{told: any}} props */
const Ratings = ({ told }) => html`<div class="card stack-tight"><h2>${say("居民评价", "Ratings of residents")}
    <span class="soft small"> ${say("{n} 次", "{n} answers", { n: told.count })}</span></h2>
  ${told.count === 0 ? html`<p class="soft">${say("时段内没有评价", "No ratings in the period")}</p>` : html`
  <p><span class="big number">${told.average}</span> <span class="soft">/ 5</span>
    <span class="soft small"> ${say("已解决 {a}，未解决 {b}", "solved {a}, not solved {b}",
      { a: told.solved, b: told.unsolved })}</span></p>
  <div class="table-scroll" tabindex="0" role="region" aria-label=${say("居民评价", "Ratings of residents")}><table>
    <thead><tr><th scope="col">${say("单位", "Unit")}</th><th scope="col">${say("次数", "Answers")}</th>
      <th scope="col">${say("平均", "Average")}</th><th scope="col">${say("未解决", "Not solved")}</th></tr></thead>
    <tbody>${told.items.slice(0, 6).map((/** @type {any} */ row) => html`<tr key=${row.key}>
      <th scope="row" dir="auto">${row.name || say("无单位", "no unit")}</th><td class="number">${number(row.count)}</td>
      <td class="number">${row.average}</td><td class="number">${number(row.unsolved)}</td></tr>`)}</tbody></table>
        </div>`}
</div>`; // prettier-ignore
