/** A field for words of a form. */
import { html, useId } from "../common/ui.js";

/** @param {{form: any, name: string, label: string, rows?: number, isFirst?: boolean, of?: any, children?: any}} props */
export function Words({ form, name, label, rows = 2, isFirst = false, children }) {
  const id = useId();
  const error = form.errorOf(name);
  return html`<div class="field">
    <label class="field-label" for=${id}>${label}</label>
    <textarea id=${id} class="desk-words-field" rows=${rows} dir="auto" aria-invalid=${Boolean(error)} data-first=${isFirst ? "" : undefined}
      value=${form.body[name] ?? ""} onInput=${(/** @type {any} */ event) => form.set({ [name]: event.currentTarget.value })}></textarea>
    ${children}
    ${error ? html`<span class="field-error">${error}</span>` : null}
  </div>`;
}
