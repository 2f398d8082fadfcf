/** A kind of rows that is administered: its list with filters, and the form of one of them. */
import { get, send } from "../common/api.js";
import { Dialog, Empty, ErrorState, Loading, toast } from "../common/feedback.js";
import { usePages } from "../common/lists.js";
import { html, Icon, useEffect, useState, go, useRoute } from "../common/ui.js";
import { say } from "../common/words.js";
import { Form } from "./form.js";
import { Input } from "./inputs.js";

/**
 * @typedef {import("./inputs.js").FieldOf} FieldOf
 * @typedef {{room: string, path: string, one: string, columns: {label: string, of: (row: any) => any}[],
 *   filters: FieldOf[], fields: FieldOf[], blank: any, keyOf: (row: any) => string,
 *   addressOf: (values: any) => string, more?: (props: {row: any, reload: () => void}) => any,
 *   head?: (props: {reload: () => void}) => any, without?: string[]}} Resource
 */

/** @param {{room: string, filters: FieldOf[], query: Record<string, string>}} props */
export function Filters({ room, filters, query }) {
  const changed = (/** @type {string} */ name, /** @type {any} */ value) =>
    go(room, { ...query, [name]: value }, { replace: true });
  const one = (/** @type {FieldOf} */ field) => html`<div class="admin-filter" key=${field.name}>
    <label class="field-hint" for="filter-${field.name}">${field.label}</label>
    <${Input} field=${{ ...field, optional: true, brief: true }} value=${query[field.name] || ""}
      given=${{ id: `filter-${field.name}` }}
      onChange=${(/** @type {any} */ value) => changed(field.name, value)} /></div>`;
  const told = filters.slice(1).some((field) => query[field.name]);
  return html`<form class="admin-filters" role="search"
    onSubmit=${(/** @type {any} */ event) => event.preventDefault()}>${one(filters[0])}
    ${filters.length > 1 && html`<details class="admin-narrow" open=${told || innerWidth >= 768}>
      <summary>${say("筛选", "Filters")}</summary>
      <div class="admin-filters">${filters.slice(1).map(one)}</div></details>`}</form>`;
}

/**
 * Rows of a table, on a phone as cards.
 * @param {{columns: Resource["columns"], rows: any[], keyOf: (row: any) => string, open?: (row: any) => string,
 *   label: string}} props
 */
export function Rows({ columns, rows, keyOf, open, label }) {
  return html`<table class="admin-table" aria-label=${label}>
    <thead><tr>${columns.map((column) => html`<th key=${column.label} scope="col">${column.label}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr key=${keyOf(row)}>${columns.map((column, at) => html`<td key=${column.label}
      data-label=${column.label}>${at === 0 && open ? html`<a class="admin-link"
        href=${open(row)}>${column.of(row)}</a>` : column.of(row)}</td>`)}
    </tr>`)}</tbody></table>`; // prettier-ignore
}

/** The row that the address names. @param {Resource} of @param {string | undefined} key @param {any[]} rows */
function useRow(of, key, rows) {
  const [row, setRow] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  useEffect(() => {
    setRow(null);
    setProblem(null);
    if (!key || key === "new") return;
    const listed = rows.find((one) => of.keyOf(one) === key);
    if ((of.without || []).includes("read") && listed) {
      setRow(listed);
      return;
    }
    const address = key.split("/").map(encodeURIComponent).join("/");
    get(`${of.path}/${address}`).then((answer) => setRow(answer.body), setProblem);
  }, [key, rows.length > 0]);
  return { row, problem };
}

/** @param {{of: Resource, at: string, rows: any[], reload: () => void}} props */
function Editing({ of, at, rows, reload }) {
  const { row, problem } = useRow(of, at, rows);
  const { query } = useRoute();
  const close = () => go(of.room, query, { replace: true });
  const fresh = at === "new";
  const save = async (/** @type {any} */ body, /** @type {any} */ values, /** @type {string} */ key) => {
    const plain = { ...body };
    for (const name of of.without || []) delete plain[name];
    return (await send("PUT", `${of.path}/${of.addressOf(values)}`, plain, { key })).body;
  };
  const done = () => {
    toast(say("已保存", "Saved"));
    reload();
    close();
  };
  const title = fresh ? say("新增{one}", "New: {one}", { one: of.one }) : at;
  if (problem) return html`<${Dialog} title=${title} onClose=${close}><${ErrorState} problem=${problem} /><//>`;
  if (!fresh && !row) return html`<${Dialog} title=${title} onClose=${close}><${Loading} /><//>`;
  return html`<${Dialog} title=${title} onClose=${close} wide>
    <${Form} key=${at} fields=${of.fields} first=${fresh ? of.blank : row} there=${!fresh} save=${save} onDone=${done}
      onCancel=${close} />
    ${!fresh && of.more && html`<${of.more} row=${row} reload=${reload} />`}<//>`;
}

/** The whole room of such rows. @param {{of: Resource}} props */
export function ResourceRoom({ of }) {
  const { path, query } = useRoute();
  const { items, more, loading, problem, reload } = usePages(of.path, { ...query, limit: 100 });
  const at = path.slice(1).join("/");
  return html`<div class="bar"><a class="button button-primary" href="#/${of.room}/new"><${Icon} name="plus" />
      ${say("新增", "New")}</a>${of.head && html`<${of.head} reload=${reload} />`}</div>
    <${Filters} room=${of.room} filters=${of.filters} query=${query} />
    ${problem && html`<${ErrorState} problem=${problem} again=${reload} />`}
    ${!items && !problem && html`<${Loading} />`}
    ${items && items.length === 0 && html`<${Empty} title=${say("没有符合条件的内容", "Nothing like that")} />`}
    ${items && items.length > 0 && html`<div class="card admin-card"><${Rows} columns=${of.columns} rows=${items}
      label=${of.one}
      keyOf=${of.keyOf} open=${(/** @type {any} */ row) => `#/${of.room}/${of.keyOf(row)}`} /></div>`}
    ${more && html`<button class="button" disabled=${loading} onClick=${more}>${say("更多", "More")}</button>`}
    ${at && items && html`<${Editing} key=${at} of=${of} at=${at} rows=${items} reload=${reload} />`}`;
}

/** Whether it is in use, as a chip. @param {boolean} active @param {string} [off] */
export const Use = (active, off = say("已停用", "Retired")) =>
  active
    ? html`<span class="chip chip-green">${say("在用", "In use")}</span>`
    : html`<span class="chip">${off}</span>`;

/** The filters that many have. */
export const SEARCH = { name: "q", label: say("查找", "Search"), kind: "text" };
export const ACTIVE = {
  name: "active", label: say("状态", "State"), kind: "choice",
  options: [
    { value: "true", label: say("在用", "In use") }, { value: "false", label: say("已停用", "Retired") },
  ],
}; // prettier-ignore
