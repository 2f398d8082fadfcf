/** A version of a scheme as people read it: items and weights, thresholds drawn, deductions, triggers, pay bands. */
import { html, Icon } from "../common/ui.js";
import { label, number, say } from "../common/words.js";
import { Colour, Thresholds } from "../common/colours.js";
import { kindsIn } from "./irregular.js";
import { pointed, useFiguresByCode, valued } from "./told.js";

/** The weights as one bar of pieces. @param {{weights: number[]}} props */
export function Weights({ weights }) {
  const sum = weights.reduce((all, one) => all + one, 0);
  const whole = Math.max(100, sum);
  let from = 0;
  return html`<svg class="weights" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
    <rect class="bars-ground" width="100" height="10" />${weights.map((weight, at) => {
      const x = from;
      from += weight;
      const tone = from > 100 + 1e-6 ? "weights-over" : "tone-accent";
      return html`<rect key=${at} class=${`weights-piece ${tone}`} x=${(100 * x) / whole} width=${(100 * weight)
        / whole}
        height="10" />`;
    })}</svg>`;
} // prettier-ignore

/** What an item is scored by. @param {any} item @param {any} figure */
function by(item, figure) {
  if (!item.figure) return say("手工评分", "Scored by hand");
  const measure = figure && figure.measure;
  return say("{figure}：{zero} 得 0 分，{full} 得满分", "{figure}: {zero} earns nothing, {full} earns all", {
    figure: figure ? label(figure) : item.figure, zero: valued(item.zero_at, measure), full: valued(item.full_at,
      measure),
  }); // prettier-ignore
}

/** @param {{title: string, children?: any}} props */
const Part = ({ title, children }) => html`<section class="card stack-tight"><h3>${title}</h3>${children}</section>`;

/** @param {{scheme: any}} props */
export function Reading({ scheme }) {
  const figures = useFiguresByCode();
  const { items, colours, deductions = [], triggers = [], pay_bands: bands = [], fewest,
    listed_only: listed = [] } = scheme.document;
  const named = (/** @type {string} */ code) => (figures[code] ? label(figures[code]) : code);
  const colour = (/** @type {string} */ code) => colours.find((/** @type {any} */ one) => one.code === code) || {};
  return html`<div class="two">
    <div class="stack"><${Part} title=${say("考评项与权重", "Items and weights")}>
      <${Weights} weights=${items.map((/** @type {any} */ one) => one.weight)} />
      <ul class="list">${items.map((/** @type {any} */ one) => html`<li key=${one.code} class="item stack-tight"><p
        class="row">
        <b class="grow" dir="auto">${label(one)}</b><b class="number">${say("{n} 分", "{n} points", {
        n: pointed(one.weight) })}</b></p><p class="small soft">${by(one,
          figures[one.figure])}</p></li>`)}</ul><//></div>
    <div class="stack"><${Part} title=${say("颜色与分数线", "Colours and thresholds")}><${Thresholds} colours=${colours} />
      ${fewest > 0 && html`<p class="small">${say("应计案件少于 {n} 件的只计分、不排名。",
        "With fewer than {n} cases one is scored and not ranked.", { n: number(fewest) })}</p>`}
      ${listed.length > 0 && html`<p class="small">${say("查实的“{kinds}”仅列示、照常计入。",
        "Found irregular, “{kinds}” are listed only and count.", { kinds: kindsIn(listed) })}</p>`}<//>
    ${deductions.length > 0 && html`<${Part} title=${say("扣分", "Deductions")}><ul class="list">${deductions.map(
      (/** @type {any} */ one) => html`<li key=${one.code} class="item stack-tight"><b dir="auto">${label(one)}</b>
      <p class="small soft">${say("{figure}：每件扣 {n} 分，至多扣 {cap} 分", "{figure}: {n} points for each, {cap} at most", {
        figure: named(one.figure), n: pointed(one.points), cap: pointed(one.cap) })}</p></li>`)}</ul><//>`}
    ${triggers.length > 0 && html`<${Part} title=${say("一票定色", "Triggers")}><ul class="list">${triggers.map(
      (/** @type {any} */ one) => html`<li key=${one.code} class="item stack-tight"><p class="row row-wrap"><${Icon}
        name="warn" />
      <b class="grow" dir="auto">${label(one)}</b><${Colour} code=${one.colour} name=${label(colour(one.colour))} /></p>
      <p class="small soft">${say("{figure}达 {n} 件即定", "{figure}: from {n} on", { figure: named(one.figure),
        n: number(one.at_least) })}</p></li>`)}</ul><//>`}
    ${bands.length > 0 && html`<${Part} title=${say("报酬分档", "Pay bands")}><table><thead><tr>
      <th scope="col">${say("档", "Band")}</th><th scope="col">${say("案件数起", "Tasks from")}</th>
      <th scope="col">${say("户数起", "Households from")}</th><th scope="col">${say("元", "Yuan")}</th></tr></thead>
      <tbody>${bands.map((/** @type {any} */ one) => html`<tr key=${one.code}><th scope="row">${label(one)}</th>
        <td class="number">${number(one.tasks_from)}</td><td class="number">${number(one.size_from)}</td>
        <td class="number">${number(one.amount)}</td></tr>`)}</tbody></table><//>`}</div></div>`; // prettier-ignore
}
