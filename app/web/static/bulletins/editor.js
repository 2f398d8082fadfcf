/** Editing a draft: words, typical cases, red list, criticism, whom it goes to, and what it withdraws. */
import { get, newId, send } from "../common/api.js";
import { sentenceOf, toast } from "../common/feedback.js";
import { Field, TextArea } from "../common/fields.js";
import { AreaPicker, CasePicker, UnitPicker } from "../common/pickers.js";
import { useAnswer } from "../common/turns.js";
import { html, Icon, useState } from "../common/ui.js";
import { language, say } from "../common/words.js";

/** As the service takes it. @param {any} page */
const saidBy = (page) => ({
  title: page.title,
  foreword: page.foreword || "",
  remarks: page.remarks || "",
  typical: page.typical,
  praised: page.praised,
  criticised: page.criticised,
  addressees: page.addressees,
  withdraws: page.withdraws ? page.withdraws.bulletin_id : "",
  reason: page.withdraws ? page.withdraws.reason : "",
});

/** @param {any} said */
const bodyOf = (said) => ({
  title: said.title,
  foreword: said.foreword.trim() || null,
  remarks: said.remarks.trim() || null,
  typical: said.typical.map((/** @type {any} */ one) => ({
    case_id: one.case_id,
    title: one.title || null,
    text: one.text || null,
    comment: one.comment || null,
  })),
  praised: said.praised.map((/** @type {any} */ { kind, code, reason }) => ({ kind, code, reason })),
  criticised: said.criticised.map((/** @type {any} */ { kind, code, reason }) => ({ kind, code, reason })),
  addressees: said.addressees.map((/** @type {any} */ { kind, code }) => ({ kind, code })),
  withdraws: said.withdraws || null,
  withdrawal_reason: said.withdraws ? said.reason.trim() || null : null,
});

/** @param {{bulletin: any, onDone: () => void}} props */
export function Editor({ bulletin, onDone }) {
  const [said, setSaid] = useState(() => saidBy(bulletin.page));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const set = (/** @type {any} */ more) => setSaid((was) => ({ ...was, ...more }));
  const wrong = (/** @type {string} */ pointer) => {
    const found = problem && problem.errors.find((/** @type {any} */ one) => one.pointer.startsWith(pointer));
    return found ? found.detail : null;
  };
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await send("PUT", `/bulletins/${bulletin.id}`, bodyOf(said), { key: newId(), match: bulletin.version });
      toast(say("已保存", "Saved"));
      onDone();
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  const words = (/** @type {"foreword" | "remarks"} */ name, /** @type {string} */ label) => html`<${Field}
    label=${label}
    error=${wrong(`/${name}`)} optional>${(/** @type {any} */ given) => html`<${TextArea} ...${given} rows=${5}
      maxlength="4000"
    value=${said[name]} onChange=${(/** @type {string} */ text) => set({ [name]: text })} />`}<//>`;
  return html`<form class="stack bulletins-one" onSubmit=${save}>
    <h1>${say("编辑简报", "Edit the bulletin")}</h1>
    <${Field} label=${say("标题", "Title")} error=${wrong("/title")}>${(/** @type {any} */ given) => html`<input required
      maxlength="120" dir="auto" ...${given} value=${said.title}
      onInput=${(/** @type {any} */ event) => set({ title: event.target.value })} />`}<//>
    ${words("foreword", say("编者按", "Foreword"))}
    <${Typical} lines=${said.typical} error=${wrong("/typical")}
      onChange=${(/** @type {any} */ typical) => set({ typical })} />
    <${Named} label=${say("红榜", "Red list")} lines=${said.praised} reasons error=${wrong("/praised")}
      onChange=${(/** @type {any} */ praised) => set({ praised })} />
    <${Named} label=${say("通报批评", "Criticism")} lines=${said.criticised} reasons error=${wrong("/criticised")}
      onChange=${(/** @type {any} */ criticised) => set({ criticised })} />
    ${words("remarks", say("下一步工作", "What comes next"))}
    <${Named} label=${say("发送范围", "Sent to")} lines=${said.addressees} error=${wrong("/addressees")}
      onChange=${(/** @type {any} */ addressees) => set({ addressees })} />
    <${Withdrawal} area=${bulletin.area_code} said=${said} set=${set} error=${wrong("/withdraw")} />
    ${problem && html`<p class="field-error" role="alert">${sentenceOf(problem)}</p>`}
    <div class="row row-wrap"><button class="button button-primary" disabled=${busy}>${say("保存", "Save")}</button>
      <button type="button" class="button" onClick=${onDone}>${say("不保存", "Leave it")}</button></div>
  </form>`; // prettier-ignore
}

/** @param {any[]} lines @param {number} at */
const without = (lines, at) => lines.filter((_, n) => n !== at);
/** @param {any[]} lines @param {number} at @param {any} more */
const changed = (lines, at, more) => lines.map((one, n) => (n === at ? { ...one, ...more } : one));

/** @param {{onClick: () => void}} props */
const Remove = ({ onClick }) => html`<button type="button" class="button-icon" aria-label=${say("移除", "Remove")}
  onClick=${onClick}><${Icon} name="close" /></button>`;

/** Units and areas, each with why where that is asked. @param {any} props */
function Named({ label, lines, reasons, error, onChange }) {
  const add = (/** @type {string} */ kind) => (/** @type {any} */ option) => {
    if (!option) return;
    onChange([...lines, { kind, code: option.value, zh: option.label, en: option.label, reason: "" }]);
  };
  return html`<fieldset class="card stack-tight"><legend class="field-label">${label}</legend>
    ${lines.map((/** @type {any} */ one, /** @type {number} */ at) => html`<div class="row row-wrap"
      key=${`${one.kind} ${one.code} ${at}`}>
      <b dir="auto">${one[language()] || one.code}</b>
      ${reasons && html`<input class="grow" required maxlength="300" dir="auto" aria-label=${say("理由", "Why")}
        placeholder=${say("理由", "Why")}
        value=${one.reason} onInput=${(/** @type {any} */ event) => onChange(changed(lines, at,
          { reason: event.target.value }))} />`}
      <${Remove} onClick=${() => onChange(without(lines, at))} /></div>`)}
    <div class="grid-two">
      <${Field} label=${say("添加单位", "Add a unit")}>${(/** @type {any} */ given) => html`<${UnitPicker}
        key=${lines.length} ...${given}
        value=${null} onChange=${add("unit")} />`}<//>
      <${Field} label=${say("添加区划", "Add an area")}>${(/** @type {any} */ given) => html`<${AreaPicker}
        key=${lines.length} ...${given}
        value=${null} onChange=${add("area")} />`}<//></div>
    ${error && html`<p class="field-error" role="alert">${error}</p>`}</fieldset>`; // prettier-ignore
}

/** @param {any} props */
function Typical({ lines, error, onChange }) {
  const add = (/** @type {any} */ option) => {
    if (option) onChange([...lines, { case_id: option.value, title: "", text: "", comment: "", name: option.label }]);
  };
  return html`<fieldset class="card stack-tight"><legend class="field-label">${say("典型案例", "Typical cases")}</legend>
    <p class="field-hint">${say("保存时自动隐去姓名、电话、证件号、车牌与门牌；发出前请再读一遍。",
      "Names, phones, papers, plates and flats are taken out when it is saved; read it once more before sending.")}</p>
    ${lines.map((/** @type {any} */ one, /** @type {number} */ at) => html`<div class="stack-tight bulletins-case"
      key=${one.case_id}>
      <div class="row"><input class="grow" maxlength="120" dir="auto" aria-label=${say("标题", "Title")}
        placeholder=${one.name || say("标题", "Title")} value=${one.title}
        onInput=${(/** @type {any} */ event) => onChange(changed(lines, at, { title: event.target.value }))} />
        <${Remove} onClick=${() => onChange(without(lines, at))} /></div>
      <${TextArea} rows=${4} maxlength="4000" aria-label=${say("经过", "What happened")} value=${one.text}
        placeholder=${say("留空则取上报与处置情况", "Left empty: what was reported and done")}
        onChange=${(/** @type {string} */ text) => onChange(changed(lines, at, { text }))} />
      <${TextArea} rows=${2} aria-label=${say("点评", "Comment")} value=${one.comment || ""} placeholder=${say("点评",
        "Comment")}
        onChange=${(/** @type {string} */ comment) => onChange(changed(lines, at, { comment }))} /></div>`)}
    <${Field} label=${say("添加案卷", "Add a case")}>${(/** @type {any} */ given) => html`<${CasePicker}
      key=${lines.length} ...${given}
      value=${null} onChange=${add} />`}<//>
    ${error && html`<p class="field-error" role="alert">${error}</p>`}</fieldset>`; // prettier-ignore
}

/** @param {any} props */
function Withdrawal({ area, said, set, error }) {
  const ask = async () => {
    const { body } = await get("/bulletins", { query: { area, status: "published", limit: 100 } });
    return body.items.filter((/** @type {any} */ one) => one.area_code === area && !one.withdrawn_in);
  };
  const issues = useAnswer(ask, [area]).told || []; // none to choose from without a line
  if (!issues.length && !said.withdraws) return null;
  return html`<fieldset class="card stack-tight"><legend class="field-label">${say("撤销前期",
    "Withdraw an earlier issue")}</legend>
    <select aria-label=${say("撤销哪一期", "Which issue")} value=${said.withdraws}
      onChange=${(/** @type {any} */ event) => set({ withdraws: event.target.value })}>
      <option value="">${say("不撤销", "None")}</option>
      ${issues.map((/** @type {any} */ one) => html`<option key=${one.id}
        value=${one.id}>${one.number[language()]} ${one.title}</option>`)}</select>
    ${said.withdraws && html`<${TextArea} rows=${2} aria-label=${say("理由", "Why")} placeholder=${say("理由", "Why")}
      value=${said.reason}
      onChange=${(/** @type {string} */ reason) => set({ reason })} />`}
    ${error && html`<p class="field-error" role="alert">${error}</p>`}</fieldset>`; // prettier-ignore
}
