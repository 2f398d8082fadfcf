/** Periods 考评周期: their list, and one opened from a scheme for an area and days. */
import { sentenceOf, Empty, ErrorState, Loading } from "../common/feedback.js";
import { Field } from "../common/fields.js";
import { usePages } from "../common/lists.js";
import { AreaPicker } from "../common/pickers.js";
import { html, Icon, go, hashOf, useState } from "../common/ui.js";
import { language, say } from "../common/words.js";
import { useSending } from "./appealing.js";
import { daysOf, usual } from "./days.js";
import { Period, StateOf } from "./period.js";

/** What a scheme assesses, in words. @param {string} assessed */
export const assessedIn = (assessed) => /** @type {Record<string, string>} */ ({
  worker: say("网格员", "Workers"), grid: say("网格", "Grids"), village: say("村社区", "Villages"),
  station: say("站所", "Stations"), department: say("部门", "Departments"),
})[assessed] || assessed; // prettier-ignore

/** What a scheme is called. @param {any} scheme */
export const schemeName = (scheme) => (language() === "en" && scheme.name_en) || scheme.name;

/** @param {{onDone: (made: any) => void, onCancel: () => void}} props */
function Opening({ onDone, onCancel }) {
  const { items } = usePages("/evaluation/schemes", { limit: 100 });
  const [scheme, setScheme] = useState("");
  const [area, setArea] = useState(/** @type {any} */ (null));
  const [days, setDays] = useState(() => ({ first: usual()[2].first, last: usual()[2].last }));
  const sending = useSending(() => undefined);
  const chosen = (items || []).find((one) => one.id === scheme);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const body = { scheme_id: scheme, area_code: area ? area.value : chosen && chosen.area_code, ...days };
    const made = await sending.run("POST", "/evaluation/periods", body);
    if (made) onDone(made);
  };
  const day = (/** @type {"first" | "last"} */ name) => (/** @type {any} */ given) => html`<input
    type="date" ...${given}
    value=${days[name]} onChange=${(/** @type {any} */ event) => setDays({ ...days, [name]: event.target.value })} />`;
  return html`<form class="card stack" onSubmit=${submit}><h3>${say("设立周期", "Open a period")}</h3>
    <${Field} label=${say("方案", "Scheme")} error=${sending.errors.scheme_id}
      hint=${say("周期保留所选版本，以后的新版本不影响它。", "The period keeps this version, whatever comes later.")}>${(
      /** @type {any} */ given) => html`<select ...${given} required value=${scheme}
        onChange=${(/** @type {any} */ event) => setScheme(event.target.value)}>
        <option value="">${say("请选择", "Please choose")}</option>
        ${(items || []).map((one) => html`<option key=${one.id} value=${one.id}>${say("{name} 第 {n} 版（{of}）",
          "{name}, version {n} ({of})", { name: schemeName(one), n: one.version,
            of: assessedIn(one.assessed) })}</option>`)}
        </select>`}<//>
    <${Field} label=${say("区划", "Area")} error=${sending.errors.area_code} hint=${say("不选为方案所属区划",
      "That of the scheme unless chosen")} optional=${true}>${(/** @type {any} */ given) =>
        html`<${AreaPicker} ...${given}
      value=${area} onChange=${setArea} />`}<//>
    <div class="row row-wrap" role="group" aria-label=${say("常用时段", "Usual stretches")}>${usual().map((one) =>
      html`<button
      key=${one.name} type="button" class="chip" aria-pressed=${one.first === days.first && one.last === days.last}
      onClick=${() => setDays({ first: one.first, last: one.last })}>${one.name}</button>`)}</div>
    <div class="grid-two"><${Field} label=${say("自", "From")} error=${sending.errors.first}>${day("first")}<//>
      <${Field} label=${say("至", "Until")} error=${sending.errors.last}>${day("last")}<//></div>
    ${sending.problem && html`<p class="field-error" role="alert">${sentenceOf(sending.problem)}</p>`}
    <div class="bar"><button class="button button-primary" disabled=${sending.busy || !scheme}>${say("设立", "Open it")}
      </button><button type="button" class="button" onClick=${onCancel}>${say("取消",
        "Cancel")}</button></div></form>`; // prettier-ignore
}

/** @param {{path: string[], query: Record<string, string>}} props */
export function Screen({ path, query }) {
  const assessed = query.assessed || "";
  const { items, more, loading, problem, reload } = usePages("/evaluation/periods", { assessed, limit: 30 });
  const [opening, setOpening] = useState(false);
  if (path[1]) return html`<${Period} key=${path[1]} id=${path[1]} path=${path} onChanged=${reload} />`;
  const kinds = ["", "grid", "worker", "village", "station", "department"];
  return html`<section class="stack" aria-label=${say("考评周期", "Periods")}>
    <div class="row row-wrap"><div class="row row-wrap grow" role="group" aria-label=${say("对象",
      "Of whom")}>${kinds.map(
      (kind) => html`<button type="button" key=${kind} class="chip" aria-pressed=${kind === assessed}
        onClick=${() => go("periods", { assessed: kind }, { replace: true })}>${kind ? assessedIn(kind) : say("全部",
          "All")}
        </button>`)}</div>
      ${!opening && html`<button type="button" class="button button-primary" onClick=${() => setOpening(true)}>
        <${Icon} name="plus" />${say("设立周期", "Open a period")}</button>`}</div>
    ${opening && html`<${Opening} onCancel=${() => setOpening(false)} onDone=${(/** @type {any} */ made) =>
      go(`periods/${made.id}`)} />`}
    ${problem && !items ? html`<${ErrorState} problem=${problem} again=${reload} />` : !items ? html`<${Loading} />`
      : items.length === 0 ? html`<div class="card"><${Empty} icon="clock" title=${say("还没有周期",
        "No period yet")} /></div>`
      : html`<div class="card list">${items.map((one) => html`<a key=${one.id} class="period-row row row-wrap"
        href=${hashOf(`periods/${one.id}`)}><span class="grow stack-tight"><b dir="auto">${one.scheme_name}</b>
        <span class="small soft" dir="auto">${one.area_name ||
          one.area_code} · ${daysOf(one)} · ${assessedIn(one.assessed)}
        </span></span><${StateOf} period=${one} /></a>`)}</div>`}
    ${more && html`<button type="button" class="button" disabled=${loading} onClick=${more}>${say("更早的",
      "Earlier ones")}
      </button>`}</section>`; // prettier-ignore
}
