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

/** @typedef {{name: string, tone: string, values: number[], hrefs?: string[]}} Series */

/**
 * All values of some lines, the latest first; each leads to its cases.
 * @param {{label: string, steps: string[], series: Series[]}} props
 */
const LinesTable = ({ label, steps, series }) => html`<details class="chart-table">
  <summary>${
    series.some((one) => one.hrefs)
      ? say("以表格显示，可打开案卷", "Show as a table that opens the cases")
      : say("以表格显示", "Show as a table")
  }</summary>
  <div class="lines-scroll" tabindex="0" role="region" aria-label=${label}><table><caption class="unseen">${label}
    </caption>
    <thead><tr><th scope="col">${say("日期", "Day")}</th>${series.map((one) => html`<th key=${one.name} scope="col">
      ${one.name}</th>`)}</tr></thead>
    <tbody>${steps.map((_, index) => {
      const at = steps.length - 1 - index;
      return html`<tr key=${at}><th scope="row">${steps[at]}</th>${series.map((one) => html`<td key=${one.name}
        class="number">
        ${one.hrefs ? html`<a href=${one.hrefs[at]}>${number(one.values[at])}</a>` : number(one.values[at])}</td>`)}
          </tr>`;
    })}</tbody></table></div></details>`; // prettier-ignore

/**
 * Several lines over the same steps on one scale, the last values named; the table beside opens each.
 * @param {{label: string, steps: string[], series: Series[], table?: boolean}} props
 */
export function Lines({ label, steps, series, table = true }) {
  const id = useId();
  const most = Math.max(1, ...series.map((one) => Math.max(...one.values)));
  const last = steps.length - 1;
  const x = (/** @type {number} */ at) => 4 + (592 * at) / Math.max(1, last);
  const y = (/** @type {number} */ value) => 210 - (200 * value) / most;
  const path = (/** @type {number[]} */ values) =>
    values.map((value, at) => `${at ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  return html`<figure class="chart stack-tight"><figcaption class="row row-wrap lines-legend">
      <span class="chart-title grow" id=${id}>${label}</span>
      ${series.map((one) => html`<span key=${one.name} class="lines-key small">
        <svg class="lines-swatch" viewBox="0 0 22 6" aria-hidden="true"><path class="line-path tone-${one.tone}"
          d="M0 3H22" /></svg>
        ${one.name} ${one.hrefs ? html`<a class="number" href=${one.hrefs[last]}>${number(one.values[last])}</a>`
          : html`<b class="number">${number(one.values[last])}</b>`}</span>`)}</figcaption>
    <svg class="lines-chart" viewBox="0 0 600 220" preserveAspectRatio="none" role="img" aria-labelledby=${id}>
      <path class="line-ground" d="M4 210H596M4 110H596M4 10H596" />
      ${series.map((one) => html`<path key=${one.name} class="line-path tone-${one.tone}" d=${path(one.values)} />`)}
        </svg>
    <div class="row small soft"><span class="grow">${steps[0]}</span><span>${say("最高 {n}", "at most {n}", {
      n: number(most) })}</span>
      <span class="grow lines-end">${steps[last]}</span></div>
    ${table && html`<${LinesTable} label=${label} steps=${steps} series=${series} />`}
  </figure>`; // prettier-ignore
}
