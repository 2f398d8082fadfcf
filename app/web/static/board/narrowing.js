/** What narrows the board: area, unit, category and period, kept in the address. */
import { AreaPicker, CategoryPicker, UnitPicker } from "../common/pickers.js";
import { askedBy } from "../common/figures.js";
import { html, Icon, go, hashOf } from "../common/ui.js";
import { say } from "../common/words.js";

/** @typedef {Record<string, string>} Query */

/** What the board keeps beside: the names of what was chosen, so that an address reads the same elsewhere. */
const NARROWING = ["area", "area_name", "department", "department_name", "category", "category_name", "days"];
const PERIODS = ["7", "30", "90"];

/** The part of a query that narrows the board. @param {Query} query @returns {Query} */
export const narrowing = (query) => Object.fromEntries(NARROWING.filter((name) => query[name]).map((name) => [name,
  query[name]]));

/** The days that are looked back. @param {Query} query */
export const daysOf = (query) => (PERIODS.includes(query.days) ? Number(query.days) : 30);

/** What the questions are narrowed by. @param {Query} query @param {string[]} [names] @returns {Query} */
export const filtersOf = (query, names = ["area", "department", "category"]) =>
  Object.fromEntries(names.filter((name) => query[name]).map((name) => [name, query[name]]));

/** From when a period is asked. @param {Query} query */
export function sinceOf(query) {
  const day = new Date(Date.now() - (daysOf(query) - 1) * 86400000);
  return `${new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(day)}T00:00:00+08:00`;
}

/**
 * The place of the list that an address of the API names; `named` says what its filter is called.
 * @param {string} href @param {Query} query @param {string} [named]
 */
export function listAt(href, query, named) {
  const asked = askedBy(href);
  return hashOf(`cases/${asked.question}`, { ...narrowing(query), ...asked.query, named });
}

/**
 * @param {{name: string, value: string, shown: string, query: Query, at: string, Picker: any, label: string}} props
 */
function Narrowed({ name, value, shown, query, at, Picker, label }) {
  const change = (/** @type {any} */ option) =>
    go(at, { ...query, [name]: option ? option.value : null, [`${name}_name`]: option ? option.label : null });
  return html`<div class="narrowing-field"><span class="field-label small" id="narrow-${name}">${label}</span>
    <${Picker} label=${label} value=${value ? { value, label: shown || value } : null} onChange=${change} />
      </div>`;
}

/** What is not narrowed, by how many fields there are. @type {() => Record<number, string>} */
const ALL = () => ({
  1: say("全部区划", "All areas"),
  2: say("全部区划、类别", "All areas and categories"),
  3: say("全部区划、单位、类别", "All areas, units and categories"),
});

/** The bar of filters of the page `at`, or some of them. @param {{query: Query, at?: string, only?: string[]}} props */
export function Narrowing({ query, at = "", only }) {
  const fields = [
    { name: "area", Picker: AreaPicker, label: say("区划", "Area") },
    { name: "department", Picker: UnitPicker, label: say("单位", "Unit") },
    { name: "category", Picker: CategoryPicker, label: say("类别", "Category") },
  ];
  const shown = fields.filter(({ name }) => !only || only.includes(name));
  const any = shown.some(({ name }) => query[name]);
  return html`<details class="narrowing card" open=${any}>
    <summary class="row row-wrap"><${Icon} name="search" /><span class="grow">${
      any
        ? shown.map(({ name }) => query[`${name}_name`] || query[name]).filter(Boolean).join(" · ")
        : ALL()[shown.length]
    }</span></summary>
    <div class="narrowing-fields">${shown.map((field) => html`<${Narrowed} key=${field.name} ...${field}
      value=${query[field.name]} shown=${query[`${field.name}_name`]} query=${query} at=${at} />`)}
    ${any && html`<a class="button-plain" href=${hashOf(at, { days: query.days })}>
      <${Icon} name="close" />${say("清除筛选", "Clear filters")}</a>`}</div>
  </details>`; // prettier-ignore
}

/** How far back. @param {{query: Query, at?: string}} props */
export const Period = ({ query, at = "" }) => html`<div class="row" role="group" aria-label=${say(
  "时段",
  "Period",
)}>${PERIODS.map(
  (days) => html`<a class="chip" key=${days} aria-current=${String(daysOf(query)) === days ? "true" : undefined}
    href=${hashOf(at, { ...query, days })}>${say("{n} 天", "{n} days", { n: days })}</a>`,
)}</div>`;
