/** The ways through the screen: a column beside it at a desk, a bar below it on a phone. */
import { classes, html, Icon } from "../common/ui.js";
import { number, say } from "../common/words.js";
import { GROUPS, iconOf, placeOf, titleOf, useCounts } from "./queues.js";

/** @param {{count: number, strong?: boolean}} props */
const Count = ({ count, strong }) =>
  html`<span class=${classes("unit-count number", strong && count > 0 && "unit-count-strong")}>${number(count)}</span>`;

const STRONG = new Set(["to-sign", "due-soon", "ordered", "called"]);

/** All queues with their counts, and the places beside them. @param {{here: string}} props */
export function Side({ here }) {
  const { all } = useCounts();
  const link = (/** @type {string} */ name, /** @type {string} */ href, /** @type {string} */ icon,
      /** @type {any} */ text) =>
    html`<a href=${href} class="unit-link" aria-current=${here === name ? "page" : undefined}>
      <${Icon} name=${icon} /><span class="grow">${text}</span>${countOf(name)}</a>`;
  const countOf = (/** @type {string} */ name) => {
    const one = all.find((queue) => queue.name === name);
    return one && html`<${Count} count=${one.count} strong=${STRONG.has(name)} />`;
  };
  return html`<nav class="unit-side" aria-label=${say("待办", "Queues")}>
    ${link("today", "#/", "sun", say("今日", "Today"))}
    ${link("find", "#/find", "search", say("查找", "Find"))}
    ${GROUPS().map(
      (group) => html`<div class="unit-group" key=${group.title}><p class="soft small">${group.title}</p>
        ${group.names
          .filter((name) => all.some((queue) => queue.name === name))
          .map((name) => link(name, placeOf(name), iconOf(name), titleOf(all, name)))}</div>`,
    )}
    <div class="unit-group"><p class="soft small">${say("人员", "People")}</p>
      ${link("people", "#/people", "people", say("在手量", "Load"))}
      ${link("away", "#/away", "out", say("请假代理", "Away"))}</div>
  </nav>`;
}

/** What one thumb reaches. @param {{here: string}} props */
export function Bar({ here }) {
  const { all } = useCounts();
  const places = /** @type {[string, string, string, string][]} */ ([
    ["today", "#/", "sun", say("今日", "Today")],
    ["to-sign", "#/queue/to-sign", "edit", say("待签收", "To sign")],
    ["handling", "#/queue/handling", "menu", say("在办", "In hand")],
    ["pool", "#/pool", "plus", say("点单", "Pool")],
    ["more", "#/more", "more", say("更多", "More")],
  ]);
  const known = places.some(([name]) => name === here) ? here : "more";
  return html`<nav class="unit-bar" aria-label=${say("常用", "Most used")}>${places.map(([name, href, icon, text]) => {
    const one = all.find((queue) => queue.name === name);
    return html`<a key=${name} href=${href} aria-current=${known === name ? "page" : undefined}>
      <span class="unit-bar-icon"><${Icon} name=${icon} />${one && one.count > 0 && html`<${Count}
          count=${one.count} />`}</span>
      <span>${text}</span></a>`;
  })}</nav>`;
}

/** Everything the bar has no room for. */
export const More = () => html`<div class="unit-more card"><h2 class="unseen">${say("更多", "More")}</h2><${Side}
    here="more" /></div>`;
