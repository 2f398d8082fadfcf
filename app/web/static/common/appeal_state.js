/** How far an appeal 申诉 is, and who said what: of a result and of a case. */
import { html, Icon } from "./ui.js";
import { say, time } from "./words.js";

/** @type {() => Record<string, {name: string, icon: string, chip: string}>} */
const STATES = () => ({
  pending: { name: say("待审核", "Waits for a decision"), icon: "clock", chip: "chip-yellow" },
  first_granted: { name: say("初审同意，待复审", "Granted once, waits for the second"), icon: "clock", chip: "chip-yellow" },
  first_refused: { name: say("不成立，可提请上级", "Refused; may be raised"), icon: "close", chip: "chip-red" },
  second_pending: { name: say("待上级审核", "Waits for the area above"), icon: "clock", chip: "chip-yellow" },
  granted: { name: say("成立", "Granted"), icon: "check", chip: "chip-green" },
  refused: { name: say("不成立", "Refused"), icon: "close", chip: "chip-red" },
});

/** What a unit appeals against of a case. */
export const ABOUT = () => [
  { value: "overdue", label: say("超期", "Overdue") },
  { value: "rework", label: say("返工", "Rework") },
  { value: "return", label: say("退单", "Return") },
];

/** The same in words. @param {string} about */
export const aboutIn = (about) => (ABOUT().find(({ value }) => value === about) || { label: about }).label;

/** When, by whom where that is told, and why. @param {string} at @param {string | null} who @param {string} note */
const decided = (at, who, note) => [time(at), who, note].filter(Boolean).join(" · ");

/** @param {{state: string}} props */
export function StateChip({ state }) {
  const { name, icon, chip } = STATES()[state] || { name: state, icon: "more", chip: "" };
  return html`<span class=${`chip ${chip}`}><${Icon} name=${icon} />${name}</span>`;
}

/** @param {{appeal: any}} props */
export const AppealState = ({ appeal }) => html`<div class="stack-tight">
  <p class="row row-wrap"><${StateChip} state=${appeal.state} />
    ${["pending", "first_granted", "second_pending"].includes(appeal.state) && html`<span class="small soft">${say(
      "{at} 前作出决定", "to be decided by {at}", { at: time(appeal.due_at) })}</span>`}</p>
  <dl class="facts small"><dt>${say("理由", "Reason")}</dt><dd class="pre" dir="auto">${appeal.reason}</dd>
    ${appeal.evidence && html`<dt>${say("证据", "Evidence")}</dt><dd class="pre" dir="auto">${appeal.evidence}</dd>`}
    <dt>${say("申诉时间", "Made")}</dt><dd>${time(appeal.asked_at)}</dd>
    ${appeal.first_at && html`<dt>${say("初审", "First decision")}</dt><dd dir="auto">${decided(appeal.first_at,
      appeal.first_by_name, appeal.first_note)}</dd>`}
    ${appeal.second_at && html`<dt>${say("复审", "Second decision")}</dt><dd dir="auto">${decided(appeal.second_at,
      appeal.second_by_name, appeal.second_note)}</dd>`}</dl></div>`; // prettier-ignore
