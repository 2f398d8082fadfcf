/** What is overdue: by whom, why, since when, stuck where, in which area; and the longest late with why. */
import { Bars } from "../common/charts.js";
import { Empty } from "../common/feedback.js";
import { html, hashOf } from "../common/ui.js";
import { say } from "../common/words.js";
import { LateRow } from "./late_row.js";
import { listAt } from "./narrowing.js";
import { narrowing } from "./narrowing.js";

const SHOWN = 6;

/**
 * Groups of a summary as bars, each of which opens its cases.
 * @param {any} told @param {Record<string, string>} query @param {string} none
 */
export const barsOf = (told, query, none, tone = "red") =>
  told.items.slice(0, SHOWN).map((/** @type {any} */ row) => ({
    name: row.name || row.key || none,
    value: row.count,
    tone,
    href: listAt(row.href, query, row.name || none),
  }));

/** @param {{bodies: Record<string, any>, query: Record<string, string>}} props */
export function Late({ bodies, query }) {
  const { units, workers, causes, lateness, faults, areas, latest } = bodies;
  if (!units || !latest) return null;
  if (!units.total) {
    return html`<section class="card"><h2>${say("超期案卷", "Overdue cases")}</h2>
      <${Empty} title=${say("没有超期的案卷", "Nothing is overdue")} /></section>`;
  }
  const cards = [
    { told: units, label: say("谁超期：按单位", "By whom: unit"), none: say("未派单位", "no unit") },
    { told: workers, label: say("在谁手里：按经办人", "In whose hands: person"), none: say("未指定人", "nobody named") },
    { told: causes, label: say("为何超期：可同时有几项", "Why: several may hold"), none: say("办理中，无上述情形",
        "none of these: it is being done") },
    { told: lateness, label: say("何时起：超期多久", "Since when: how long overdue"), none: "" },
    { told: faults, label: say("卡在哪：按责任环节", "Stuck where: stage at fault"), none: "" },
    { told: areas, label: say("在哪里：按区划", "Where: area"), none: say("本级", "of this level") },
  ].filter(({ told }) => told);
  return html`<section class="stack-tight" aria-label=${say("超期案卷", "Overdue cases")}>
    <div class="late-grid">
      <div class="card stack-tight late-list"><h2>${say("超期最久", "Longest overdue")}</h2>
        <div class="list">${latest.items.map((/** @type {any} */ one) => html`<${LateRow} key=${one.id} case=${one}
          href=${hashOf(`cases/overdue/${one.id}`, narrowing(query))} />`)}</div>
        <a class="button" href=${hashOf("cases/overdue", narrowing(query))}>${say("全部 {n} 件", "All {n}", {
          n: units.total })}</a>
      </div>
      <div class="late-bars">${cards.map(({ told, label, none }) => html`<div class="card" key=${label}>
        <${Bars} label=${label} bars=${barsOf(told, query, none)} />${
          told.items.length > SHOWN && html`<p class="small soft">${say("另有 {n} 组", "and {n} more",
            { n: told.items.length - SHOWN })}</p>`}</div>`)}</div>
    </div>
  </section>`; // prettier-ignore
}
