/** A unit's appeal 申诉 about a closed case: being late, reworked or returned, once for each; and what became of it. */
import { ABOUT, aboutIn, AppealState } from "../common/appeal_state.js";
import { meNow } from "../common/api.js";
import { toast } from "../common/feedback.js";
import { Choice, Field, TextArea } from "../common/fields.js";
import { usePages } from "../common/lists.js";
import { html, Icon, useState } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { useAct, useDraft } from "./acting.js";
import { FormFrame } from "./form_frame.js";

/**
 * Photos of the case that show it.
 * @param {{caseId: string, value: string[], onChange: (ids: string[]) => void}} props
 */
function Evidence({ caseId, value, onChange }) {
  const { items } = usePages(`/cases/${caseId}/attachments`);
  if (!items || !items.length) return null;
  const turn = (/** @type {string} */ id) =>
    onChange(value.includes(id) ? value.filter((one) => one !== id) : [...value, id]);
  return html`<${Field} group=${true} optional=${true} label=${say("作为证据的照片", "Photos that show it")}>${() => html`<div
    class="choices">${items.map((one, at) => html`<label key=${one.id} class="choice"><input type="checkbox"
      checked=${value.includes(one.id)} onChange=${() => turn(one.id)} />
      <span>${say("照片 {n}", "Photo {n}", { n: at + 1 })} ${label(one, "purpose_label") || ""}</span></label>`)}</div>`}
  <//>`; // prettier-ignore
}

/** @param {{case: any, left: {value: string, label: string}[], onDone: () => void, onCancel: () => void}} props */
function Form({ case: one, left, onDone, onCancel }) {
  /** @type {{about: string, reason: string, evidence_ids: string[]}} */
  const empty = { about: left[0].value, reason: "", evidence_ids: [] };
  const { draft, set, drop } = useDraft(`${one.id}-appeal`, empty);
  const act = useAct(one, () => (drop(), onDone()));
  const run = () => act.run("appeals", { ...draft, reason: draft.reason.trim() });
  return html`<${FormFrame} title=${say("案卷申诉", "Appeal")} submit=${say("提交申诉", "Appeal")} act=${act}
      onSubmit=${run} onCancel=${onCancel} ready=${Boolean(draft.reason.trim())}>
    <${Field} group=${true} label=${say("申诉事项", "Against what")}
      error=${act.errors.about}>${(/** @type {any} */ given) =>
      html`<${Choice} ...${given} value=${draft.about} options=${left} onChange=${(/** @type {string} */ about) =>
        set({ about })} />`}<//>
    <${Field} label=${say("理由", "Why it should not count")} error=${act.errors.reason}>${(/** @type {any} */ given) =>
      html`<${TextArea} ...${given} value=${draft.reason} onChange=${(/** @type {string} */ reason) =>
        set({ reason })} />`}<//>
    <${Evidence} caseId=${one.id} value=${draft.evidence_ids} onChange=${(/** @type {string[]} */ ids) =>
      set({ evidence_ids: ids })} />
    <p class="small soft">${say("结案后 10 个工作日内可申诉；两名审核人同意后免责不计，事实仍保留。",
      "Within ten working days after closing. Granted by two reviewers, it counts no more.")}</p>
  <//>`; // prettier-ignore
}

/**
 * Appeals about a closed case of our unit, and the way to make one.
 * @param {{case: any, appeals: any}} props `appeals`: what `useAppeals` gave
 */
export function Appeals({ case: one, appeals: { items, reload } }) {
  const [open, setOpen] = useState(false);
  const me = meNow();
  const ours = Boolean(me && me.department_codes.includes(one.lead_department_code));
  const closed = ["closed", "archived"].includes(one.status);
  if (!closed || !items) return null;
  const left = ABOUT().filter(({ value }) => !items.some((/** @type {any} */ made) =>
    made.about === value && made.department_code === one.lead_department_code)); // prettier-ignore
  if (!items.length && !(ours && left.length)) return null;
  const done = () => {
    setOpen(false);
    toast(say("申诉已提交。", "The appeal is made."));
    reload();
  };
  return html`<section class="card stack-tight"><h3>${say("申诉", "Appeal")}</h3>
    ${items.map((/** @type {any} */ made) => html`<div key=${made.id} class="stack-tight"><b>${aboutIn(made.about)}</b>
      <${AppealState} appeal=${made} /></div>`)}
    ${ours && left.length > 0 && (open
      ? html`<${Form} case=${one} left=${left} onDone=${done} onCancel=${() => setOpen(false)} />`
      : html`<div class="bar"><button type="button" class="button" onClick=${() => setOpen(true)}><${Icon}
        name="edit" />${
        say("申诉", "Appeal")}</button></div>`)}</section>`; // prettier-ignore
}
