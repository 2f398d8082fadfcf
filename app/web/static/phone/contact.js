/** A resident on whose behalf a worker reports 代居民上报: whom to answer, and who may rate. */
import { html } from "../common/ui.js";
import { say } from "../common/words.js";

/** @typedef {{name: string, phone: string}} Contact */

/** Whether only a half of it is there. @param {Contact | undefined} contact */
export const isHalf = (contact) => Boolean(contact) && !(contact && contact.name.trim() && contact.phone.trim());

/** @param {{contact: Contact | undefined, onChange: (contact: Contact | undefined) => void}} props */
export function ForResident({ contact, onChange }) {
  const { name, phone } = contact || { name: "", phone: "" };
  /** @param {Contact} said */
  const change = (said) => onChange(said.name || said.phone ? said : undefined);
  return html`<details class="phone-resident" open=${Boolean(contact)}>
    <summary>${say("代居民上报（可不填）", "For a resident (optional)")}</summary>
    <div class="stack-tight">
      <label class="field"><span class="field-label">${say("居民姓名", "Name")}</span>
        <input name="contact-name" dir="auto" maxlength="64" autocomplete="off" value=${name}
          onInput=${(/** @type {any} */ event) => change({ name: event.target.value, phone })} /></label>
      <label class="field"><span class="field-label">${say("居民电话", "Phone")}</span>
        <input name="contact-phone" type="tel" inputmode="tel" maxlength="32" autocomplete="off" value=${phone}
          onInput=${(/** @type {any} */ event) => change({ name, phone: event.target.value })} /></label>
      <p class="field-hint">${say(
        "办结后答复居民，请其评价；他人看到的电话是隐去中间几位的。",
        "They are answered and asked to rate; others see the number with its middle hidden.",
      )}</p>
    </div>
  </details>`;
}
