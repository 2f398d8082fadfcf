/** The inputs of administration, one for each kind of field. */
import { Choice, NumberField, Tick } from "../common/fields.js";
import { AreaPicker, CategoryPicker, RulePicker, UnitPicker } from "../common/pickers.js";
import { html, Icon } from "../common/ui.js";
import { say } from "../common/words.js";

/**
 * @typedef {{name: string, label: string, kind: string, options?: {value: any, label: string}[], optional?: boolean,
 *   hint?: string, fixed?: boolean, empty?: any, shown?: (values: any) => boolean, level?: string, unit?: string,
 *   min?: number, max?: number, brief?: boolean}} FieldOf
 * @typedef {{field: FieldOf, value: any, onChange: (value: any) => void, disabled?: boolean, given: any}} InputOf
 */

/** @param {any} event */
const valueOf = (event) => event.target.value;
/** @param {string | null} code */
const option = (code) => (code ? { value: code, label: code } : null);

/** @param {InputOf & {type: string}} props */
const Plain = ({ value, onChange, given, type, disabled }) => html`<input ...${given} type=${type}
  disabled=${disabled}
  autocomplete="off" value=${value === null || value === undefined ? "" : value}
  onInput=${(/** @type {any} */ event) => onChange(valueOf(event))} />`;

/** One that is picked by words. @param {any} Picker @param {Record<string, any>} [more] */
const picked =
  (Picker, more = {}) =>
  (/** @type {InputOf} */ { value, onChange, given, disabled, field }) =>
    disabled
      ? html`<input ...${given} value=${value || ""} disabled />`
      : html`<${Picker} ...${given} ...${more} level=${field.level} value=${option(value)}
          onChange=${(/** @type {any} */ one) => onChange(one ? one.value : null)} />`;

/** Several that are picked by words. @param {any} Picker */
const severalPicked =
  (Picker) =>
  (/** @type {InputOf} */ { value, onChange, given }) =>
    html`<${Picker} ...${given} multiple most=${500} value=${(value || []).map(option)}
      onChange=${(/** @type {any[]} */ all) => onChange(all.map((one) => one.value))} />`;

/** A text of one line. @param {InputOf} props */
const Text = (props) => html`<${Plain} ...${props} type="text" />`;

/** Texts, one a line. @param {InputOf} props */
const Lines = ({ value, onChange, given }) => html`<textarea ...${given} rows="3" value=${(value || []).join("\n")}
  onInput=${(/** @type {any} */ event) => onChange(valueOf(event).split("\n"))}></textarea>`;

/** A longer text. @param {InputOf} props */
const Long = ({ value, onChange, given }) => html`<textarea ...${given} rows="3" value=${value || ""}
  onInput=${(/** @type {any} */ event) => onChange(valueOf(event))}></textarea>`;

/** Dated names 名称沿革: what it is called, and since when. @param {InputOf} props */
function Names({ value, onChange, given }) {
  const rows = value && value.length ? value : [{ valid_from: "", name: "", name_en: "" }];
  const change = (/** @type {number} */ at, /** @type {string} */ name, /** @type {string} */ told) =>
    onChange(
      rows.map((/** @type {any} */ row, /** @type {number} */ n) => (n === at ? { ...row, [name]: told } : row)),
    );
  /** @param {any} row @param {number} at @param {string} name @param {string} words @param {string} [type] */
  const input = (row, at, name, words, type = "text") => html`<label class="admin-cell"><span class="field-hint">
      ${words}</span><input type=${type}
      value=${row[name] || ""} aria-invalid=${given["aria-invalid"]}
      onInput=${(/** @type {any} */ event) => change(at, name, valueOf(event))} /></label>`; // prettier-ignore
  return html`<div class="stack-tight" ...${given}>${rows.map(
    (/** @type {any} */ row, /** @type {number} */ at) => html`<div class="admin-cells" key=${at}>
      ${input(row, at, "valid_from", say("自何日起", "From"), "date")}
      ${input(row, at, "name", say("名称", "Name"))}
      ${input(row, at, "name_en", say("英文名称", "English name"))}
      <button type="button" class="button-icon" aria-label=${say("去掉这个名称", "Take this name away")}
        onClick=${() => onChange(rows.filter((/** @type {any} */ _, /** @type {number} */ n) => n !== at))}>
        <${Icon} name="close" /></button></div>`,
  )}<button type="button" class="button-plain admin-start"
      onClick=${() => onChange([...rows, { valid_from: "", name: "", name_en: "" }])}>
      <${Icon} name="plus" />${say("改名：加一个新名称", "Renamed: another name")}</button></div>`;
}

/** Days of the week as digits, 1 is Monday. @param {InputOf} props */
function Weekdays({ value, onChange, given }) {
  const said = value || "";
  const turned = (/** @type {string} */ digit) =>
    [..."1234567"].filter((one) => said.includes(one) !== (one === digit)).join("") || null;
  const names = [
    say("一", "Mon"), say("二", "Tue"), say("三", "Wed"), say("四", "Thu"), say("五", "Fri"), say("六", "Sat"),
    say("日", "Sun"),
  ]; // prettier-ignore
  return html`<div class="row row-wrap" ...${given} role="group">${names.map(
    (name, at) => html`<button key=${name} type="button" class="chip" aria-pressed=${said.includes(String(at + 1))}
      onClick=${() => onChange(turned(String(at + 1)))}>${name}</button>`,
  )}</div>`;
}

/** @type {Record<string, (props: InputOf) => any>} */
const KINDS = {
  text: Text,
  long: Long,
  lines: Lines,
  names: Names,
  weekdays: Weekdays,
  day: (props) => html`<${Plain} ...${props} type="date" onChange=${(/** @type {string} */ day) =>
    props.onChange(day || null)} />`,
  clock: (props) => html`<${Plain} ...${props} type="time" onChange=${(/** @type {string} */ clock) =>
    props.onChange(clock || null)} />`,
  number: ({ value, onChange, given, field }) => html`<${NumberField} ...${given}
    value=${value === undefined ? null : value}
    onChange=${onChange} min=${field.min === undefined ? 1 : field.min} max=${field.max} unit=${field.unit} />`,
  choice: ({ value, onChange, given, field, disabled }) =>
    disabled || field.brief || field.optional || (field.options || []).length > 4
      ? html`<select ...${given} disabled=${disabled}
        value=${value === null || value === undefined ? "" : String(value)}
          onChange=${(/** @type {any} */ event) => onChange(valueOf(event) || null)}>
          <option value="">${field.optional ? say("不限", "Any") : say("请选择", "Please choose")}</option>
          ${(field.options || []).map((one) => html`<option key=${one.value}
            value=${one.value}>${one.label}</option>`)}
        </select>`
      : html`<${Choice} ...${given} value=${value} onChange=${onChange} options=${field.options || []} />`,
  tick: ({ value, onChange, given, field }) => html`<${Tick} ...${given} value=${value} onChange=${onChange}
    label=${field.unit || field.label} />`,
  truth: ({ value, onChange, given }) => html`<select ...${given}
    value=${typeof value === "boolean" ? String(value) : ""}
    onChange=${(/** @type {any} */ event) => onChange(valueOf(event) ? valueOf(event) === "true" : null)}>
    <option value="">${say("不限", "Any")}</option><option value="true">${say("是", "Yes")}</option>
    <option value="false">${say("否", "No")}</option></select>`,
  area: picked(AreaPicker),
  unit: picked(UnitPicker),
  category: picked(CategoryPicker),
  rule: picked(RulePicker),
  areas: severalPicked(AreaPicker),
  units: severalPicked(UnitPicker),
};

/** The input of a field. @param {InputOf} props */
export const Input = (props) => html`<${KINDS[props.field.kind]} ...${props} />`;
