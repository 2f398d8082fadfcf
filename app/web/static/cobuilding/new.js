/** What is begun in a group: a task set, an activity planned, an adoption recorded. */
import { Choice, DateTime, Field } from "../common/fields.js";
import { Refusable, Refused } from "../common/refusal.js";
import { html, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { KINDS, today, useDeed } from "./parts.js";

/** @param {any} told */
export const unitsOf = (told) =>
  told.members
    .filter((/** @type {any} */ one) => !one.valid_to || one.valid_to >= today())
    .map((/** @type {any} */ one) => ({
      value: one.department_code,
      label: one.department_name || one.department_code,
    }));

/**
 * A form behind its title, sent to the group.
 * @param {{title: string, path: string, body: any, done: string, onDone: () => void, children?: any}} props
 */
export function Begin({ title, path, body, done, onDone, children }) {
  const [open, setOpen] = useState(false);
  const { act, busy, problem } = useDeed(() => {
    setOpen(false);
    onDone();
  });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    act(path, body, { told: done });
  };
  return html`<details class="card" open=${open} onToggle=${(/** @type {any} */ event) => setOpen(event.target.open)}>
    <summary>${title}</summary><${Refusable} problem=${problem}><form class="stack" onSubmit=${submit}>${children}
      <${Refused} problem=${problem} />
      <button class="button button-primary" disabled=${busy}>${title}</button></form><//></details>`;
}

/**
 * @param {{label: string, pointer: string, value: string, onChange: (value: string) => void,
 *   [given: string]: any}} props
 */
export const Text = ({ label, pointer, value, onChange, optional, ...more }) => html`<${Field} label=${label}
  pointer=${pointer} optional=${optional}>${(/** @type {any} */ given) => html`<input type="text" maxlength="120"
    dir="auto" required=${!optional} ...${given} ...${more} value=${value}
    onInput=${(/** @type {any} */ event) => onChange(event.target.value)} />`}<//>`;

/** @param {{options: any[], draft: any, set: (change: any) => void, label: string}} props */
export const Unit = ({ options, draft, set, label }) => html`<${Field} group label=${label}
  pointer="/department_code">${() => html`<${Choice} value=${draft.unit} options=${options}
    onChange=${(/** @type {string} */ unit) => set({ unit })} />`}<//>`;

/** @param {any} first @returns {[any, (change: any) => void]} */
export function useDraft(first) {
  const [draft, setDraft] = useState(first);
  return [draft, (/** @type {any} */ change) => setDraft((/** @type {any} */ was) => ({ ...was, ...change }))];
}

/** @param {{told: any, onDone: () => void}} props */
export function NewTask({ told, onDone }) {
  const [draft, set] = useDraft({ title: "", evidence: "", unit: "", due: "" });
  const body = { title: draft.title, department_code: draft.unit, due_on: draft.due,
    ...(draft.evidence.trim() ? { evidence: draft.evidence } : {}) }; // prettier-ignore
  return html`<${Begin} title=${say("下达任务", "Set a task")} path=${`groups/${told.id}/tasks`} body=${body}
    done=${say("任务已下达", "The task is set")} onDone=${onDone}>
      <${Text} label=${say("任务", "What is to be done")} pointer="/title" value=${draft.title}
        onChange=${(/** @type {string} */ title) => set({ title })} />
      <${Text} optional label=${say("佐证要求", "What will show it")} pointer="/evidence" value=${draft.evidence}
        onChange=${(/** @type {string} */ evidence) => set({ evidence })} />
      <${Unit} options=${unitsOf(told)} draft=${draft} set=${set} label=${say("责任单位", "By which unit")} />
      <${Text} type="date" label=${say("完成期限", "By which day")} value=${draft.due} min=${today()}
        pointer="/due_on" onChange=${(/** @type {string} */ due) => set({ due })} /><//>`;
}

/** @param {{told: any, onDone: () => void}} props */
export function NewActivity({ told, onDone }) {
  const [draft, set] = useDraft({ kind: "meeting", title: "", place: "", unit: "", from: null, hours: 2 });
  const until = draft.from ? new Date(Date.parse(draft.from) + draft.hours * 3600000).toISOString() : null;
  const body = { kind: draft.kind, title: draft.title, place: draft.place, department_code: draft.unit,
    starts_at: draft.from, ends_at: until }; // prettier-ignore
  return html`<${Begin} title=${say("计划活动", "Plan an activity")} path=${`groups/${told.id}/activities`} body=${body}
    done=${say("活动已计划", "It is planned")} onDone=${onDone}>
      <${Field} group label=${say("类型", "Kind")} pointer="/kind">${() => html`<${Choice}
        value=${draft.kind} options=${KINDS()} onChange=${(/** @type {string} */ kind) => set({ kind })} />`}<//>
      <${Text} label=${say("主题", "What about")} pointer="/title" value=${draft.title}
        onChange=${(/** @type {string} */ title) => set({ title })} />
      <${Text} label=${say("地点", "Where")} pointer="/place" value=${draft.place}
        onChange=${(/** @type {string} */ place) => set({ place })} />
      <${Unit} options=${unitsOf(told)} draft=${draft} set=${set} label=${say("主办单位", "Held by")} />
      <${Field} label=${say("开始时间", "Begins")} pointer="/starts_at">${(/** @type {any} */ given) =>
        html`<${DateTime} ...${given} value=${draft.from}
          onChange=${(/** @type {any} */ from) => set({ from })} />`}<//>
      <${Field} group label=${say("时长", "How long")} pointer="/ends_at">${() => html`<${Choice} value=${draft.hours}
        onChange=${(/** @type {number} */ hours) => set({ hours })} options=${[1, 2, 4, 8].map((hours) => ({
          value: hours, label: say("{n} 小时", "{n} h", { n: hours }),
        }))} />`}<//><//>`; // prettier-ignore
}

/** @param {{told: any, onDone: () => void}} props */
export function NewAdoption({ told, onDone }) {
  const [draft, set] = useDraft({ kind: "place", title: "", by: "resident", unit: "", name: "", phone: "" });
  const who = draft.by === "unit" ? { department_code: draft.unit } : {
    resident_name: draft.name, ...(draft.phone.trim() ? { resident_phone: draft.phone } : {}) }; // prettier-ignore
  const body = { kind: draft.kind, title: draft.title, valid_from: today(), ...who };
  return html`<${Begin} title=${say("登记认领", "Record an adoption")} path=${`groups/${told.id}/adoptions`} body=${body}
    done=${say("认领已登记", "It is recorded")} onDone=${onDone}>
      <${Field} group label=${say("认领什么", "What")} pointer="/kind">${() => html`<${Choice} value=${draft.kind}
        onChange=${(/** @type {string} */ kind) => set({ kind })} options=${[
          { value: "place", label: say("点位", "A place") }, { value: "matter", label: say("事项", "A matter") }]} />`}<//>
      <${Text} label=${say("名称", "Which")} pointer="/title" value=${draft.title}
        onChange=${(/** @type {string} */ title) => set({ title })} />
      <${Field} group label=${say("由谁认领", "By whom")}>${() => html`<${Choice} value=${draft.by}
        onChange=${(/** @type {string} */ by) => set({ by })} options=${[
          { value: "resident", label: say("居民", "A resident") },
          { value: "unit", label: say("单位", "A unit") }]} />`}<//>
      ${
        draft.by === "unit"
          ? html`<${Unit} options=${unitsOf(told)} draft=${draft} set=${set} label=${say("单位", "Unit")} />`
          : html`<${Text} label=${say("姓名", "Name")} pointer="/resident_name" value=${draft.name}
              onChange=${(/** @type {string} */ name) => set({ name })} />
            <${Text} optional label=${say("电话", "Phone")} type="tel" value=${draft.phone}
              pointer="/resident_phone" onChange=${(/** @type {string} */ phone) => set({ phone })} />`
      }<//>`; // prettier-ignore
}
