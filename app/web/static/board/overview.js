/** All figures on one page: what is late, by whom, where it is stuck, since when; trend, age, map, orders, ratings. */
import { useAtMostEvery, useFigures } from "../common/figures.js";
import { ErrorState, Loading } from "../common/feedback.js";
import { useLive } from "../common/live.js";
import { html, Icon } from "../common/ui.js";
import { number, say, time } from "../common/words.js";
import { Beside } from "./beside.js";
import { Late } from "./late.js";
import { daysOf, filtersOf, listAt, Narrowing, Period, sinceOf } from "./narrowing.js";
import { Rooms } from "./rooms.js";
import { Territory } from "./territory.js";
import { Trend } from "./trend.js";

const AGAIN_MS = 15000;

/** @typedef {{key: string, question: string, name: string, tone: string, hint: string}} Tile */

/** @param {string} key @param {string} question @param {string} tone @param {string} name @param {string} hint */
const tile = (key, question, tone, name, hint) => ({ key, question, tone, name, hint });

/** What stands on top, the worst first. @returns {Tile[]} */
const tiles = () => [
  tile("overdue", "overdue", "red", say("超期", "Overdue"), say("已过办结时限", "Past the deadline")),
  tile("stage", "stage-overdue", "red", say("环节超时", "Late in stage"), say("当前环节已超时", "Past the time of the stage")),
  tile("upcoming", "upcoming", "yellow", say("临期", "Due soon"), say("8 工作时内到期", "Within 8 working hours")),
  tile("orders", "orders", "yellow", say("督办待回复", "Orders waiting"), say("单位尚未回复", "Not answered yet")),
  tile("suspended", "suspended", "grey", say("挂账", "Suspended"), say("已停表", "Clock stopped")),
  tile("bounced", "bounced", "grey", say("退单", "Returned"), say("时段内上报", "Of the period")),
  tile("signed", "auto-signed", "grey", say("自动签收", "Signed by the system"), say("单位未按时签收", "The unit did not sign")),
  tile("open", "open", "accent", say("在办", "Open"), say("全部未办结", "All that is not done")),
];
const WITHIN = ["bounced", "auto-signed"];

/** @param {Record<string, string>} query */
function questionsOf(query) {
  const filters = filtersOf(query);
  const since = sinceOf(query);
  const summary = (/** @type {string} */ question, /** @type {string} */ by) => ({
    path: "/supervision/summary",
    query: { question, by, ...filters, ...(WITHIN.includes(question) ? { since } : {}) },
  });
  const place = filtersOf(query, ["area", "category"]);
  return {
    ...Object.fromEntries(tiles().map(({ key, question }) => [key, summary(question, "status")])),
    units: summary("overdue", "department"),
    faults: summary("overdue", "fault"),
    causes: summary("overdue", "cause"),
    lateness: summary("overdue", "lateness"),
    areas: summary("overdue", "area"),
    workers: summary("overdue", "worker"),
    ages: summary("open", "age"),
    latest: { path: "/supervision/overdue", query: { ...filters, limit: 5 } },
    trend: { path: "/supervision/trend", query: { ...filters, days: daysOf(query) } },
    pingPong: { path: "/supervision/ping-pong", query: { ...filters, since, limit: 6 } },
    orderFigures: { path: "/supervision/order-figures", query: { ...place, unit: query.department, since } },
    ratings: { path: "/supervision/ratings", query: { ...filters, since } },
  };
}

/** @param {{tile: Tile, told: any, query: Record<string, string>}} props */
function Figure({ tile, told, query }) {
  const href = `/api/v1/supervision/${tile.question}?${new URLSearchParams({
    ...filtersOf(query), ...(told && told.since ? { since: told.since, until: told.until } : {}),
  })}`; // prettier-ignore
  const tone = told && told.total === 0 ? "grey" : tile.tone;
  return html`<a class="tile tile-${tone} card" href=${listAt(href, query)} data-figure=${tile.question}>
    <span class="tile-name">${tile.name}</span>
    <span class="tile-value number">${told ? number(told.total) : "…"}</span>
    <span class="small soft">${tile.hint}</span>
  </a>`;
}

/** @param {{query: Record<string, string>}} props */
export function Overview({ query }) {
  const { bodies, problem, at, reload } = useFigures(questionsOf(query));
  const again = useAtMostEvery(reload, AGAIN_MS);
  useLive(again);
  if (!at && problem) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  return html`<div class="board stack"><${Rooms} here="" query=${query} />
    <div class="board-head"><${Narrowing} query=${query} /><${Period} query=${query} /></div>
    <section class="tiles" aria-label=${say("主要数字", "Main figures")}>${tiles().map((tile) => html`<${Figure}
      key=${tile.key} tile=${tile} told=${bodies[tile.key]} query=${query} />`)}</section>
    ${!at ? html`<${Loading} rows=${6} />` : html`<${Late} bodies=${bodies} query=${query} />
      <${Trend} trend=${bodies.trend} ages=${bodies.ages} query=${query} />
      <${Territory} query=${query} />
      <${Beside} bodies=${bodies} query=${query} />`}
    <p class="small soft row"><${Icon} name="clock" />${
      at ? say("数据时间 {at}", "As of {at}", { at: time(new Date(at).toISOString(), "clock") }) : ""
    }${problem && at ? say("；刷新失败，显示的是旧数据", "; could not be read anew, this is older") : ""}</p>
  </div>`; // prettier-ignore
}
