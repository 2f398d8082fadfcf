/** One result explained 得分说明: what it was averaged from, what was left out and why, and corrections beside it. */
import { Choice, Field, TextArea } from "../common/fields.js";
import { useOne } from "../common/lists.js";
import { Refusable, Refused } from "../common/refusal.js";
import { hashOf, html, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { asScore, Read, useDeed } from "./parts.js";
import { PARTS, partSaid, VerdictChip } from "./quarter.js";

const TIES = () => ({
  member_unit: say("未计入：考评员任职于成员单位", "Left out: the inspector is of a member unit"),
  community: say("未计入：考评员任职于该社区", "Left out: the inspector is of the community"),
}); // prettier-ignore

/** @param {{told: any, period: string, onDone: (told: any) => void}} props */
function Correct({ told, period, onDone }) {
  const [draft, setDraft] = useState({ part: told.parts[0].part, value: "", reason: "" });
  const { act, busy, problem } = useDeed((answer) => onDone(answer.body));
  const set = (/** @type {any} */ change) => setDraft((was) => ({ ...was, ...change }));
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    act(`periods/${period}/corrections`, { group_id: told.group_id, part: draft.part, value: Number(draft.value),
      reason: draft.reason }, { told: say("更正已登记", "The correction is entered") }); // prettier-ignore
  };
  return html`<details class="card"><summary>${say("登记更正", "Enter a correction")}</summary>
    <${Refusable} problem=${problem}><form class="stack" onSubmit=${submit}>
      <${Field} group label=${say("更正哪一部分", "Which part")} pointer="/part">${() => html`<${Choice}
        value=${draft.part} onChange=${(/** @type {string} */ part) => set({ part })} options=${told.parts.map(
          (/** @type {any} */ part) => ({ value: part.part, label: /** @type {any} */ (PARTS())[part.part] }),
        )} />`}<//>
      <${Field} label=${say("应为（百分制）", "Should be (of 100)")} pointer="/value">${(
        /** @type {any} */ given,
      ) => html`<input type="number" class="narrow" min="0" max="100" step="0.01" required ...${given}
        value=${draft.value} onInput=${(/** @type {any} */ event) => set({ value: event.target.value })} />`}<//>
      <${Field} label=${say("理由与依据", "Why, and what shows it")} pointer="/reason">${(
        /** @type {any} */ given,
      ) => html`<${TextArea} ...${given} required value=${draft.reason}
        onChange=${(/** @type {string} */ reason) => set({ reason })} />`}<//>
      <${Refused} problem=${problem} />
      <button class="button button-primary" disabled=${busy}>${say("登记更正", "Enter it")}</button></form><//></details>`;
}

/** @param {{told: any}} props */
const Sources = ({ told }) => html`<section class="card stack-tight"><h2>${say("来源", "Where it comes from")}</h2>
  <h3>${say("月自查自评", "Own months")}</h3><ul class="list">${told.months.map(
    (/** @type {any} */ month) => html`<li key=${month.month} class="row">
      <span class="grow">${month.month.slice(0, 7)}</span>
      ${month.is_late && html`<span class="chip chip-yellow">${say("逾期提交", "Late")}</span>`}
      <strong>${month.score === null ? say("未自评", "Not assessed") : asScore(month.score)}</strong></li>`,
  )}</ul>
  <h3>${say("季度考评", "Inspections")}</h3><ul class="list">${told.inspections.map(
    (/** @type {any} */ one) => html`<li key=${one.id} class="row row-wrap"><a class="grow"
        href=${hashOf(`inspection/${one.id}`)}>${one.inspector_name}</a>
      ${one.left_out && html`<span class="chip chip-red">${/** @type {any} */ (TIES())[one.left_out]}</span>`}
      <strong>${one.score === null ? say("未提交", "Not handed in") : asScore(one.score)}</strong></li>`,
  )}</ul>
  ${!told.inspections.length && html`<p class="soft">${say("没有考评", "None")}</p>`}
  <h3>${say("居民效果共评", "Residents")}</h3>
  <p>${say("邀请 {asked} 人，作答 {answered} 人（至少 {least} 人方计入）",
    "{asked} were asked, {answered} answered ({least} have to, for it to count)",
    { asked: told.asked, answered: told.answered, least: told.least_answers })}</p>
  <h3>${say("本季度工作", "Work in the quarter")}</h3>
  <p>${say("活动 {a} 次，任务 {t} 项，按期完成 {d} 项", "{a} activities; {d} of {t} tasks done in time",
    { a: told.activities, t: told.tasks, d: told.tasks_done })}</p>
  <p class="soft" dir="auto">${told.members.join(say("、", ", "))}</p></section>`; // prettier-ignore

/** @param {{period: string, group: string}} props */
export function Explained({ period, group }) {
  const quarter = useOne(`/cobuilding/periods/${period}`);
  const one = useOne(`/cobuilding/periods/${period}/results/${group}`);
  const may = quarter.body && quarter.body.may_manage && quarter.body.state === "published";
  return html`<${Read} one=${one}>${(/** @type {any} */ told) => html`<div class="stack">
    <header class="stack-tight"><a href=${hashOf(`quarter/${period}`)}>${say("返回排名", "Back to the ranking")}</a>
      <h1 dir="auto">${told.group_name}</h1>
      <p class="cob-score"><strong>${asScore(told.score)}</strong> <${VerdictChip} verdict=${told.verdict} />
        ${told.rank !== null && html`<span class="soft"> ${say("第 {n} 名", "Rank {n}", { n: told.rank })}</span>`}
        ${told.is_tied && html` <span class="chip">${say("并列", "Tied")}</span>`}</p>
      ${told.to_commendation > 0 && html`<p class="soft">${say("距表扬线 {n} 分", "{n} points up to commendation", {
        n: asScore(told.to_commendation),
      })}</p>`}</header>
    ${told.corrected && html`<p class="card chip-yellow cob-words">${say("更正后 {n} 分，第 {rank} 名",
      "Corrected: {n}, rank {rank}", { n: asScore(told.corrected_score), rank: told.corrected_rank || "–" })}
      <${VerdictChip} verdict=${told.corrected_verdict} /></p>`}
    <div class="table-scroll card"><table class="cob-table"><thead><tr><th scope="col">${say("组成", "Part")}</th>
      <th scope="col" class="num">${say("权重", "Weight")}</th><th scope="col" class="num">${say("计入", "Counted")}</th>
      <th scope="col">${say("得分", "Value")}</th></tr></thead><tbody>${told.parts.map(
        (/** @type {any} */ part) => html`<tr key=${part.part}>
          <th scope="row">${/** @type {any} */ (PARTS())[part.part]}</th><td class="num">${part.weight}%</td>
          <td class="num">${asScore(part.counted)}%</td><td>${partSaid(part)}</td></tr>`,
      )}</tbody></table></div>
    <${Sources} told=${told} />
    ${told.corrections.length > 0 && html`<section class="stack-tight"><h2>${say("更正记录", "Corrections")}</h2>
      <ul class="list card">${told.corrections.map((/** @type {any} */ entry) => html`<li key=${entry.id}>
        <strong>${/** @type {any} */ (PARTS())[entry.part]} ${asScore(entry.before)} → ${asScore(entry.value)}</strong>
        <span class="soft small"> ${entry.corrected_by_name} · ${time(entry.created_at)}</span>
        <p class="cob-words" dir="auto">${entry.reason}</p></li>`)}</ul></section>`}
    ${may && html`<${Correct} told=${told} period=${period} onDone=${one.put} />`}</div>`}<//>`; // prettier-ignore
}
