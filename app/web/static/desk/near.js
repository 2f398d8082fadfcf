/** Open cases near the one that is open, on a map with the grids around it and as a list, the nearest first. */
import { get } from "../common/api.js";
import { AreaMap } from "../common/map.js";
import { whole } from "../common/pickers.js";
import { useAnswer } from "../common/turns.js";
import { html, useMemo, hashOf } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { addressOf } from "./place.js";
import { OneLine } from "./one_line.js";

const EARTH_M = 6_371_000;
const WITHIN_M = 2000;
const SHOWN = 12;

/** Metres between two places. @param {{lat: number, lon: number}} a @param {{lat: number, lon: number}} b */
export function metres(a, b) {
  const rad = Math.PI / 180;
  const x = (b.lon - a.lon) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  const y = (b.lat - a.lat) * rad;
  return Math.round(Math.sqrt(x * x + y * y) * EARTH_M);
}

/** The village of a grid, or the grid itself where no more is known. @param {any} of */
function areaOf(of) {
  const codes = (of.area_path || "").split("/").filter(Boolean);
  return codes.length > 1 ? codes[codes.length - 2] : codes[0];
}

/** The grid of the case stands out among those around it. @param {any} of */
const colourIn = (of) => (/** @type {{code: string}} */ area) => {
  const name = (of.area_path || "").endsWith(`/${area.code}/`) ? "--accent" : "--accent-soft";
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
};

/** The grids around, as far as they are drawn. @param {any} of @returns {Promise<any[]>} */
async function gridsAround(of) {
  const area = areaOf(of);
  return area ? whole("/areas/boundaries", { area, level: "grid" }).catch(() => []) : [];
}

/** The open cases near by, the nearest first. @param {any} of @returns {Promise<any[]>} */
async function casesNear(of) {
  const { body } = await get("/cases", { query: { area: areaOf(of), open: true, limit: 200 } });
  const near = body.items
    .filter((/** @type {any} */ one) => one.id !== of.id && one.location)
    .map((/** @type {any} */ one) => ({ ...one, away: metres(of.location, one.location) }))
    .filter((/** @type {any} */ one) => one.away <= WITHIN_M);
  near.sort((/** @type {any} */ a, /** @type {any} */ b) => a.away - b.away);
  return near.slice(0, SHOWN);
}

/** @param {{of: any, source: any}} props */
export function Near({ of, source }) {
  const grids = useAnswer(() => gridsAround(of), [of.id]).told;
  const colour = useMemo(() => colourIn(of), [of.id]);
  const found = useAnswer(() => casesNear(of).catch(() => []), [of.id]).told;
  if (!found || !grids) return null;
  const points = found.map((one) => ({
    lat: one.location.lat,
    lon: one.location.lon,
    light: one.light,
    id: one.id,
    name: `${one.number} ${label(one, "status_label")}`,
    href: hashOf(addressOf(source, one.id).path, addressOf(source, one.id).query),
  }));
  return html`<div class="stack-tight">
    <div class="desk-map">
      <${AreaMap}
        areas=${grids}
        colour=${colour}
        opacity=${0.35}
        points=${points}
        place=${of.location}
        label=${say("附近案卷地图", "Map of cases near by")}
      />
    </div>
    <ul class="desk-lines">
      ${found.map(
        (one) =>
          html`<${OneLine}
            key=${one.id}
            one=${one}
            source=${source}
            note=${say("{n} 米", "{n} m", { n: one.away })}
          />`,
      )}
      ${
        found.length
          ? null
          : html`<li class="desk-hint">
              ${say("两公里内没有其他在办案卷", "No other open case within two kilometres")}
            </li>`
      }
    </ul>
  </div>`;
}
