/** One day of the calendar: free or worked, by which hours, and the deadlines that a change moves. */
import { sentenceOf } from "../common/feedback.js";
import { Choice, Field } from "../common/fields.js";
import { html, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { Moves, useChange } from "./changes.js";
import { windowsOf, written } from "./hours.js";

/** Why it is free or worked. @param {any} day */
export const whyOf = (day) =>
  day.name ||
  ({
    working: say("上班", "Worked"),
    make_up: say("调休上班", "Make-up day"),
    weekend: say("周末", "Weekend"),
    holiday: say("放假", "Holiday"),
  }[/** @type {string} */ (day.reason)] || "");

const KINDS = [
  { value: "holiday", label: say("放假", "Free") },
  { value: "working", label: say("上班（含调休、另定时段）", "Worked (make-up day, other hours)") },
];

/** @param {{place: string, day: any, own: boolean, onMade: () => void}} props */
export function Day({ place, day, own, onMade }) {
  const [kind, setKind] = useState(day.is_working ? "holiday" : "working");
  const [name, setName] = useState(own ? day.name || "" : "");
  const [hours, setHours] = useState(own ? written(day.windows) : "");
  const ownHours = kind === "working" && hours;
  const body = () => ({ kind, name: name || null, ...(ownHours ? { windows: windowsOf(hours) } : {}) });
  const change = useChange("PUT", `/calendar/${place}/days/${day.day}`, body);
  const made = async (/** @type {"PUT" | "DELETE"} */ how) => (await change.make(how)) && onMade();
  return html`<section class="card stack-tight"><h3 class="number">${day.day}</h3>
    <p>${whyOf(day)} <span class="soft">${written(day.windows)}</span></p>
    <${Field} group label=${say("改为", "Change it to")}>${(/** @type {any} */ given) => html`<${Choice} ...${given}
      value=${kind}
      options=${KINDS} onChange=${(/** @type {string} */ value) => {
        setKind(value);
        change.clear();
      }} />`}<//>
    <${Field} label=${say("名称", "Name")} optional>${(/** @type {any} */ given) => html`<input ...${given}
      value=${name}
      onInput=${(/** @type {any} */ event) => setName(event.target.value)} />`}<//>
    ${
      kind === "working" &&
      html`<${Field} label=${say("工作时段", "Hours")} optional
        hint=${say("不填同平常；例如 08:30-12:00 14:00-17:30", "Empty: as usual; such as 08:30-12:00 14:00-17:30")}>
      ${(/** @type {any} */ given) => html`<input ...${given} value=${hours}
        onInput=${(/** @type {any} */ event) => setHours(event.target.value)} />`}<//>`
    }
    ${change.problem && html`<p class="field-error"
      role="alert">${change.problem.detail || sentenceOf(change.problem)}</p>`}
    ${change.told && html`<${Moves} told=${change.told} />`}
    <div class="bar"><button class="button" disabled=${change.busy} onClick=${() => change.ask()}>
        ${say("预览影响", "What would move")}</button>
      <button class="button button-primary" disabled=${change.busy}
        onClick=${() => made("PUT")}>${say("发布", "Publish")}</button>
      ${
        own &&
        html`<button class="button button-danger" disabled=${change.busy}
        onClick=${() => made("DELETE")}>${say("恢复平常", "As any other day")}</button>`
      }</div></section>`;
}
