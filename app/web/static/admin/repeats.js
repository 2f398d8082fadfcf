/** Repeat demands 重复诉求: from how many times on, within how many days, a case counts as repeated. */
import { send } from "../common/api.js";
import { sentenceOf, toast } from "../common/feedback.js";
import { NumberField, Tick } from "../common/fields.js";
import { useOne } from "../common/lists.js";
import { html, useEffect, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { REPEAT_KINDS } from "./names.js";
import { PlaceChoice } from "./place.js";

/** @param {{kind: {value: string, label: string}, rule: any, onChange: (rule: any) => void, from: string}} props */
const Rule = ({ kind, rule, onChange, from }) => html`<fieldset class="card stack-tight">
  <legend class="field-label">${kind.label}</legend>
  <${Tick} value=${Boolean(rule)} label=${say("计入重复诉求", "Counts")}
    onChange=${(/** @type {boolean} */ on) =>
      onChange(on ? { kind: kind.value, times: 3, window_days: 30, raises: false } : null)} />
  ${from && html`<p class="soft small">${say("现随 {place} 的规定", "As {place} says", { place: from })}</p>`}
  ${
    rule &&
    html`<div class="row row-wrap"><label class="admin-cell"><span
      class="field-hint">${say("第几次起", "From the n-th time")}</span>
      <${NumberField} value=${rule.times} min=${2} max=${1000}
        onChange=${(/** @type {any} */ times) => onChange({ ...rule, times })} /></label>
    <label class="admin-cell"><span class="field-hint">${say("多少天内", "Within days")}</span>
      <${NumberField} value=${rule.window_days} max=${3650}
        onChange=${(/** @type {any} */ window_days) => onChange({ ...rule, window_days })} /></label></div>
    <${Tick} value=${rule.raises} label=${say("自动提级", "Raises the case")}
      onChange=${(/** @type {any} */ raises) => onChange({ ...rule, raises })} />`
  }</fieldset>`;

/** The room. */
export function Repeats() {
  const [place, setPlace] = useState("national");
  const one = useOne(`/repeat-rules/${place}`);
  const [rules, setRules] = useState(/** @type {any[]} */ ([]));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  useEffect(() => setRules(one.body ? one.body.rules : []), [one.body]);
  const save = async (/** @type {any} */ event) => {
    event.preventDefault();
    setProblem(null);
    const own = rules.map(({ said_by, ...rule }) => rule);
    try {
      one.put((await send("PUT", `/repeat-rules/${place}`, { rules: own })).body);
      toast(say("已保存", "Saved"));
    } catch (error) {
      setProblem(error);
    }
  };
  const shown = problem || one.problem;
  return html`<${PlaceChoice} value=${place} onChange=${setPlace} />
    <form class="stack" onSubmit=${save}><div class="grid-two">${REPEAT_KINDS.map((kind) => {
      const rule = rules.find((each) => each.kind === kind.value);
      const from = rule && rule.said_by && rule.said_by !== place ? rule.said_by : "";
      const change = (/** @type {any} */ told) =>
        setRules([...rules.filter((each) => each.kind !== kind.value), ...(told ? [told] : [])]);
      return html`<${Rule} key=${kind.value} kind=${kind} rule=${rule} from=${from} onChange=${change} />`;
    })}</div>
    ${shown && html`<p class="field-error" role="alert">${shown.detail || sentenceOf(shown)}</p>`}
    <button class="button button-primary admin-start">${say("保存", "Save")}</button></form>`;
}
