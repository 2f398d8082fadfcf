/** The published arrangement of a year 放假调休安排: the whole country's, in one piece. */
import { ErrorState, sentenceOf } from "../common/feedback.js";
import { Field } from "../common/fields.js";
import { useOne } from "../common/lists.js";
import { html, useEffect, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { Moves, useChange } from "./changes.js";

/** @param {any[]} days */
const asText = (days) =>
  days
    .map((one) => `${one.day} ${one.kind === "working" ? say("班", "work") : say("休", "free")} ${one.name || ""}`.trim())
    .join("\n");

/** Lines such as `2027-01-01 休 元旦`; what is none goes along, and the service says so. @param {string} text */
export const daysOf = (text) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [day, kind = "", ...name] = line.split(/\s+/);
      return { day, kind: /^(班|上班|work|working)$/i.test(kind) ? "working" : "holiday", name: name.join(" ") || null };
    });

/** @param {{year: string, onMade: () => void}} props */
export function Year({ year, onMade }) {
  const one = useOne(`/calendar/national/years/${year}`);
  const [text, setText] = useState("");
  useEffect(() => setText(one.body ? asText(one.body.days) : ""), [one.body]);
  const change = useChange("PUT", `/calendar/national/years/${year}`, () => ({ days: daysOf(text) }));
  const made = async () => {
    if (!(await change.make())) return;
    one.reload();
    onMade();
  };
  if (one.problem) return html`<${ErrorState} problem=${one.problem} again=${one.reload} />`;
  const published = one.body && one.body.year.is_published;
  return html`<details class="card"><summary>${say("{year} 年全国放假调休安排", "Holidays and make-up days of {year}", { year })}
      <span class="chip ${published ? "chip-green" : "chip-yellow"}">${
        published ? say("已公布", "Published") : say("未公布", "Not published")
      }</span></summary><div class="stack-tight admin-more">
    <${Field} label=${say("每行一天：日期、休或班、名称", "A day a line: date, free or work, name")}>
      ${(/** @type {any} */ given) => html`<textarea ...${given} rows="8" value=${text}
        placeholder=${say("2027-01-01 休 元旦", "2027-01-01 free New Year")}
        onInput=${(/** @type {any} */ event) => setText(event.target.value)}></textarea>`}<//>
    ${change.problem && html`<p class="field-error"
      role="alert">${change.problem.detail || sentenceOf(change.problem)}</p>`}
    ${change.told && html`<${Moves} told=${change.told} />`}
    <div class="bar"><button class="button" disabled=${change.busy} onClick=${() => change.ask()}>
        ${say("预览影响", "What would move")}</button>
      <button class="button button-primary" disabled=${change.busy}
        onClick=${made}>${say("公布全年安排", "Publish the year")}</button>
    </div></div></details>`;
}
