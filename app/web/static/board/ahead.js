/** Backlog 积压 by unit and age, and what falls due in the next working days 到期预测, with who there is to do it. */
import { Bars } from "../common/charts.js";
import { ErrorState, Loading } from "../common/feedback.js";
import { useFigures } from "../common/figures.js";
import { html } from "../common/ui.js";
import { number, say, time } from "../common/words.js";
import { filtersOf, listAt, Narrowing } from "./narrowing.js";
import { Count, Framed, stepIn } from "./tables.js";

const none = () => say("未派单位", "no unit");
/** A day of the calendar in words. @param {string} day */
const dayOf = (day) => time(`${day}T12:00:00+08:00`, "day");

/** @param {{told: any, query: Record<string, string>}} props */
function Backlog({ told, query }) {
  const bands = told.items.length ? told.items[0].ages : [];
  const most = Math.max(0, ...told.items.flatMap((/** @type {any} */ row) => row.ages.map((/** @type {any} */ age) =>
    age.count))); // prettier-ignore
  return html`<${Framed} title=${say("各单位积压：按在办时长", "Backlog by unit and age")} hint=${say(
      "在办 {n} 件。颜色越深越多。", "{n} open. The stronger the colour, the more.", { n: number(told.count) })}>
    ${!told.items.length && html`<p class="soft">${say("没有在办的案卷", "Nothing is open")}</p>`}
    ${told.items.length > 0 && html`<table class="heat figures"><thead><tr><th scope="col">${say("单位", "Unit")}</th>
      <th scope="col">${say("合计", "All")}</th>${bands.map((/** @type {any} */ band) => html`<th key=${band.age}
        scope="col">${band.name}</th>`)}<th scope="col">${say("最早上报", "Oldest")}</th></tr></thead>
    <tbody>${told.items.map((/** @type {any} */ row) => html`<tr key=${row.key}><th scope="row" dir="auto">${row.name
        || row.key || none()}</th><td><b class="number">${number(row.count)}</b></td>
      ${row.ages.map((/** @type {any} */ age) => html`<td key=${age.age} class=${`heat-${stepIn(age.count, most)}`}>
        ${age.count ? html`<${Count} n=${age.count} href=${listAt(age.href, query, `${row.name || none()} ${age.name}`)}
        />` : ""}</td>`)}<td class="nowrap">${time(row.oldest_at, "day")}</td></tr>`)}</tbody></table>`}<//>`;
} // prettier-ignore

/** @param {{told: any, query: Record<string, string>}} props */
function Forecast({ told, query }) {
  const days = told.items.length ? told.items[0].days : [];
  const most = Math.max(0, ...told.items.flatMap((/** @type {any} */ row) => row.days.map((/** @type {any} */ day) =>
    day.count))); // prettier-ignore
  const loads = told.items.filter((/** @type {any} */ row) => row.load !== null && row.load > 0).slice(0, 8).map((
    /** @type {any} */ row) => ({ name: row.name || row.key || none(), value: row.load })); // prettier-ignore
  return html`<${Framed} title=${say("未来五个工作日到期", "Due in the next five working days")} hint=${[say(
      "休息日到期的计入其后的工作日。", "What is due on days off counts with the working day after them."),
      told.provisional && say("其中有放假安排尚未公布的年度。", "A year is touched whose holidays are not published yet.")]
      .filter(Boolean).join(" ")}>
    ${!told.items.length && html`<p class="soft">${say("没有计时中的案卷", "No clock runs")}</p>`}
    ${told.items.length > 0 && html`<table class="heat figures"><thead><tr><th scope="col">${say("单位", "Unit")}</th>
      <th scope="col">${say("已超期", "Overdue")}</th>${days.map((/** @type {any} */ day) => html`<th key=${day.day}
        scope="col">${dayOf(day.day)}</th>`)}<th scope="col">${say("更晚", "Later")}</th>
      <th scope="col">${say("在岗人数", "People")}</th><th scope="col">${say("人均", "For each")}</th></tr></thead>
    <tbody>${told.items.map((/** @type {any} */ row) => html`<tr key=${row.key}><th scope="row" dir="auto">${row.name
        || row.key || none()}</th><td class="number">${number(row.overdue)}</td>
      ${row.days.map((/** @type {any} */ day) => html`<td key=${day.day} class=${`heat-${stepIn(day.count, most)}`}>
        ${day.count ? html`<${Count} n=${day.count} href=${listAt(day.href, query, say("{name} {day} 到期",
          "{name}, due {day}", { name: row.name || none(), day: dayOf(day.day) }))} />` : ""}</td>`)}
      <td class="number">${number(row.later)}</td><td class="number">${number(row.hands)}</td>
      <td class="number">${row.load === null ? say("无人", "nobody") : number(row.load)}</td></tr>`)}</tbody>
    </table>`}<//>
    ${loads.length > 0 && html`<section class="card"><${Bars} bars=${loads} label=${say(
      "人均负荷：已超期与五日内到期", "Load for each person: overdue and due within the days")} /></section>`}`;
} // prettier-ignore

/** @param {{query: Record<string, string>}} props */
export function Screen({ query }) {
  const asked = filtersOf(query);
  const { bodies, problem, reload } = useFigures({
    backlog: { path: "/supervision/backlog", query: asked },
    forecast: { path: "/supervision/forecast", query: { ...asked, days: 5 } },
  });
  const { backlog, forecast } = bodies;
  return html`<div class="board-head"><${Narrowing} query=${query} at="ahead" /></div>
    ${problem && !backlog ? html`<${ErrorState} problem=${problem} again=${reload} />`
      : !backlog || !forecast ? html`<${Loading} rows=${6} />`
      : html`<${Forecast} told=${forecast} query=${query} /><${Backlog} told=${backlog} query=${query} />`}`;
} // prettier-ignore
