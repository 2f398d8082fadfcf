/** The colours of grids as they were last published: what a map of them needs. */
import { get } from "./api.js";
import { lookOf } from "./colours.js";
import { whole } from "./pickers.js";
import { useAnswer } from "./turns.js";
import { label } from "./words.js";

/** @typedef {{period: any, items: any[], areas: any[]}} Published */

/**
 * The latest published period of grids, its results, and the boundaries; `period` is null where there is none.
 * @param {string | undefined} area @returns {{told: Published | null, problem: any}}
 */
export function useGridColours(area) {
  return useAnswer(async () => {
    const { body } = await get("/evaluation/periods", { query: { assessed: "grid", published: true, limit: 1 } });
    const [period] = body.items;
    if (!period) return { period: null, items: [], areas: [] };
    const [items, areas] = await Promise.all([
      whole(`/evaluation/periods/${period.id}/results`),
      whole("/areas/boundaries", { area, level: "grid", tolerance_m: 20 }),
    ]);
    return { period, items, areas };
  }, [area]);
}

/** What the map draws: each grid with the name of its colour. @param {Published} told */
export function drawnOf({ items, areas }) {
  const known = new Map(items.map((one) => [one.subject, one]));
  const drawn = areas.map((area) => {
    const one = known.get(area.code);
    return { ...area, colour: one ? one.colour : null, text: (one && label(one, "colour_label")) || "" };
  });
  const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim();
  const colour = (/** @type {any} */ area) => (area.colour ? lookOf(area.colour).fill : paper);
  return { drawn, colour };
}

/** How many grids have each colour, as the results come. @param {any[]} items */
export const countsOf = (items) =>
  [...new Map(items.map((one) => [one.colour, one])).values()].map((one) => ({
    result: one,
    count: items.filter((other) => other.colour === one.colour).length,
  }));
