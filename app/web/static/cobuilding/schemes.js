/** Schemes 考评方案 of co-building: their versions as people read them, and the next one written. */
import { may } from "../common/api.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { Choice, Field } from "../common/fields.js";
import { usePages } from "../common/lists.js";
import { AreaPicker } from "../common/pickers.js";
import { Refusable, Refused } from "../common/refusal.js";
import { go, hashOf, html, Icon, useState } from "../common/ui.js";
import { language, say } from "../common/words.js";
import { Day } from "./founding.js";
import { asDay, today, useDeed } from "./parts.js";

const parts = () => [
  { name: "own", title: say("月自查自评", "Own months"), lacks: "zero" },
  { name: "inspection", title: say("季度考评", "Inspections"), lacks: "unranked" },
  { name: "residents", title: say("效果共评", "Residents"), lacks: "reweigh" },
];
const lacking = () => [
  { value: "reweigh", label: say("由其余分担", "The others share its weight") },
  { value: "zero", label: say("按零分计", "Counts as zero") },
  { value: "unranked", label: say("不参加排名", "Not ranked") },
];
const months = () => [
  { value: "zero", label: say("按零分计", "Counts as zero") },
  { value: "leave_out", label: say("不计入", "Left out") },
];
/** @param {{value: string, label: string}[]} options @param {string} value */
const said = (options, value) => (options.find((one) => one.value === value) || { label: value }).label;

/** The first day of the quarter that goes on. */
function quarterBegins() {
  const [year, month] = today().split("-").map(Number);
  return `${year}-${String(3 * Math.floor((month - 1) / 3) + 1).padStart(2, "0")}-01`;
}

/** @param {{one: any}} props */
const Scheme = ({ one }) => html`<details class="card"><summary class="row row-wrap">
    <strong class="cob-scheme" dir="auto">${one.name}</strong>
    <span class="small soft" dir="auto">${one.area_name || one.area_code}</span>
    <span class="chip">${say("第 {n} 版", "Version {n}", { n: one.version })}</span>
    <span class="small soft">${say("{day} 起", "from {day}", { day: asDay(one.valid_from) })}</span></summary>
  <div class="stack-tight"><ul class="list">${one.items.map((/** @type {any} */ item) => html`<li key=${item.code}
      class="row row-wrap"><span class="grow">${item.code} ${(language() === "en" && item.name_en) || item.name}
        ${item.guide && html`<br /><span class="small soft" dir="auto">${item.guide}</span>`}</span>
      ${item.needs_photo && html`<span class="chip">${say("须附照片", "With a photo")}</span>`}
      <b class="number">${say("{n} 分", "{n} points", { n: item.most })}</b></li>`)}</ul>
    <dl class="facts">${parts().map(({ name, title }) => html`<dt>${title}</dt><dd>${one.weights[name]}% · ${say(
      "缺项：{what}", "missing: {what}", { what: said(lacking(), one.missing[name]) })}</dd>`)}
      <dt>${say("未自评的月份", "Months without")}</dt><dd>${said(months(), one.missing_month)}</dd>
      <dt>${say("居民至少", "Residents at least")}</dt><dd>${one.least_answers}</dd>
      <dt>${say("结论", "Verdicts")}</dt><dd>${say("{a} 分起表扬，低于 {b} 分通报批评",
        "commended from {a}, criticised below {b}", { a: one.commend_from, b: one.criticise_below })}</dd></dl>
    ${(may("supervise") || may("administer")) && html`<div class="bar"><a class="button" href=${hashOf("schemes/new", {
      from: one.id })}><${Icon} name="edit" />${say("据此写新版本", "Write the next version")}</a></div>`}
  </div></details>`; // prettier-ignore

/** All that are there, and the one to be written. @param {{path: string[], query: Record<string, string>}} props */
export function Schemes({ path, query }) {
  const { items, problem, reload, more } = usePages("/cobuilding/schemes", { limit: 100 });
  if (problem && !items) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (!items) return html`<${Loading} />`;
  if (path[1] === "new") return html`<${Writing} from=${items.find((one) => one.id === query.from) || null} />`;
  return html`<div class="stack cob-narrow"><header class="row row-wrap"><span class="grow">
      <a href=${hashOf("")}>${say("返回共建总览", "Back to co-building")}</a><h1>${say("考评方案", "Schemes")}</h1></span>
      ${(may("supervise") || may("administer")) && html`<a class="button button-primary" href=${hashOf("schemes/new")}>
        <${Icon} name="plus" />${say("新方案", "New scheme")}</a>`}</header>
    ${!items.length && html`<${Empty} title=${say("还没有方案", "No scheme yet")} />`}
    ${items.map((one) => html`<${Scheme} key=${one.id} one=${one} />`)}
    ${more && html`<button type="button" class="button" onClick=${more}>${say("更多", "More")}</button>`}
  </div>`; // prettier-ignore
}

const LINE = { code: "", name: "", name_en: "", most: "", guide: "", needs_photo: false };

/** @param {any} from */
const draftOf = (from) => ({
  area: from ? { value: from.area_code, label: from.area_name || from.area_code } : null, name: from ? from.name : "",
  valid_from: quarterBegins(),
  items: from ? from.items.map((/** @type {any} */ one) => ({ ...one, name_en: one.name_en || "", guide: one.guide
    || "", most: String(one.most) })) : [{ ...LINE, code: "A1" }],
  weights: from ? { ...from.weights } : { own: 30, inspection: 50, residents: 20 },
  missing: from ? { ...from.missing } : Object.fromEntries(parts().map(({ name, lacks }) => [name, lacks])),
  missing_month: from ? from.missing_month : "zero", least_answers: from ? from.least_answers : 10,
  commend_from: from ? from.commend_from : 90, criticise_below: from ? from.criticise_below : 60,
}); // prettier-ignore

/** What is sent of it. @param {any} draft */
const bodyOf = ({ area, items, least_answers, commend_from, criticise_below, weights, ...draft }) => ({
  ...draft, area_code: area ? area.value : "", least_answers: Number(least_answers), weights: Object.fromEntries(
    Object.entries(weights).map(([name, n]) => [name, Number(n)])), commend_from: Number(commend_from),
  criticise_below: Number(criticise_below), items: items.map((/** @type {any} */ one) => ({ code: one.code.trim(),
    name: one.name.trim(), name_en: one.name_en.trim() || null, most: Number(one.most), guide: one.guide.trim() || null,
    needs_photo: one.needs_photo })),
}); // prettier-ignore

/**
 * @param {{label: string, value: any, onChange: (value: string) => void, pointer?: string, type?: string,
 *   [given: string]: any}} props
 */
const Input = ({ label, value, onChange, pointer, type = "text", ...more }) => html`<${Field} label=${label}
  pointer=${pointer}>${(/** @type {any} */ given) => html`<input type=${type} dir="auto" ...${given} ...${more}
    value=${value} onInput=${(/** @type {any} */ event) => onChange(event.target.value)} />`}<//>`;

/** @param {{items: any[], onChange: (items: any[]) => void}} props */
function Form({ items, onChange }) {
  const set = (/** @type {number} */ at, /** @type {any} */ change) =>
    onChange(items.map((one, n) => (n === at ? { ...one, ...change } : one)));
  const sum = items.reduce((all, one) => all + (Number(one.most) || 0), 0);
  return html`<section class="card stack-tight"><h2>${say("考评表（共 {n} 分）", "The form ({n} points)", { n: sum })}</h2>
    <ul class="list">${items.map((one, at) => html`<li key=${at} class="cob-line">
      <${Input} label=${say("代码", "Code")} pointer=${`/items/${at}/code`} maxlength="16" required value=${one.code}
        onChange=${(/** @type {string} */ code) => set(at, { code })} />
      <${Input} label=${say("名称", "Name")} pointer=${`/items/${at}/name`} required value=${one.name}
        onChange=${(/** @type {string} */ name) => set(at, { name })} />
      <${Input} label=${say("满分", "Points")} pointer=${`/items/${at}/most`} type="number" min="1" max="100" required
        value=${one.most} onChange=${(/** @type {string} */ most) => set(at, { most })} />
      <${Input} label=${say("英文名称（选填）", "English name (optional)")} pointer=${`/items/${at}/name_en`}
        value=${one.name_en}
        onChange=${(/** @type {string} */ name_en) => set(at, { name_en })} />
      <${Input} label=${say("看什么（选填）", "What to look at (optional)")} pointer=${`/items/${at}/guide`}
        value=${one.guide}
        onChange=${(/** @type {string} */ guide) => set(at, { guide })} />
      <div class="row"><label class="choice grow"><input type="checkbox" checked=${one.needs_photo}
          onChange=${() => set(at, { needs_photo: !one.needs_photo })} /><span>${say("须附照片", "With a photo")}</span>
        </label>${items.length > 1 && html`<button type="button" class="button-icon" aria-label=${say("去掉第 {n} 行",
          "Take row {n} away", { n: at + 1 })} onClick=${() => onChange(items.filter((_, n) => n !== at))}>
          <${Icon} name="close" /></button>`}</div></li>`)}</ul>
    <div class="bar"><button type="button" class="button-plain" onClick=${() => onChange([...items, { ...LINE,
      code: `A${items.length + 1}` }])}><${Icon} name="plus" />${say("加一行", "Add a row")}</button></div>
  </section>`; // prettier-ignore
}

/** @param {{from: any}} props */
function Writing({ from }) {
  const [draft, setDraft] = useState(/** @type {any} */ (() => draftOf(from)));
  const set = (/** @type {any} */ change) => setDraft({ ...draft, ...change });
  const { act, busy, problem } = useDeed(() => go("schemes"));
  const sum = Object.values(draft.weights).reduce((all, n) => all + (Number(n) || 0), 0);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    act("schemes", bodyOf(draft), { told: say("新版本已写成", "The version is written") });
  };
  const number = (/** @type {string} */ name, /** @type {string} */ title, /** @type {any} */ more = {}) => html`
    <${Input} label=${title} pointer=${`/${name}`} type="number" ...${more} required value=${draft[name]}
      onChange=${(/** @type {string} */ value) => set({ [name]: value })} />`;
  return html`<${Refusable} problem=${problem}><form class="stack cob-narrow" onSubmit=${submit}>
    <header><a href=${hashOf("schemes")}>${say("返回方案", "Back to the schemes")}</a>
      <h1>${from ? say("新版本", "The next version") : say("新方案", "A new scheme")}</h1></header>
    <section class="card stack-tight">
      <${Field} label=${say("适用区划", "For the communities of")} pointer="/area_code">${(
        /** @type {any} */ given) => html`<${AreaPicker} ...${given} value=${draft.area}
          onChange=${(/** @type {any} */ area) => set({ area })} />`}<//>
      <${Input} label=${say("名称", "Name")} pointer="/name" required value=${draft.name}
        onChange=${(/** @type {string} */ name) => set({ name })} />
      <${Day} label=${say("自哪个季度首日起", "From the first day of which quarter")} value=${draft.valid_from}
        pointer="/valid_from" onChange=${(/** @type {string} */ valid_from) => set({ valid_from })} />
    </section>
    <${Form} items=${draft.items} onChange=${(/** @type {any[]} */ items) => set({ items })} />
    <section class="card stack-tight"><h2>${say("三部分的权重（合计 {n} / 100）", "Weights of the parts ({n} of 100)",
        { n: sum })}</h2>
      ${parts().map(({ name, title }) => html`<div key=${name} class="cob-part"><${Input} label=${`${title} %`}
        pointer=${`/weights/${name}`} type="number" min="0" max="100" required value=${draft.weights[name]}
        onChange=${(/** @type {string} */ n) => set({ weights: { ...draft.weights, [name]: n } })} />
        <${Field} group label=${say("缺项时", "Where it is missing")}>${() => html`<${Choice}
          value=${draft.missing[name]} options=${lacking()} onChange=${(/** @type {string} */ what) =>
            set({ missing: { ...draft.missing, [name]: what } })} />`}<//></div>`)}
      <${Field} group label=${say("未自评的月份", "A month without an assessment")}>${() => html`<${Choice}
        value=${draft.missing_month} options=${months()} onChange=${(/** @type {string} */ missing_month) =>
          set({ missing_month })} />`}<//></section>
    <section class="card cob-thresholds">${number("least_answers", say("居民至少几人作答", "Residents who have to answer"),
        { min: 1 })}${number("commend_from", say("几分起表扬", "Commended from"), { min: 0, max: 100, step: "any" })}
      ${number("criticise_below", say("低于几分通报批评", "Criticised below"), { min: 0, max: 100, step: "any" })}</section>
    <p class="small soft">${say("版本写成后不改；已开启的季度保留其版本。",
      "A version never changes; quarters that are open keep theirs.")}</p>
    <${Refused} problem=${problem} />
    <div class="bar"><button class="button button-primary" disabled=${busy || sum !== 100 || !draft.area}>${say(
      "写成新版本", "Write this version")}</button></div></form><//>`; // prettier-ignore
}
