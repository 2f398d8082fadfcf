/** Signing for oneself or for a colleague, and giving a case to another: with what each has in hand. */
import { Field, TextArea } from "../common/fields.js";
import { meNow } from "../common/api.js";
import { html } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { useAct, useDraft } from "./acting.js";
import { FormFrame } from "./form_frame.js";
import { PeopleChoice } from "./people_choice.js";

/**
 * @typedef {{case: any, offer: any, onDone: (changed: any, action: string) => void, onCancel: () => void,
 *   onStale: () => void}} OwnForm
 */

/** Signs; whoever signs handles it, unless a colleague is named. @param {OwnForm} props */
export function SignForm({ case: one, offer, onDone, onCancel, onStale }) {
  const who = meNow();
  const { draft, set, drop } = useDraft(`${one.id}-sign`, { handler: one.handler_id || (who ? who.id : null) });
  const act = useAct(one, (changed) => (drop(), onDone(changed, "sign")), onStale);
  const run = () => act.run(offer.path, who && draft.handler === who.id ? {} : { handler_id: draft.handler });
  return html`<${FormFrame} title=${label(offer)} submit=${label(offer)} act=${act} onSubmit=${run}
      onCancel=${onCancel}>
    <${PeopleChoice} query=${{ case_id: one.id }} unit=${one.lead_department_code} value=${draft.handler}
      onChange=${(/** @type {string} */ handler) => set({ handler })} error=${act.errors.handler_id}
      label=${say("由谁经办", "Who handles it")} />
  <//>`;
}

/** Gives it to another handler; no clock moves. @param {OwnForm} props */
export function TransferForm({ case: one, offer, onDone, onCancel, onStale }) {
  const { draft, set, drop } = useDraft(`${one.id}-transfer`, { person: /** @type {string | null} */ (null),
      note: "" });
  const act = useAct(one, (changed) => (drop(), onDone(changed, "transfer")), onStale);
  const run = () => act.run(offer.path, { person_id: draft.person, note: draft.note.trim() || undefined });
  return html`<${FormFrame} title=${label(offer)} submit=${label(offer)} act=${act} onSubmit=${run} onCancel=${onCancel}
      ready=${Boolean(draft.person)}>
    <${PeopleChoice} query=${{ case_id: one.id }} unit=${one.lead_department_code} value=${draft.person}
      onChange=${(/** @type {string} */ person) => set({ person })} error=${act.errors.person_id}
      label=${say("移交给", "Give it to")} />
    <${Field} label=${say("说明", "Note")} optional=${true} error=${act.errors.note}>${(/** @type {any} */ given) =>
      html`<${TextArea} ...${given} value=${draft.note} rows=${2} onChange=${(
          /** @type {string} */ note) => set({ note })} />`}<//>
  <//>`;
}
