/** One result explained: the score, each item with its arithmetic and cases, the next colour, corrections, appeals. */
import { ErrorState, Loading } from "../common/feedback.js";
import { useOne } from "../common/lists.js";
import { html, Icon } from "../common/ui.js";
import { label, number, say, time } from "../common/words.js";
import { Appealing } from "./appealing.js";
import { Colour, ColourOf, Thresholds } from "../common/colours.js";
import { daysOf } from "./days.js";
import { kindsIn } from "./irregular.js";
import { listAt, pointed, sentenceOf, sumOf, useFiguresByCode } from "./told.js";

/** @param {{part: any, named: string}} props */
const Lists = ({ part, named }) => part.figure ? html`<span class="row row-wrap small">
  ${part.hits > 0 && html`<a class="list-link" href=${listAt(part.hit_href, named)}>${say("计入 {n} 件", "{n} hit", {
    n: number(part.hits) })}</a>`}
  ${part.counted > part.hits && html`<a class="list-link" href=${listAt(part.missed_href, named)}>${say("未达 {n} 件",
    "{n} missed", { n: number(part.counted - part.hits) })}</a>`}
  ${part.exempt > 0 && html`<a class="list-link" href=${listAt(part.exempt_href, named)}>${say("免责不计 {n} 件，看原因",
    "{n} exempt, see why", { n: number(part.exempt) })}</a>`}</span>` : null; // prettier-ignore

/** @param {{item: any, figure: any, named: string}} props */
const Item = ({ item, figure, named }) => html`<li class="stack-tight item">
  <p class="row"><b class="grow" dir="auto">${label(item)}</b>
    <span class="number"><b>${item.points === null ? "–" : pointed(item.points)}</b>
      <span class="soft"> / ${pointed(item.weight)}</span></span></p>
  <svg class="item-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="bars-ground"
    width="100" height="6" /><rect class="tone-accent" width=${item.points === null ? 0 : (100 * item.points)
      / item.weight} height="6" /></svg>
  <p class="small">${sentenceOf(item, figure)}</p><${Lists} part=${item} named=${named} /></li>`; // prettier-ignore

/** What was taken and forced. @param {{told: any, named: string}} props */
function Taken({ told, named }) {
  const irregular = told.irregular || { hits: 0, listed_only: [] }; // of an older computation nothing is known
  if (!told.deductions.length && !told.triggers.length && !irregular.hits) return null;
  const forced = (/** @type {any} */ one) =>
    label(told.colours.find((/** @type {any} */ colour) => colour.code === one.colour) || {});
  return html`<section class="card stack-tight"><h3>${say("扣分、一票定色与异常", "Deductions, triggers, irregularities")}</h3>
    <ul class="list">
    ${told.deductions.map((/** @type {any} */ one) => html`<li key=${one.code} class="item stack-tight"><p class="row">
      <span class="grow" dir="auto">${label(one)}</span><b class="number">${one.points ? `−${pointed(one.points)}`
        : "0"}</b></p>
      <p class="small soft">${say("{n} 件，每件扣 {each} 分{cap}", "{n} cases, {each} points each{cap}", {
        n: number(one.hits), each: pointed(one.points_each), cap: one.is_capped ? say("，已到扣分上限",
          "; as much as may be taken") : "" })}</p>
      ${one.hits > 0 && html`<${Lists} part=${{ ...one, counted: one.hits }} named=${named} />`}</li>`)}
    ${told.triggers.map((/** @type {any} */ one) => html`<li key=${one.code} class="item stack-tight">
      <p class="row row-wrap"><${Icon} name="warn" /><span class="grow" dir="auto">${say("{what}：直接定为", "{what} forces",
        { what: label(one) })}</span><${Colour} code=${one.colour} name=${forced(one)} /></p>
      <${Lists} part=${{ ...one, counted: one.hits }} named=${named} /></li>`)}
    ${irregular.hits > 0 && html`<li class="item stack-tight"><p class="row"><span class="grow">${say("查实异常",
        "Found irregular")}</span><b class="number">${number(irregular.hits)}</b></p>
      <p class="small soft">${irregular.listed_only.length ? say("“{kinds}”仅列示、照常计入；其余不计。",
        "“{kinds}” are listed only and count; the others count for nobody.", { kinds: kindsIn(irregular.listed_only) })
        : say("查实异常的案件不计入任何指标。", "What was found irregular counts in no figure.")}</p>
      <${Lists} part=${{ ...irregular, counted: irregular.hits }}
        named=${named} /></li>`}</ul></section>`; // prettier-ignore
}

/** How far it is to the colour above. @param {any} told @param {string | null} colour */
function distance(told, colour) {
  const next = told.colours.find((/** @type {any} */ one) => one.code === told.next_colour);
  if (told.triggers.length) {
    return say("颜色由一票定色项决定，与分数无关。", "The colour was forced, whatever the score.");
  }
  if (!colour) return say("没有可计分的项，因此没有得分和颜色。", "Nothing could be scored, so there is no score and no colour.");
  if (!next || told.to_next === null) return say("已是最高一档。", "This is the best colour.");
  return say("距“{name}”还差 {n} 分。", "{n} points are missing for “{name}”.", { name: label(next),
    n: pointed(told.to_next) });
}

/** @param {{told: any}} props */
const Corrections = ({ told }) => told.corrections.length === 0 ? null : html`<section class="card stack-tight">
  <h3>${say("更正", "Corrections")}</h3>
  <p class="small">${say("公布时为 {n} 分；公布的内容不变，更正另记。",
    "Published with {n}. What was published stays; corrections stand beside it.", {
    n: told.published_score === null ? "–" : pointed(told.published_score) })}</p>
  <ol class="list">${told.corrections.map((/** @type {any} */ one, /** @type {number} */ at) => html`<li key=${at}
    class="item"><b class="number">${one.score === null ? "–" : pointed(one.score)}</b>
    <span dir="auto"> ${one.reason}</span> <span class="small soft">${time(one.made_at)}</span></li>`)}</ol>
</section>`; // prettier-ignore

/** The same row by row, for who reads tables. @param {{told: any}} props */
const AsTable = ({ told }) => html`<details class="chart-table"><summary>${say("以表格显示", "Show as a table")}</summary>
  <div class="table-scroll" tabindex="0" role="region" aria-label=${say("得分表", "Table of points")}><table><thead><tr>
    <th scope="col">${say("项", "Item")}</th><th scope="col">${say("分子", "Hits")}</th>
    <th scope="col">${say("分母", "Counted")}</th><th scope="col">${say("免责", "Exempt")}</th>
    <th scope="col">${say("得分", "Points")}</th><th scope="col">${say("权重", "Weight")}</th></tr></thead>
    <tbody>${told.items.map((/** @type {any} */ item) => html`<tr key=${item.code}><th scope="row">${label(item)}</th>
      <td class="number">${item.figure ? number(item.hits) : "–"}</td>
      <td class="number">${item.figure ? number(item.counted) : "–"}</td>
      <td class="number">${item.figure ? number(item.exempt) : "–"}</td>
      <td class="number">${item.points === null ? "–" : pointed(item.points)}</td>
      <td class="number">${pointed(item.weight)}</td></tr>`)}</tbody></table></div></details>`; // prettier-ignore

/** @param {{period: string, subject: string, back: string, own?: boolean}} props */
export function Result({ period, subject, back, own }) {
  const read = useOne(`/evaluation/periods/${period}/results/${encodeURIComponent(subject)}`);
  const of = useOne(`/evaluation/periods/${period}`);
  const figures = useFiguresByCode();
  const one = read.body;
  const way = html`<a class="button-plain way-back" href=${back}><${Icon} name="back" />${say("返回", "Back")}</a>`;
  if (read.problem && !one) return html`${way}<${ErrorState} problem=${read.problem} again=${read.reload} />`;
  if (!one) return html`<${Loading} rows=${6} />`;
  const told = one.explanation;
  const band = told.pay_band;
  return html`<article class="stack" aria-labelledby="whose"><div>${way}</div>
    <header class="card stack-tight"><h2 id="whose" dir="auto">${one.name}</h2>
      ${of.body && html`<p class="soft small">${of.body.scheme_name} · ${daysOf(of.body)}</p>`}
      <p class="row row-wrap"><span class="result-score number">${one.score === null ? "–" : pointed(one.score)}</span>
        <span class="soft">/ 100</span><${ColourOf} result=${one} />
        <span class="chip number">${one.rank === null ? say("案件太少，不排名", "Too few cases to be ranked")
          : say("第 {n} 名", "Rank {n}", { n: one.rank })}</span>
        ${one.is_corrected && html`<span class="chip chip-accent">${say("已更正", "Corrected")}</span>`}</p>
      <${Thresholds} colours=${told.colours} score=${one.score} />
      <p><b>${distance(told, one.colour)}</b></p>
      <p class="small">${sumOf(told)}</p>
      ${one.rank === null && told.fewest > 0 && html`<p class="small soft">${say(
        "应计 {n} 件，少于 {few} 件的只计分、不排名。", "{n} counted; with fewer than {few} one is scored and not ranked.",
        { n: number(told.counted), few: number(told.fewest) })}</p>`}
      ${band && html`<p class="row row-wrap"><span class="chip"><${Icon} name="person" />${say("报酬{name}：{n} 元",
        "Pay band {name}: {n} yuan", { name: label(band), n: number(band.amount) })}</span></p>`}</header>
    <div class="result-two"><section class="card stack-tight"><h3>${say("每一分的来历", "Where each point comes from")}</h3>
      <ul class="list">${told.items.map((/** @type {any} */ item) => html`<${Item} key=${item.code} item=${item}
        named=${one.name} figure=${figures[item.figure]} />`)}</ul><${AsTable} told=${told} /></section>
      <div class="stack"><${Taken} told=${told} named=${one.name} /><${Corrections} told=${one} />
        ${of.body && html`<${Appealing} result=${one} period=${of.body} own=${own}
          onDone=${read.reload} />`}</div></div>
  </article>`; // prettier-ignore
}
