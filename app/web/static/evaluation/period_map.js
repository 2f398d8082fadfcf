/** The colours of grids or villages on a map; the table of results beside it says the same in words. */
import { ErrorState, Loading } from "../common/feedback.js";
import { AreaMap } from "../common/map.js";
import { whole } from "../common/pickers.js";
import { go, html, useEffect, useMemo, useState } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { ColourOf, lookOf } from "../common/colours.js";
import { pointed } from "./told.js";

/** @param {string} name */
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** @param {{period: any, items: any[]}} props */
export function ColourMap({ period, items }) {
  const [areas, setAreas] = useState(/** @type {any[] | null} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  useEffect(() => {
    let gone = false;
    const asked = { area: period.area_code, level: period.assessed, tolerance_m: 20 };
    whole("/areas/boundaries", asked).then(
      (found) => !gone && setAreas(found),
      (refused) => !gone && setProblem(refused),
    );
    return () => {
      gone = true;
    };
  }, [period.area_code, period.assessed]);
  const known = useMemo(() => new Map(items.map((one) => [one.subject, one])), [items]);
  const drawn = useMemo(() => (areas || []).map((area) => {
    const one = known.get(area.code);
    return { ...area, text: one ? [label(one, "colour_label"), one.score === null ? "" :
      pointed(one.score)].filter(Boolean)
      .join(" ") : "" };
  }), [areas, known]); // prettier-ignore
  const colour = useMemo(() => (/** @type {any} */ area) => {
    const one = known.get(area.code);
    if (!one || !one.colour) return token("--paper");
    return lookOf(one.colour).fill;
  }, [drawn]); // prettier-ignore
  const kinds = [...new Map(items.map((one) => [one.colour, one])).values()];
  return html`<section class="card stack-tight"><h3>${say("地图", "Map")}</h3>
    ${problem ? html`<${ErrorState} problem=${problem} />` : !areas ? html`<${Loading} />` : html`<${AreaMap}
      areas=${drawn}
      colour=${colour} opacity=${0.7} label=${say("各区划的颜色", "Colours by area")}
      onArea=${(/** @type {string} */ code) => known.has(code) && go(`periods/${period.id}/${code}`)} />`}
    <p class="row row-wrap small">${kinds.map((one) => html`<${ColourOf} key=${one.colour} result=${one} />`)}</p>
  </section>`; // prettier-ignore
}
