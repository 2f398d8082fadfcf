/**
 * What the service tells once, in the answer to an action: a contact in the clear, the link by which a resident rates.
 */
import { html } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { copyText } from "./copying.js";

/** Actions whose answer is shown until another case is opened. */
export const TELLS = ["reveal_contact", "issue_rating_link"];

/** @param {{name: string, phone: string}} one */
const Person = (one) =>
  html`<li class="row row-wrap">
    <strong dir="auto">${one.name}</strong>
    <a href=${`tel:${one.phone}`} class="number">${one.phone}</a>
    <button type="button" class="button-plain" onClick=${() => copyText(one.phone)}>${say("复制", "Copy")}</button>
  </li>`;

/** @param {{told: {action: string, body: any} | null}} props */
export function Told({ told }) {
  if (!told) return null;
  const { action, body } = told;
  if (action === "issue_rating_link") {
    return html`<section class="desk-quick" aria-label=${say("评价链接", "Rating link")}>
      <h3>${say("评价链接", "Rating link")}</h3>
      <p class="number">${body.url}</p>
      <p class="field-hint">
        ${say("仅显示这一次，有效至 {at}", "Shown this once; valid until {at}", { at: time(body.expires_at) })}
      </p>
      <button type="button" class="button" onClick=${() => copyText(body.url)}>
        ${say("复制链接", "Copy the link")}
      </button>
    </section>`;
  }
  const people = [body.contact, ...(body.follower_contacts || [])].filter(Boolean);
  return html`<section class="desk-quick" aria-label=${say("联系方式", "Contact")}>
    <h3>${say("联系方式（已记录查看）", "Contact (recorded)")}</h3>
    <ul>
      ${people.map((one, at) => html`<${Person} key=${at} ...${one} />`)}
    </ul>
    ${people.length ? null : html`<p class="desk-hint">${say("没有联系方式", "There is no contact")}</p>`}
  </section>`;
}
