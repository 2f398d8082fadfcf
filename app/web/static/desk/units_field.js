/** Choosing a unit, or several, by its code in the body. */
import { Field } from "../common/fields.js";
import { UnitPicker } from "../common/pickers.js";
import { html } from "../common/ui.js";
import { useAll } from "./catalogue.js";

/** Units by their codes, as a picker shows them. @returns {(code: string) => {value: string, label: string}} */
export function useUnitOptions() {
  const units = useAll("/departments");
  const known = new Map((units || []).map((unit) => [unit.code, unit.name]));
  return (code) => ({ value: code, label: known.get(code) || code });
}

/**
 * @param {{label: string, codes: string[], onChange: (codes: string[]) => void, error?: string | null,
 *   hint?: string, optional?: boolean}} props
 */
export function UnitsField({ label, codes, onChange, ...rest }) {
  const optionOf = useUnitOptions();
  return html`<${Field} label=${label} ...${rest}
    >${(/** @type {any} */ given) =>
      html`<${UnitPicker}
        multiple
        ...${given}
        value=${codes.map(optionOf)}
        onChange=${(/** @type {any[]} */ options) => onChange(options.map((one) => one.value))}
      />`}<//
  >`;
}

/**
 * @param {{label: string, code: string, onPick: (code: string) => void, error?: string | null, hint?: string,
 *   optional?: boolean}} props
 */
export function UnitField({ label, code, onPick, ...rest }) {
  const optionOf = useUnitOptions();
  return html`<${Field} label=${label} ...${rest}
    >${(/** @type {any} */ given) =>
      html`<${UnitPicker}
        ...${given}
        value=${code ? optionOf(code) : null}
        onChange=${(/** @type {any} */ option) => onPick(option ? option.value : "")}
      />`}<//
  >`;
}
