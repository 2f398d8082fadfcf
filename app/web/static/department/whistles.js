/** The whistle 吹哨 that calls a unit: where and when to meet, who has come, responding on the spot or saying why not. */
import { Field, NumberField, TextArea } from "../common/fields.js";
import { useOne } from "../common/lists.js";
import { askForPlace, placeNow, PhotoAdd } from "../common/photo_fields.js";
import { meNow } from "../common/api.js";
import { html, Icon, useEffect } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { offerOf, useAct, useDraft } from "./acting.js";
import { FormFrame } from "./form_frame.js";

const CHIPS = /** @type {Record<string, string>} */ ({ responded: "chip-green", declined: "chip-yellow",
    missed: "chip-red" });

/** A unit that was called, and its answer. @param {{call: any}} props */
export const Call = ({ call }) => html`<li class="row row-wrap small">
  <span dir="auto">${call.department_name || call.department_code}</span>
  <span class="chip ${CHIPS[call.state] || ""}">${label(call, "state_label")}</span>
  ${call.answered_at && html`<span class="soft">${time(call.answered_at)}</span>`}
  ${call.presence && html`<span class="soft">${label(call, "presence_label")}</span>`}
</li>`;

/**
 * Responds from where the phone is; that is told within three seconds or left out.
 * @param {import("./assigning.js").OwnForm} props
 */
export function RespondForm({ case: one, offer, onDone, onCancel, onStale }) {
  const { draft, set, drop } = useDraft(`${one.id}-respond`, { count: 1, note: "" });
  const act = useAct(one, (changed) => (drop(), onDone(changed, "respond")), onStale);
  useEffect(askForPlace, []);
  const run = async () => {
    const location = await placeNow();
    await act.run(offer.path, {
      head_count: draft.count || undefined,
      note: draft.note.trim() || undefined,
      ...(location ? { location } : {}),
    });
  };
  return html`<${FormFrame} title=${label(offer)} submit=${label(offer)} act=${act} onSubmit=${run}
      onCancel=${onCancel}>
    <${PhotoAdd} caseId=${one.id} purpose="response" camera=${true} label=${say("从相册选", "From the album")} />
    <${Field} label=${say("到场人数", "How many came")} error=${act.errors.head_count}>${(/** @type {any} */ given) =>
      html`<${NumberField} ...${given} value=${draft.count} max=${1000}
        onChange=${(/** @type {number | null} */ count) => set({ count: count || 1 })} />`}<//>
    <${Field} label=${say("说明", "Note")} optional=${true} error=${act.errors.note}>${(/** @type {any} */ given) =>
      html`<${TextArea} ...${given} value=${draft.note} rows=${2} onChange=${(
          /** @type {string} */ note) => set({ note })} />`}<//>
    <p class="field-hint">${say("同时报告手机所在位置；没有定位也能报到。", "It says where the phone is; without a place it goes, too.")}
        </p>
  <//>`;
}

/**
 * The open whistle of a case that calls a unit of mine, with what may be answered.
 * @param {{case: any, onDoing: (action: string) => void}} props
 */
export function WhistlePanel({ case: one, onDoing }) {
  const answerable = ["respond", "decline_whistle"].map((action) => offerOf(one, action)).filter(Boolean);
  const { body, reload } = useOne(answerable.length ? `/cases/${one.id}/whistles` : null);
  useEffect(() => void reload(), [one.version]);
  const who = meNow();
  const open = body && body.items.find((/** @type {any} */ whistle) => whistle.state === "open");
  if (!open) return null;
  const mine = open.calls.filter((
      /** @type {any} */ call) => who && who.department_codes.includes(call.department_code));
  if (!mine.length) return null;
  const waits = mine.some((/** @type {any} */ call) => ["called", "missed", "declined"].includes(call.state));
  return html`<section class="card unit-asks stack-tight">
    <h3 class="row"><${Icon} name="bell" />${say("吹哨", "Whistle")}
      <span class="chip ${waits ? "chip-red" : ""}">${say("{at} 前报到", "respond by {at}",
          { at: time(open.respond_by) })}</span></h3>
    <p class="pre" dir="auto">${open.note}</p>
    <p class="row"><${Icon} name="pin" /><span dir="auto">${open.place}</span> <span class="soft">${time(open.at)}
        </span></p>
    <ul>${open.calls.map((/** @type {any} */ call) => html`<${Call} key=${call.department_code} call=${call} />`)}</ul>
    ${waits && html`<div class="bar">${answerable.map((offer, index) => html`<button type="button" key=${offer.action}
      class=${index === 0 ? "button button-primary" : "button"} data-action=${offer.action}
      onClick=${() => onDoing(offer.action)}>${label(offer)}</button>`)}</div>`}
  </section>`;
}
