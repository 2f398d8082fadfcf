/** Thresholds of irregularities 异常阈值 of a place: what holds and who says so; changed by whoever administers it. */
import { may, meNow } from "../common/api.js";
import { ErrorState, Loading, sentenceOf, toast } from "../common/feedback.js";
import { Choice, Field, NumberField, Tick } from "../common/fields.js";
import { useOne } from "../common/lists.js";
import { AreaPicker } from "../common/pickers.js";
import { go, hashOf, html, Icon, useEffect, useRef, useState } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { useSending } from "./appealing.js";
import { fieldOf, lengthOf, limitsIn, NUMBERS, saidBy } from "./limits.js";

const NATIONAL = "national";

/** Where one begins: who administers at what holds everywhere, others where they are. */
function usualPlace() {
  const scopes = (meNow() || { area_scopes: [] }).area_scopes;
  return (!may("administer") && scopes.length && scopes[0].split("/").filter(Boolean).pop()) || NATIONAL;
}

/** @typedef {{isOwn: boolean, is_on: boolean, [name: string]: any}} Said what the form says of a kind */

/** What the form begins with. @param {any} told @returns {Record<string, Said>} */
const formOf = (told) => Object.fromEntries(told.items.map((/** @type {any} */ one) => [one.kind, {
  isOwn: one.said_by === told.place, is_on: one.is_on,
  ...Object.fromEntries(NUMBERS.map((name) => [name, one[name]])),
}])); // prettier-ignore

/** The kinds of which the place says something itself; what was left empty is as usual. @param {any[]} items
 * @param {Record<string, Said>} form */
const saidIn = (items, form) => items.filter(({ kind }) => form[kind].isOwn).map(({ kind }) => ({
  kind, is_on: form[kind].is_on,
  ...Object.fromEntries(NUMBERS.filter((name) => form[kind][name] !== null).map((name) => [name, form[kind][name]])),
})); // prettier-ignore

/**
 * What was refused, by kind and number, and whether that is all of it.
 * @param {any} problem @param {string[]} kinds in the order in which they were sent
 */
function refusedIn(problem, kinds) {
  /** @type {Record<string, string>} */
  const errors = {};
  const all = (problem && problem.errors) || [];
  for (const { pointer, detail } of all) {
    const [, at, name] = pointer.split("/").slice(1);
    if (NUMBERS.includes(name)) errors[`${kinds[Number(at)]}/${name}`] = detail;
  }
  return { errors, elsewhere: problem && all.length > 0 && Object.keys(errors).length === all.length ? null : problem };
}

/** What holds of a kind, who says so, and what the default is. @param {{one: any, place: string}} props */
const Holds = ({ one, place }) => html`<dl class="facts small">
  <dt>${say("现行", "Holds now")}</dt><dd class="row row-wrap">${limitsIn(one.kind, one)}
    <span class="chip" dir="auto">${saidBy(one, place)}</span></dd>
  ${one.said_by !== null && html`<dt>${say("默认", "Default")}</dt><dd>${limitsIn(one.kind, one.usual)}</dd>`}
</dl>`; // prettier-ignore

/** @param {{one: any, said: Said, errors: Record<string, string>, onChange: (said: Said) => void}} props */
const Numbers = ({ one, said, errors, onChange }) => html`
  <div><${Tick} value=${said.is_on} label=${say("查找这种异常", "Look for it")}
    onChange=${(/** @type {boolean} */ is_on) => onChange({ ...said, is_on })} /></div>
  <div class="limits">${NUMBERS.filter((name) => one.usual[name] !== null).map((name) => {
    const { words, unit } = fieldOf(one.kind, name);
    const spelt = name === "minutes" && said.minutes >= 60 ? ` = ${lengthOf(said.minutes)}` : "";
    return html`<${Field} key=${name} label=${words} error=${errors[`${one.kind}/${name}`]}>${(
      /** @type {any} */ given) => html`<${NumberField} ...${given} value=${said[name]} unit=${unit + spelt}
        placeholder=${one.usual[name]} onChange=${(/** @type {any} */ n) => onChange({ ...said, [name]: n })} />`}<//>`;
  })}</div>`; // prettier-ignore

/**
 * @param {{one: any, place: string, said: Said, errors: Record<string, string>,
 *   onChange: (said: Said) => void}} props
 */
function Kind({ one, place, said, errors, onChange }) {
  const above = saidBy(one.inherited);
  const options = [{ value: false, label: say("沿用：{from}", "Inherit: {from}", { from: above }) },
    { value: true, label: say("本地另行规定", "Say otherwise here") }]; // prettier-ignore
  return html`<fieldset class="card stack-tight"><legend class="unseen">${label(one, "kind_label")}</legend>
    <h3 aria-hidden="true">${label(one, "kind_label")}</h3><${Holds} one=${one} place=${place} />
    <${Choice} value=${said.isOwn} options=${options}
      onChange=${(/** @type {boolean} */ isOwn) => onChange({ ...said, isOwn })} />
    ${said.isOwn ? html`<${Numbers} one=${one} said=${said} errors=${errors} onChange=${onChange} />`
      : one.said_by === place && html`<p class="small">${say("保存后：{limits}（{from}）", "Once saved: {limits} ({from})",
        { limits: limitsIn(one.kind, one.inherited), from: above })}</p>`}</fieldset>`; // prettier-ignore
}

/** @param {{told: any, onSaved: (told: any) => void}} props */
function Form({ told, onSaved }) {
  const [form, setForm] = useState(() => formOf(told));
  const [sent, setSent] = useState(/** @type {string[]} */ ([]));
  const box = useRef();
  const sending = useSending(() => toast(say("异常阈值已保存。", "The thresholds are saved.")));
  const { errors, elsewhere } = refusedIn(sending.problem, sent);
  useEffect(() => setForm(formOf(told)), [told]);
  useEffect(() => {
    const wrong = sending.problem && box.current.querySelector("[aria-invalid=true]");
    if (wrong) wrong.focus();
  }, [sending.problem]);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const thresholds = saidIn(told.items, form);
    setSent(thresholds.map(({ kind }) => kind));
    const body = await sending.run("PUT", `/irregularity-thresholds/${told.place}`, { thresholds });
    if (body) onSaved(body);
  };
  return html`<form class="stack" ref=${box} onSubmit=${submit} novalidate><div class="two">${told.items.map(
      (/** @type {any} */ one) => html`<${Kind} key=${one.kind} one=${one} place=${told.place} said=${form[one.kind]}
        errors=${errors} onChange=${(/** @type {Said} */ said) => setForm({ ...form, [one.kind]: said })} />`)}</div>
    ${elsewhere && html`<p class="field-error" role="alert">${sentenceOf(elsewhere)}</p>`}
    <div class="bar"><button class="button button-primary" disabled=${sending.busy}><${Icon} name="check" />${say(
      "保存阈值", "Save the thresholds")}</button></div></form>`; // prettier-ignore
}

/** @param {{told: any}} props */
const Reading = ({ told }) => html`<p class="small soft">${say("由管辖该区划的系统管理员更改。",
  "An administrator of the area changes them.")}</p>
  <div class="two">${told.items.map((/** @type {any} */ one) => html`<section key=${one.kind} class="card stack-tight">
    <h3>${label(one, "kind_label")}</h3>
    <${Holds} one=${one} place=${told.place} /></section>`)}</div>`; // prettier-ignore

/** @param {{query: Record<string, string>}} props */
export function Thresholds({ query }) {
  const place = query.area || usualPlace();
  const one = useOne(`/irregularity-thresholds/${encodeURIComponent(place)}`);
  const told = one.body && one.body.place === place ? one.body : null;
  const chosen = place === NATIONAL ? null : { value: place, label: (told && told.place_name) || query.named || place };
  const choose = (/** @type {any} */ area) => go("irregularities/thresholds", area ? { area: area.value,
    named: area.label } : { area: NATIONAL }, { replace: true }); // prettier-ignore
  const back = hashOf("irregularities", may("supervise") && query.area !== NATIONAL ? query : {});
  return html`<section class="stack" aria-labelledby="thresholds"><div><a class="button-plain way-back" href=${back}>
      <${Icon} name="back" />${say("全部异常", "All irregularities")}</a></div>
    <header class="card stack-tight"><h2 id="thresholds">${say("异常阈值", "Thresholds of irregularities")}</h2>
      <p class="small soft">${say("达到多少即视为异常。各地可另行规定，未规定的沿用上级。",
        "From when on something is odd. Each place says so itself, or goes by the one above.")}</p>
      <${Field} label=${say("适用于", "Holds in")} hint=${say("留空为全国通用", "Empty: the whole country")}>${(
        /** @type {any} */ given) => html`<${AreaPicker} ...${given} value=${chosen} onChange=${choose} />`}<//>
    </header>
    ${one.problem && !told ? html`<${ErrorState} problem=${one.problem} again=${one.reload} />`
      : !told ? html`<${Loading} rows=${6} />`
      : told.may_change ? html`<${Form} key=${place} told=${told} onSaved=${one.put} />`
      : html`<${Reading} told=${told} />`}
  </section>`; // prettier-ignore
}
