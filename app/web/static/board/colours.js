/** The layer of colours on the board's map: grids as they were last published, the same as a table beside. */
import { ColourOf } from "../common/colours.js";
import { ErrorState, Loading } from "../common/feedback.js";
import { countsOf, drawnOf, useGridColours } from "../common/grid_colours.js";
import { AreaMap } from "../common/map.js";
import { html, useMemo } from "../common/ui.js";
import { number, say, time } from "../common/words.js";

/** @param {string} day */
const dayOf = (day) => time(`${day}T12:00:00+08:00`, "day");

/** @param {{area: string | undefined}} props */
export function Colours({ area }) {
  const { told, problem } = useGridColours(area);
  const { drawn, colour } = useMemo(() => (told ? drawnOf(told) : { drawn: [], colour: undefined }), [told]);
  if (problem) return html`<${ErrorState} problem=${problem} />`;
  if (!told) return html`<${Loading} />`;
  if (!told.period) return html`<p class="soft">${say("还没有公布过网格考评。",
    "No evaluation of grids has been published.")}</p>`;
  const { period } = told;
  const shown = new Set(drawn.map((/** @type {any} */ one) => one.code));
  const items = told.items.filter((/** @type {any} */ one) => shown.has(one.subject));
  const at = (/** @type {string} */ subject) => `./evaluation#/periods/${period.id}/${subject}`;
  return html`<div class="territory-grid"><div class="stack-tight">
      <${AreaMap} areas=${drawn} colour=${colour} opacity=${0.75} label=${say("各网格考评颜色地图", "Map of grids: colours")}
        onArea=${(/** @type {string} */ code) => location.assign(at(code))} />
      <ul class="row row-wrap small map-legend" aria-label=${say("图例", "Legend")}>${countsOf(items).map(
        ({ result, count }) => html`<li key=${result.colour} class="row"><${ColourOf} result=${result} />
        <b class="number">${number(count)}</b></li>`)}</ul></div>
    <div class="stack-tight"><p><a href=${`./evaluation#/periods/${period.id}`}>${period.scheme_name}</a>
      <span class="soft small"> ${dayOf(period.first)} – ${dayOf(period.last)}</span></p>
      <div class="table-scroll territory-table" tabindex="0" role="region" aria-label=${say("各网格颜色",
        "Colours by grid")}>
      <table><thead><tr><th scope="col">${say("网格", "Grid")}</th><th scope="col">${say("得分", "Score")}</th>
        <th scope="col">${say("颜色", "Colour")}</th></tr></thead>
        <tbody>${items.filter((/** @type {any} */ one) => one.colour).map((/** @type {any} */ one) => html`<tr
          key=${one.subject}><th scope="row" dir="auto"><a href=${at(one.subject)}>${one.name}</a></th>
          <td class="number">${number(one.score)}</td><td><${ColourOf}
            result=${one} /></td></tr>`)}</tbody></table></div>
    </div></div>`; // prettier-ignore
}
