/** Working hours 工作时段 of a place or a unit: the windows of each weekday from a day on. */
import { sentenceOf } from "../common/feedback.js";
import { Field, Tick } from "../common/fields.js";
import { html, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { Moves, useChange } from "./changes.js";
import { WEEKDAYS } from "./names.js";

/** @typedef {{starts: string, ends: string}} Window */

/** @param {Window[] | undefined} windows */
export const written = (windows) => (windows || []).map((one) => `${one.starts}-${one.ends}`).join(" ");

/** What was written as windows; what is none goes along as it is, and the service says so. @param {string} text */
export const windowsOf = (text) =>
  text
    .split(/[\s,，、]+/)
    .filter(Boolean)
    .map((part) => {
      const [starts, ends = ""] = part.replace(/[－—–~～至]/g, "-").split("-");
      return { starts, ends };
    });

/** @param {Record<string, string>} week */
const bodyOf = (week) =>
  Object.fromEntries(
    WEEKDAYS.map((day) => [day.value, windowsOf(week[day.value] || "")]).filter((each) => each[1].length),
  );

const USUAL = "08:30-12:00 14:00-17:30";

/** @param {{weeks: any[], onPick: (week: any) => void}} props */
const Known = ({ weeks, onPick }) => html`<div class="row row-wrap">${weeks.map(
  (week) => html`<button key=${week.valid_from} type="button" class="chip" onClick=${() => onPick(week)}>
    ${say("{day} 起", "From {day}", { day: week.valid_from })}</button>`,
)}</div>`;

/** @param {{base: string, weeks: any[], holidays?: boolean, onMade?: () => void}} props */
export function Hours({ base, weeks, holidays, onMade }) {
  const [since, setSince] = useState("");
  const [keeps, setKeeps] = useState(true);
  const [week, setWeek] = useState(
    /** @type {Record<string, string>} */ (Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day.value, USUAL]))),
  );
  const told = (/** @type {string} */ day, /** @type {string} */ text) => setWeek((was) => ({ ...was, [day]: text }));
  const body = () => ({ ...bodyOf(week), ...(holidays ? { keeps_holidays: keeps } : {}) });
  const change = useChange("PUT", `${base}/weeks/${since || "-"}`, body);
  const pick = (/** @type {any} */ one) => {
    setSince(one.valid_from);
    setKeeps(one.keeps_holidays !== false);
    setWeek(Object.fromEntries(WEEKDAYS.map((day) => [day.value, written(one.windows[day.value])])));
    change.clear();
  };
  const made = async (/** @type {"PUT" | "DELETE"} */ how) => (await change.make(how)) && onMade && onMade();
  return html`<section class="card stack-tight"><h3>${say("工作时段", "Working hours")}</h3>
    <p class="soft">${say("每天可有几段，留空为休息。", "Several windows a day; empty: free.")}</p>
    ${weeks.length > 0 && html`<${Known} weeks=${weeks} onPick=${pick} />`}
    <${Field} label=${say("自何日起", "From")}>${(/** @type {any} */ given) => html`<input type="date" ...${given}
      value=${since} onInput=${(/** @type {any} */ event) => setSince(event.target.value)} />`}<//>
    <div class="admin-week">${WEEKDAYS.map(
      (day) => html`<label key=${day.value} class="admin-cell"><span class="field-hint">${day.label}</span>
        <input value=${week[day.value] || ""} placeholder=${say("休息", "Free")}
          onInput=${(/** @type {any} */ event) => told(day.value, event.target.value)} /></label>`,
    )}</div>
    ${
      holidays &&
      html`<${Tick} value=${keeps} onChange=${setKeeps}
      label=${say("随当地节假日和调休", "Keeps holidays and make-up days")} />`
    }
    ${change.problem && html`<p class="field-error"
      role="alert">${change.problem.detail || sentenceOf(change.problem)}</p>`}
    ${change.told && html`<${Moves} told=${change.told} />`}
    <div class="bar"><button type="button" class="button" disabled=${change.busy || !since}
        onClick=${() => change.ask()}>${say("预览影响", "What would move")}</button>
      <button type="button" class="button button-primary" disabled=${change.busy || !since}
        onClick=${() => made("PUT")}>${say("保存时段", "Save the hours")}</button>
      ${
        weeks.some((one) => one.valid_from === since) &&
        html`<button type="button" class="button button-danger"
        disabled=${change.busy} onClick=${() => made("DELETE")}>${say("撤销这一周", "Withdraw this week")}</button>`
      }</div>
  </section>`;
}
