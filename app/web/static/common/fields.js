/** What forms are made of: a label, what is filled in, a hint, and what was wrong with it. */
import { get } from "./api.js";
import { classes, createContext, html, Icon, useContext, useEffect, useId, useLayoutEffect, useState } from "./ui.js";
import { say, time } from "./words.js";

/** What a form around fields was refused: see `refusal.js`. */
export const Refusal = createContext(/** @type {any} */ (null));

/**
 * What was refused of a field, which is told there alone.
 * @param {string | string[]} pointer where it is in the body
 */
function useRefused(pointer) {
  const form = useContext(Refusal);
  const pointers = [pointer].flat();
  useLayoutEffect(() => (form && pointers.length ? form.joins(pointers) : undefined), [pointers.join(" ")]);
  return form ? form.saidOf(pointers) : "";
}

/**
 * A field; its child is a function that is given `id`, `aria-describedby` and `aria-invalid`. What the form was refused
 * at its `pointer` stands here.
 * @param {{label: string, error?: string | null, pointer?: string | string[], hint?: any, optional?: boolean,
 *   group?: boolean, children: (given: any) => any}} props
 */
export function Field({ label, error: own, pointer = [], hint, optional, group, children }) {
  const id = useId();
  const refused = useRefused(pointer);
  const error = own || refused;
  const given = {
    id,
    "aria-describedby": classes(hint && `${id}-hint`, error && `${id}-error`) || undefined,
    "aria-invalid": error ? "true" : undefined,
  };
  const name = html`${label}${optional && html` <span class="field-hint">${say("（选填）", "(optional)")}</span>`}`;
  const told = html`${hint && html`<span class="field-hint" id="${id}-hint">${hint}</span>`}
    ${error && html`<span class="field-error" id="${id}-error" role="alert">${error}</span>`}`;
  if (group) {
    return html`<fieldset class="field" aria-describedby=${given["aria-describedby"]}>
      <legend class="field-label">${name}</legend>${children(given)}${told}</fieldset>`;
  }
  return html`<div class="field"><label class="field-label" for=${id}>${name}</label>${children(given)}${told}</div>`;
}

/** @param {any} event */
const valueOf = (event) => event.target.value;

/**
 * A text of several lines, with the standard texts that fit the case.
 * @param {{value: string, onChange: (value: string) => void, caseId?: string, templates?: string, rows?: number,
 *   [given: string]: any}} props
 */
export function TextArea({ value, onChange, caseId, templates, rows = 3, ...given }) {
  return html`<textarea rows=${rows} maxlength="2000" value=${value || ""}
      onInput=${(/** @type {any} */ event) => onChange(valueOf(event))} ...${given}></textarea>
    ${
      templates &&
      caseId &&
      html`<${Templates} caseId=${caseId} kind=${templates}
      onPick=${(/** @type {string} */ text) => onChange(value ? `${value}\n${text}` : text)} />`
    }`;
}

/** @param {{caseId: string, kind: string, onPick: (text: string) => void}} props */
function Templates({ caseId, kind, onPick }) {
  const [items, setItems] = useState(/** @type {any[]} */ ([]));
  useEffect(() => {
    const aborter = new AbortController();
    get(`/cases/${caseId}/templates`, { query: { kind }, signal: aborter.signal }).then(
      (answer) => setItems(answer.body.items),
      () => undefined, // without standard texts one writes by hand
    );
    return () => aborter.abort();
  }, [caseId, kind]);
  if (!items.length) return null;
  return html`<div class="row row-wrap" role="group" aria-label=${say("常用语", "Standard texts")}>${items
    .slice(0, 6)
    .map(
      (
        one,
      ) => html`<button type="button" key=${one.id} class="chip" title=${one.text} onClick=${() => onPick(one.text)}>
      <${Icon} name="plus" />${one.name}</button>`,
    )}</div>`;
}

/**
 * One of a few, all seen.
 * @param {{value: any, onChange: (value: any) => void, options: {value: any, label: string}[], name?: string,
 *   [given: string]: any}} props
 */
export function Choice({ value, onChange, options, name, ...given }) {
  const own = useId();
  if (options.length > 6) {
    return html`<select ...${given} value=${value || ""} onChange=${(/** @type {any} */ event) =>
      onChange(valueOf(event))}>
      <option value="">${say("请选择", "Please choose")}</option>
      ${options.map((one) => html`<option key=${one.value} value=${one.value}>${one.label}</option>`)}
    </select>`;
  }
  return html`<div class="choices">${options.map(
    (one) => html`<label key=${String(one.value)} class="choice">
      <input type="radio" name=${name || own} checked=${value === one.value} aria-invalid=${given["aria-invalid"]}
        onChange=${() => onChange(one.value)} /><span>${one.label}</span></label>`,
  )}</div>`;
}

/**
 * Yes or no, as a box to tick.
 * @param {{value: boolean, onChange: (value: boolean) => void, label: string, [given: string]: any}} props
 */
export const Tick = ({ value, onChange, label, ...given }) => html`<label class="choice">
  <input type="checkbox" ...${given} checked=${Boolean(value)}
    onChange=${(/** @type {any} */ event) => onChange(event.target.checked)} /><span>${label}</span></label>`;

/** As an input of the browser wants a moment. @param {Date} moment */
const local = (moment) => new Date(moment.getTime() - moment.getTimezoneOffset() * 60000).toISOString().slice(0, 16);

/**
 * A moment; what lies beyond the limits cannot be chosen, and a few usual ones take one tap.
 * @param {{value: string | null, onChange: (iso: string | null) => void, min?: string, max?: string, usual?: boolean,
 *   [given: string]: any}} props
 */
export function DateTime({ value, onChange, min, max, usual = true, ...given }) {
  const now = Date.now();
  const offered = usual ? [2, 24, 72].map((hours) => new Date(now + hours * 3600000)) : [];
  const within = offered.filter((at) => !max || at.toISOString() <= max);
  const changed = (/** @type {any} */ event) =>
    onChange(valueOf(event) ? new Date(valueOf(event)).toISOString() : null);
  return html`<input type="datetime-local" ...${given} value=${value ? local(new Date(value)) : ""}
      min=${local(min ? new Date(min) : new Date(now))} max=${max ? local(new Date(max)) : undefined}
          onChange=${changed} />
    ${
      within.length > 0 &&
      html`<div class="row row-wrap">${within.map(
        (
          at,
          /** @type {number} */ index,
        ) => html`<button type="button" class="chip" key=${index} onClick=${() => onChange(at.toISOString())}>
        ${time(at.toISOString())}</button>`,
      )}</div>`
    }`;
}

/**
 * A number within bounds.
 * @param {{value: number | null, onChange: (value: number | null) => void, min?: number, max?: number,
 *   unit?: string, [given: string]: any}} props
 */
export const NumberField = ({ value, onChange, min = 1, max, unit, ...given }) => html`<div class="row">
  <input type="number" inputmode="numeric" class="narrow" ...${given} min=${min} max=${max} value=${
    value === null ? "" : value
  }
    onInput=${(/** @type {any} */ event) => onChange(valueOf(event) === "" ? null : Number(valueOf(event)))} />
  ${unit && html`<span>${unit}</span>`}</div>`;
