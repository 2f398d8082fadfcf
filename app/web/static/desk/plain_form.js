/** The form of any other action, made from its offer: what it requires and accepts, and its reasons. */
import { get } from "../common/api.js";
import { html, useEffect, useState } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { AreaField } from "./area_field.js";
import { Form, useForm } from "./form.js";
import { UnitField, UnitsField } from "./units_field.js";
import { Words } from "./words_field.js";

/** What words of a case are called. @param {string} name */
const wordsLabel = (name) => ({
  note: say("说明", "Note"), reply: say("给诉求人的答复", "Answer to the reporter"), missing: say("需核实的情况", "What has to be found out"),
  result: say("处置结果", "What was done"), finding: say("核实情况", "What was found"), demand: say("督办要求", "What is ordered"),
  answer: say("答复", "Answer"), attended: say("到场单位", "Units that came"), task: say("任务", "Task"),
}[name] ?? name);
const LONG = ["reply", "note", "missing", "result", "finding", "demand", "answer"];
const PEOPLE = /** @type {Record<string, string>} */ ({ verifier_id: "verify", checker_id: "check", person_id: "handle" });

/** Whom the action would take, the nearest first. @param {{form: any, name: string, of: any}} props */
function PersonField({ form, name, of }) {
  const [people, setPeople] = useState(/** @type {any[] | null} */ (null));
  const task = name === "person_id" && of.status === "verifying" ? "verify" : name === "person_id" && of.status === "checking" ? "check" : PEOPLE[name];
  useEffect(() => {
    get("/people", { query: { task, case_id: of.id, limit: 100 } }).then(({ body }) => setPeople(body.items), () => setPeople([]));
  }, [of.id]);
  const chosen = (people || []).find((one) => one.id === form.body[name]);
  return html`<label class="field"><span class="field-label">${say("人员", "Who")}</span>
    <select value=${form.body[name] ?? ""} onChange=${(/** @type {any} */ event) => form.set({ [name]: event.currentTarget.value })}>
      <option value="">${say("由系统就近指定", "Whoever is near and has least in hand")}</option>
      ${(people || []).map((one) => html`<option key=${one.id} value=${one.id}>
        ${one.name} · ${say("在手 {n} 件", "{n} in hand", { n: one.load })}</option>`)}
    </select>${chosen && chosen.absent_until ? html`<span class="field-hint">${say("请假至 {day}", "Away until {day}",
    { day: time(chosen.absent_until, "day") })}</span>` : null}</label>`;
}

/** @param {{form: any, of: any, offer: any, name: string, isFirst: boolean}} props */
function Field({ form, of, offer, name, isFirst }) {
  const isNeeded = offer.requires.includes(name);
  if (name === "reason_code") {
    return html`<label class="field"><span class="field-label">${say("原因", "Reason")}</span>
      <select data-first="" value=${form.body.reason_code} onChange=${(/** @type {any} */ event) => form.set({ reason_code: event.currentTarget.value })}>
        ${offer.reasons.map((/** @type {any} */ one) => html`<option key=${one.code} value=${one.code}>${label(one)}</option>`)}</select></label>`;
  }
  if (name === "close_condition_met") {
    return html`<label class="row"><input type="checkbox" data-first="" checked=${Boolean(form.body[name])}
      onChange=${(/** @type {any} */ event) => form.set({ [name]: event.currentTarget.checked })} />
      ${say("结案条件已满足：{words}", "The close condition is met: {words}", { words: (of.rule || {}).close_condition ?? "" })}</label>`;
  }
  if (name in PEOPLE) return html`<${PersonField} form=${form} of=${of} name=${name} />`;
  if (name === "area_code") {
    return html`<${AreaField} label=${say("交给哪个中心", "Which centre")} code=${form.body.area_code} error=${form.errorOf(name)}
      optional=${!isNeeded} onPick=${(/** @type {string} */ code) => form.set({ area_code: code })} />`;
  }
  if (name === "department") {
    return html`<${UnitField} label=${say("单位", "Unit")} code=${form.body[name]} error=${form.errorOf(name)}
      onPick=${(/** @type {string} */ code) => form.set({ [name]: code })} />`;
  }
  if (name === "attended") {
    return html`<${UnitsField} label=${wordsLabel(name)} codes=${form.body[name] || []} error=${form.errorOf(name)}
      onChange=${(/** @type {string[]} */ codes) => form.set({ [name]: codes })} />`;
  }
  if (name === "score" || name === "level") {
    return html`<label class="field"><span class="field-label">${name === "score" ? say("评分", "Score") : say("级别", "Level")}</span>
      <input type="number" min="1" max="5" value=${form.body[name] ?? ""} onInput=${(/** @type {any} */ event) => form.set({ [name]: Number(event.currentTarget.value) })} /></label>`;
  }
  if (!LONG.includes(name)) return null;
  return html`<${Words} form=${form} name=${name} of=${of} isFirst=${isFirst} label=${wordsLabel(name)} optional=${!isNeeded} templates=${name === "reply" ? "reply" : name === "result" ? "result" : undefined} rows=${name === "reply" ? 4 : 2} />`;
}

/** What is there already for a field. @param {any} offer @param {any} of */
function initialOf(offer, of) {
  /** @type {Record<string, any>} */
  const initial = {};
  if (offer.requires.includes("reason_code")) initial.reason_code = (offer.reasons[0] || {}).code;
  if (offer.requires.includes("reply") && of.result) initial.reply = of.result;
  if (offer.requires.includes("department") && (of.open_assists || []).length === 1) initial.department = of.open_assists[0];
  return initial;
}

/** @param {any} props */
export function PlainForm(props) {
  const { of, offer } = props;
  const form = useForm(props, initialOf(offer, of));
  const names = offer.requires.concat(offer.accepts);
  const has = (/** @type {string} */ name) => { const told = form.body[name]; return Array.isArray(told) ? told.length : Boolean(told); };
  const canSend = offer.requires.every(has);
  return html`<${Form} offer=${offer} form=${form} onClose=${props.onClose} canSend=${canSend} seen=${of.version}>
    ${names.map((/** @type {string} */ name, /** @type {number} */ at) => html`<${Field} key=${name} form=${form} of=${of} offer=${offer}
      name=${name} isFirst=${at === 0} />`)}
    ${offer.photos.length && !offer.photos_present ? html`<p class="desk-hint">${say("还缺照片", "A photo is missing")}</p>` : null}
  <//>`;
}
