/** Founding a group 共建小组 of a community, and its units: who joins, who takes another's place, who leaves, its end. */
import { Field } from "../common/fields.js";
import { AreaPicker, UnitPicker } from "../common/pickers.js";
import { Refusable, Refused } from "../common/refusal.js";
import { go, hashOf, html, Icon, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { asDay, today, useDeed } from "./parts.js";

/** @param {{label: string, value: string, pointer?: string, onChange: (day: string) => void, max?: string}} props */
export const Day = ({ label, value, pointer, onChange, max }) => html`<${Field} label=${label} pointer=${pointer}>${(
  /** @type {any} */ given) => html`<input type="date" ...${given} required value=${value} max=${max}
    onInput=${(/** @type {any} */ event) => onChange(event.target.value)} />`}<//>`; // prettier-ignore

/** Founds one. */
export function Founding() {
  const [draft, setDraft] = useState(/** @type {any} */ ({ area: null, name: "", lead: null, from: today() }));
  const set = (/** @type {any} */ change) => setDraft({ ...draft, ...change });
  const { act, busy, problem } = useDeed((answer) => go(`group/${answer.body.id}`, { tab: "members" }));
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const body = { area_code: draft.area ? draft.area.value : "", name: draft.name.trim(),
      lead_code: draft.lead ? draft.lead.value : "", valid_from: draft.from }; // prettier-ignore
    act("groups", body, { told: say("小组已成立", "The group is founded") });
  };
  return html`<${Refusable} problem=${problem}><form class="stack cob-narrow" onSubmit=${submit}>
    <header class="stack-tight">
      <a href=${hashOf("")}>${say("返回共建总览", "Back to co-building")}</a><h1>${say("成立共建小组", "Found a group")}</h1>
      <p class="soft">${say("一个社区一个小组。成立后再加成员单位。",
        "A community has one group. Its member units are added afterwards.")}</p></header>
    <${Field} label=${say("社区", "Community")} pointer="/area_code">${(
      /** @type {any} */ given) => html`<${AreaPicker} ...${given} value=${draft.area}
      onChange=${(/** @type {any} */ area) => set({ area, name: draft.name || (area ? say("{name}共建小组",
        "Co-building group of {name}", { name: area.label }) : "") })} />`}<//>
    <${Field} label=${say("小组名称", "What it is called")} pointer="/name">${(
      /** @type {any} */ given) => html`<input type="text" maxlength="120" dir="auto" required ...${given}
        value=${draft.name} onInput=${(/** @type {any} */ event) => set({ name: event.target.value })} />`}<//>
    <${Field} label=${say("牵头单位", "Lead unit")} pointer="/lead_code" hint=${say(
      "须服务于该社区或其中一部分", "It has to serve the community or a part of it")}>${(/** @type {any} */ given) => html`
      <${UnitPicker} ...${given} area=${draft.area && draft.area.value} value=${draft.lead}
        onChange=${(/** @type {any} */ lead) => set({ lead })} />`}<//>
    <${Day} label=${say("成立日期", "Founded on")} value=${draft.from} pointer="/valid_from"
      onChange=${(/** @type {string} */ from) => set({ from })} />
    <${Refused} problem=${problem} />
    <div class="bar"><button class="button button-primary" disabled=${busy || !draft.area || !draft.lead
      || !draft.name.trim()}>${say("成立", "Found it")}</button></div></form><//>`; // prettier-ignore
}

/**
 * Lets a unit join, or take the place of another.
 * @param {{told: any, instead?: any, onDone: (answer: any) => void}} props
 */
function Joining({ told, instead, onDone }) {
  const [unit, setUnit] = useState(/** @type {any} */ (null));
  const [from, setFrom] = useState(today());
  const { act, busy, problem } = useDeed((answer) => {
    setUnit(null);
    onDone(answer);
  });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const body = { department_code: unit.value, role: instead ? instead.role : "member", valid_from: from,
      ...(instead ? { instead_of: instead.id } : {}) }; // prettier-ignore
    act(`groups/${told.id}/members`, body, { told: say("已登记", "It is recorded") });
  };
  return html`<${Refusable} problem=${problem}><form class="stack-tight" onSubmit=${submit}>
    <${Field} label=${instead ? say("由哪个单位接替", "Which unit takes its place") : say("加入的单位", "Unit that joins")}
      pointer=${["/department_code", "/role"]}>${(/** @type {any} */ given) => html`
      <${UnitPicker} ...${given} area=${told.area_code} value=${unit} onChange=${setUnit} />`}<//>
    <${Day} label=${say("自何日起", "From which day")} value=${from} pointer="/valid_from"
      onChange=${setFrom} />
    ${instead && html`<p class="small soft">${say("原单位前一日止；其未完成的任务和项目转给接替单位。",
      "The other leaves the day before; its open tasks and running projects go over.")}</p>`}
    <${Refused} problem=${problem} />
    <div class="bar"><button class="button button-primary" disabled=${busy || !unit}>${instead ? say("接替", "Take over")
      : say("加入", "Let it join")}</button></div></form><//>`; // prettier-ignore
}

/**
 * Ends a membership or the group on a day.
 * @param {{path: string, label: string, onDone: (answer: any) => void}} props
 */
function Ending({ path, label, onDone }) {
  const [until, setUntil] = useState(today());
  const { act, busy, problem } = useDeed(onDone);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    act(path, { valid_to: until }, { told: say("已登记", "It is recorded") });
  };
  return html`<${Refusable} problem=${problem}><form class="stack-tight" onSubmit=${submit}>
    <${Day} label=${say("最后一日", "The last day")} value=${until} max=${today()}
      pointer="/valid_to" onChange=${setUntil} />
    <${Refused} problem=${problem} />
    <div class="bar"><button class="button button-danger" disabled=${busy}>${label}</button></div></form><//>`;
}

/** @param {{one: any}} props */
const Unit = ({ one }) => html`<div class="row row-wrap"><span class="grow"><strong dir="auto">
    ${one.department_name || one.department_code}</strong><br /><span class="soft small">${asDay(one.valid_from)} – ${
  one.valid_to ? asDay(one.valid_to) : say("至今", "today")}</span></span>
  ${!one.is_active && html`<span class="chip chip-yellow">${say("单位已撤并", "The unit is no more")}</span>`}
  <span class=${one.role === "lead" ? "chip chip-green" : "chip"}>${
    one.role === "lead" ? say("牵头单位", "Lead") : say("成员单位", "Member")}</span></div>`; // prettier-ignore

/** Units of a group; who may, lets them come and go. @param {{told: any, onDone: (body: any) => void}} props */
export function Members({ told, onDone }) {
  const may = told.may_manage && !told.valid_to;
  const done = (/** @type {any} */ answer) => onDone(answer.body);
  return html`${may && html`<details class="card"><summary>${say("成员单位加入", "Let a unit join")}</summary>
      <${Joining} told=${told} onDone=${done} /></details>`}
    <ul class="list card cob-list">${told.members.map((/** @type {any} */ one) => html`<li key=${one.id + one.valid_to}
      class="stack-tight"><${Unit} one=${one} />
      ${may && (!one.valid_to || one.valid_to >= today()) && html`<div class="row row-wrap cob-member">
        <details><summary>${say("由另一单位接替", "Another takes its place")}</summary>
          <${Joining} told=${told} instead=${one} onDone=${done} /></details>
        ${one.role !== "lead" && html`<details><summary>${say("退出", "Leaves")}</summary><${Ending}
          path=${`groups/${told.id}/members/${one.id}/end`} label=${say("登记退出", "It leaves")} onDone=${done} />
          </details>`}</div>`}</li>`)}</ul>
    ${may && html`<details class="card"><summary class="row"><${Icon} name="off" />${say("结束小组",
      "End the group")}</summary><p class="small soft">${say("所有成员同日止；已做的工作和已公布的季度保留。",
      "All memberships end that day; what it did and its published quarters stay.")}</p>
      <${Ending} path=${`groups/${told.id}/end`} label=${say("结束小组", "End the group")} onDone=${done} />
      </details>`}`; // prettier-ignore
}
