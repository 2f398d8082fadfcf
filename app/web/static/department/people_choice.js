/** Whom to give a case to: who the service would take, with what each has in hand, and who is away. */
import { ErrorState, Loading } from "../common/feedback.js";
import { useOne } from "../common/lists.js";
import { meNow } from "../common/api.js";
import { html, useId } from "../common/ui.js";
import { number, say, time } from "../common/words.js";

/** What somebody has in hand, in one line. @param {any} load */
export function loadOf(load) {
  const parts = [say("在手 {n}", "{n} in hand", { n: number(load.open) })];
  if (load.overdue) parts.push(say("超期 {n}", "{n} overdue", { n: number(load.overdue) }));
  if (load.due_today) parts.push(say("今日到期 {n}", "{n} due today", { n: number(load.due_today) }));
  if (load.to_sign) parts.push(say("待签收 {n}", "{n} to sign", { n: number(load.to_sign) }));
  return parts.join(" · ");
}

/** Until when somebody is away, and who stands in. @param {{one: any}} props */
export const Away = ({ one }) =>
  one.absent_until
    ? html`<span class="chip chip-yellow">${say("外出至 {day}", "away until {day}", { day: time(one.absent_until,
        "day") })}${
        one.substitute_name ? say("，{name}代理", ", {name} stands in", { name: one.substitute_name }) : ""
      }</span>`
    : null;

/**
 * The people as a list to choose from, least in hand first; who is away stands last.
 * @param {{query: Record<string, any>, unit: string | null, value: string | null, onChange: (id: string) => void,
 *   label: string, error?: string}} props
 */
export function PeopleChoice({ query, unit, value, onChange, label, error }) {
  const people = useOne("/people", { task: "handle", limit: 100, ...query });
  const who = meNow();
  const mine = Boolean(unit && who && who.department_codes.includes(unit));
  const load = useOne(mine ? `/departments/${unit}/load` : null);
  const name = useId();
  if (people.problem) return html`<${ErrorState} problem=${people.problem} again=${people.reload} />`;
  if (!people.body) return html`<${Loading} />`;
  const loads = new Map((load.body ? load.body.items : []).map((/** @type {any} */ one) => [one.id, one]));
  const inHand = (/** @type {any} */ one) => (loads.get(one.id) || { open: one.load }).open;
  const sorted = [...people.body.items].sort(
    (a, b) => Number(Boolean(a.absent_until)) - Number(Boolean(b.absent_until)) || inHand(a) - inHand(b),
  );
  if (!sorted.length) return html`<p class="soft">${say("没有可分派的人员", "There is nobody to give it to")}</p>`;
  return html`<fieldset class="field"><legend class="field-label">${label}</legend>
    <div class="unit-people">${sorted.map(
      (one) => html`<label key=${one.id} class="choice unit-person">
        <input type="radio" name=${name} checked=${value === one.id} onChange=${() => onChange(one.id)} />
        <span class="grow"><strong dir="auto">${one.name}</strong>${who && one.id === who.id && html` <span
            class="soft">${say("（本人）", "(me)")}</span>`}
          <span class="soft small unit-load number">${loadOf(loads.get(one.id) || { open: one.load })}</span></span>
        <${Away} one=${one} /></label>`,
    )}</div>
    ${error && html`<span class="field-error" role="alert">${error}</span>`}
  </fieldset>`;
}
