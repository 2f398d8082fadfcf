/** Bars and lines as plain drawings, each with its table for who cannot see it. */
import { html, useId } from "./ui.js";
import { number, say } from "./words.js";

/** @typedef {{name: string, value: number, href?: string, tone?: string}} Bar */

/** What is drawn, as a table. @param {{caption: string, rows: {name: string, value: number}[]}} props */
const Table = ({
  caption,
  rows,
}) => html`<details class="chart-table"><summary>${say("以表格显示", "Show as a table")}</summary>
  <table><caption class="unseen">${caption}</caption><tbody>${rows.map(
    (row) =>
      html`<tr key=${row.name}><th scope="row" dir="auto">${row.name}</th><td class="number">${number(row.value)}</td>
          </tr>`,
  )}</tbody></table></details>`;

/**
 * Bars beside each other's names, the value at the end; with `href` a bar leads to its cases.
 * @param {{bars: Bar[], label: string}} props
 */
export function Bars({ bars, label }) {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  return html`<figure class="chart"><figcaption class="chart-title">${label}</figcaption>
    <ul class="bars">${bars.map((bar) => {
      const inner = html`<span class="bars-name" dir="auto">${bar.name}</span>
        <svg class="bars-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          <rect class="bars-ground" width="100" height="10" /><rect class="tone-${bar.tone || "accent"}"
              width=${(100 * bar.value) / most} height="10" />
        </svg><span class="bars-value number">${number(bar.value)}</span>`;
      return html`<li key=${bar.name}>${
        bar.href
          ? html`<a class="bars-row" href=${bar.href}>${inner}</a>`
          : html`<span
          class="bars-row">${inner}</span>`
      }</li>`;
    })}</ul>
  </figure>`;
}

/**
 * A line over equal steps; gaps where nothing is known.
 * @param {{points: {name: string, value: number | null}[], label: string, tone?: string}} props
 */
export function Line({ points, label, tone = "accent" }) {
  const id = useId();
  const known = points.filter((point) => point.value !== null);
  const most = Math.max(1, ...known.map((point) => /** @type {number} */ (point.value)));
  const x = (/** @type {number} */ at) => 4 + (592 * at) / Math.max(1, points.length - 1);
  const y = (/** @type {number} */ value) => 150 - (140 * value) / most;
  let drawing = false;
  const path = points.map(({ value }, at) => {
    const step = value === null ? "" : `${drawing ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    drawing = value !== null;
    return step;
  }).join(""); // prettier-ignore
  const last = known[known.length - 1];
  return html`<figure class="chart"><figcaption class="chart-title" id=${id}>${label}
      ${last && html`<span class="soft small"> ${last.name} ${number(/** @type {number} */ (last.value))}</span>`}
          </figcaption>
    <svg class="line-chart" viewBox="0 0 600 160" preserveAspectRatio="none" role="img" aria-labelledby=${id}>
      <path class="line-ground" d="M4 150H596M4 80H596M4 10H596" /><path class="line-path tone-${tone}" d=${path} />
    </svg>
    <div class="row small soft"><span class="grow">${points.length > 0 && points[0].name}</span><span>
        ${points.length > 0 && points[points.length - 1].name}</span></div>
    <${Table} caption=${label} rows=${known} />
  </figure>`;
}
