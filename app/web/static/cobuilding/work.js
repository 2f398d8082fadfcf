/** One of what a group does, with its evidence and history: a task, an activity, an adoption, a project. */
import { TextArea } from "../common/fields.js";
import { useOne } from "../common/lists.js";
import { placeNow } from "../common/photo_fields.js";
import { Refused } from "../common/refusal.js";
import { hashOf, html, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { AddPhoto, asDay, History, kindOf, Pictures, Read, stateOf, today, useDeed } from "./parts.js";

/** @param {{told: any, state?: string, children: any}} props */
const Head = ({ told, state, children }) => html`<header class="stack-tight">
  <a href=${hashOf(`group/${told.group_id}`)} dir="auto">${told.group_name}</a>
  <h1 dir="auto">${told.title}</h1>
  <p class="soft">${children} ${state && html`<span class="chip">${stateOf(state)}</span>`}</p>
  ${told.description && html`<p class="cob-words" dir="auto">${told.description}</p>`}</header>`; // prettier-ignore

/**
 * Words, and what is done with them.
 * @param {{label: string, deeds: {label: string, path: string, body: (words: string) => any, plain?: boolean,
 *   wordless?: boolean}[], onDone: (body: any) => void}} props
 */
function Say({ label, deeds, onDone }) {
  const [words, setWords] = useState("");
  const { act, busy, problem } = useDeed((answer) => {
    setWords("");
    onDone(answer.body);
  });
  return html`<section class="card stack-tight"><label class="stack-tight"><span class="field-label">${label}</span>
      <${TextArea} value=${words} onChange=${setWords} /></label>
    <${Refused} problem=${problem} />
    <div class="row row-wrap">${deeds.map(
      (deed) => html`<button type="button" key=${deed.path + deed.label}
        class=${deed.plain ? "button" : "button button-primary"} disabled=${busy || (!deed.wordless && !words.trim())}
        onClick=${() =>
          act(deed.path, deed.body(words.trim()), {
            told: say("已提交：{deed}", "Done: {deed}", { deed: deed.label }),
          })}>${deed.label}</button>`,
    )}</div></section>`;
}

/** @param {{told: any, subject: string, may: boolean, onAdded: () => void, title?: string}} props */
const Evidence = ({ told, subject, may, onAdded, title }) => html`<section class="stack-tight">
  <h2>${title || say("佐证", "Evidence")}</h2><${Pictures} photos=${told.photos} />
  ${!told.photos.length && html`<p class="soft">${say("尚无照片", "No photo yet")}</p>`}
  ${may && html`<${AddPhoto} subject=${subject} id=${told.id} onAdded=${onAdded} />`}</section>`;

/** @param {{id: string}} props */
export function Task({ id }) {
  const one = useOne(`/cobuilding/tasks/${id}`);
  return html`<${Read} one=${one}>${(/** @type {any} */ told) => html`<div class="stack cob-narrow">
    <${Head} told=${told} state=${told.state}>${told.department_name} · ${say("期限", "due")} ${asDay(told.due_on)}
      ${told.is_overdue && html` <span class="chip chip-red">${say("逾期", "Late")}</span>`}<//>
    ${told.evidence && html`<p>${say("佐证要求", "What will show it")}：<span dir="auto">${told.evidence}</span></p>`}
    ${told.result && html`<p class="card cob-words" dir="auto">${told.result}</p>`}
    <${Evidence} told=${told} subject="task" may=${told.may_report} onAdded=${one.reload} />
    ${told.may_report && html`<${Say} label=${say("完成情况", "What was done")} onDone=${one.put} deeds=${[
      { label: say("报告完成", "Report it done"), path: `tasks/${id}/report`,
        body: (/** @type {string} */ result) => ({ result }) },
    ]} />`}
    ${told.may_review && told.state === "done" && html`<${Say}
      label=${say("验收意见（退回必填）", "A word (needed to send back)")} onDone=${one.put} deeds=${[
        { label: say("验收通过", "Accept"), path: `tasks/${id}/review`, wordless: true,
          body: (/** @type {string} */ note) => ({ accepted: true, ...(note ? { note } : {}) }) },
        { label: say("退回", "Send back"), path: `tasks/${id}/review`, plain: true,
          body: (/** @type {string} */ note) => ({ accepted: false, note }) },
      ]} />`}
    <${History} entries=${told.history} /></div>`}<//>`; // prettier-ignore
}

const REMARKS = () => ({
  far: say("距离较远", "Far away"), no_place: say("无位置", "No place"), early: say("过早", "Early"),
  late: say("过晚", "Late"), clock_off: say("时钟不准", "Clock off"),
}); // prettier-ignore

/** @param {{told: any, onDone: (body: any) => void}} props */
function CheckIn({ told, onDone }) {
  const { act, busy, problem } = useDeed((answer) => onDone(answer.body));
  const here = async () => {
    const now = new Date().toISOString();
    const body = { location: await placeNow(), at: now, sent_at: now };
    act(`activities/${told.id}/check-in`, body, { told: say("已签到", "You are there") });
  };
  if (told.is_there) return html`<p><span class="chip chip-green">${say("您已签到",
    "You have checked in")}</span></p>`;
  return html`<button type="button" class="button button-primary cob-big" disabled=${busy} onClick=${here}>
    ${say("签到", "Check in")}</button><${Refused} problem=${problem} />`;
}

/** @param {{id: string}} props */
export function Activity({ id }) {
  const one = useOne(`/cobuilding/activities/${id}`);
  const [present, setPresent] = useState("");
  return html`<${Read} one=${one}>${(/** @type {any} */ told) => html`<div class="stack cob-narrow">
    <${Head} told=${told} state=${told.state}>${kindOf(told.kind)} · ${time(told.starts_at)} · ${told.place}
      ${` · ${told.department_name}`}<//>
    ${told.state !== "cancelled" && html`<${CheckIn} told=${told} onDone=${one.put} />`}
    <section class="stack-tight"><h2>${say("到场 {n} 人，{u} 家单位", "People there: {n}; units: {u}", {
      n: told.attended, u: told.units_attended })}${told.residents_present ? say("，居民 {n} 人", "; residents: {n}", {
      n: told.residents_present }) : ""}</h2>
      <ul class="list card">${told.attendances.map((/** @type {any} */ each) => html`<li key=${each.attendee_id}
          class="row row-wrap">
        <span class="grow">${each.attendee_name}<span class="soft small"> ${each.department_name || ""} ${time(
          each.checked_in_at)}</span></span>
        ${each.remarks.map((/** @type {string} */ remark) => html`<span key=${remark} class="chip chip-yellow">
          ${/** @type {any} */ (REMARKS())[remark]}</span>`)}</li>`)}</ul></section>
    ${told.minutes && html`<section class="stack-tight"><h2>${say("活动记录", "Minutes")}</h2>
      <p class="card cob-words" dir="auto">${told.minutes}</p></section>`}
    <${Evidence} told=${told} subject="activity" may=${told.may_minute} onAdded=${one.reload} />
    ${told.may_minute && html`<label class="row">${say("参加居民", "Residents there")} <input type="number" class="narrow"
        min="0" value=${present} onInput=${(/** @type {any} */ event) => setPresent(event.target.value)} /></label>
      <${Say} label=${say("活动记录", "Minutes")} onDone=${one.put} deeds=${[{ label: say("保存记录", "Save"),
        path: `activities/${id}/minutes`,
        body: (/** @type {string} */ minutes) => ({ minutes, residents_present: Number(present) || 0 }) }]} />`}
    <${History} entries=${told.history} /></div>`}<//>`; // prettier-ignore
}

/** @param {{id: string}} props */
export function Adoption({ id }) {
  const one = useOne(`/cobuilding/adoptions/${id}`);
  return html`<${Read} one=${one}>${(/** @type {any} */ told) => html`<div class="stack cob-narrow">
    <${Head} told=${told}>${[told.department_name || told.resident_name, told.resident_phone].filter(Boolean).join(" ")
      } · ${asDay(told.valid_from)} – ${told.valid_to ? asDay(told.valid_to) : say("至今", "today")}<//>
    <${Evidence} told=${told} subject="adoption" may=${told.may_record} onAdded=${one.reload} />
    ${told.may_record && html`<${Say} label=${say("做了什么，或为何结束", "What was done, or why it ends")} onDone=${one.put}
      deeds=${[
        { label: say("登记共管", "Enter what was done"), path: `adoptions/${id}/deeds`,
          body: (/** @type {string} */ note) => ({ note }) },
        { label: say("结束认领", "End it"), path: `adoptions/${id}/end`, plain: true,
          body: (/** @type {string} */ note) => ({ note, valid_to: today() }) },
      ]} />`}
    <${History} entries=${told.history} /></div>`}<//>`; // prettier-ignore
}

/** @param {{id: string}} props */
export function Project({ id }) {
  const one = useOne(`/cobuilding/projects/${id}`);
  return html`<${Read} one=${one}>${(/** @type {any} */ told) => {
    const next = told.stages.find((/** @type {any} */ stage) => !stage.done_at);
    return html`<div class="stack cob-narrow"><${Head} told=${told} state=${told.state}>${told.department_name}<//>
      <ol class="list card">${told.stages.map((/** @type {any} */ stage) => html`<li key=${stage.position}
        class="stack-tight"><span class="row"><strong class="grow" dir="auto">${stage.position}. ${stage.title}</strong>
          ${stage.is_overdue && html`<span class="chip chip-red">${say("逾期", "Late")}</span>`}
          <span class=${stage.done_at ? "chip chip-green" : "chip"}>${stage.done_at ? say("已完成", "Done")
            : asDay(stage.due_on)}</span></span>
        ${stage.result && html`<p class="cob-words" dir="auto">${stage.result}</p>`}
        <${Pictures} photos=${told.photos.filter((/** @type {any} */ photo) =>
          photo.item_code === String(stage.position))} />
        ${told.may_report && (stage.done_at || stage === next) && html`<${AddPhoto} subject="project" id=${told.id}
          item=${String(stage.position)} onAdded=${one.reload} label=${say("此阶段的照片", "Photo of this stage")} />`}
        </li>`)}</ol>
      <${Evidence} told=${{ ...told, photos: told.photos.filter((/** @type {any} */ photo) => !photo.item_code) }}
        subject="project" may=${told.may_report} onAdded=${one.reload} title=${say("项目整体的佐证",
        "Evidence of the whole project")} />
      ${told.may_report && next && html`<${Say} label=${say("「{t}」完成情况", "What came of “{t}”", { t: next.title })}
        onDone=${one.put} deeds=${[{ label: say("完成此阶段", "This stage is done"),
          path: `projects/${id}/stages/${next.position}/finish`,
          body: (/** @type {string} */ result) => ({ result }) }]} />`}
      ${told.may_review && html`<${Say} label=${say("为何终止", "Why it is stopped")} onDone=${one.put} deeds=${[
        { label: say("终止项目", "Stop the project"), path: `projects/${id}/stop`, plain: true,
          body: (/** @type {string} */ note) => ({ note }) }]} />`}
      <${History} entries=${told.history} /></div>`;
  }}<//>`; // prettier-ignore
}
