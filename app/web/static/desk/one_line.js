/** A case in one line, wherever the desk lists some. */
import { html, hashOf } from "../common/ui.js";
import { label, time } from "../common/words.js";
import { addressOf } from "./place.js";

/** One that leads to it. @param {{one: any, source: any, note?: string}} props */
export function OneLine({ one, source, note }) {
  const { path, query } = addressOf(source, one.id);
  return html`<li>
    <a class="desk-line" href=${hashOf(path, query)}>
      <span class="row row-wrap"
        ><strong class="number">${one.number}</strong><span>${label(one, "status_label")}</span>
        <span class="soft small">${time(one.reported_at)}</span
        >${note ? html`<span class="chip">${note}</span>` : null}</span
      >
      <span class="desk-reason" dir="auto">${one.title ?? one.description}</span>
      ${one.reply || one.result ? html`<q class="desk-said" dir="auto">${one.reply ?? one.result}</q>` : null}
    </a>
  </li>`;
}
