/** A form made from a description of its fields; what the service refuses stands at the field it is about. */
import { newId, Problem } from "../common/api.js";
import { sentenceOf } from "../common/feedback.js";
import { Field } from "../common/fields.js";
import { html, useRef, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { Input } from "./inputs.js";

/** @typedef {import("./inputs.js").FieldOf} FieldOf */

/** Refusals by the first part of their pointer. @param {any} problem @returns {Record<string, string>} */
export function errorsOf(problem) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const each of (problem instanceof Problem && problem.errors) || []) {
    const name = each.pointer.split("/")[1] || "";
    found[name] = found[name] ? `${found[name]} ${each.detail}` : each.detail;
  }
  return found;
}

/** What is sent of a field: nothing that is empty. @param {FieldOf} field @param {any} value */
function told(field, value) {
  if (field.kind === "lines") return (value || []).map((/** @type {string} */ one) => one.trim()).filter(Boolean);
  if (field.kind === "names") {
    return (value || [])
      .filter((/** @type {any} */ row) => row.valid_from || row.name)
      .map((/** @type {any} */ row) => ({ ...row, name_en: row.name_en || null }));
  }
  if (value === "" || value === undefined) return field.empty === undefined ? null : field.empty;
  return value;
}

/** The body that the values of a form make. @param {FieldOf[]} fields @param {any} values */
export function bodyOf(fields, values) {
  const shown = fields.filter((field) => !field.shown || field.shown(values));
  return Object.fromEntries(shown.map((field) => [field.name, told(field, values[field.name])]));
}

/** @param {{field: FieldOf, value: any, onChange: (value: any) => void, error?: string, there: boolean}} props */
function One({ field, value, onChange, error, there }) {
  const group = ["names", "areas", "units", "weekdays", "tick"].includes(field.kind) ||
    (field.kind === "choice" && (field.options || []).length <= 4 && !(there && field.fixed)); // prettier-ignore
  return html`<${Field} label=${field.label} hint=${field.hint} error=${error} optional=${field.optional}
    group=${group}>
    ${(/** @type {any} */ given) => html`<${Input} field=${field} value=${value} onChange=${onChange} given=${given}
      disabled=${there && field.fixed} />`}<//>`;
}

/**
 * The form; `save` sends the body and gives what is there then. `there`: it was, and its key is fixed.
 * @param {{fields: FieldOf[], first: any, there?: boolean, save: (body: any, values: any, key: string) => Promise<any>,
 *   onDone: (made: any) => void, onCancel?: () => void, word?: string, children?: any}} props
 */
export function Form({ fields, first, there = false, save, onDone, onCancel, word, children }) {
  const [values, setValues] = useState(first);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const key = useRef(newId());
  const errors = errorsOf(problem);
  const shown = fields.filter((field) => !field.shown || field.shown(values));
  const change = (/** @type {string} */ name, /** @type {any} */ value) =>
    setValues((/** @type {any} */ was) => ({ ...was, [name]: value }));
  const elsewhere = problem && !shown.some((field) => errors[field.name]);
  const submit = async (/** @type {any} */ event) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      onDone(await save(bodyOf(fields, values), values, key.current));
    } catch (error) {
      if (error instanceof Problem && error.status > 0) key.current = newId();
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return html`<form class="stack" onSubmit=${submit} novalidate>
    ${shown.map((field) => html`<${One} key=${field.name} field=${field} value=${values[field.name]} there=${there}
      error=${errors[field.name]}
      onChange=${(/** @type {any} */ value) => change(field.name, value)} />`)}
    ${elsewhere && html`<p class="field-error"
      role="alert">${errors[""] || problem.detail || sentenceOf(problem)}</p>`}
    ${children}
    <div class="bar"><button class="button button-primary" disabled=${busy}>${word || say("保存", "Save")}</button>
      ${onCancel && html`<button type="button" class="button"
        onClick=${onCancel}>${say("取消", "Cancel")}</button>`}</div>
  </form>`;
}
