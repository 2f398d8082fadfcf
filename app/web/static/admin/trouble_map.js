/** Boundaries that are not right, drawn: the areas they concern, and in red where they cross, overlap or stick out. */
import { AreaMap } from "../common/map.js";
import { html, useMemo } from "../common/ui.js";
import { label, say } from "../common/words.js";

/** @param {any} spot */
const isPoint = (spot) => spot.type === "Point";

/** @param {{code: string}} area */
const colour = (area) =>
  getComputedStyle(document.documentElement)
    .getPropertyValue(area.code.startsWith("!") ? "--red" : "--accent-soft")
    .trim();

/** @param {{told: any, drawn?: {code: string, name: string, boundary: any}[]}} props */
export function TroubleMap({ told, drawn = [] }) {
  const wrong = told.errors.filter((/** @type {any} */ one) => one.spot);
  const areas = useMemo(
    () => [
      ...drawn,
      ...told.boundaries.map((/** @type {any} */ one) => ({ ...one, name: one.code })),
      ...wrong
        .filter((/** @type {any} */ one) => !isPoint(one.spot))
        .map((/** @type {any} */ one, /** @type {number} */ at) => ({
          code: `!${at}`,
          name: label(one, "detail"),
          boundary: one.spot,
        })),
    ],
    [told, drawn],
  );
  const points = useMemo(
    () =>
      wrong
        .filter((/** @type {any} */ one) => isPoint(one.spot))
        .map((/** @type {any} */ one, /** @type {number} */ at) => ({
          id: String(at),
          lon: one.spot.coordinates[0],
          lat: one.spot.coordinates[1],
          light: "red",
          name: label(one, "detail"),
        })),
    [told],
  );
  if (!areas.length && !points.length) return null;
  return html`<${AreaMap} areas=${areas} points=${points} colour=${colour}
    label=${say("边界与出错之处", "Boundaries and what is wrong")} />`;
}
