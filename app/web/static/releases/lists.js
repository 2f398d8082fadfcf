/** Closed cases that may be released, the latest closed first; and what stands on the boards or was taken back. */
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { usePages } from "../common/lists.js";
import { go, hashOf, html, Icon } from "../common/ui.js";
import { say, time } from "../common/words.js";

const DAYS = ["7", "30", "90", "366"];

/** @param {{one: any}} props */
const Row = ({ one }) => html`<a class="release-row" href=${hashOf(`case/${one.id}`)}>
  <span class="row row-wrap"><b class="number">${one.number}</b><span class="grow" dir="auto">${one.category_name
    || say("未归类", "no category")}</span>${one.was_withdrawn && html`<span class="chip chip-yellow">${say("撤回过",
    "Taken back before")}</span>`}<span class="small soft">${say("{at} 办结", "closed {at}", {
    at: time(one.closed_at, "day") })}</span></span>
  <span class="release-words" dir="auto">${one.description}</span>
  <span class="small soft" dir="auto">${one.area_name || say("不在任何网格", "in no grid")}</span></a>`; // prettier-ignore

/** @param {{query: Record<string, string>}} props */
export function Waiting({ query }) {
  const days = DAYS.includes(query.days) ? query.days : "30";
  const { items, more, loading, problem, reload } = usePages("/releases/proposed", { days, limit: 50 });
  return html`<section class="stack" aria-label=${say("待审核", "Waiting")}>
    <p class="soft">${say("已答复的案卷不会自动公开。点开一件，改好文字后公开到所在村社区；不宜公开的留着即可。",
      "No answered case is public by itself. Open one, mend its words, release it; or leave it where it is.")}</p>
    <div class="row row-wrap" role="group" aria-label=${say("何时办结", "Closed when")}>${DAYS.map((one) => html`<button
      type="button" key=${one} class="chip" aria-pressed=${one === days} onClick=${() => go("", { days: one },
        { replace: true })}>${one === "366" ? say("一年内", "Within a year") : say("{n} 天内", "Within {n} days", {
        n: one })}</button>`)}</div>
    ${problem && !items ? html`<${ErrorState} problem=${problem} again=${reload} />` : !items ? html`<${Loading}
      rows=${6} />` : items.length === 0 ? html`<div class="card"><${Empty} title=${say("没有待公开的案卷",
        "No closed case waits")} /></div>`
      : html`<div class="card list releases-rows">${items.map((one) => html`<${Row} key=${one.id} one=${one}
        />`)}</div>`}
    ${more && html`<button type="button" class="button" disabled=${loading} onClick=${more}>${say("更早的案卷",
      "Earlier cases")}</button>`}</section>`; // prettier-ignore
}

/** @param {{stands: boolean}} props */
export function Listed({ stands }) {
  const { items, more, loading, problem, reload } = usePages("/releases", { stands, limit: 50 });
  if (problem && !items) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (!items) return html`<${Loading} rows=${6} />`;
  return html`<section class="stack" aria-label=${stands ? say("已公开", "On the boards") : say("已撤回", "Taken back")}>
    ${items.length === 0 ? html`<div class="card"><${Empty} title=${stands ? say("还没有公开的案卷",
        "Nothing stands on a board") : say("没有撤回过", "Nothing was taken back")} /></div>`
      : html`<div class="card list releases-rows">${items.map((one) => html`<a key=${one.id} class="release-row"
        href=${hashOf(`case/${one.case_id}`)}><span class="row row-wrap"><b class="number">${one.number}</b>
          <span class="grow" dir="auto">${one.category_name || say("未归类", "no category")}</span>
          <span class="small soft">${time(one.released_at)}</span></span>
        <span class="release-words" dir="auto">${one.question}</span>
        <span class="small soft" dir="auto">${[one.area_name, one.released_by_name].filter(Boolean).join(" · ")}</span>
        ${one.withdrawn_at && html`<span class="small row" dir="auto"><${Icon} name="off" />${say(
          "{at} 由 {by} 撤回：{why}", "taken back {at} by {by}: {why}", { at: time(one.withdrawn_at),
          by: one.withdrawn_by_name || "–", why: one.withdraw_reason || "" })}</span>`}</a>`)}</div>`}
    ${more && html`<button type="button" class="button" disabled=${loading} onClick=${more}>${say("更早的",
      "Earlier ones")}</button>`}</section>`; // prettier-ignore
}
