/** 评: the proposals of a village by their state, and one with its votes, its minutes and its evidence. */
import { caseAt } from "../common/case_link.js";
import { Choice, Field, TextArea } from "../common/fields.js";
import { useOne, usePages } from "../common/lists.js";
import { Refusable, Refused } from "../common/refusal.js";
import { hashOf, html, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { Form } from "./form.js";
import { asDay, Filter, named, Photos, Read, Rows, signed, Sure, useDeed } from "./parts.js";
import { CHOICES, STATES, wordOf } from "./words.js";

/** @param {any} one */
const counted = (one) =>
  say("赞成 {yes} · 反对 {no} · 弃权 {abstain}，已表决 {given}/{voters}，法定 {quorum}",
    "{yes} yes · {no} no · {abstain} abstain; {given} of {voters} voted, quorum {quorum}",
    one.count); // prettier-ignore

/** @param {any} one */
const pointsOf = (one) => signed(one.kind === "award" ? one.points : -one.points);

/** What it rests on besides photos: an activity 共建活动, a case. @param {{one: any}} props */
export function Evidence({ one }) {
  const activity = one.activity || (one.activity_id && say("共建活动", "Activity"));
  const at = one.about_case_id && caseAt({ id: one.about_case_id });
  if (!activity && !at) return null;
  return html`<p class="small row row-wrap vil-links">${
    activity &&
    (one.activity_id
      ? html`<a href=${`./cobuilding#/activity/${one.activity_id}`} dir="auto">${activity}</a>`
      : html`<span class="soft" dir="auto">${say("活动：{name}", "Activity: {name}", { name: activity })}</span>`)
  }${
    at && html`<a href=${at}>${say("关联案卷", "The case it is about")}</a>`
  }</p>`;
}

/** @param {{code: string}} props */
export function Proposals({ code }) {
  const [state, setState] = useState(/** @type {string | null} */ (null));
  const list = usePages(`/villages/${code}/proposals`, { state });
  const options = [{ value: null, label: say("全部", "All") }, ...STATES()];
  return html`<div class="stack">
    <${Filter} label=${say("状态", "State")} value=${state} onChange=${setState} options=${options} />
    <${Rows} list=${list} empty=${say("没有提议", "No proposals")}
      hint=${say("在户档中打开一户，即可提议加分或扣分。", "Open a household to propose points for it.")}
      row=${(/** @type {any} */ one) => html`<${Row} key=${one.id} code=${code} one=${one}
        onDone=${list.reload} />`} /></div>`;
}

/** @param {{code: string, one: any, onDone: () => void}} props */
const Row = ({ code, one, onDone }) => html`<li class="stack-tight"><a class="vil-row" href=${hashOf(
  `${code}/proposal/${one.id}`,
)}><span class="grow"><strong dir="auto">${named(one)} · ${one.rule_name}</strong>
    <br /><span class="soft small">${asDay(one.occurred_on)} · ${one.proposer_name || "–"}</span></span>
  <strong class="vil-points">${pointsOf(one)}</strong>
  <span class=${one.state === "open" ? "chip chip-yellow" : "chip"}>${wordOf(one.state)}</span></a>
  <p class="vil-words" dir="auto">${one.reason}</p>
  <p class="soft small">${counted(one)}${
    one.state === "open" ? ` · ${say("截止", "until")} ${time(one.closes_at)}` : ""
  }</p>
  <${Deeds} code=${code} one=${one} onDone=${onDone} /></li>`;

/** One's own vote, and the count. @param {{code: string, one: any, onDone: () => void}} props */
function Deeds({ code, one, onDone }) {
  const { act, busy, problem } = useDeed(code, onDone);
  const vote = (/** @type {string} */ choice) =>
    act(`proposals/${one.id}/votes`, { votes: [{ seat_id: one.my_seat_id, choice }] },
      say("已表决", "Your vote is given")); // prettier-ignore
  if (!one.may.includes("vote") && !one.may.includes("close")) return null;
  return html`<${Refused} problem=${problem} /><div class="row row-wrap">${
    one.may.includes("vote") &&
    CHOICES().map(
      ({ value, label }) => html`<${Sure} key=${value} label=${label} busy=${busy} onYes=${() => vote(value)}
        ask=${say("投“{choice}”？表决后不能更改。", "Vote “{choice}”? A vote is not changed.", { choice: label })} />`,
    )
  }${
    one.may.includes("close") &&
    html`<button type="button" class="button" disabled=${busy} onClick=${() =>
      act(`proposals/${one.id}/close`, undefined, say("已计票", "Counted"))}>${say("计票", "Count")}</button>`
  }</div>`;
}

/** @param {{code: string, id: string}} props */
export function Proposal({ code, id }) {
  const one = useOne(`/villages/${code}/proposals/${id}`);
  return html`<${Read} one=${one}>${(/** @type {any} */ told) => html`<div class="stack">
    <header class="stack-tight"><div class="row row-wrap"><h2 class="grow" dir="auto">${named(told)} · ${told.rule_name}
      </h2><strong class="vil-points big">${pointsOf(told)}</strong></div>
      <p><span class=${told.state === "open" ? "chip chip-yellow" : "chip"}>${wordOf(told.state)}</span></p>
      <p class="soft small">${say("发生于 {day}，按 {rules} 起施行的办法", "Done {day}, by the rules of {rules}", {
        day: asDay(told.occurred_on),
        rules: asDay(told.rules_from),
      })} · ${told.proposer_name || "–"} · ${time(told.created_at)}</p>
      <p class="vil-words" dir="auto">${told.reason}</p><${Evidence} one=${told} />
      <${Photos} code=${code} ids=${told.photo_ids} />
      ${told.close_note && html`<p class="vil-words soft" dir="auto">${told.close_note}</p>`}</header>
    <section class="stack-tight"><h3>${say("表决", "Votes")}</h3><p>${counted(told)}</p>
      <p class="soft small">${
        told.closed_at
          ? say("结束于 {at}", "Closed {at}", { at: time(told.closed_at) })
          : say("截止 {at}", "Until {at}", { at: time(told.closes_at) })
      }</p>
      ${told.votes.length > 0 && html`<${Votes} votes=${told.votes} />`}
      <${Deeds} code=${code} one=${told} onDone=${one.reload} />
      ${told.may.includes("record") && html`<${Minutes} code=${code} told=${told} onDone=${one.reload} />`}</section>
    ${
      told.may.includes("withdraw") &&
      html`<${Form} code=${code} title=${say("撤回提议", "Take it back")} path=${`proposals/${id}/withdraw`}
      told=${say("已撤回", "Taken back")} onDone=${one.reload} sure=${say(
        "撤回后不能恢复，可另行提议。",
        "This is not undone; it can be proposed anew.",
      )} fields=${[{ name: "reason", label: say("原因（请勿写姓名）", "Why (no names)"), kind: "words" }]} />`
    }</div>`}<//>`;
}

/** @param {{votes: any[]}} props */
function Votes({ votes }) {
  const minutes = [...new Set(votes.map((one) => one.minutes).filter(Boolean))];
  return html`<ul class="list card vil-list">${votes.map(
    (one) => html`<li key=${one.seat_id} class="vil-row"><span class="grow"><strong
      dir="auto">${one.member_name || "–"}</strong>${
        one.minutes &&
        html`<br /><span class="soft small">${say("{name} 代录", "written down by {name}", {
          name: one.voted_by_name || "–",
        })}</span>`
      }</span><span class="chip">${wordOf(one.choice)}</span></li>`,
  )}</ul>${minutes.map((words) => html`<p key=${words} class="vil-words soft" dir="auto">${words}</p>`)}`;
}

/** The votes of a meeting, as its minutes have them. @param {{code: string, told: any, onDone: () => void}} props */
function Minutes({ code, told, onDone }) {
  const seats = usePages(`/villages/${code}/council`, { current: true, limit: 200 });
  const [draft, setDraft] = useState(/** @type {Record<string, string>} */ ({}));
  const [minutes, setMinutes] = useState("");
  const { act, busy, problem } = useDeed(code, onDone);
  const voted = new Set(told.votes.map((/** @type {any} */ one) => one.seat_id));
  const left = (seats.items || []).filter(
    (/** @type {any} */ seat) => !voted.has(seat.id) && seat.household_number !== told.household_number,
  );
  const given = left.filter((/** @type {any} */ seat) => draft[seat.id]);
  const record = () =>
    act(`proposals/${told.id}/votes`, {
      votes: given.map((/** @type {any} */ seat) => ({ seat_id: seat.id, choice: draft[seat.id] })), minutes,
    }, say("已代录", "Written down")); // prettier-ignore
  const all = () => setDraft(Object.fromEntries(left.map((/** @type {any} */ seat) => [seat.id, "yes"])));
  return html`<details class="card"><summary>${say("代录会议表决", "Write down the votes of a meeting")}</summary>
    <${Refusable} problem=${problem}><div class="stack vil-form">
    ${left.length > 1 && html`<div><button type="button" class="button" onClick=${all}>${say("全体赞成", "All in favour")}
        </button></div>`}
    ${left.map(
      (/** @type {any} */ seat) => html`<${Field} key=${seat.id} label=${seat.member_name || "–"} group>${() =>
        html`<${Choice} value=${draft[seat.id]} options=${CHOICES()}
          onChange=${(/** @type {string} */ choice) => setDraft({ ...draft, [seat.id]: choice })} />`}<//>`,
    )}
    <${Field} label=${say("会议记录", "Minutes")} pointer="/minutes" hint=${say(
      "写明时间、应到和实到人数。",
      "When it was, and how many of how many were there.",
    )}>${(/** @type {any} */ given_) => html`<${TextArea} ...${given_} value=${minutes} onChange=${setMinutes} />`}<//>
    <${Refused} problem=${problem} />
    <div class="row row-wrap"><${Sure} label=${say("代录 {n} 票", "Write down {n} votes", { n: given.length })}
      busy=${busy || !given.length || !minutes.trim()} onYes=${record}
      ask=${say("表决记录不能更改。", "Votes that are written down are not changed.")} /></div></div><//></details>`;
}
