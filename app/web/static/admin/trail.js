/** The audit trail 操作记录: who did what to what and when, with filters. */
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { usePages } from "../common/lists.js";
import { html, useRoute } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { DEEDS } from "./names.js";
import { Filters, Rows } from "./resource.js";

/** @param {any} data */
const shown = (data) =>
  Object.entries(data || {})
    .map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`)
    .join("; ");

const COLUMNS = [
  { label: say("时间", "When"), of: (/** @type {any} */ row) => time(row.at) },
  { label: say("操作", "What"), of: (/** @type {any} */ row) => label(row) },
  { label: say("对象", "To what"), of: (/** @type {any} */ row) => html`<a class="admin-link"
    href=${`#/trail?target=${encodeURIComponent(row.target)}`}>${row.target_name || row.target}</a>` },
  { label: say("操作人", "Who"), of: (/** @type {any} */ row) => (row.by_id ? html`<a class="admin-link"
    href=${`#/trail?actor=${row.by_id}`}>${row.by_name}</a>` : row.by_name) },
  { label: say("内容", "Details"), of: (/** @type {any} */ row) => html`<span
    class="small">${shown(row.data)}</span>` },
]; // prettier-ignore

/** @param {string | undefined} day @param {number} [later] */
const moment = (day, later = 0) =>
  day ? new Date(new Date(`${day}T00:00:00+08:00`).getTime() + later * 86400000).toISOString() : undefined;

/** The room. */
export function Trail() {
  const { query } = useRoute();
  const { since, until, ...rest } = query;
  const asked = { ...rest, since: moment(since), until: moment(until, 1), limit: 100 };
  const { items, more, loading, problem, reload } = usePages("/audit", asked);
  const filters = [
    { name: "action", label: say("操作", "What"), kind: "choice", options: DEEDS },
    { name: "target", label: say("对象代码", "Code of what"), kind: "text" },
    { name: "since", label: say("自何日", "From"), kind: "day" },
    { name: "until", label: say("至何日", "Until"), kind: "day" },
  ];
  return html`<${Filters} room="trail" filters=${filters} query=${query} />
    ${query.actor && html`<p><a class="chip"
      href="#/trail">${say("只看一人的操作，点此取消", "One person only: show all")}</a></p>`}
    ${problem && html`<${ErrorState} problem=${problem} again=${reload} />`}
    ${!items && !problem && html`<${Loading} />`}
    ${items && !items.length && html`<${Empty} title=${say("没有符合条件的记录", "Nothing like that")} />`}
    ${
      items &&
      items.length > 0 &&
      html`<div class="card admin-card"><${Rows} columns=${COLUMNS} rows=${items} label=${say("操作记录", "Audit trail")}
      keyOf=${(/** @type {any} */ row) => row.id} /></div>`
    }
    ${more && html`<button class="button" disabled=${loading} onClick=${more}>${say("更多", "More")}</button>`}`;
}
