/** The parts of a scheme as rows of a form: items, colours, deductions, triggers, pay bands. */
import { html, Icon } from "../common/ui.js";
import { label, say } from "../common/words.js";

/**
 * @typedef {{name: string, words: string, kind?: string, cls: string, optional?: boolean,
 *   shown?: (row: any) => boolean, shareable?: boolean}} Column
 * @typedef {{name: string, title: string, hint: string, columns: Column[], blank: any, optional?: boolean}} Part
 */

/** @type {() => Column[]} */
const named = () => [
  { name: "label_zh", words: say("名称", "Name"), cls: "c3" },
  { name: "label", words: say("英文名称", "English name"), cls: "c3", optional: true },
  { name: "code", words: say("代码", "Code"), cls: "c2" },
];
const figure = () => ({ name: "figure", words: say("指标", "Figure"), kind: "figure", cls: "c4" });
const BLANK = { code: "", label_zh: "", label: "" };

/** @type {() => Part[]} */
export const PARTS = () => [
  { name: "items", title: say("考评项与权重", "Items and weights"), hint: say(
      "权重合计须为 100。选“手工评分”的项由人打分；比率以百分数填写。",
      "The weights sum to 100. An item without a figure is scored by hand; shares are given in per cent."),
    columns: [...named(), { name: "weight", words: say("权重", "Weight"), kind: "number", cls: "c2" }, figure(),
      { name: "zero_at", words: say("0 分值", "Earns nothing"), kind: "number", cls: "c2", shareable: true,
        shown: (row) => Boolean(row.figure) },
      { name: "full_at", words: say("满分值", "Earns all"), kind: "number", cls: "c2", shareable: true,
        shown: (row) => Boolean(row.figure) }],
    blank: { ...BLANK, weight: "", figure: "", zero_at: "0", full_at: "100" } },
  { name: "colours", title: say("颜色与分数线", "Colours and thresholds"), hint: say("自高到低；最低一档从 0 分起。",
      "From the best down; the last begins at 0."),
    columns: [...named(), { name: "from_score", words: say("几分起", "From score"), kind: "number", cls: "c2" }],
    blank: { ...BLANK, from_score: "" } },
  { name: "deductions", optional: true, title: say("扣分", "Deductions"), hint: say("指标每命中一件扣几分，至多扣几分。",
      "Points for each hit of a figure, up to a cap."),
    columns: [...named(), figure(), { name: "points", words: say("每件扣", "For each"), kind: "number", cls: "c2" },
      { name: "cap", words: say("至多扣", "At most"), kind: "number", cls: "c2" }],
    blank: { ...BLANK, figure: "reopening_rate", points: "1", cap: "10" } },
  { name: "triggers", optional: true, title: say("一票定色", "Triggers"), hint: say("指标达到件数，即定为该颜色，与分数无关。",
      "From so many hits on the colour is forced, whatever the score."),
    columns: [...named(), figure(), { name: "at_least", words: say("几件起", "From"), kind: "number", cls: "c2" },
      { name: "colour", words: say("定为", "Colour"), kind: "colour", cls: "c2" }],
    blank: { ...BLANK, figure: "irregular", at_least: "1", colour: "" } },
  { name: "pay_bands", optional: true, title: say("报酬分档", "Pay bands"), hint: say("自低到高；符合条件的最后一档生效。",
      "From the lowest up; the last that fits holds."),
    columns: [...named(), { name: "tasks_from", words: say("案件数起", "Tasks from"), kind: "number", cls: "c2" },
      { name: "size_from", words: say("户数起", "Households from"), kind: "number", cls: "c2" },
      { name: "amount", words: say("元", "Yuan"), kind: "number", cls: "c2" }],
    blank: { ...BLANK, tasks_from: "0", size_from: "0", amount: "" } },
]; // prettier-ignore

const FIRST = () => ({
  items: [PARTS()[0].blank],
  colours: [
    { code: "red", label_zh: say("红", "Red"), label: "Red", from_score: "85" },
    { code: "yellow", label_zh: say("黄", "Yellow"), label: "Yellow", from_score: "60" },
    { code: "grey", label_zh: say("灰", "Grey"), label: "Grey", from_score: "0" },
  ],
  deductions: [], triggers: [], pay_bands: [],
}); // prettier-ignore

/** Whether the values of a row are shares, which people give in per cent. @param {any} row @param {any} figures */
const isShare = (row, figures) => Boolean(row.figure && figures[row.figure] && figures[row.figure].measure === "share");

/** The rows of the form, of a version that is there or of none. @param {any} from @param {any} figures */
export function formOf(from, figures) {
  if (!from) return FIRST();
  return Object.fromEntries(PARTS().map(({ name, columns }) => [name, (from.document[name] ||
    []).map((/** @type {any} */
    row) => Object.fromEntries(columns.map((column) => {
    const value = row[column.name];
    const shown = column.shareable && isShare(row, figures) ? Math.round(value * 1e6) / 1e4 : value;
    return [column.name, shown === null || shown === undefined ? "" : String(shown)];
  })))])); // prettier-ignore
}

/** What is sent of the rows. @param {any} form @param {any} figures */
export function documentOf(form, figures) {
  return Object.fromEntries(PARTS().map(({ name, columns }) => [name, form[name].map((/** @type {any} */ row) =>
    Object.fromEntries(columns.filter((column) => !column.shown || column.shown(row)).map((column) => {
      const said = String(row[column.name] === undefined ? "" : row[column.name]).trim();
      if (column.kind === "number") {
        return [column.name, Number(said) / (column.shareable && isShare(row, figures) ? 100 : 1)];
      }
      return [column.name, said || (column.optional || column.kind === "figure" ? null : "")];
    })))])); // prettier-ignore
}

/**
 * @param {{column: Column, row: any, set: (value: string) => void, figures: any, colours: any[],
 *   hand: boolean}} props
 */
function Input({ column, row, set, figures, colours, hand }) {
  const value = row[column.name] === undefined ? "" : row[column.name];
  const changed = (/** @type {any} */ event) => set(event.target.value);
  const share = column.shareable && isShare(row, figures);
  const words = share ? `${column.words} %` : column.words;
  return html`<label class=${`field ${column.cls}`}><span class="field-label small">${words}</span>${
    column.kind === "figure" ? html`<select value=${value} onChange=${changed}>
        ${hand && html`<option value="">${say("手工评分", "Scored by hand")}</option>`}
        ${Object.values(figures).map((one) => html`<option key=${one.code}
          value=${one.code}>${label(one)}</option>`)}</select>`
      : column.kind === "colour" ? html`<select value=${value} onChange=${changed}><option value="">${say("请选择",
        "Please choose")}</option>${colours.map((one) => html`<option key=${one.code} value=${one.code}>${one.label_zh
        || one.code}</option>`)}</select>`
      : html`<input type=${column.kind === "number" ? "number" : "text"} step="any" autocomplete="off"
        value=${value} onInput=${changed} />`}</label>`; // prettier-ignore
}

/**
 * @param {{part: Part, rows: any[], figures: any, colours: any[], errors: any[],
 *   onChange: (rows: any[]) => void}} props
 */
export function Parts({ part, rows, figures, colours, errors, onChange }) {
  const change = (/** @type {number} */ at, /** @type {any} */ row) => onChange(rows.map((one, n) => (n === at ? row :
    one)));
  const of = (/** @type {number} */ at) => errors.filter((one) =>
    one.pointer.startsWith(`/document/${part.name}/${at}/`));
  const whole = errors.filter((one) => one.pointer === `/document/${part.name}`);
  return html`${whole.map((one) => html`<p key=${one.detail} class="field-error" role="alert">${one.detail}</p>`)}
    <ul class="list">${rows.map((row, at) => html`<li key=${at} class="part">${part.columns.filter((column) =>
        !column.shown || column.shown(row)).map((column) => html`<${Input} key=${column.name} column=${column}
          row=${row}
        figures=${figures} colours=${colours} hand=${part.name === "items"} set=${(/** @type {string} */ value) =>
          change(at, { ...row, [column.name]: value })} />`)}
      ${(part.optional || rows.length > 1) && html`<button type="button" class="button-icon c1"
        aria-label=${say("去掉第 {n} 行",
        "Take row {n} away", { n: at + 1 })} onClick=${() => onChange(rows.filter((_, n) => n !== at))}>
        <${Icon} name="close" /></button>`}
      ${of(at).map((one) => html`<p key=${one.pointer} class="field-error part-wide" role="alert">${one.detail}</p>`)}
      </li>`)}</ul>
    <div class="bar"><button type="button" class="button-plain" onClick=${() => onChange([...rows, { ...part.blank }])}>
      <${Icon} name="plus" />${say("加一行", "Add a row")}</button></div>`; // prettier-ignore
}
