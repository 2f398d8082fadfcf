/** What waits in a village for who came in: rules, seats, votes, counts, appeals; each leads to where it is done. */
import { useOne, usePages } from "../common/lists.js";
import { hashOf, html } from "../common/ui.js";
import { say } from "../common/words.js";

/** @param {any} list @param {string} deed */
const count = (list, deed) =>
  (list.items || []).filter((/** @type {any} */ one) => one.may.includes(deed)).length;

/** @param {{code: string, may: string[]}} props */
export function Waiting({ code, may }) {
  const over = may.includes("lead");
  const proposals = usePages(`/villages/${code}/proposals`, { state: "open", limit: 100 });
  const appeals = usePages(over ? `/villages/${code}/appeals` : null, { state: "open", limit: 100 });
  const rules = useOne(over ? `/villages/${code}/points-rules` : null);
  const council = usePages(over ? `/villages/${code}/council` : null, { current: true, limit: 1 });
  const [votes, counts, decisions] = [count(proposals, "vote"), count(proposals, "close"), count(appeals, "decide")];
  const all = [
    { to: "rules", shown: rules.body && !rules.body.items.length,
      words: say("先制定积分办法", "Write the rules first") },
    { to: "council", shown: council.items && !council.items.length,
      words: say("评议会尚无席位", "The council has no seats") },
    { to: "proposals", shown: votes, words: say("待我表决 {n} 件", "For your vote: {n}", { n: votes }) },
    { to: "proposals", shown: counts, words: say("可计票 {n} 件", "To be counted: {n}", { n: counts }) },
    { to: "appeals", shown: decisions, words: say("待裁定申诉 {n} 件", "Appeals to decide: {n}", { n: decisions }) },
  ]; // prettier-ignore
  const shown = all.filter((one) => one.shown);
  if (!shown.length) return null;
  return html`<nav class="row row-wrap" aria-label=${say("待办", "Waiting for you")}>${shown.map(
    (one) => html`<a key=${one.words} class="chip chip-yellow" href=${hashOf(`${code}/${one.to}`)}>${one.words}</a>`,
  )}</nav>`;
}
