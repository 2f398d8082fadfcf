/** Writing the rules of a village whole: each rule with its points, how votes count, the days, lists and titles. */
import { Choice, Field, Tick } from "../common/fields.js";
import { Refusable, Refused } from "../common/refusal.js";
import { html, Icon, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { Fields } from "./form.js";
import { Confirm, today, useDeed } from "./parts.js";
import { LABELS, MAJORITIES, RULES, TIES } from "./words.js";

/** A start that many villages would keep. */
const USUAL = () => ({
  quorum_percent: 60, majority: "more_than_half", deduction_majority: "two_thirds", voting_days: 5, appeal_days: 10,
  decision_days: 5, list_label: "masked_name", help_lowest: 3, titles: 10, deduction_bars: true,
  tie_rules: ["fewest_deducted", "first_reached"], rules: [blank(1)],
}); // prettier-ignore

/** @param {number} n */
const blank = (n) => ({
  code: `R-${n}`, kind: "award", name: "", least: 5, most: 10, most_a_year: null, photo_needed: false,
}); // prettier-ignore

const PARTS = () => [
  { name: "quorum_percent", label: say("法定人数（%）", "Quorum (%)"), kind: "number", min: 1, max: 100 },
  { name: "majority", label: say("加分须", "To award"), kind: "choice", options: MAJORITIES() },
  { name: "deduction_majority", label: say("扣分须", "To deduct"), kind: "choice", options: MAJORITIES() },
  { name: "voting_days", label: say("表决期（工作日）", "Voting (working days)"), kind: "number", min: 1, max: 30 },
  { name: "appeal_days", label: say("申诉期（工作日）", "To appeal (working days)"), kind: "number", min: 1, max: 60 },
  { name: "decision_days", label: say("裁定期（工作日）", "To decide (working days)"), kind: "number", min: 1, max: 60 },
  { name: "list_label", label: say("公示如何称呼住户", "How lists name households"), kind: "choice", options: LABELS() },
  { name: "help_lowest", label: say("末位帮扶名数", "Places from the bottom to help"), kind: "number", min: 1, max: 50 },
  { name: "titles", label: say("每年最美家庭户数", "Titles a year"), kind: "number", min: 1, max: 100 },
  { name: "deduction_bars", label: say("年内有扣分的不参评", "No title with a deduction in the year"), kind: "tick" },
]; // prettier-ignore

/** @param {{code: string, from: any, first: boolean, onDone: () => void}} props */
export function WriteRules({ code, from, first, onDone }) {
  const [draft, setDraft] = useState(/** @type {any} */ (from || USUAL()));
  const [day, setDay] = useState(first ? `${today().slice(0, 4)}-01-01` : today());
  const [asking, setAsking] = useState(false);
  const { act, busy, problem } = useDeed(code, onDone);
  const write = () => {
    setAsking(false);
    const number = (/** @type {any} */ value) => (value === "" || value === null ? null : Number(value));
    const fields = PARTS().map(({ name, kind }) => [name, kind === "number" ? number(draft[name]) : draft[name]]);
    const rules = draft.rules.map((/** @type {any} */ rule) => ({
      ...rule, least: number(rule.least), most: number(rule.most), most_a_year: number(rule.most_a_year),
    })); // prettier-ignore
    const body = { ...Object.fromEntries(fields), tie_rules: draft.tie_rules, rules };
    act(`points-rules/${day}`, body, say("办法已写入", "The rules are written"), "PUT");
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    setAsking(true);
  };
  const title = from ? say("修订办法", "Write them anew") : say("制定办法", "Write the rules");
  const earliest = first ? `${today().slice(0, 4)}-01-01` : today();
  return html`<details class="card" open=${first}><summary>${title}</summary>
    <${Refusable} problem=${problem}><form class="stack vil-form" onSubmit=${submit} novalidate>
    <${Field} label=${say("自此日起施行", "From this day on")} pointer="/valid_from" hint=${say(
      "以前发生的事按当时的办法。",
      "What was done before goes by the rules of its day.",
    )}>${(/** @type {any} */ given) => html`<input type="date" class="vil-day" min=${earliest} ...${given} value=${day}
      onInput=${(/** @type {any} */ event) => setDay(event.target.value)} />`}<//>
    <${Deeds} rules=${draft.rules} onChange=${(/** @type {any} */ rules) =>
      setDraft({ ...draft, rules })} />
    <${Fields} code=${code} fields=${PARTS()} draft=${draft} onChange=${setDraft} />
    <${Ties} value=${draft.tie_rules} onChange=${(/** @type {any} */ rules) =>
      setDraft({ ...draft, tie_rules: rules })} />
    <${Refused} problem=${problem} />
    <div><button class="button button-primary" disabled=${busy || !day}>${title}</button></div>
    ${
      asking &&
      html`<${Confirm} title=${title} onYes=${write} onNo=${() => setAsking(false)} ask=${say(
        "依据该办法提议后，该办法即不能改写，只能另定生效日期。",
        "Once something is proposed by these rules they are not rewritten; others may follow from a later day on.",
      )} />`
    }</form><//></details>`;
}

/** The rules one by one. @param {{rules: any[], onChange: (rules: any[]) => void}} props */
function Deeds({ rules, onChange }) {
  const set = (/** @type {number} */ at, /** @type {any} */ change) =>
    onChange(rules.map((rule, index) => (index === at ? { ...rule, ...change } : rule)));
  /** @type {(at: number, name: string, label: string, kind: string) => any} */
  const field = (at, name, label, kind) => html`<${Field} label=${label}
    pointer=${`/rules/${at}/${name}`}>${(/** @type {any} */ given) =>
      html`<input type=${kind} dir="auto" ...${given} min=${kind === "number" ? 1 : undefined}
      value=${rules[at][name] === null ? "" : rules[at][name]}
      onInput=${(/** @type {any} */ event) => set(at, { [name]: event.target.value })} />`}<//>`;
  return html`<ol class="stack">${rules.map(
    (rule, at) => html`<li key=${at} class="vil-rule"><fieldset class="stack-tight">
      <legend><strong>${say("第 {n} 条", "Rule {n}", { n: at + 1 })}</strong></legend>
      <${Choice} value=${rule.kind} options=${RULES()}
        onChange=${(/** @type {string} */ kind) => set(at, { kind })} />
      ${field(at, "name", say("内容", "What for"), "text")}
      <div class="vil-three">${field(at, "code", say("代码", "Code"), "text")}
        ${field(at, "least", say("最低分", "Least"), "number")}${field(at, "most", say("最高分", "Most"), "number")}
        ${field(at, "most_a_year", say("每户每年至多", "At most a year"), "number")}</div>
      <div class="row row-wrap"><${Tick} label=${say("须有照片", "A photo is needed")} value=${rule.photo_needed}
        onChange=${(/** @type {boolean} */ needed) => set(at, { photo_needed: needed })} />
      ${
        rules.length > 1 &&
        html`<button type="button" class="button-plain" onClick=${() =>
          onChange(rules.filter((one, index) => index !== at))}>${say("去掉第 {n} 条", "Remove rule {n}", { n: at + 1 })}
          </button>`
      }</div></fieldset></li>`,
  )}<li><button type="button" class="button" onClick=${() => onChange([...rules, blank(rules.length + 1)])}>
    <${Icon} name="plus" />${say("再加一条", "Add a rule")}</button></li></ol>`;
}

/** What decides between equals, in the order in which it was ticked. @param {{value: string[], onChange: any}} props */
function Ties({ value, onChange }) {
  return html`<${Field} label=${say("同分时依次", "Of equals, one after another")} group hint=${say(
    "按勾选的先后；都不勾选则并列。",
    "In the order in which they are ticked; without any they share.",
  )}>${() => html`<div class="choices">${TIES().map((one) => {
    const at = value.indexOf(one.value);
    return html`<${Tick} key=${one.value} label=${at < 0 ? one.label : `${at + 1}. ${one.label}`} value=${at >= 0}
      onChange=${(/** @type {boolean} */ on) =>
        onChange(on ? [...value, one.value] : value.filter((each) => each !== one.value))} />`;
  })}</div>`}<//>`;
}
