/** The rankings of a bulletin: of each published evaluation who came first and last, and how many have each colour. */
import { Colour, lookOf } from "../common/colours.js";
import { html } from "../common/ui.js";
import { language, number, say } from "../common/words.js";

/** @param {{colours: any[]}} props */
function Counts({ colours }) {
  const all = Math.max(1, colours.reduce((sum, one) => sum + one.count, 0));
  let left = 0;
  const parts = colours.map((one) => {
    const part = { code: one.code, at: (100 * left) / all, wide: (100 * one.count) / all };
    left += one.count;
    return part;
  });
  return html`<figure class="stack-tight"><svg class="bulletins-colours" viewBox="0 0 100 10" preserveAspectRatio="none"
      aria-hidden="true">${parts.map((part) => html`<rect key=${part.code} fill=${part.code ? lookOf(part.code).fill
        : "#d5dbe1"} x=${part.at} width=${part.wide} height="10" />`)}</svg>
    <ul class="row row-wrap small" aria-label=${say("各颜色数量", "How many of each colour")}>${colours.map(
      (one) => html`<li key=${one.code} class="row"><${Colour} code=${one.code} name=${one[language()]} />
      <b class="number">${number(one.count)}</b></li>`)}</ul></figure>`; // prettier-ignore
}

/** @param {{lines: any[], between: number, label: string}} props */
function Lines({ lines, between, label }) {
  const key = language();
  const half = Math.floor(lines.length / 2);
  return html`<div class="bulletins-wide" tabindex="0" role="region" aria-label=${label}><table
    class="bulletins-ranks"><thead><tr><th scope="col" class="number">${say("名次", "Rank")}</th>
    <th scope="col">${say("对象", "Whose")}</th><th scope="col" class="number">${say("得分", "Score")}</th>
    <th scope="col">${say("颜色", "Colour")}</th></tr></thead><tbody>${lines.map((line, at) => html`${
    between > 0 && at === half && html`<tr key="between"><td></td><td colspan="3" class="soft small">${say(
      "中间 {n} 名未列", "{n} between are not told", { n: number(between) })}</td></tr>`}<tr key=${line.code}>
    <td class="number">${line.rank}</td><th scope="row" dir="auto">${line[key]}
      ${line.is_corrected && html` <span class="chip chip-accent">${say("已更正", "Corrected")}</span>`}</th>
    <td class="number"><b>${line.score === null ? "–" : number(line.score)}</b></td>
    <td><${Colour} code=${line.colour.code} name=${line.colour[key]} /></td></tr>`)}</tbody>
    </table></div>`; // prettier-ignore
}

/** Issues of before there were rankings have none. @param {{figures: any}} props */
export function Rankings({ figures }) {
  const rankings = figures.rankings || [];
  const key = language();
  if (!rankings.length) return null;
  return html`<section class="card stack"><h2>${say("考评排名", "Rankings")}
      <span class="soft small">${say("名次为公布时名次，得分和颜色含申诉更正",
        "ranks as published; scores and colours as corrected on appeal")}</span></h2>
    ${rankings.map((/** @type {any} */ one, /** @type {number} */ at) => html`<article key=${at}
      class="stack-tight"><h3 dir="auto">${one.scheme[key]}</h3>
      <p class="soft small">${one.area[key]} · ${one.first} — ${one.last} · ${say("参评 {n}，排名 {r}",
        "{n} assessed, {r} ranked", { n: number(one.scored), r: number(one.ranked) })}</p>
      <${Counts} colours=${one.colours} />
      <${Lines} lines=${one.lines} between=${one.ranked - one.lines.length}
        label=${`${one.scheme[key]} ${one.area[key]} ${one.first}`} /></article>`)}
    ${figures.rankings_left_out > 0 && html`<p class="soft small">${say("另有 {n} 个考评周期未列",
      "{n} more evaluations are not told here", { n: number(figures.rankings_left_out) })}</p>`}
  </section>`; // prettier-ignore
}
