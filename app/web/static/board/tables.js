/** What pages of figures are made of: a number that opens its list, a change, a table by hour. */
import { html } from "../common/ui.js";
import { number, say } from "../common/words.js";

/** A number that leads to its list; nothing leads nowhere. @param {{n: number, href: string}} props */
export const Count = ({ n, href }) =>
  n ? html`<a class="number" href=${href}>${number(n)}</a>` : html`<span class="soft number">0</span>`;

/** How much more or less than before, in words of numbers. @param {number | null} change */
export function changeOf(change) {
  if (change === null) return "–";
  const percent = Math.round(change * 100);
  return `${percent > 0 ? "+" : percent < 0 ? "−" : "±"}${number(Math.abs(percent))}%`;
}

/**
 * A card with a table that scrolls in its own frame; a drawing of the same may stand beside.
 * @param {{title: string, hint?: any, beside?: any, children: any}} props
 */
export function Framed({ title, hint, beside, children }) {
  const table = html`<div class="table-scroll" tabindex="0" role="region" aria-label=${title}>${children}</div>`;
  return html`<section class="card stack-tight" aria-label=${title}>
    <h2>${title}</h2>${hint && html`<p class="small soft">${hint}</p>`}
    ${beside ? html`<div class="drawn-grid">${beside}${table}</div>` : table}</section>`;
}

const STEPS = 5;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** How strong a cell is drawn. @param {number} n @param {number} most */
export const stepIn = (n, most) => (n ? Math.max(1, Math.ceil((STEPS * n) / Math.max(1, most))) : 0);

/**
 * Rows by hour of the day, the stronger the more; each cell opens its list.
 * @param {{head: string, hours: number[], count: number, rows: {key: string, name: string, count: number,
 *   hours: number[], href: string, ofHour: (hour: number) => string}[]}} props
 */
export function ByHour({ head, hours, count, rows }) {
  const most = Math.max(0, ...rows.flatMap((row) => row.hours));
  return html`<table class="heat"><thead><tr><th scope="col">${head}</th><th scope="col">${say("合计", "All")}</th>
      ${HOURS.map((hour) => html`<th key=${hour} scope="col" class="heat-hour number" aria-label=${say("{n} 时",
        "hour {n}", { n: hour })}>${hour}</th>`)}</tr></thead>
    <tbody><tr><th scope="row">${say("合计", "All")}</th><td><b class="number">${number(count)}</b></td>
      ${HOURS.map((hour) => html`<td key=${hour} class="heat-cell"><b class="number small">${hours[hour] || ""}</b>
        </td>`)}</tr>
    ${rows.map((row) => html`<tr key=${row.key}><th scope="row" dir="auto">${row.name}</th>
      <td><${Count} n=${row.count} href=${row.href} /></td>
      ${HOURS.map((hour) => html`<td key=${hour} class=${`heat-cell heat-${stepIn(row.hours[hour], most)}`}>${
        row.hours[hour] ? html`<a class="number small" href=${row.ofHour(hour)}>${row.hours[hour]}</a>` : ""}</td>`)}
      </tr>`)}</tbody></table>`; // prettier-ignore
}
