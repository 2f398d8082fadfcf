/** Many new people at once: a sheet pasted in, its cells with what is wrong, then one-time passwords shown once. */
import { newId, send } from "../common/api.js";
import { Dialog, sentenceOf } from "../common/feedback.js";
import { Field } from "../common/fields.js";
import { html, useMemo, useRef, useState } from "../common/ui.js";
import { number, say } from "../common/words.js";
import { POSTS } from "./names.js";
import { Given } from "./passwords.js";
import { COLUMNS, peopleIn, sentOf, wrongBy, wrongWith } from "./paste.js";

/** @typedef {import("./paste.js").Person} Person */
const MOST = 200;

/** One cell, to be mended in place. @param {{column: any, person: any, error?: string, at: number,
 *   onChange: (value: string) => void}} props */
function Cell({ column, person, error, at, onChange }) {
  const id = `cell-${at}-${column.name}`;
  const given = {
    id,
    "aria-label": say("第 {n} 人 {column}", "{column} of person {n}", { n: at + 1, column: column.label }),
    "aria-invalid": error ? "true" : undefined,
    "aria-describedby": error ? `${id}-error` : undefined,
  };
  const changed = (/** @type {any} */ event) => onChange(event.target.value);
  return html`<td data-label=${column.label}>${
    column.name === "post"
      ? html`<select ...${given} value=${person.post} onChange=${changed}>
        ${!POSTS.some((one) => one.value === person.post) && html`<option
          value=${person.post}>${person.post}</option>`}
        ${POSTS.map((one) => html`<option key=${one.value} value=${one.value}>${one.label}</option>`)}</select>`
      : html`<input ...${given} value=${person[column.name]} onInput=${changed} autocomplete="off" />`
  }${error && html`<span class="field-error" id="${id}-error">${error}</span>`}</td>`;
}

/** @param {{people: Person[], wrong: Record<string, string>[], onChange: (people: Person[]) => void}} props */
const Sheet = ({ people, wrong, onChange }) => html`<div class="admin-sheet"><table class="admin-table">
  <thead><tr>${COLUMNS.map((column) => html`<th key=${column.name} scope="col">${column.label}</th>`)}</tr></thead>
  <tbody>${people.map(
    (person, at) => html`<tr key=${at}>${COLUMNS.map(
      (column) => html`<${Cell} key=${column.name} column=${column} person=${person} at=${at}
        error=${wrong[at][column.name]}
      onChange=${(/** @type {string} */ value) =>
        onChange(people.map((one, n) => (n === at ? { ...one, [column.name]: value } : one)))} />`,
    )}</tr>`,
  )}</tbody></table></div>`;

/** @param {{onClose: () => void, onMade: () => void}} props */
export function Many({ onClose, onMade }) {
  const [people, setPeople] = useState(/** @type {Person[]} */ ([]));
  const [refused, setRefused] = useState(/** @type {any} */ (null));
  const [given, setGiven] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const key = useRef(newId());
  const told = useMemo(() => wrongBy(refused), [refused]);
  const wrong = people.map((one, at) => ({ ...told[at], ...wrongWith(one, people) }));
  const count = wrong.filter((each) => Object.keys(each).length).length;
  const change = (/** @type {Person[]} */ next) => {
    setPeople(next);
    setRefused(null);
    key.current = newId();
  };
  const make = async () => {
    setBusy(true);
    setRefused(null);
    try {
      setGiven((await send("POST", "/users/batch", { users: people.map(sentOf) }, { key: key.current })).body);
      onMade();
    } catch (error) {
      setRefused(error);
    } finally {
      setBusy(false);
    }
  };
  const title = say("批量新增人员", "Many people at once");
  if (given) return html`<${Dialog} title=${title} onClose=${onClose} wide><${Given} given=${given} /><//>`;
  const order = COLUMNS.map((one) => one.label).join(say("、", ", "));
  return html`<${Dialog} title=${title} onClose=${onClose} wide><div class="stack">
    <${Field} label=${say("从表格中复制，粘贴到这里", "Copy in your spreadsheet, paste here")}
      hint=${say("各列依次为 {order}；带表头时顺序不限", "The columns are {order}; with a header in any order", { order })}>
      ${(/** @type {any} */ one) => html`<textarea ...${one} rows="4" onInput=${(/** @type {any} */ event) =>
        change(peopleIn(event.target.value))}></textarea>`}<//>
    ${people.length > 0 && html`<${Sheet} people=${people} wrong=${wrong} onChange=${change} />`}
    ${people.length > MOST && html`<p class="field-error">${say("一次最多 200 人", "200 people at once at most")}</p>`}
    ${
      people.length > 0 &&
      html`<p role="status">${
        count
          ? say("共 {n} 人，{m} 人有误", "{n} people, {m} of them with errors", {
              n: number(people.length),
              m: number(count),
            })
          : say("共 {n} 人，均可新增", "{n} people, all in order", { n: number(people.length) })
      }</p>`
    }
    ${refused && html`<p class="field-error" role="alert">${refused.detail || sentenceOf(refused)}</p>`}
    <div class="bar"><button class="button button-primary" onClick=${make}
        disabled=${busy || !people.length || count > 0 || people.length > MOST}>
        ${say("新增并生成一次性密码", "Add them, with one-time passwords")}</button>
      <button class="button" onClick=${onClose}>${say("取消", "Cancel")}</button></div></div><//>`;
}
