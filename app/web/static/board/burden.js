/** Burden 减负: who types how much and when, what was typed twice or is read by nobody; the entries behind. */
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { useOne, usePages } from "../common/lists.js";
import { hashOf, html, Icon } from "../common/ui.js";
import { label, number, say, time } from "../common/words.js";
import { filtersOf, listAt, Narrowing, narrowing, Period, sinceOf } from "./narrowing.js";
import { ByHour, Framed } from "./tables.js";

const MOST_ROWS = 50;

/** @param {{name: string, n: number, href?: string, hint: string}} props */
const Tile = ({ name, n, href, hint }) => {
  const inner = html`<span class="tile-name">${name}</span><span class="tile-value number">${number(n)}</span>
    <span class="small soft">${hint}</span>`;
  return href && n ? html`<a class="tile card" href=${href}>${inner}</a>` : html`<div class="tile card">${inner}</div>`;
};

/** Where the entries behind a number stand. @param {string} href @param {any} query @param {any} more */
const entriesAt = (href, query, more) =>
  hashOf("burden/entries", { ...narrowing(query), ...Object.fromEntries(new URLSearchParams(href.split("?")[1])),
    ...more }); // prettier-ignore

/** @param {{query: Record<string, string>}} props */
function Report({ query }) {
  const asked = { ...filtersOf(query, ["area"]), since: sinceOf(query), limit: MOST_ROWS };
  const { body: told, problem, reload } = useOne("/supervision/burden", asked);
  if (problem && !told) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (!told) return html`<${Loading} rows=${6} />`;
  const rows = told.items.map((/** @type {any} */ row) => ({
    key: row.person_id, name: row.person_name || "–", count: row.entries, hours: row.hours,
    href: entriesAt(row.href, query, { named: row.person_name }),
    ofHour: (/** @type {number} */ hour) => entriesAt(row.href, query, { named: row.person_name, hour }),
  })); // prettier-ignore
  return html`<section class="tiles tiles-five" aria-label=${say("减负数字", "Figures of burden")}>
      <${Tile} name=${say("录入", "Entries")} n=${told.entries} hint=${say("网格人员的全部操作", "All that field workers did")} />
      <${Tile} name=${say("人数", "Workers")} n=${told.workers} hint=${say("有录入的人员", "Who entered anything")} />
      <${Tile} name=${say("夜间录入", "At night")} n=${told.night} hint=${say("22 时至次日 6 时", "Between 22:00 and 6:00")} />
      <${Tile} name=${say("重复录入", "Typed twice")} n=${told.typed_twice.count}
        href=${listAt(told.typed_twice.href, query)} hint=${say("录入后又被并案", "Entered and then merged")} />
      <${Tile} name=${say("无人阅看", "Read by nobody")} n=${told.unread.count} href=${listAt(told.unread.href, query)}
        hint=${say("要求填报，三日无人看", "Asked for, unread for three days")} /></section>
    ${rows.length === 0 ? html`<div class="card"><${Empty} title=${say("时段内没有录入", "No entries in the period")} /></div>`
      : html`<${Framed} title=${say("各人员按时段的录入", "Entries by worker and hour")} hint=${say(
        "录入最多的在前，最多列 {n} 人；点数字看明细。", "Those with the most first, {n} at most; a number opens its entries.",
        { n: MOST_ROWS })}><${ByHour} head=${say("人员", "Worker")} hours=${told.hours} count=${told.entries} rows=${rows}
        /><//>`}`; // prettier-ignore
}

/** @param {{query: Record<string, string>}} props */
function Entries({ query }) {
  const { named, person, hour, since, until, area } = query;
  const asked = { person, hour, since, until, area, limit: 50 };
  const { items, more, loading, problem, reload } = usePages("/supervision/burden/entries", asked);
  const title = [named, hour !== undefined && say("{n} 时", "hour {n}", { n: hour })].filter(Boolean).join(" · ");
  return html`<section class="card stack-tight" aria-label=${say("录入明细", "Entries")}>
    <div class="row row-wrap"><a class="button-icon" href=${hashOf("burden", narrowing(query))} aria-label=${say(
      "返回", "Back")}><${Icon} name="back" /></a><h2 class="grow" dir="auto">${say("录入明细", "Entries")}
      <span class="small soft"> ${title}</span></h2></div>
    ${problem && !items ? html`<${ErrorState} problem=${problem} again=${reload} />` : !items ? html`<${Loading} />`
      : items.length === 0 ? html`<${Empty} title=${say("没有录入", "No entries")} />` : html`<div class="table-scroll"
      tabindex="0" role="region" aria-label=${say("录入明细", "Entries")}><table class="figures"><thead><tr>
      <th scope="col">${say("时间", "When")}</th><th scope="col">${say("操作", "What")}</th><th scope="col">${say("案卷",
      "Case")}</th></tr></thead><tbody>${items.map((one) => html`<tr key=${one.created_at + one.action + one.number}>
      <td class="nowrap">${time(one.at)}</td><td>${label(one)}</td><td>${one.case_id ? html`<a class="number"
        href=${hashOf(`cases/reported/${one.case_id}`, narrowing(query))}>${one.number}</a>` : html`<span class="soft">
        ${say("不可见", "not yours to see")}</span>`}</td></tr>`)}</tbody></table></div>`}
    ${more && html`<button type="button" class="button" disabled=${loading} onClick=${more}>${say("更多",
      "More")}</button>`}
  </section>`; // prettier-ignore
}

/** @param {{path: string[], query: Record<string, string>}} props */
export function Screen({ path, query }) {
  if (path[1] === "entries") return html`<${Entries} query=${query} />`;
  return html`<div class="board-head"><${Narrowing} query=${query} at="burden" only=${["area"]} />
      <${Period} query=${query} at="burden" /></div><${Report} query=${query} />`;
}
