/** Running a quarter: opened, inspectors named or taken off, and single-use links for residents, told once. */
import { get, meNow } from "../common/api.js";
import { Combo } from "../common/combo.js";
import { Loading, toast } from "../common/feedback.js";
import { Choice, Field, NumberField } from "../common/fields.js";
import { usePages } from "../common/lists.js";
import { AreaPicker } from "../common/pickers.js";
import { Refusable, Refused } from "../common/refusal.js";
import { go, html, Icon, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { stateOf, today, useDeed } from "./parts.js";

/** Opens a quarter for an area. */
export function Opening() {
  const [year, month] = today().split("-").map(Number);
  const now = { year, number: Math.floor((month - 1) / 3) + 1 };
  const before = now.number === 1 ? { year: year - 1, number: 4 } : { year, number: now.number - 1 };
  const [area, setArea] = useState(/** @type {any} */ (null));
  const [chosen, setChosen] = useState(`${now.year}-${now.number}`);
  const { act, busy, problem } = useDeed((answer) => go(`quarter/${answer.body.id}`));
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const [first, second] = chosen.split("-").map(Number);
    act("periods", { area_code: area.value, year: first, number: second }, { told: say("季度已开启", "It is open") });
  };
  return html`<details class="card"><summary>${say("开启考评季度", "Open a quarter")}</summary>
    <${Refusable} problem=${problem}><form class="stack" onSubmit=${submit}>
    <${Field} label=${say("区划", "Area")} pointer="/area_code"
      hint=${say("其中所有社区一同考评", "All communities in it are assessed together")}>${(/** @type {any} */ given) => html`
      <${AreaPicker} ...${given} value=${area} onChange=${setArea} />`}<//>
    <${Field} group label=${say("季度", "Quarter")} pointer="/number">${() => html`<${Choice}
      value=${chosen} onChange=${setChosen} options=${[now, before].map((one) => ({ value: `${one.year}-${one.number}`,
        label: say("{year} 年第 {n} 季度", "{year}, quarter {n}", { year: one.year, n: one.number }) }))} />`}<//>
    <${Refused} problem=${problem} />
    <button class="button button-primary" disabled=${busy || !area}>${say("开启", "Open it")}</button></form><//>
  </details>`; // prettier-ignore
}

/**
 * A group of the quarter to choose.
 * @param {{groups: any[], value: string, pointer: string, onChange: (id: string) => void}} props
 */
const Of = ({ groups, value, pointer, onChange }) => html`<${Field} label=${say("小组", "Group")} pointer=${pointer}>${(
  /** @type {any} */ given) => html`<select ...${given} required value=${value} onChange=${(/** @type {any} */ event) =>
    onChange(event.target.value)}><option value="">${say("请选择", "Please choose")}</option>
    ${groups.map((one) => html`<option key=${one.id} value=${one.id}>${one.name}</option>`)}</select>`}<//>`;

/** Who is offered at once: oneself and who inspected before. @param {any[]} known */
function offered(known) {
  const me = meNow() || { id: "", name: "" };
  const all = new Map([[me.id, say("{name}（本人）", "{name} (myself)", { name: me.name })]]);
  for (const one of known) if (!all.has(one.inspector_id)) all.set(one.inspector_id, one.inspector_name || "–");
  return [...all].map(([value, label]) => ({ value, label }));
}

/** Staff by a part of their name. @param {{period: any, known: any[], [given: string]: any}} props */
function InspectorPicker({ period, known, ...given }) {
  const search = async (/** @type {string} */ words, /** @type {AbortSignal} */ signal) => {
    if (!words.trim()) return offered(known);
    const { body } = await get(`/cobuilding/periods/${period.id}/inspectors`, { query: { q: words.trim() }, signal });
    return body.items.map((/** @type {any} */ one) => ({ value: one.inspector_id, label: one.inspector_name || "–",
      hint: one.department_name || one.area_name || "" })); // prettier-ignore
  };
  return html`<${Combo} ...${given} search=${search} placeholder=${say("按姓名查找", "Search by name")} />`;
}

/** @param {{period: any, groups: any[], known: any[], onDone: () => void}} props */
function Naming({ period, groups, known, onDone }) {
  const [group, setGroup] = useState("");
  const [person, setPerson] = useState(/** @type {any} */ (null));
  const { act, busy, problem } = useDeed(() => {
    setPerson(null);
    onDone();
  });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    act(`periods/${period.id}/inspections`, { assigned: [{ group_id: group, inspector_id: person.value }] }, {
      told: say("考评员已指派", "The inspector is named"),
    }); // prettier-ignore
  };
  return html`<${Refusable} problem=${problem}><form class="stack-tight" onSubmit=${submit}>
    <${Of} groups=${groups} value=${group} onChange=${setGroup} pointer="/assigned/0/group_id" />
    <${Field} label=${say("考评员", "Inspector")} pointer="/assigned/0/inspector_id" hint=${say(
      "成员单位及其上下级、本社区的人须回避", "Nobody of a member unit, above or below it, or of the community")}>${(
      /** @type {any} */ given) => html`<${InspectorPicker} ...${given} period=${period} known=${known} value=${person}
      onChange=${setPerson} />`}<//>
    <${Refused} problem=${problem} />
    <div class="bar"><button class="button button-primary" disabled=${busy || !group || !person}>${say("指派",
      "Name them")}</button></div></form><//>`; // prettier-ignore
}

/** @param {{one: any, may: boolean, onDone: () => void}} props */
function Inspector({ one, may, onDone }) {
  const { act, busy, problem } = useDeed(onDone);
  return html`<li class="row row-wrap"><span class="grow"><strong dir="auto">${one.group_name}</strong><br />
      <span class="soft small" dir="auto">${one.inspector_name || "–"}</span></span>
    <span class=${one.state === "assigned" ? "chip chip-yellow" : "chip"}>${stateOf(one.state)}</span>
    ${may && one.state === "assigned" && html`<button type="button" class="button-plain" disabled=${busy}
      onClick=${() => act(`inspections/${one.id}/withdraw`, undefined, { told: say("已撤销指派", "Taken off") })}>${say(
      "撤销指派", "Take off")}</button>`}<${Refused} problem=${problem} /></li>`; // prettier-ignore
}

/** Links for residents who are asked: as many as there are residents. @param {{period: any, groups: any[]}} props */
function Asking({ period, groups }) {
  const [group, setGroup] = useState("");
  const [count, setCount] = useState(/** @type {number | null} */ (10));
  const [made, setMade] = useState(/** @type {any} */ (null));
  const { act, busy, problem } = useDeed((answer) => setMade(answer.body));
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    act(`periods/${period.id}/ballots`, { group_id: group, count });
  };
  const copy = () => navigator.clipboard.writeText(made.urls.join("\n")).then(
    () => toast(say("已复制", "Copied")),
    () => toast(say("无法复制，请手动选取", "Cannot copy: select them by hand"), { danger: true }),
  ); // prettier-ignore
  if (made) {
    return html`<div class="stack-tight"><p class="row"><${Icon} name="warn" /><span>${say(
        "只显示这一次。每个链接给一位居民，只能答一次，{at} 前有效。",
        "Shown this once. Each link is for one resident and one answer, until {at}.", { at: time(made.expires_at) })}
      </span></p><textarea class="cob-links" rows="6" readonly aria-label=${say("链接", "Links")}
        value=${made.urls.join("\n")}></textarea>
      <div class="bar"><button type="button" class="button button-primary" onClick=${copy}>${say("全部复制", "Copy all")}
        </button><button type="button" class="button" onClick=${() => setMade(null)}>${say("再发一批", "More links")}
        </button></div></div>`; // prettier-ignore
  }
  return html`<${Refusable} problem=${problem}><form class="stack-tight" onSubmit=${submit}>
    <${Of} groups=${groups} value=${group} onChange=${setGroup} pointer="/group_id" />
    <${Field} label=${say("问几位居民", "How many residents")} pointer="/count">${(
      /** @type {any} */ given) => html`<${NumberField} ...${given} value=${count} max=${200}
        onChange=${setCount} />`}<//>
    <${Refused} problem=${problem} />
    <div class="bar"><button class="button button-primary" disabled=${busy || !group || !count}>${say("生成链接",
      "Make links")}</button></div></form><//>`; // prettier-ignore
}

/** What who runs the assessment does before it is computed. @param {{period: any}} props */
export function Running({ period }) {
  const groups = usePages("/cobuilding/groups", { area: period.area_code, limit: 200 });
  const named = usePages("/cobuilding/inspections", { period: period.id, limit: 200 });
  const before = usePages("/cobuilding/inspections", { limit: 100 });
  if (!groups.items || !named.items) return html`<${Loading} />`;
  const open = period.state !== "published";
  const current = groups.items.filter((one) => one.valid_from <= period.last_day && (!one.valid_to
    || one.valid_to >= period.first_day)); // prettier-ignore
  return html`<section class="stack-tight"><h2>${say("考评员", "Inspectors")}</h2>
    ${named.items.length === 0 ? html`<p class="soft">${say("尚未指派考评员", "Nobody is named yet")}</p>`
      : html`<ul class="list card cob-list">${named.items.map((one) => html`<${Inspector} key=${one.id + one.state}
        one=${one} may=${open} onDone=${named.reload} />`)}</ul>`}
    ${open && html`<details class="card"><summary>${say("指派考评员", "Name an inspector")}</summary><${Naming}
        period=${period} groups=${current} known=${[...named.items, ...(before.items || [])]} onDone=${named.reload} />
      </details>
      <details class="card"><summary>${say("请居民评价（效果共评）", "Ask residents")}</summary>
        <p class="small soft">${say("由督查发放，不由小组挑选居民。",
          "The supervisor hands them out; the group does not choose whom.")}</p>
        <${Asking} period=${period} groups=${current} /></details>`}</section>`; // prettier-ignore
}
