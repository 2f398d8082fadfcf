/** One figure over time 走势: a small drawing of our own with its table beside it, and the year before where known. */
import { ErrorState, Loading } from "../common/feedback.js";
import { useOne } from "../common/lists.js";
import { html, useId } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { dayOf } from "./days.js";
import { valued } from "./told.js";

/** By what step so many days are read well. @param {{first: string, last: string}} told */
function stepOf({ first, last }) {
  const days = (Date.parse(last) - Date.parse(first)) / 86400000 + 1;
  return days <= 45 ? "day" : days <= 200 ? "week" : "month";
}

/**
 * Lines with gaps where nothing counted; a point that stands alone is drawn as a dot.
 * @param {(number | null)[]} values @param {(at: number) => number} x @param {(value: number) => number} y
 */
const pathOf = (values, x, y) =>
  values.map((value, at) => {
    if (value === null) return "";
    const joined = at > 0 && values[at - 1] !== null;
    return `${joined ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}${joined ? "" : "h.1"}`;
  }).join(""); // prettier-ignore

/** @param {{figure: any, told: any}} props */
export function Over({ figure, told }) {
  const id = useId();
  const by = stepOf(told);
  const asked = { kind: told.kind, subject: told.subject, first: told.first, last: told.last, by };
  const { body, problem, reload } = useOne(`/evaluation/figures/${figure.code}/series`, asked);
  if (problem && !body) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (!body) return html`<${Loading} rows=${2} />`;
  const now = body.items.map((/** @type {any} */ one) => one.value);
  const before = body.items.map((/** @type {any} */ one) => one.year_before);
  const known = [...now, ...before].filter((value) => value !== null);
  const most = figure.measure === "share" ? 1 : Math.max(1, ...known);
  const x = (/** @type {number} */ at) => 4 + (592 * at) / Math.max(1, now.length - 1);
  const y = (/** @type {number} */ value) => 92 - (84 * value) / most;
  const hasBefore = before.some((/** @type {number | null} */ value) => value !== null);
  return html`<figure class="chart series"><figcaption class="chart-title" id=${id}>${label(figure)}
      ${hasBefore && html`<span class="small soft"> ${say("虚线为上年同期", "dashed: the year before")}</span>`}</figcaption>
    <svg class="series-chart" viewBox="0 0 600 100" preserveAspectRatio="none" role="img" aria-labelledby=${id}>
      <path class="line-ground" d="M4 92H596M4 50H596M4 8H596" />
      ${hasBefore && html`<path class="line-path series-before" d=${pathOf(before, x, y)} />`}
      <path class="line-path series-now tone-accent" d=${pathOf(now, x, y)} /></svg>
    <div class="row small soft"><span class="grow">${dayOf(body.items[0].starts_on)}</span><span>${say("最高刻度 {n}",
      "scale to {n}", { n: valued(most, figure.measure) })}</span>
      <span class="grow lines-end">${dayOf(body.items[body.items.length - 1].starts_on)}</span></div>
    <details class="chart-table"><summary>${say("以表格显示", "Show as a table")}</summary>
      <table><thead><tr><th scope="col">${say("起", "From")}</th><th scope="col">${say("值", "Value")}</th>
        <th scope="col">${say("分子/分母", "Hits / of")}</th><th scope="col">${say("上年同期", "Year before")}</th></tr></thead>
        <tbody>${[...body.items].reverse().map((/** @type {any} */ one) => html`<tr key=${one.starts_on}>
          <th scope="row">${dayOf(one.starts_on)}</th><td class="number">${valued(one.value, figure.measure)}</td>
          <td class="number">${one.hits} / ${one.counted}</td>
          <td class="number">${valued(one.year_before, figure.measure)}</td></tr>`)}</tbody></table></details>
  </figure>`; // prettier-ignore
}
