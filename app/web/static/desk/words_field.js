/** A field for words of a form, with the standard texts that fit. */
import { Field, TextArea } from "../common/fields.js";
import { html } from "../common/ui.js";

/**
 * @param {{form: any, name: string, label: string, rows?: number, isFirst?: boolean, of?: any, templates?: string,
 *   optional?: boolean}} props
 */
export function Words({ form, name, label, rows = 2, isFirst = false, of, templates, optional }) {
  return html`<${Field} label=${label} error=${form.errorOf(name)} optional=${optional}
    >${(/** @type {any} */ given) =>
      html`<${TextArea}
        ...${given}
        rows=${rows}
        dir="auto"
        data-first=${isFirst ? "" : undefined}
        caseId=${of ? of.id : undefined}
        templates=${templates}
        value=${form.body[name] || ""}
        onChange=${(/** @type {string} */ words) => form.set({ [name]: words })}
      />`}<//
  >`;
}
