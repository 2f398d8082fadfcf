/** One period: how far it is, what may be done now, the results ranked, the map of colours, points by hand. */
import { may } from "../common/api.js";
import { Dialog, ErrorState, Loading, sentenceOf, toast } from "../common/feedback.js";
import { useOne, usePages } from "../common/lists.js";
import { hashOf, html, Icon, useEffect, useState } from "../common/ui.js";
import { number, say, time } from "../common/words.js";
import { useSending } from "./appealing.js";
import { ColourOf } from "../common/colours.js";
import { daysOf } from "./days.js";
import { Pay, PayLink } from "./pay.js";
import { ColourMap } from "./period_map.js";
import { Points } from "./points.js";
import { Result } from "./result.js";
import { pointed } from "./told.js";

const AGAIN_MS = 1500;
/** What an address names beside the results; anything else there is whose result it is. */
const PARTS = ["points", "pay"];

/** @type {() => Record<string, {name: string, icon: string, chip: string}>} */
const STATES = () => ({
  open: { name: say("未测算", "Open"), icon: "edit", chip: "" },
  computing: { name: say("测算中", "Computing"), icon: "clock", chip: "chip-yellow" },
  computed: { name: say("已测算，待复核", "Computed, to be reviewed"), icon: "clock", chip: "chip-yellow" },
  reviewed: { name: say("已复核，待公布", "Reviewed, to be published"), icon: "clock", chip: "chip-yellow" },
  published: { name: say("已公布", "Published"), icon: "check", chip: "chip-green" },
});

/** @param {{period: any}} props */
export function StateOf({ period }) {
  const { name, icon, chip } = STATES()[period.state] || STATES().open;
  return html`<span class=${`chip ${chip}`}><${Icon} name=${icon} />${name}</span>`;
}

/** What has been done, when. @param {{period: any}} props */
function Steps({ period }) {
  const all = [
    [say("测算", "Computed"), period.computed_at],
    [say("复核", "Reviewed"), period.reviewed_at],
    [say("公布并冻结", "Published and frozen"), period.published_at],
    [say("申诉至", "Appeals until"), period.appeal_until],
  ];
  return html`<ol class="steps small">${all.map(([name, at]) => html`<li key=${name} data-done=${at ? "" : undefined}>
    <${Icon} name=${at ? "check" : "minus"} />${name} ${at ? html`<span class="number">${time(at)}</span>` :
      ""}</li>`)}</ol>`;
} // prettier-ignore

/** @param {{onYes: () => void, onNo: () => void, busy: boolean}} props */
const Publishing = ({ onYes, onNo, busy }) => html`<${Dialog} title=${say("公布考评结果", "Publish the results")}
  onClose=${onNo}>
  <div class="stack"><p>${say("公布后结果即冻结：不能重新测算，只能经申诉更正，原结果仍可查看。有关人员随即能看到自己的得分并可申诉。",
    "Publishing freezes the results: appeals alone correct them, and what was published stays. All may appeal.")}</p>
    <div class="bar"><button type="button" class="button button-primary" disabled=${busy}
      onClick=${onYes}>${say("公布并冻结",
      "Publish and freeze")}</button><button type="button" class="button" onClick=${onNo}>${say("取消",
        "Cancel")}</button>
    </div></div><//>`; // prettier-ignore

/** How far the computation is; told by who computes while that goes on. @param {{period: any}} props */
function Progress({ period }) {
  const { done, total } = period;
  const share = total ? Math.floor((100 * done) / total) : 0;
  return html`<p class="row" role="status"><${Icon} name="clock" />${total
    ? say("正在测算：{p}%（{a} / {b}）", "Computing: {p}% ({a} of {b})", { p: share, a: number(done), b: number(total) })
    : say("正在后台测算，案件数据计全后开始……", "Computing in the background, once all that happened is counted …")}</p>
    ${total > 0 && html`<progress class="progress" max=${total} value=${done} aria-label=${say("测算进度",
      "How far it is")}></progress>`}`;
} // prettier-ignore

/** What may be done now, each where the role may. @param {{period: any, onDone: () => void}} props */
function Doing({ period, onDone }) {
  const [asking, setAsking] = useState(false);
  const sending = useSending(onDone);
  const step = async (/** @type {string} */ name, /** @type {string} */ words) => {
    setAsking(false);
    if (await sending.run("POST", `/evaluation/periods/${period.id}/${name}`, undefined)) toast(words);
  };
  const before = ["open", "computed", "reviewed"].includes(period.state);
  const over = Date.parse(`${period.last}T23:59:59+08:00`) < Date.now();
  const publishes = period.state === "reviewed" && may("lead_centre");
  return html`<div class="stack-tight">
    ${period.state === "computing" && html`<${Progress} period=${period} />`}
    <div class="bar">
      ${before && over && html`<button type="button" class=${period.state === "open" ? "button button-primary" :
        "button"}
        disabled=${sending.busy} onClick=${() => step("compute", say("已开始测算。", "It is being computed."))}>${
        period.state === "open" ? say("测算", "Compute") : say("重新测算", "Compute again")}</button>`}
      ${period.state === "computed" && html`<button type="button" class="button button-primary" disabled=${sending.busy}
        onClick=${() => step("review", say("已复核。", "It is reviewed."))}><${Icon} name="check" />${say("复核无误",
        "Review: it is right")}</button>`}
      ${publishes && html`<button type="button" class="button button-primary" disabled=${sending.busy}
        onClick=${() => setAsking(true)}><${Icon} name="flag" />${say("公布……", "Publish …")}</button>`}</div>
    ${before && !over && html`<p class="small soft">${say("周期尚未结束，结束后方可测算。",
      "The period is not over yet; it is computed afterwards.")}</p>`}
    ${period.state === "reviewed" && !publishes && html`<p class="small soft">${say("待中心负责人公布；复核人不能公布。",
      "The leader of the centre publishes it, who is not who reviewed it.")}</p>`}
    ${sending.problem && html`<p class="field-error" role="alert">${sentenceOf(sending.problem)}</p>`}
    ${asking && html`<${Publishing} busy=${sending.busy} onNo=${() => setAsking(false)}
      onYes=${() => step("publish", say("已公布并冻结。", "It is published and frozen."))} />`}
  </div>`; // prettier-ignore
}

/** How many of each colour. @param {{items: any[]}} props */
const Counts = ({ items }) => html`<p class="row row-wrap">${[...new Map(items.map((one) => [one.colour,
  one])).values()].map(
  (one) => html`<span key=${one.colour} class="row"><${ColourOf} result=${one} /><b class="number">${
    items.filter((other) => other.colour === one.colour).length}</b></span>`)}</p>`; // prettier-ignore

/** @param {{period: any, items: any[]}} props */
const Rows = ({ period, items }) => html`<div class="table-scroll" tabindex="0" role="region"
  aria-label=${say("考评结果", "Results")}><table class="result-table"><thead><tr>
  <th scope="col">${say("名次", "Rank")}</th><th scope="col">${say("对象", "Whose")}</th>
  <th scope="col">${say("得分", "Score")}</th><th scope="col">${say("颜色", "Colour")}</th></tr></thead>
  <tbody>${items.map((one) => html`<tr key=${one.subject}>
    <td class="number">${one.rank === null ? html`<span class="soft">–</span>` : one.rank}</td>
    <th scope="row" dir="auto"><a href=${hashOf(`periods/${period.id}/${one.subject}`)}>${one.name}</a>
      ${one.is_corrected && html` <span class="chip chip-accent">${say("已更正", "Corrected")}</span>`}</th>
    <td class="number"><b>${one.score === null ? "–" : pointed(one.score)}</b></td>
    <td><${ColourOf} result=${one} /></td></tr>`)}</tbody></table></div>`; // prettier-ignore

/** Who has a score, and behind a line who has none. @param {{period: any, items: any[]}} props */
function Ranked({ period, items }) {
  const without = items.filter((one) => one.score === null);
  return html`<${Rows} period=${period} items=${items.filter((one) => one.score !== null)} />
    ${without.length > 0 && html`<details class="chart-table"><summary>${say("没有应计案件、未得分的 {n} 个",
      "{n} without a score, as nothing counted", { n: number(without.length) })}</summary>
      <${Rows} period=${period} items=${without} /></details>`}`; // prettier-ignore
}

/** @param {{id: string, path: string[], onChanged: () => void}} props */
export function Period({ id, path, onChanged }) {
  const { body: period, problem, reload } = useOne(`/evaluation/periods/${id}`);
  const settled = period && !["open", "computing"].includes(period.state);
  const results = usePages(settled && path[2] !== "pay" ? `/evaluation/periods/${id}/results` : null, { limit: 200 });
  useEffect(() => {
    if (results.items) results.reload();
  }, [period && period.version]);
  useEffect(() => {
    if (!period || period.state !== "computing") return undefined;
    const timer = setInterval(reload, AGAIN_MS);
    return () => clearInterval(timer);
  }, [period && period.state]);
  if (problem && !period) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (!period) return html`<${Loading} rows=${6} />`;
  if (path[2] && !PARTS.includes(path[2])) {
    return html`<${Result} period=${id} subject=${path[2]} back=${hashOf(`periods/${id}`)} />`;
  }
  const done = () => {
    reload();
    onChanged();
  };
  const items = results.items || [];
  const mapped = period.assessed === "grid" || period.assessed === "village";
  const changes = period.state === "open" || period.state === "computed";
  return html`<article class="stack" aria-labelledby="period"><div><a class="button-plain way-back" href="#/periods">
      <${Icon} name="back" />${say("全部周期", "All periods")}</a></div>
    <header class="card stack-tight"><div class="row row-wrap"><h2 id="period" class="grow"
      dir="auto">${period.scheme_name}
      </h2><${StateOf} period=${period} /></div>
      <p class="small soft" dir="auto">${period.area_name || period.area_code} · ${daysOf(period)}</p>
      <${Steps} period=${period} /><${Doing} period=${period} onDone=${done} />
      <p class="row row-wrap small"><a href=${hashOf(`schemes/${period.scheme_id}`)}>${say("所用方案",
        "The scheme it keeps")}</a>
        ${changes && html`<a href=${hashOf(`periods/${id}/points`)}>${say("手工评分与网格户数",
          "Points by hand, and sizes")}</a>`}
        <${PayLink} period=${period} open=${path[2] === "pay"} />
      </p></header>
    ${path[2] === "pay" && html`<${Pay} key=${period.version} period=${period} />`}
    ${path[2] === "points" && html`<${Points} period=${period} results=${items} onDone=${done} />`}
    ${settled && path[2] !== "pay" && (results.problem && !results.items ? html`<${ErrorState}
      problem=${results.problem} again=${results.reload} />`
      : !results.items ? html`<${Loading} rows=${6} />` : html`<div class=${mapped ? "two" : ""}>
      <section class="card stack-tight"><h3>${say("结果", "Results")}</h3><${Counts} items=${items} />
        <${Ranked} period=${period} items=${items} />
        ${results.more && html`<button type="button" class="button" disabled=${results.loading}
          onClick=${results.more}>${say("更多", "More")}</button>`}</section>
      ${mapped && html`<${ColourMap} period=${period} items=${items} />`}</div>`)}
  </article>`; // prettier-ignore
}
