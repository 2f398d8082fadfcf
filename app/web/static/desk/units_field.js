/** Choosing several units, each a chip that can be taken away. */
import { html } from "../common/ui.js";
import { say } from "../common/words.js";
import { useAll } from "./catalogue.js";
import { Finder } from "./finder.js";

/** @param {any} unit */
const nameOf = (unit) => unit.name;

/** @param {{label: string, codes: string[], onChange: (codes: string[]) => void, error?: string | null, hint?: string}} props */
export function UnitsField({ label, codes, onChange, error, hint }) {
  const units = useAll("/departments");
  const known = new Map((units || []).map((unit) => [unit.code, unit.name]));
  return html`<div class="stack-tight">
    <${Finder} label=${label} nameOf=${nameOf} chosen=${null} error=${error} hint=${hint}
      items=${units && units.filter((unit) => unit.is_active && !codes.includes(unit.code))}
      onPick=${(/** @type {any} */ unit) => onChange(codes.concat(unit.code))} />
    ${codes.length ? html`<div class="row row-wrap">${codes.map((code) => html`<button type="button" class="chip" key=${code}
      onClick=${() => onChange(codes.filter((one) => one !== code))}
      aria-label=${say("去掉{unit}", "Take away {unit}", { unit: known.get(code) ?? code })}>
      ${known.get(code) ?? code} ×</button>`)}</div>` : null}
  </div>`;
}

/** Choosing one. @param {{label: string, code: string, onPick: (code: string) => void, error?: string | null, hint?: string}} props */
export function UnitField({ label, code, onPick, error, hint }) {
  const units = useAll("/departments");
  const found = (units || []).find((unit) => unit.code === code);
  return html`<${Finder} label=${label} nameOf=${nameOf} error=${error} hint=${hint} chosen=${code ? (found ? found.name : code) : null}
    items=${units && units.filter((unit) => unit.is_active)} onPick=${(/** @type {any} */ unit) => onPick(unit.code)} />`;
}
