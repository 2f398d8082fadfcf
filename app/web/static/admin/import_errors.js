/** The errors of an import where they stand: the line of the file as a table, the wrong cell marked, to be mended. */
import { html, useMemo, useState } from "../common/ui.js";
import { label, number, say } from "../common/words.js";
import { headerOf, rowsOf } from "./csv.js";

const MOST = 30;

/** @param {{name: string, at: number, value: string, error: any, onMend: (value: string) => void}} props */
function Cell({ name, value, error, onMend }) {
  const [now, setNow] = useState(value);
  if (!error) return html`<td data-label=${name}>${value}</td>`;
  const id = `mend-${error.file}-${error.line}-${name}`;
  return html`<td data-label=${name} class="admin-wrong"><input id=${id} value=${now} aria-invalid="true"
      aria-label=${say("第 {n} 行 {name}", "{name} of line {n}", { n: error.line, name })}
        aria-describedby="${id}-error"
      onInput=${(/** @type {any} */ event) => setNow(event.target.value)}
      onChange=${() => now !== value && onMend(now)} />
    <span class="field-error" id="${id}-error">${label(error, "detail")}</span></td>`;
}

/** @param {{file: any, errors: any[], onMend: (line: number, at: number, value: string) => void}} props */
function Lines({ file, errors, onMend }) {
  const rows = useMemo(() => rowsOf(file.text), [file.text]);
  const header = headerOf(rows);
  const lines = [...new Set(errors.map((one) => one.line))].slice(0, MOST);
  return html`<div class="admin-sheet"><table class="admin-table"><thead><tr><th scope="col">${say("行", "Line")}</th>
    ${header.map((name) => html`<th key=${name} scope="col">${name}</th>`)}</tr></thead><tbody>${lines.map((line) => {
      const row = rows.find((one) => one.line === line);
      const mine = errors.filter((one) => one.line === line);
      const whole = mine.filter((one) => !one.column || !header.includes(one.column));
      return html`<tr key=${line}><td data-label=${say("行", "Line")} class="number">${line}
        ${whole.map((one, at) => html`<p key=${at} class="field-error">${label(one, "detail")}</p>`)}</td>
        ${header.map((name, at) => {
          const value = (row && row.cells[at]) || "";
          return html`<${Cell} key=${`${name} ${value}`} name=${name} at=${at} value=${value}
            error=${mine.find((one) => one.column === name)}
            onMend=${(/** @type {string} */ now) => onMend(line, at, now)} />`;
        })}</tr>`;
    })}</tbody></table></div>`;
}

/** @param {{errors: any[]}} props */
const Plain = ({ errors }) => html`<ul class="list">${errors.slice(0, MOST).map(
  (one, at) => html`<li key=${at}><span class="number">${
    one.line ? say("第 {n} 处", "No. {n}", { n: one.line }) : ""
  }</span> <span class="field-error">${label(one, "detail")}</span></li>`,
)}</ul>`;

/**
 * @param {{errors: any[], files: {name: string, text: string | null}[],
 *   onMend: (name: string, line: number, at: number, value: string) => void}} props
 */
export function Errors({ errors, files, onMend }) {
  const names = [...new Set(errors.map((one) => one.file))];
  return html`${names.map((name) => {
    const mine = errors.filter((one) => one.file === name);
    const file = files.find((one) => one.name === name);
    const readable = file && file.text !== null && mine.some((one) => one.line > 1);
    return html`<section key=${name} class="card stack-tight"><h4>${name} <span
      class="chip chip-red">${number(mine.length)}</span></h4>
      ${
        readable
          ? html`<${Lines} file=${file} errors=${mine}
            onMend=${(/** @type {number} */ line, /** @type {number} */ at, /** @type {string} */ value) =>
              onMend(name, line, at, value)} />`
          : html`<${Plain} errors=${mine} />`
      }</section>`;
  })}`;
}
