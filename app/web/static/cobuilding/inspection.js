/** An inspection on the phone 季度考评: points, notes and photos line by line; the draft is kept until it is sent. */
import { useOne } from "../common/lists.js";
import { askForPlace, placeNow } from "../common/photo_fields.js";
import { Refusable, Refused } from "../common/refusal.js";
import { html, useEffect, useState } from "../common/ui.js";
import { keep, kept, say, time } from "../common/words.js";
import { Marked, MarkForm, marksOf, percentOf, unmarked } from "./form.js";
import { AddPhoto, asScore, Pictures, Read, stateOf, useDeed } from "./parts.js";

const TIES = () => ({
  member_unit: say("您任职于该小组的成员单位，须回避，不能考评。", "You are of a unit of this group: you may not inspect it."),
  community: say("您任职于该社区，须回避，不能考评。", "You are of this community: you may not inspect it."),
}); // prettier-ignore

/** @param {any} told @param {any} item */
const ofItem = (told, item) => told.photos.filter((/** @type {any} */ one) => one.item_code === item.code);

/** @param {string} name */
function draftOf(name) {
  try {
    return JSON.parse(kept(name) || "{}");
  } catch {
    return {};
  }
}

/** @param {{told: any, reload: () => void, onDone: (view: any) => void}} props */
function Marking({ told, reload, onDone }) {
  const name = `yikou-inspection-${told.id}`;
  const [draft, setDraft] = useState(() => draftOf(name));
  const [tried, setTried] = useState(false);
  const { act, busy, problem } = useDeed((answer) => {
    keep(name, null);
    onDone(answer.body);
  });
  useEffect(askForPlace, []);
  const change = (/** @type {any} */ next) => {
    setDraft(next);
    keep(name, JSON.stringify(next));
  };
  const photosOf = (/** @type {any} */ item) => ofItem(told, item);
  const without = told.form.filter((/** @type {any} */ item) => item.needs_photo && !photosOf(item).length);
  const left = unmarked(told.form, draft);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setTried(true);
    if (left.length || without.length) return;
    const now = new Date().toISOString();
    const note = (draft.note || "").trim();
    await act(`inspections/${told.id}/submit`, {
      marks: marksOf(told.form, draft), ...(note ? { note } : {}), location: await placeNow(), inspected_at: now,
      sent_at: now,
    }, { told: say("考评已提交", "Handed in") }); // prettier-ignore
  };
  return html`<${Refusable} problem=${problem}><form class="stack" onSubmit=${submit} novalidate>
    <${MarkForm} form=${told.form} draft=${draft} onChange=${change} tried=${tried} beside=${(
      /** @type {any} */ item,
    ) => html`<${Pictures} photos=${photosOf(item)} />
      <${AddPhoto} subject="inspection" id=${told.id} item=${item.code} onAdded=${reload}
        label=${item.needs_photo ? say("拍照（必需）", "Photo (needed)") : say("拍照", "Photo")} />
      ${
        tried && item.needs_photo && !photosOf(item).length
          ? html`<p class="field-error" role="alert">${say("本项须附照片", "This line needs a photo")}</p>`
          : null
      }`} />
    <textarea rows="3" maxlength="2000" dir="auto" aria-label=${say("总体说明", "Remark on the whole")}
      placeholder=${say("总体说明（选填）", "Remark on the whole (optional)")} value=${draft.note || ""}
      onInput=${(/** @type {any} */ event) => change({ ...draft, note: event.target.value })}></textarea>
    <${Refused} problem=${problem} />
    <div class="cob-bar card row"><span class="grow">${say("得分率", "So far")}
        <strong> ${asScore(Math.round(percentOf(told.form, draft) * 100) / 100)}</strong>
        ${left.length > 0 && html`<br /><span class="soft small">${say("还有 {n} 项未打分", "{n} lines left", {
          n: left.length,
        })}</span>`}</span>
      <button class="button button-primary" disabled=${busy}>${say("提交考评", "Hand in")}</button></div>
  </form><//>`;
}

/** @param {{id: string}} props */
export function Inspection({ id }) {
  const one = useOne(`/cobuilding/inspections/${id}`);
  return html`<${Read} one=${one}>${(/** @type {any} */ told) => html`<div class="stack cob-narrow">
    <header class="stack-tight"><h1 dir="auto">${told.group_name}</h1>
      <p class="soft">${told.quarter} · ${told.area_name} · ${told.inspector_name || ""}
        <span class="chip">${stateOf(told.state)}</span></p></header>
    ${
      told.barred &&
      html`<p class="card cob-words" role="alert"><strong>${/** @type {any} */ (TIES())[told.barred]}</strong></p>`
    }
    ${
      told.may_submit
        ? html`<${Marking} told=${told} reload=${one.reload} onDone=${one.put} />`
        : html`${told.score !== null && html`<p class="cob-score"><strong>${asScore(told.score)}</strong> ${
            told.submitted_at ? time(told.submitted_at) : ""
          }</p>`}
          <${Marked} form=${told.form} marks=${told.marks} beside=${(/** @type {any} */ item) =>
            html`<${Pictures} photos=${ofItem(told, item)} />`} />
          ${told.note && html`<p class="cob-words" dir="auto">${told.note}</p>`}
          ${
            told.score === null &&
            html`<p class="soft">${say("评分随季度结果公布。", "Marks are told with the results of the quarter.")}</p>`
          }`
    }</div>`}<//>`;
}
