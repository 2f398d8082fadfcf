/** Choosing the place that something is said of: the whole country, or one area. */
import { Field } from "../common/fields.js";
import { AreaPicker } from "../common/pickers.js";
import { html, useState } from "../common/ui.js";
import { say } from "../common/words.js";

/** @param {{value: string, onChange: (place: string) => void}} props */
export function PlaceChoice({ value, onChange }) {
  const [area, setArea] = useState(/** @type {any} */ (value === "national" ? null : { value, label: value }));
  return html`<${Field} label=${say("适用于", "Holds in")} hint=${say("留空为全国通用", "Empty: the whole country")}>
    ${(/** @type {any} */ given) => html`<${AreaPicker} ...${given} value=${area}
      onChange=${(/** @type {any} */ one) => {
      setArea(one);
      onChange(one ? one.value : "national");
    }} />`}<//>`;
}
