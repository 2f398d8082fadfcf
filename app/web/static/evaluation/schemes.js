/** Schemes 考评方案: their versions, one of them as people read it, a new version, and a trial of it. */
import { may } from "../common/api.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { useOne, usePages } from "../common/lists.js";
import { go, hashOf, html, Icon } from "../common/ui.js";
import { say } from "../common/words.js";
import { dayOf } from "./days.js";
import { assessedIn, schemeName } from "./periods.js";
import { SchemeForm } from "./scheme_form.js";
import { Reading } from "./scheme_reading.js";
import { Trial } from "./trial.js";

/** From when until when periods may use it. @param {any} one */
const validIn = (one) =>
  one.valid_to
    ? say("{a} 至 {b} 可用", "for periods from {a} to {b}", { a: dayOf(one.valid_from), b: dayOf(one.valid_to) })
    : say("{a} 起可用", "for periods from {a} on", { a: dayOf(one.valid_from) });

/** @param {{id: string}} props */
function One({ id }) {
  const { body, problem, reload } = useOne(`/evaluation/schemes/${id}`);
  if (problem && !body) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (!body) return html`<${Loading} rows=${6} />`;
  return html`<article class="stack" aria-labelledby="scheme"><div><a class="button-plain way-back" href="#/schemes">
      <${Icon} name="back" />${say("全部方案", "All schemes")}</a></div>
    <header class="card stack-tight"><h2 id="scheme" dir="auto">${schemeName(body)}</h2>
      <p class="row row-wrap"><span class="chip">${say("第 {n} 版", "Version {n}", { n: body.version })}</span>
        <span class="chip">${assessedIn(body.assessed)}</span>
        <span class="small soft number">${body.code} · ${body.area_code} · ${validIn(body)}</span></p>
      ${may("lead_centre") && html`<div class="bar"><a class="button" href=${hashOf("schemes/new", { from: body.id })}>
        <${Icon} name="edit" />${say("据此写新版本", "Write the next version")}</a></div>`}
      <p class="small soft">${say("版本写成后不再改动；已设立的周期保留其所用版本。",
        "A version never changes once written; periods keep the version they began with.")}</p></header>
    <${Reading} scheme=${body} />
    ${may("lead_centre") && html`<${Trial} scheme=${body} />`}
  </article>`; // prettier-ignore
}

/** @param {{from: string | undefined}} props */
function Writing({ from }) {
  const { body, problem, reload } = useOne(from ? `/evaluation/schemes/${from}` : null);
  if (problem) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (from && !body) return html`<${Loading} rows=${6} />`;
  return html`<${SchemeForm} from=${body} onDone=${(/** @type {any} */ made) => go(`schemes/${made.id}`)}
    onCancel=${() => go(from ? `schemes/${from}` : "schemes")} />`;
}

/** @param {{path: string[], query: Record<string, string>}} props */
export function Screen({ path, query }) {
  const { items, problem, reload, more, loading } = usePages(path[1] ? null : "/evaluation/schemes", { limit: 50 });
  if (path[1] === "new") return html`<${Writing} from=${query.from} />`;
  if (path[1]) return html`<${One} key=${path[1]} id=${path[1]} />`;
  return html`<section class="stack" aria-label=${say("考评方案", "Schemes")}>
    <div class="row row-wrap"><p class="grow soft">${say("考评什么、占多少分、几分是什么颜色，都写在方案里。",
      "What is scored, for how many points, and which score has which colour.")}</p>
      ${may("lead_centre") && html`<a class="button button-primary" href="#/schemes/new"><${Icon} name="plus" />${say(
        "新方案", "New scheme")}</a>`}</div>
    ${problem && !items ? html`<${ErrorState} problem=${problem} again=${reload} />` : !items ? html`<${Loading} />`
      : items.length === 0 ? html`<div class="card"><${Empty} title=${say("还没有方案", "No scheme yet")} /></div>`
      : html`<div class="card list">${items.map((one) => html`<a key=${one.id} class="period-row row row-wrap"
        href=${hashOf(`schemes/${one.id}`)}><span class="grow stack-tight"><b dir="auto">${schemeName(one)}</b>
        <span class="small soft">${assessedIn(one.assessed)} · ${validIn(one)}</span></span>
        <span class="chip">${say("第 {n} 版", "Version {n}", { n: one.version })}</span></a>`)}</div>`}
    ${more && html`<button type="button" class="button" disabled=${loading} onClick=${more}>${say("更多",
      "More")}</button>`}
  </section>`; // prettier-ignore
}
