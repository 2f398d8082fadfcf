/** My score and why 我的考评: what was published of me, my grids and my units; each opens into its arithmetic. */
import { get } from "../common/api.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { usePages } from "../common/lists.js";
import { html, Icon, hashOf, useEffect, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { ColourOf } from "../common/colours.js";
import { daysOf } from "./days.js";
import { Result } from "./result.js";
import { pointed } from "./told.js";

/** Of each period what it is called and of which days. @param {any[] | null} items */
function usePeriods(items) {
  const [found, setFound] = useState(/** @type {Record<string, any>} */ ({}));
  const wanted = [...new Set((items || []).map((one) => one.period_id))];
  useEffect(() => {
    let gone = false;
    Promise.all(wanted.filter((id) => !found[id]).map((id) => get(`/evaluation/periods/${id}`))).then(
      (answers) => {
        if (!gone) setFound((was) => ({ ...was, ...Object.fromEntries(answers.map(({ body }) => [body.id, body])) }));
      },
      () => undefined, // the scores stand there without
    );
    return () => {
      gone = true;
    };
  }, [wanted.join()]);
  return found;
}

/** @param {{one: any, period: any}} props */
const Row = ({ one, period }) => html`<a class="mine-row row" href=${hashOf(`mine/${one.period_id}/${one.subject}`)}>
  <span class="mine-score number">${one.score === null ? "–" : pointed(one.score)}</span>
  <span class="grow stack-tight"><b dir="auto">${one.name}</b>
    <span class="small soft">${period ? `${period.scheme_name} · ${daysOf(period)}` : "…"}</span>
    <span class="row row-wrap"><${ColourOf} result=${one} />
      ${one.rank !== null && html`<span class="chip number">${say("第 {n} 名", "Rank {n}", { n: one.rank })}</span>`}
      ${one.appeal_id && html`<span class="chip"><${Icon} name="edit" />${say("已申诉", "Appealed")}</span>`}
      ${one.is_corrected && html`<span class="chip chip-accent">${say("已更正", "Corrected")}</span>`}</span></span>
  <${Icon} name="next" /></a>`; // prettier-ignore

/** What waits to be judged and concerns me, so that I state my side 陈述申辩 in time. */
function Odd() {
  const { items } = usePages("/irregularities", { mine: true, state: "found", limit: 1 });
  return items && items.length > 0 && html`<a class="card row odd" href=${hashOf("irregularities", { of: "me" })}>
    <${Icon} name="warn" /><span class="grow">${say("有与您有关的异常待核定，您可陈述申辩。",
    "Something odd that concerns you waits to be judged: state your side.")}</span><${Icon} name="next" /></a>`;
} // prettier-ignore

/** @param {{path: string[]}} props */
export function Mine({ path }) {
  const { items, more, loading, problem, reload } = usePages("/evaluation/results", { limit: 12 });
  const periods = usePeriods(items);
  if (path[0] === "mine") return html`<${Result} period=${path[1]} subject=${path[2]} back="#/" own=${true} />`;
  if (problem && !items) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (!items) return html`<${Loading} rows=${5} />`;
  return html`<section class="stack" aria-label=${say("我的考评", "My score")}>
    <p class="soft">${say(
      "本人、本网格、本单位已公布的考评。点开可看每一分的来历、背后的案件、免责情况，并可申诉。",
      "What was published of you, your grid and your unit. Open one: where each point comes from, the cases, appeals.",
    )}</p><${Odd} />
    ${items.length === 0 ? html`<div class="card"><${Empty} icon="flag" title=${say("还没有公布与您有关的考评",
        "Nothing has been published that concerns you")} ><a class="button" href="#/figures">${say("先看指标",
        "See the figures")}</a><//></div>`
      : html`<div class="card list">${items.map((one) => html`<${Row} key=${one.period_id + one.subject} one=${one}
        period=${periods[one.period_id]} />`)}</div>`}
    ${more && html`<button type="button" class="button" disabled=${loading} onClick=${more}>${say("更早的",
      "Earlier ones")}</button>`}
  </section>`; // prettier-ignore
}
