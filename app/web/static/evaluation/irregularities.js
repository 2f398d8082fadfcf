/** Irregularities 异常: what was found where one supervises, and what concerns oneself or one's unit. */
import { may } from "../common/api.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { usePages } from "../common/lists.js";
import { AreaPicker } from "../common/pickers.js";
import { go, hashOf, html } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { KINDS } from "./irregular.js";
import { Irregularity, StateOf } from "./irregularity.js";
import { Thresholds } from "./thresholds.js";

const states = () => [
  { state: "found", name: say("待核定", "To be judged") },
  { state: "confirmed", name: say("属实", "Confirmed") },
  { state: "dismissed", name: say("不属实", "Dismissed") },
  { state: "withdrawn", name: say("已自动撤销", "Holds no longer") },
  { state: "all", name: say("全部", "All") },
];

const kinds = () => Object.entries(KINDS()).map(([kind, name]) => ({ kind, name }));

/** What the list is asked with. @param {Record<string, string>} query */
const askedOf = ({ of, state = "found", kind, area }) => ({
  mine: of === "me" || !may("supervise"), state: state === "all" ? null : state, kind, area, limit: 30,
}); // prettier-ignore

/** @param {{one: any}} props */
const Row = ({ one }) => html`<a class="behind-row" href=${hashOf(`irregularities/${one.id}`)}>
  <span class="row row-wrap"><b class="grow">${label(one, "kind_label")}</b><${StateOf} one=${one} /></span>
  <span dir="auto">${label(one, "evidence")}</span>
  <span class="small soft" dir="auto">${[one.person_name || one.department_name, one.area_name, time(one.happened_at)]
    .filter(Boolean).join(" · ")}</span></a>`; // prettier-ignore

/** @param {{query: Record<string, string>}} props */
function Narrowing({ query }) {
  const change = (/** @type {Record<string, any>} */ next) =>
    go("irregularities", { ...query, ...next }, { replace: true });
  const mine = query.of === "me";
  const area = query.area ? { value: query.area, label: query.named || query.area } : null;
  return html`<div class="card stack-tight">
    ${may("supervise") && html`<div class="row row-wrap" role="group" aria-label=${say("对象", "Of whom")}>
      <button type="button" class="chip" aria-pressed=${!mine} onClick=${() => change({ of: null })}>${say(
        "我督查的区域", "Where I supervise")}</button>
      <button type="button" class="chip" aria-pressed=${mine} onClick=${() => change({ of: "me", area: null,
        named: null })}>${say("与我有关", "What concerns me")}</button></div>`}
    <div class="row row-wrap" role="group" aria-label=${say("状态", "State")}>${states().map(({ state, name }) => html`
      <button type="button" key=${state} class="chip" aria-pressed=${state === (query.state || "found")}
        onClick=${() => change({ state: state === "found" ? null : state })}>${name}</button>`)}</div>
    <div class="grid-two"><label class="field"><span class="field-label small">${say("种类", "Kind")}</span>
        <select value=${query.kind || ""} onChange=${(/** @type {any} */ event) =>
          change({ kind: event.target.value })}><option value="">${say("全部", "All")}</option>
          ${kinds().map(({ kind, name }) => html`<option key=${kind} value=${kind}>${name}</option>`)}</select></label>
      ${may("supervise") && !mine && html`<div class="field"><span class="field-label small">${say("区划", "Area")}</span>
        <${AreaPicker} value=${area} aria-label=${say("区划", "Area")} onChange=${(/** @type {any} */ one) =>
          change({ area: one && one.value, named: one && one.label })} /></div>`}</div></div>`; // prettier-ignore
}

/** @param {{path: string[], query: Record<string, string>}} props */
export function Screen({ path, query }) {
  const { items, more, loading, problem, reload } = usePages(path[1] ? null : "/irregularities", askedOf(query));
  if (path[1] === "thresholds") return html`<${Thresholds} query=${query} />`;
  if (path[1]) return html`<${Irregularity} key=${path[1]} id=${path[1]} />`;
  const waiting = (query.state || "found") === "found";
  return html`<section class="stack" aria-label=${say("异常", "Irregularities")}>
    <p class="soft">${say("系统从记录中发现的疑点。待核定的不对任何人计分，核定属实后才计。",
      "What the record shows to be odd. It counts against nobody until a person has confirmed it.")} <a
      href=${hashOf("irregularities/thresholds", { area: query.area, named: query.named })}>${say("异常阈值",
      "Thresholds")}</a></p>
    <${Narrowing} query=${query} />
    ${problem && !items ? html`<${ErrorState} problem=${problem} again=${reload} />` : !items ? html`<${Loading} />`
      : items.length === 0 ? html`<div class="card"><${Empty} title=${waiting ? say("没有待核定的异常",
        "Nothing waits to be judged") : say("没有这样的异常", "None of these")} /></div>`
      : html`<div class="card list behind">${items.map((one) => html`<${Row} key=${one.id} one=${one} />`)}</div>`}
    ${more && html`<button type="button" class="button" disabled=${loading} onClick=${more}>${say("更早的",
      "Earlier ones")}</button>`}
  </section>`; // prettier-ignore
}
