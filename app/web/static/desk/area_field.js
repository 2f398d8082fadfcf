/** Choosing an area by its code in the body. */
import { Field } from "../common/fields.js";
import { AreaPicker } from "../common/pickers.js";
import { html, useState } from "../common/ui.js";

/**
 * @param {{label: string, code: string | undefined, level?: string, onPick: (code: string) => void,
 *   error?: string | null, optional?: boolean}} props
 */
export function AreaField({ label, code, level, onPick, ...rest }) {
  const [option, setOption] = useState(/** @type {any} */ (null));
  const pick = (/** @type {any} */ next) => {
    setOption(next);
    onPick(next ? next.value : "");
  };
  const shown = option && option.value === code ? option : code ? { value: code, label: code } : null;
  return html`<${Field} label=${label} ...${rest}
    >${(/** @type {any} */ given) =>
      html`<${AreaPicker} level=${level} ...${given} value=${shown} onChange=${pick} />`}<//
  >`;
}
