/**
 * How each field of an action is called and filled in. The names are those of the table of moves; a test holds both.
 */
import { Choice, DateTime, Field, NumberField, TextArea, Tick } from "./fields.js";
import { ContactOf, Parts, Place } from "./larger_fields.js";
import { AreaPicker, CasePicker, CategoryPicker, PersonPicker, RulePicker, UnitPicker } from "./pickers.js";
import { html } from "./ui.js";
import { label, say } from "./words.js";

/**
 * @typedef {{value: any, onChange: (value: any) => void, case: any, offer: any,
 *   given: any}} Input what draws a field gets
 */

/** @param {string} kind which standard texts fit */
const text =
  (kind = "note", rows = 3) =>
  (/** @type {Input} */ { value, onChange, case: one, given }) =>
    html`<${TextArea} ...${given} rows=${rows} value=${value} onChange=${onChange} caseId=${one.id}
        templates=${kind} />`;

/** @param {any} picker @param {(input: Input) => Record<string, any>} more */
const picker =
  (picker, more = () => ({})) =>
  (/** @type {Input} */ input) =>
    html`<${picker} ...${input.given} value=${input.value} onChange=${input.onChange} ...${more(input)} />`;

const person = (/** @type {string} */ task) => picker(PersonPicker, ({ case: one }) => ({ task, caseId: one.id }));
const unit = picker(UnitPicker, ({ case: one }) => ({ area: one.area_code }));
const likelyUnit = picker(UnitPicker, ({ case: one }) => ({ area: one.area_code, caseId: one.id }));
const units = picker(UnitPicker, ({ case: one }) => ({ area: one.area_code, multiple: true }));
const moment = (/** @type {Input} */ { value, onChange, offer, given }) => {
  const limit = limitOf(offer, given.field);
  return html`<${DateTime} ...${given} value=${value} onChange=${onChange} max=${
    limit ? dayAfter(limit) : undefined
  } />`;
};
const line = (/** @type {Input} */ { value, onChange, given }) => html`<input type="text" maxlength="300" ...${given}
  value=${value || ""} onInput=${(/** @type {any} */ event) => onChange(event.target.value)} />`;

/** @param {any} offer @param {string} field */
const limitOf = (offer, field) => (offer.limits || []).find((/** @type {any} */ one) => one.field === field);

/** The last moment that a limit in days allows. @param {any} limit */
const dayAfter = (limit) =>
  /day/.test(limit.unit) ? new Date(Date.now() + limit.most * 86400000 - 60000).toISOString() : undefined;

/** How much a field may say, in words. @param {any} offer @param {string} field */
export function hintOf(offer, field) {
  const limit = limitOf(offer, field);
  if (!limit) return null;
  const values = { most: limit.most, unit: label(limit, "unit_label"), left: limit.times_left };
  return say("最多 {most} {unit}，还可申请 {left} 次", "{most} {unit} at most; {left} times left", values);
}

/** @param {Input} input */
function Amount({ value, onChange, offer, given }) {
  const limit = limitOf(offer, "amount");
  return html`<${NumberField} ...${given} value=${value === undefined ? null : value} onChange=${onChange}
      max=${limit && limit.most}
    unit=${limit && label(limit, "unit_label")} />`;
}

/** @param {string} name @param {() => any[]} options */
const oneOf =
  (name, options) =>
  (/** @type {Input} */ { value, onChange, given }) =>
    html`<${Choice} ...${given} value=${value} onChange=${onChange} options=${options()} />`;

const reasons = (/** @type {Input} */ { value, onChange, offer, given }) => html`<${Choice} ...${given} value=${value}
  onChange=${onChange} options=${offer.reasons.map((/** @type {any} */ one) => ({
    value: one.code,
    label: label(one),
  }))} />`;
const exemptions = (
  /** @type {Input} */ { value, onChange, offer, given },
) => html`<${Choice} ...${given} value=${value || ""}
  onChange=${(/** @type {string} */ code) => onChange(code || undefined)}
  options=${[
    { value: "", label: say("有照片", "There is a photo") },
    ...offer.photo_exemptions.map((/** @type {any} */ one) => ({ value: one.code, label: label(one) })),
  ]} />`;
const scores = () => [1, 2, 3, 4, 5].map((value) => ({ value, label: say("{n} 分", "{n}", { n: value }) }));
const levels = () => [1, 2, 3].map((value) => ({ value, label: say("{n} 级", "Level {n}", { n: value }) }));
const tiers = () => [
  { value: "normal", label: say("一般", "Normal") },
  { value: "restricted", label: say("限制", "Restricted") },
  { value: "confidential", label: say("保密", "Confidential") },
];
const limitUnits = () => [
  { value: "working_hours", label: say("工作时", "Working hours") }, { value: "urgent_hours", label: say("小时", "Hours") },
  { value: "working_days", label: say("工作日", "Working days") }, { value: "calendar_days", label: say("自然日",
      "Calendar days") },
]; // prettier-ignore
const tick =
  (/** @type {() => string} */ words) =>
  (/** @type {Input} */ { value, onChange, given }) =>
    html`<${Tick} ...${given} value=${value} onChange=${onChange} label=${words()} />`;
const count =
  (/** @type {number} */ most) =>
  (/** @type {Input} */ { value, onChange, given }) =>
    html`<${NumberField} ...${given} value=${value === undefined ? null : value} onChange=${onChange} max=${most} />`;

/** @typedef {{name: () => string, draw: (input: Input) => any, group?: boolean, pick?: boolean}} Drawn */

/** @type {Record<string, Drawn>} */
export const FIELDS = {
  note: { name: () => say("说明", "Note"), draw: text() },
  result: { name: () => say("处置结果", "Result"), draw: text("result", 4) },
  reply: { name: () => say("答复内容", "Reply"), draw: text("reply", 4) },
  finding: { name: () => say("现场情况", "Finding"), draw: text() },
  missing: { name: () => say("需核查的内容", "What has to be found out"), draw: text() },
  demand: { name: () => say("督办要求", "What is ordered"), draw: text() },
  answer: { name: () => say("督办回复", "Answer"), draw: text() },
  place: { name: () => say("集合地点", "Where to meet"), draw: line },
  address: { name: () => say("地址", "Address"), draw: line },
  reason_code: { name: () => say("原因", "Reason"), draw: reasons, group: true },
  photo_exemption: { name: () => say("没有照片时的理由", "Why there is no photo"), draw: exemptions, group: true },
  rule_code: { name: () => say("立案条件", "Filing rule"), draw: picker(RulePicker, ({ case: one }) => ({ caseId: one.id,
      category: one.category_code })), pick: true },
  category_code: { name: () => say("类别", "Category"), draw: picker(CategoryPicker), pick: true },
  area_code: { name: () => say("区划", "Area"), draw: picker(AreaPicker), pick: true },
  lead: { name: () => say("主办单位", "Lead unit"), draw: likelyUnit, pick: true },
  assists: { name: () => say("协办单位", "Assisting units"), draw: units, pick: true },
  fallback: { name: () => say("兜底单位", "Fallback unit"), draw: likelyUnit, pick: true },
  eligible: { name: () => say("可点单单位", "Units that may claim"), draw: units, pick: true },
  departments: { name: () => say("应到单位", "Units called"), draw: units, pick: true },
  attended: { name: () => say("到会单位", "Units that came"), draw: units, pick: true },
  department: { name: () => say("单位", "Unit"), draw: unit, pick: true },
  proposed_department: { name: () => say("建议承办单位", "Whose case it is instead"), draw: unit, pick: true },
  from_department: { name: () => say("移出单位", "From unit"), draw: unit, pick: true },
  to_department: { name: () => say("移入单位", "To unit"), draw: unit, pick: true },
  team: { name: () => say("送单队伍", "Team that delivers"), draw: unit, pick: true },
  handler_id: { name: () => say("经办人", "Handler"), draw: person("handle"), pick: true },
  person_id: { name: () => say("人员", "Person"), draw: (input) => person(taskOf(input))(input), pick: true },
  verifier_id: { name: () => say("核查人", "Verifier"), draw: person("verify"), pick: true },
  checker_id: { name: () => say("核实人", "Checker"), draw: person("check"), pick: true },
  from_id: { name: () => say("移交人", "From"), draw: person("handle"), pick: true },
  to_id: { name: () => say("接收人", "To"), draw: person("handle"), pick: true },
  target_id: { name: () => say("并入案卷", "The case that goes on"), draw: picker(CasePicker,
      ({ case: one }) => ({ except: one.id })), pick: true },
  resume_at: { name: () => say("恢复计时时间", "When the clock runs again"), draw: moment },
  respond_by: { name: () => say("报到时限", "To respond by"), draw: moment },
  at: { name: () => say("集合时间", "When to meet"), draw: moment },
  held_at: { name: () => say("会办时间", "When it was held"), draw: moment },
  due_at: { name: () => say("办结时间", "By when"), draw: moment },
  amount: { name: () => say("延长", "How much more time"), draw: Amount },
  limit_amount: { name: () => say("时限", "Limit"), draw: count(8760) },
  limit_unit: { name: () => say("时限单位", "Unit of the limit"), draw: oneOf("limit_unit", limitUnits), group: true },
  minutes: { name: () => say("亮单时长（工作分钟）", "Minutes of working time"), draw: count(1440) },
  head_count: { name: () => say("到场人数", "How many came"), draw: count(1000) },
  level: { name: () => say("督办级别", "Level"), draw: oneOf("level", levels), group: true },
  score: { name: () => say("评分", "Score"), draw: oneOf("score", scores), group: true },
  privacy_tier: { name: () => say("保密级别", "Privacy"), draw: oneOf("privacy_tier", tiers), group: true },
  urgent: { name: () => say("紧急", "Urgent"), draw: tick(() => say("按紧急件办理，时限连续计算",
      "Urgent: the clock runs day and night")), group: true },
  all_serving: { name: () => say("范围", "Reach"), draw: tick(() => say("所有管辖该处的单位",
      "Every unit that serves the place")), group: true },
  confirmed: { name: () => say("情况是否属实", "Is it as reported?"), group: true,
    draw: oneOf("confirmed", () => [{ value: true, label: say("属实", "Yes") }, { value: false, label: say("不属实",
        "No") }]) },
  close_condition_met: { name: () => say("结案条件", "Close condition"), group: true,
    draw: (input) => tick(() => say("已达到：{text}", "It is met: {text}", { text: (input.case.rule || {}).close_condition
        || "" }))(input) },
  location: { name: () => say("位置", "Place"), draw: (input) => html`<${Place} ...${input} />`, group: true },
  contact: { name: () => say("要答复的市民", "A resident to answer"), draw: ContactOf, group: true },
  parts: { name: () => say("拆分为", "Split into"), draw: Parts, group: true },
}; // prettier-ignore

/** Whom a `reassign` or `transfer` names. @param {Input} input */
const taskOf = ({ case: one, offer }) =>
  offer.action !== "reassign" ? "handle" : one.status === "verifying" ? "verify" : "check";

/** What is left to screens of their own. */
export const ELSEWHERE = [
  "tasks",
  "attachment_ids",
  "attachment_id",
  "report_id",
  "nature_code",
  "source_code",
  "title",
  "description",
  "photo",
  "purpose",
  "taken_at",
];

/** The value of a field as the service wants it. @param {string} field @param {any} value */
export function sentAs(field, value) {
  if (value === null || value === "") return undefined;
  if (!FIELDS[field].pick) return typeof value === "string" ? value.trim() || undefined : value;
  return Array.isArray(value) ? value.map((one) => one.value) : value && value.value;
}

/**
 * A field of an action with its label, hint and error.
 * @param {{field: string, offer: any, case: any, value: any, onChange: (value: any) => void, error?: string,
 *   required: boolean}} props
 */
export function ActionField({ field, offer, case: one, value, onChange, error, required }) {
  const drawn = FIELDS[field];
  return html`<${Field} label=${drawn.name()} error=${error} hint=${hintOf(offer, field)} optional=${!required}
      group=${drawn.group}>
    ${(/** @type {any} */ given) =>
      drawn.draw({ value, onChange, case: one, offer, given: { ...given, field, required } })}
  <//>`;
}
