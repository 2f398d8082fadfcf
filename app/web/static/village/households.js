/** The households 户档 of a village, and one of them: its people masked, its ledger, and what may be done. */
import { send } from "../common/api.js";
import { Choice, Field, TextArea } from "../common/fields.js";
import { useOne, usePages } from "../common/lists.js";
import { hashOf, html, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { asDay, Read, Refused, Rows, signed, today, useDeed, wordOf, wrong } from "./parts.js";
import { Propose } from "./proposals.js";

const named = (/** @type {any} */ one) =>
  `${say("{n} 号", "No. {n}", { n: one.household_number })} ${one.head_name || "–"}`;

/** @param {{code: string, may: string[]}} props */
export function Households({ code, may }) {
  const [wanted, setWanted] = useState("");
  const list = usePages(`/villages/${code}/households`, {
    ended: false,
    ...(Number(wanted) > 0 ? { household_number: Number(wanted) } : {}),
  });
  return html`<div class="stack">
    <${Field} label=${say("按户号查找", "Find by number")}>${(/** @type {any} */ given) =>
      html`<input type="number" min="1" inputmode="numeric" ...${given} value=${wanted}
        onInput=${(/** @type {any} */ event) => setWanted(event.target.value)} />`}<//>
    <${Rows} list=${list} empty=${say("没有住户", "No households")} row=${(/** @type {any} */ one) =>
      html`<li key=${one.id}><a class="vil-row" href=${hashOf(`${code}/household/${one.id}`)}>
      <span class="grow"><strong dir="auto">${named(one)}</strong><br /><span class="soft small">${say(
        "{n} 人",
        "{n} people",
        { n: one.members_count },
      )}</span></span><span class="chip vil-points">${say("{n} 分", "{n} points", { n: one.balance })}</span></a>
        </li>`} />
    ${may.includes("keep") && html`<${Register} code=${code} onDone=${list.reload} />`}</div>`;
}

/** @param {{code: string, onDone: () => void}} props */
function Register({ code, onDone }) {
  const [told, setTold] = useState({ name: "", phone: "", address: "" });
  const { act, busy, problem } = useDeed(code, onDone);
  const set = (/** @type {string} */ name) => (/** @type {any} */ event) =>
    setTold({ ...told, [name]: event.target.value });
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const head = { name: told.name, relation: "head", phone: told.phone || null };
    const body = { address: told.address, since: today(), members: [head] };
    if (await act("households", body, say("已建档", "Registered"))) setTold({ name: "", phone: "", address: "" });
  };
  /** @type {(name: string, label: string, pointer: string) => any} */
  const line = (name, label, pointer) => html`<${Field}
    label=${label} error=${wrong(problem, pointer)}>${(/** @type {any} */ given) =>
      html`<input ...${given} value=${/** @type {any} */ (told)[name]} onInput=${set(name)} />`}<//>`;
  return html`<details class="card"><summary>${say("建档", "Register a household")}</summary>
    <form class="stack" onSubmit=${submit} novalidate>
      ${line("name", say("户主姓名", "Name of the head"), "/members/0/name")}
      ${line("phone", say("电话（可不填）", "Phone (optional)"), "/members/0/phone")}
      ${line("address", say("住址", "Address"), "/address")}
      <${Refused} problem=${problem} />
      <button class="button button-primary" disabled=${busy}>${say("建档", "Register")}</button></form></details>`;
}

/** @param {{code: string, id: string}} props */
export function Household({ code, id }) {
  const one = useOne(`/villages/${code}/households/${id}`);
  const ledger = usePages(`/villages/${code}/households/${id}/entries`);
  const again = () => {
    one.reload();
    ledger.reload();
  };
  return html`<${Read} one=${one}>${(/** @type {any} */ told) => html`<div class="stack vil-narrow">
    <header><h2 dir="auto">${named(told)}</h2><p class="soft" dir="auto">${told.address || "–"}</p>
      <p><strong class="vil-points">${say("余额 {n} 分", "Balance {n}", { n: told.balance })}</strong>
      ${told.ended_on && html` <span class="chip">${say("已销档", "Ended")} ${asDay(told.ended_on)}</span>`}</p></header>
    <section class="stack-tight"><h3>${say("成员", "People")}</h3>
      <ul class="list card vil-list">${told.members.map(
        (/** @type {any} */ each) => html`<li key=${each.person_id + each.since} class="vil-row">
        <span class="grow" dir="auto">${each.name || "–"}</span><span class="soft">${each.phone || ""}</span>
        <span class="chip">${each.until ? say("已离户", "Left") : wordOf(each.relation)}</span></li>`,
      )}</ul>${told.may.includes("reveal") && html`<${Reveal} code=${code} id=${id} />`}</section>
    ${told.may.includes("propose") && html`<${Propose} code=${code} household=${told} onDone=${again} />`}
    <section class="stack-tight"><h3>${say("积分流水", "Ledger")}</h3>
      <${Rows} list=${ledger} empty=${say("尚无流水", "No entries")} row=${(/** @type {any} */ entry) =>
        html`<${Entry} key=${entry.id} code=${code} entry=${entry} onDone=${again} />`} /></section></div>`}<//>`;
}

/** @param {{code: string, entry: any, onDone: () => void}} props */
function Entry({ code, entry, onDone }) {
  const [grounds, setGrounds] = useState("");
  const { act, busy, problem } = useDeed(code, onDone);
  const open = entry.appeal_until && !entry.appeal_state && Date.parse(entry.appeal_until) > Date.now();
  return html`<li><div class="vil-row"><span class="grow">
    <strong>${entry.rule_name || entry.reason || wordOf(entry.kind)}</strong>
      <br /><span class="soft small">${wordOf(entry.kind)} · ${asDay(entry.occurred_on)}</span></span>
    ${entry.appeal_state && html`<span class="chip chip-yellow">${say("申诉", "Appeal")}</span>`}
    <strong class="vil-points">${signed(entry.points)}</strong><span class="soft vil-points">= ${entry.balance}</span>
      </div>
    ${
      open &&
      html`<details><summary>${say("申诉，截止 {at}", "Appeal, until {at}", { at: time(entry.appeal_until) })}</summary>
      <div class="stack-tight"><${TextArea} value=${grounds}
        onChange=${setGrounds} aria-label=${say("申诉理由", "Grounds")} />
      <${Refused} problem=${problem} />
      <button type="button" class="button" disabled=${busy || !grounds.trim()} onClick=${() =>
        act(`entries/${entry.id}/appeal`, { grounds }, say("申诉已登记", "The appeal is taken down"))}>${say(
        "登记申诉",
        "Take down the appeal",
      )}</button></div></details>`
    }</li>`;
}

/** In the clear, for a purpose that is recorded. @param {{code: string, id: string}} props */
function Reveal({ code, id }) {
  const [purpose, setPurpose] = useState("");
  const [told, setTold] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const look = async () => {
    setProblem(null);
    try {
      setTold((await send("POST", `/villages/${code}/households/${id}/reveal`, { purpose })).body);
    } catch (refused) {
      setProblem(refused);
    }
  };
  if (told) {
    return html`<ul class="list card vil-list">${told.people.map(
      (/** @type {any} */ each) => html`<li key=${each.person_id} class="vil-row"><strong class="grow"
        dir="auto">${each.name}</strong>
      ${each.phone && html`<a href=${`tel:${each.phone}`}>${each.phone}</a>`}</li>`,
    )}</ul>`;
  }
  const purposes = [
    { value: "contact", label: say("联系住户", "To reach them") }, { value: "visit", label: say("上门走访", "To visit") },
    { value: "verify", label: say("核对身份", "To verify") }, { value: "correct", label: say("更正档案", "To correct") },
    { value: "appeal", label: say("办理申诉", "For an appeal") },
  ]; // prettier-ignore
  return html`<details><summary>${say("查看明文（将予记录）", "Show in the clear (recorded)")}</summary><div class="stack-tight">
    <${Choice} value=${purpose} onChange=${setPurpose} options=${purposes} />
    <${Refused} problem=${problem} />
    <button type="button" class="button" disabled=${!purpose} onClick=${look}>${say("查看", "Show")}</button></div>
      </details>`;
}
