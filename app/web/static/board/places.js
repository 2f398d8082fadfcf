/** Places reported again and again 重复地点: as points on a map, the larger the more, and the same as a table beside. */
import { Dialog, Empty } from "../common/feedback.js";
import { AreaMap } from "../common/map.js";
import { whole } from "../common/pickers.js";
import { useAnswer } from "../common/turns.js";
import { hashOf, html, useEffect, useMemo, useState } from "../common/ui.js";
import { number, say, time } from "../common/words.js";
import { narrowing } from "./narrowing.js";
import { Framed } from "./tables.js";

const SMALLEST = 12; // which a finger meets
const LARGEST = 34;
const NAMED = 6;
/** @type {any[]} */
const NONE = [];

/**
 * How large a place is drawn: its area goes with the count, so that twice as many look twice as much.
 * @param {number} n
 */
export const radiusOf = (n) => Math.min(LARGEST, Math.max(SMALLEST, Math.round(SMALLEST * Math.sqrt(n / 2))));

/** @param {number} at */
const nameAt = (at) => say("地点 {n}", "Place {n}", { n: at + 1 });

/** @param {any} place @param {number} at */
const inWords = (place, at) =>
  say("{place}：{n} 件", "{place}: {n} cases", { place: nameAt(at), n: number(place.count) });

/** @param {{each: any, query: Record<string, string>}} props */
const CaseLink = ({ each, query }) => html`<a class="number" href=${hashOf(`cases/reported/${each.id}`,
  narrowing(query))}>${each.number}</a>`; // prettier-ignore

/** The grids around; a map without them still shows where the places lie. @param {string | undefined} area */
const gridsIn = (area) => whole("/areas/boundaries", { area, level: "grid", tolerance_m: 20 }).catch(() => NONE);

/** The cases of a place. @param {{place: any, at: number, query: Record<string, string>, onClose: () => void}} props */
const Behind = ({ place, at, query, onClose }) => html`<${Dialog} title=${inWords(place, at)} onClose=${onClose}>
  <div class="stack-tight"><p>${say("首次 {first}，最近 {last}", "First {first}, latest {last}", {
    first: time(place.first_at, "day"), last: time(place.last_at, "day") })}</p>
    ${place.count > place.cases.length && html`<p class="small soft">${say("列出最近 {n} 件", "The latest {n}", {
      n: place.cases.length })}</p>`}
    <ul class="place-list">${place.cases.map((/** @type {any} */ each) => html`<li key=${each.id}><${CaseLink}
      each=${each} query=${query} /></li>`)}</ul></div><//>`; // prettier-ignore

/** @param {{places: any[], query: Record<string, string>, onPick: (at: number) => void}} props */
function PlaceMap({ places, query, onPick }) {
  const { told: grids } = useAnswer(() => gridsIn(query.area), [query.area]);
  const points = useMemo(() => places.map((place, at) => ({
    id: String(at), lat: place.lat, lon: place.lon, radius: radiusOf(place.count), text: number(place.count),
    name: inWords(place, at),
  })), [places]); // prettier-ignore
  return html`<${AreaMap} areas=${grids || NONE} points=${points} opacity=${0.35} around=${points}
    label=${say("反复上报的地点地图", "Map of places reported again and again")}
    onPick=${(/** @type {string} */ id) => onPick(Number(id))} />`;
}

/** @param {{places: any[], query: Record<string, string>, onPick: (at: number) => void}} props */
const Table = ({ places, query, onPick }) => html`<table class="figures"><thead><tr>
    <th scope="col">${say("地点", "Place")}</th><th scope="col">${say("件数", "Cases")}</th>
    <th scope="col">${say("案卷", "Its cases")}</th><th scope="col">${say("首次", "First")}</th>
    <th scope="col">${say("最近", "Latest")}</th></tr></thead><tbody>${places.map((place, at) => html`<tr
    key=${`${place.lat} ${place.lon}`}><th scope="row">${nameAt(at)}</th>
    <td><button type="button" class="button-plain number" aria-label=${inWords(place, at)}
      onClick=${() => onPick(at)}>${number(place.count)}</button></td>
    <td class="places-cases">${place.cases.slice(0, NAMED).map((/** @type {any} */ each) => html`<${CaseLink}
      key=${each.id} each=${each} query=${query} /> `)}${place.count > NAMED ? "…" : ""}</td>
    <td>${time(place.first_at, "day")}</td><td>${time(place.last_at, "day")}</td></tr>`)}
  </tbody></table>`; // prettier-ignore

/** @param {{places: any[], query: Record<string, string>}} props */
export function Places({ places, query }) {
  const [open, setOpen] = useState(/** @type {number | null} */ (null));
  const title = say("反复上报的地点", "Places reported again and again");
  useEffect(() => setOpen(null), [places]);
  const place = open === null ? null : places[open];
  if (!places.length)
    return html`<section class="card stack-tight" aria-label=${title}><h2>${title}</h2>
      <${Empty} icon="pin" title=${say("该时段内没有反复上报的地点", "No place was reported again in this period")} /></section>`;
  return html`<${Framed} title=${title} hint=${say(
    "相距约 50 米内两件及以上。圆越大，件数越多；点圆或表中件数，看该处的案卷。",
    "Two cases and more within some 50 m. The larger the circle, the more; a circle or a number opens the cases.",
  )} beside=${html`<${PlaceMap} key=${query.area || ""} places=${places} query=${query} onPick=${setOpen} />`}>
    <${Table} places=${places} query=${query} onPick=${setOpen} /><//>
    ${place && html`<${Behind} place=${place} at=${open} query=${query} onClose=${() => setOpen(null)} />`}`;
}
