/** Asking for a return 退单: why, and whose case it is instead; until when that may be asked stands beside it. */
import { Choice, Field, TextArea } from "../common/fields.js";
import { UnitPicker } from "../common/pickers.js";
import { html } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { useAct, useDraft } from "./acting.js";
import { FormFrame } from "./form_frame.js";

/** @param {import("./assigning.js").OwnForm} props */
export function ReturnForm({ case: one, offer, onDone, onCancel, onStale }) {
  const empty = { reason: "", unit: /** @type {any} */ (null), note: "" };
  const { draft, set, drop } = useDraft(`${one.id}-return`, empty);
  const act = useAct(one, (changed) => (drop(), onDone(changed, offer.action)), onStale);
  const run = () =>
    act.run(offer.path, {
      reason_code: draft.reason || undefined,
      proposed_department: draft.unit ? draft.unit.value : undefined,
      note: draft.note.trim() || undefined,
    });
  return html`<${FormFrame} title=${label(offer)} submit=${label(offer)} act=${act} onSubmit=${run}
      onCancel=${onCancel}>
    <p class="field-hint">${say(
      "派单后 2 工作时内可申请，每单位至多退两次。审核期间时限暂停；被驳回的，暂停作废。",
      "Within 2 working hours of the dispatch, twice a unit. The clock pauses meanwhile; a refusal voids the pause.",
    )}</p>
    <${Field} group=${true} label=${say("退单原因", "Reason")} error=${act.errors.reason_code}>${(
        /** @type {any} */ given) =>
      html`<${Choice} ...${given} value=${draft.reason} onChange=${(/** @type {string} */ reason) => set({ reason })}
        options=${offer.reasons.map((/** @type {any} */ why) => ({ value: why.code, label: label(why) }))} />`}<//>
    <${Field} label=${say("建议承办单位", "Whose case it is instead")} error=${act.errors.proposed_department}>${(
        /** @type {any} */ given) =>
      html`<${UnitPicker} ...${given} area=${one.area_code} value=${draft.unit} onChange=${(
          /** @type {any} */ unit) => set({ unit })} />`}<//>
    <${Field} label=${say("说明", "Note")} optional=${true} error=${act.errors.note}>${(/** @type {any} */ given) =>
      html`<${TextArea} ...${given} value=${draft.note} onChange=${(/** @type {string} */ note) => set({ note })} />`}
          <//>
  <//>`;
}
