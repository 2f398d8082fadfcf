/** Fields of an action that are more than one input: a place, a contact, the parts of a report. */
import { placeNow } from "./photo_fields.js";
import { html, Icon, useEffect, useState } from "./ui.js";
import { say } from "./words.js";

/** Where the device is, or a point of the map. @param {import("./action_fields.js").Input} input */
export function Place({ value, onChange, case: one, given }) {
  const [map, setMap] = useState(/** @type {any} */ (null));
  const [none, setNone] = useState(false);
  const here = async () => {
    const found = await placeNow();
    setNone(!found);
    if (found) onChange(found);
  };
  useEffect(() => {
    if (given.required)
      import("./map.js").then(
        (found) => setMap(() => found.AreaMap),
        () => undefined,
      );
  }, []);
  const shown = value || one.location;
  return html`<div class="stack-tight" id=${given.id}>
    <button type="button" class="button" onClick=${here}><${Icon} name="pin" />${say("使用当前位置", "Use where I am")}
        </button>
    ${none && html`<p class="field-hint" role="status">${say("设备未给出位置", "The device does not tell where it is")}</p>`}
    ${value && html`<p class="number small">${value.lat.toFixed(5)}, ${value.lon.toFixed(5)}</p>`}
    ${
      map &&
      html`<${map} label=${say("点选正确位置", "Pick the right place")} place=${shown}
      points=${one.location ? [{ id: one.id, ...one.location, name: one.number }] : []}
      onPlace=${(/** @type {any} */ at) => onChange({ ...at, datum: "wgs84" })} />`
    }
  </div>`;
}

/** @param {import("./action_fields.js").Input} input */
export function ContactOf({ value, onChange, given }) {
  const now = value || {};
  const set = (/** @type {string} */ name) => (/** @type {any} */ event) => {
    const next = { ...now, [name]: event.target.value };
    onChange(next.name || next.phone ? next : undefined);
  };
  return html`<div class="row row-wrap"><input id=${given.id} class="grow" autocomplete="off" placeholder=${say(
    "称呼",
    "Name",
  )}
      aria-label=${say("称呼", "Name")} value=${now.name || ""} onInput=${set("name")} />
    <input class="grow" type="tel" autocomplete="off" placeholder=${say("电话", "Phone")} aria-label=${say("电话", "Phone")}
      value=${now.phone || ""} onInput=${set("phone")} /></div>`;
}

/** The parts a report is split into, two to five. @param {import("./action_fields.js").Input} input */
export function Parts({ value, onChange, given }) {
  const parts = value || [{ description: "" }, { description: "" }];
  const set = (/** @type {number} */ at, /** @type {string} */ description) =>
    onChange(
      parts.map((/** @type {any} */ part, /** @type {number} */ index) =>
        index === at ? { ...part, description } : part,
      ),
    );
  return html`<div class="stack-tight">${parts.map(
    (/** @type {any} */ part, /** @type {number} */ at) => html`
    <textarea key=${at} id=${at ? undefined : given.id} rows="2" maxlength="400" value=${part.description}
      aria-label=${say("第 {n} 件", "Part {n}", { n: at + 1 })} onInput=${(/** @type {any} */ event) =>
        set(at, event.target.value)}></textarea>`,
  )}
    ${
      parts.length < 5 &&
      html`<button type="button" class="button" onClick=${() => onChange([...parts, { description: "" }])}>
      <${Icon} name="plus" />${say("再加一件", "Add a part")}</button>`
    }</div>`;
}
