/** Points by hand 手工评分 and sizes of grids, until a period is reviewed; the next computation takes them. */
import { sentenceOf, toast } from "../common/feedback.js";
import { useOne } from "../common/lists.js";
import { AreaPicker, UnitPicker } from "../common/pickers.js";
import { html, Icon, useState } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { useSending } from "./appealing.js";
import { pointed } from "./told.js";

/** Of an area by its scheme; of people and units one picks among the results. @type {Record<string, any>} */
const PICKERS = { grid: AreaPicker, village: AreaPicker, station: UnitPicker, department: UnitPicker };

/** @param {{subject: any, item: any, value: any, onChange: (value: any) => void, error?: string}} props */
function Row({ subject, item, value, onChange, error }) {
  const set = (/** @type {string} */ name) => (/** @type {any} */ event) => onChange({ ...value, [name]:
    event.target.value });
  const of = `${subject.name}, ${label(item)}`;
  return html`<li class="points-row"><span class="stack-tight"><b dir="auto">${subject.name}</b>
      ${error && html`<span class="field-error" role="alert">${error}</span>`}</span>
    <input type="number" inputmode="decimal" min="0" max=${item.weight || 1000000} step="any"
      aria-label=${say("{of}：分数",
      "{of}: points", { of })} value=${value.points} onInput=${set("points")} />
    <input type="text" maxlength="200" placeholder=${say("理由", "Why")} aria-label=${say("{of}：理由", "{of}: why", { of })}
      value=${value.reason} onInput=${set("reason")} /></li>`;
} // prettier-ignore

/** @param {{period: any, results: any[], onDone: () => void}} props */
export function Points({ period, results, onDone }) {
  const { body: scheme } = useOne(`/evaluation/schemes/${period.scheme_id}`);
  const [code, setCode] = useState("");
  const [added, setAdded] = useState(/** @type {{subject: string, name: string}[]} */ ([]));
  const [given, setGiven] = useState(/** @type {Record<string, {points: string, reason: string}>} */ ({}));
  const sending = useSending(() => {
    toast(say("已记下；重新测算后计入。", "Kept; the next computation takes them."));
    setGiven({});
    onDone();
  });
  if (!scheme) return null;
  const manual = scheme.document.items.filter((/** @type {any} */ item) => !item.figure);
  const households = say("网格户数", "Households of the grid");
  const all = period.assessed === "grid" ? [...manual, { code: "size", label: households, label_zh: households,
    weight: 0 }] : manual;
  const item = all.find((/** @type {any} */ one) => one.code === code) || all[0];
  if (!item) return html`<p class="card">${say("方案没有手工评分项。", "The scheme has nothing that is scored by hand.")}</p>`;
  const subjects = [...added, ...results].filter((one, at, those) =>
    those.findIndex((other) => other.subject === one.subject) === at); // prettier-ignore
  const filled = subjects.filter((one) => given[one.subject] && given[one.subject].points !== "");
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const points = filled.map((one) => ({
      subject: one.subject, item: item.code, points: Number(given[one.subject].points),
      reason: given[one.subject].reason.trim() || null,
    })); // prettier-ignore
    sending.run("PUT", `/evaluation/periods/${period.id}/points`, { points });
  };
  const wrong = (/** @type {any} */ one) => {
    const at = filled.indexOf(one);
    const found = ((sending.problem && sending.problem.errors) || []).find((/** @type {any} */ error) =>
      error.pointer.startsWith(`/points/${at}/`)); // prettier-ignore
    return found && found.detail;
  };
  const Picker = PICKERS[period.assessed];
  return html`<form class="card stack-tight" onSubmit=${submit}><h3>${say("手工评分", "Points by hand")}</h3>
    <div class="row row-wrap" role="group" aria-label=${say("评分项", "Item")}>${all.map((/** @type {any} */ one) =>
      html`<button
      key=${one.code} type="button" class="chip" aria-pressed=${one === item} onClick=${() => (setCode(one.code),
        setGiven({}))}>
      ${label(one)}${one.weight ? ` · ${say("至多 {n} 分", "at most {n}", { n: pointed(one.weight) })}` :
        ""}</button>`)}</div>
    ${Picker && html`<${Picker} level=${period.assessed} area=${period.area_code} value=${null}
      aria-label=${say("加一个对象",
      "Add one")} onChange=${(/** @type {any} */ one) => one && setAdded([{ subject: one.value, name: one.label },
      ...added])} />`}
    ${subjects.length === 0 && html`<p class="soft">${say("先选要评分的对象；测算之后这里列出全部对象。",
      "Pick whom to score; once it is computed all are listed here.")}</p>`}
    <ul class="list">${subjects.map((one) => html`<${Row} key=${`${item.code} ${one.subject}`} subject=${one}
      item=${item}
      error=${wrong(one)} value=${given[one.subject] || { points: "", reason: "" }}
      onChange=${(/** @type {any} */ value) => setGiven({ ...given, [one.subject]: value })} />`)}</ul>
    ${sending.problem && html`<p class="field-error" role="alert">${sentenceOf(sending.problem)}</p>`}
    <div class="bar"><button class="button button-primary" disabled=${sending.busy || !filled.length}><${Icon}
      name="check" />
      ${say("保存 {n} 项", "Save {n}", { n: filled.length })}</button></div></form>`; // prettier-ignore
}
