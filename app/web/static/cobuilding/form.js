/** The form 考评表: points for every line, by halves, with a note and photos beside each; what is typed is kept. */
import { Field } from "../common/fields.js";
import { html } from "../common/ui.js";
import { language, say } from "../common/words.js";

/** What is marked so far, as the service takes it. @param {any[]} form @param {any} draft */
export const marksOf = (form, draft) =>
  form.map((item) => {
    const mark = draft[item.code] || {};
    const note = (mark.note || "").trim();
    return { code: item.code, points: Number(mark.points), ...(note ? { note } : {}) };
  });

/** Lines that have no points yet, or too many. @param {any[]} form @param {any} draft */
export const unmarked = (form, draft) =>
  form.filter((item) => {
    const said = (draft[item.code] || {}).points;
    return said === undefined || said === "" || Number(said) < 0 || Number(said) > item.most;
  });

/** Per cent so far. @param {any[]} form @param {any} draft */
export function percentOf(form, draft) {
  const most = form.reduce((sum, item) => sum + item.most, 0);
  const points = form.reduce((sum, item) => sum + (Number((draft[item.code] || {}).points) || 0), 0);
  return most ? (100 * points) / most : 0;
}

/**
 * @param {{form: any[], draft: any, onChange: (draft: any) => void, beside?: (item: any) => any,
 *   tried?: boolean}} props
 */
export function MarkForm({ form, draft, onChange, beside, tried }) {
  const set = (/** @type {string} */ code, /** @type {any} */ change) =>
    onChange({ ...draft, [code]: { ...draft[code], ...change } });
  const lacking = new Set(tried ? unmarked(form, draft).map((item) => item.code) : []);
  return html`<ol class="cob-form">${form.map((item, at) => {
    const mark = draft[item.code] || {};
    const name = (language() === "en" && item.name_en) || item.name;
    const more = Math.min(item.most, (Number(mark.points) || 0) + 0.5);
    const error = lacking.has(item.code) ? say("请打分，不超过满分", "Give points, no more than it has") : null;
    return html`<li key=${item.code} class="card stack-tight">
      <${Field} label=${`${item.code} ${name}`} hint=${item.guide} error=${error}
        pointer=${`/marks/${at}`}>${(/** @type {any} */ given) =>
        html`<div class="row cob-points"><button type="button" class="button-icon" aria-label=${say("减半分", "Less")}
            onClick=${() => set(item.code, { points: Math.max(0, (Number(mark.points) || 0) - 0.5) })}>−</button>
          <input type="number" inputmode="decimal" class="narrow" min="0" max=${item.most} step="0.5" ...${given}
            value=${mark.points === undefined ? "" : mark.points}
            onInput=${(/** @type {any} */ event) => set(item.code, { points: event.target.value })} />
          <button type="button" class="button-icon" aria-label=${say("加半分", "More")}
            onClick=${() => set(item.code, { points: more })}>+</button>
          <span class="soft">/ ${item.most}</span>
          <button type="button" class="chip" onClick=${() => set(item.code, { points: item.most })}>
            ${say("满分", "Full")}</button></div>`}<//>
      <input type="text" maxlength="300" dir="auto" aria-label=${say("说明", "Note")}
        placeholder=${say("说明（选填）", "Note (optional)")} value=${mark.note || ""}
        onInput=${(/** @type {any} */ event) => set(item.code, { note: event.target.value })} />
      ${beside && beside(item)}
    </li>`;
  })}</ol>`;
}

/** Marks that were handed in. @param {{form: any[], marks: any[], beside?: (item: any) => any}} props */
export const Marked = ({ form, marks, beside }) => html`<ol class="cob-form">${form.map((item) => {
  const mark = marks.find((one) => one.code === item.code);
  return html`<li key=${item.code} class="card stack-tight"><div class="row">
      <span class="grow">${item.code} ${(language() === "en" && item.name_en) || item.name}</span>
      <strong>${mark ? mark.points : "–"} / ${item.most}</strong></div>
    ${mark && mark.note && html`<p class="cob-words" dir="auto">${mark.note}</p>`}${beside && beside(item)}</li>`;
})}</ol>`;
