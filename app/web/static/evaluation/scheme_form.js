/** A new version of a scheme: its parts in rows, the sum of the weights as one types, the thresholds drawn. */
import { sentenceOf, toast } from "../common/feedback.js";
import { Field } from "../common/fields.js";
import { AreaPicker } from "../common/pickers.js";
import { html, Icon, useState } from "../common/ui.js";
import { number, say } from "../common/words.js";
import { useSending } from "./appealing.js";
import { Thresholds } from "../common/colours.js";
import { dayFrom } from "./days.js";
import { ListedOnly } from "./irregular.js";
import { assessedIn } from "./periods.js";
import { documentOf, formOf, PARTS, Parts } from "./scheme_parts.js";
import { Weights } from "./scheme_reading.js";
import { pointed, useFiguresByCode } from "./told.js";

/** The head of a form, of a version that is there or of none. @param {any} from */
const headOf = (from) => ({
  code: from ? from.code : "", name: from ? from.name : "", name_en: (from && from.name_en) || "",
  assessed: from ? from.assessed : "grid", area: from ? { value: from.area_code, label: from.area_code } : null,
  valid_from: `${dayFrom(0).slice(0, 8)}01`, valid_to: (from && from.valid_to) || "",
  fewest: from ? String(from.document.fewest) : "5", listed: (from && from.document.listed_only) || [],
}); // prettier-ignore

/** @param {{sum: number, weights: number[]}} props */
const Sum = ({ sum, weights }) => html`<div class="sum stack-tight"><p class="row" role="status">
  <${Icon} name=${Math.abs(sum - 100) < 1e-6 ? "check" : "warn"} /><b class="number">${say("权重合计 {n} / 100",
    "Weights: {n} of 100", { n: number(Math.round(sum * 100) / 100) })}</b>
  ${Math.abs(sum - 100) >= 1e-6 && html`<span class="field-error">${sum > 100 ? say("多 {n}", "{n} too many", {
    n: pointed(sum - 100) }) : say("还差 {n}", "{n} missing", { n: pointed(100 - sum) })}</span>`}</p>
  <${Weights} weights=${weights} /></div>`; // prettier-ignore

/** What is wrong with each part, and elsewhere. @param {any} problem */
function wrongIn(problem) {
  const errors = (problem && problem.errors) || [];
  const of = (/** @type {string} */ part) =>
    errors.filter((/** @type {any} */ one) => one.pointer.startsWith(`/document/${part}`));
  return { of, head: Object.fromEntries(errors.filter((/** @type {any} */ one) => !one.pointer.startsWith("/document"))
    .map((/** @type {any} */ one) => [one.pointer.split("/")[1], one.detail])) }; // prettier-ignore
}

/** @param {{from: any, onDone: (made: any) => void, onCancel: () => void}} props */
export function SchemeForm({ from, onDone, onCancel }) {
  const figures = useFiguresByCode();
  const [head, setHead] = useState(() => headOf(from));
  const [parts, setParts] = useState(/** @type {any} */ (null));
  const sending = useSending(() => toast(say("新版本已写成，可先试算。", "The version is written; try it first.")));
  if (!Object.keys(figures).length) return null;
  const now = parts || formOf(from, figures);
  const wrong = wrongIn(sending.problem);
  const weights = now.items.map((/** @type {any} */ one) => Math.max(0, Number(one.weight) || 0));
  const sum = weights.reduce((/** @type {number} */ all, /** @type {number} */ one) => all + one, 0);
  const colours = now.colours.filter((/** @type {any} */ one) => one.from_score !== "").map((/** @type {any} */ one) =>
    ({
    ...one, from_score: Number(one.from_score), label: one.label || one.label_zh })); // prettier-ignore
  const set = (/** @type {Record<string, any>} */ change) => setHead({ ...head, ...change });
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const { area, fewest, listed, name_en, valid_to, ...rest } = head;
    const document = { ...documentOf(now, figures), fewest: Number(fewest) || 0, listed_only: listed };
    const body = { ...rest, name_en: name_en || null, valid_to: valid_to || null, area_code: area ? area.value : "",
      document };
    const made = await sending.run("POST", "/evaluation/schemes", body);
    if (made) onDone(made);
  };
  const text = (/** @type {string} */ name, /** @type {string} */ words, type = "text", optional = false) =>
    html`<${Field}
    label=${words} error=${wrong.head[name]} optional=${optional}>${(/** @type {any} */ given) =>
      html`<input ...${given}
    type=${type} required=${!optional} readonly=${Boolean(from) && name === "code"}
      value=${/** @type {any} */ (head)[name]}
    onInput=${(/** @type {any} */ event) => set({ [name]: event.target.value })} />`}<//>`;
  return html`<form class="stack" onSubmit=${submit} novalidate><header class="card stack"><h2>${from
      ? say("{name}：新版本", "{name}: the next version", { name: from.name }) : say("新方案", "A new scheme")}</h2>
    <div class="grid-two">${text("code", say("代码", "Code"))}${text("name", say("名称", "Name"))}
      ${text("name_en", say("英文名称", "English name"), "text", true)}
      <${Field} label=${say("考评对象", "Who is assessed")}>${(/** @type {any} */ given) => html`<select ...${given}
        disabled=${Boolean(from)} value=${head.assessed} onChange=${(/** @type {any} */ event) => set({
        assessed: event.target.value })}>${["grid", "worker", "village", "station", "department"].map((one) =>
          html`<option
        key=${one} value=${one}>${assessedIn(one)}</option>`)}</select>`}<//>
      <${Field} label=${say("区划", "Area")} error=${wrong.head.area_code}>${(/** @type {any} */ given) => from
        ? html`<input ...${given} readonly value=${head.area ? head.area.value : ""} />`
        : html`<${AreaPicker} ...${given} value=${head.area} onChange=${(/** @type {any} */ area) =>
          set({ area })} />`}<//>
      ${text("fewest", say("不足多少件不排名", "Fewer cases than this: not ranked"), "number")}
      ${text("valid_from", say("自何日起的周期可用", "For periods from"), "date")}
      ${text("valid_to", say("至何日", "Until"), "date", true)}</div></header>
    ${PARTS().map((part) => html`<section key=${part.name} class="card stack-tight"><h3>${part.title}</h3>
      ${part.name === "items" && html`<${Sum} sum=${sum} weights=${weights} />`}
      ${part.name === "colours" && colours.length > 0 && html`<${Thresholds} colours=${colours} />`}
      <p class="small soft">${part.hint}</p>
      <${Parts} part=${part} rows=${now[part.name]} figures=${figures} colours=${now.colours}
        errors=${wrong.of(part.name)}
        onChange=${(/** @type {any[]} */ rows) => setParts({ ...now, [part.name]: rows })} /></section>`)}
    <${ListedOnly} chosen=${head.listed} onChange=${(/** @type {string[]} */ listed) => set({ listed })} />
    ${sending.problem && html`<p class="field-error" role="alert">${sentenceOf(sending.problem)}</p>`}
    <div class="bar"><button class="button button-primary" disabled=${sending.busy || Math.abs(sum - 100) >= 1e-6}>
      <${Icon} name="check" />${say("写成新版本", "Write this version")}</button>
      <button type="button" class="button" onClick=${onCancel}>${say("取消",
        "Cancel")}</button></div></form>`; // prettier-ignore
}
