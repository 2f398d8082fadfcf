/** Areas and cases on a map without tiles: Leaflet, fetched when the first map is shown. */
import { ErrorState, Loading } from "./feedback.js";
import { html, Icon, useEffect, useRef, useState } from "./ui.js";
import { say } from "./words.js";

/** @typedef {{code: string, name: string, boundary: any, text?: string}} Drawn */
/**
 * A point; `radius` and `text` for one that stands for several, of which `text` says how many.
 * @typedef {{id: string, lat: number, lon: number, light?: string | null, name: string, href?: string,
 *   radius?: number, text?: string}} Dot
 */

/** @type {Promise<any> | null} */
let leaflet = null;

/** Leaflet with its look, once a page. */
function fetched() {
  leaflet =
    leaflet ||
    (async () => {
      const look = document.createElement("link");
      look.rel = "stylesheet";
      look.href = new URL("../vendor/leaflet.css", import.meta.url).href;
      document.head.append(look);
      return /** @type {any} */ ((await import("../vendor/leaflet.js")).default);
    })();
  leaflet.catch(() => {
    leaflet = null;
  });
  return leaflet;
}

/** @param {string} name a custom property of the look */
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * @param {any} map @param {any} L @param {Drawn[]} areas @param {(area: Drawn) => string} colour
 * @param {number} opacity @param {((code: string) => void) | undefined} onArea
 */
function drawAreas(map, L, areas, colour, opacity, onArea) {
  return areas
    .filter((area) => area.boundary)
    .map((area) => {
      const look = { color: token("--edge"), weight: 1.5, fillColor: colour(area), fillOpacity: opacity };
      const layer = L.geoJSON(
        { type: "Feature", geometry: area.boundary, properties: {} },
        { style: look, interactive: Boolean(onArea) },
      );
      const words = document.createElement("span");
      words.textContent = area.text ? `${area.name} ${area.text}` : area.name;
      layer.bindTooltip(words, { sticky: true });
      if (onArea) layer.on("click", () => onArea(area.code));
      return layer.addTo(map);
    });
}

/** @param {any} map @param {any} L @param {Dot[]} points @param {((id: string) => void) | undefined} onPick */
function drawPoints(map, L, points, onPick) {
  const colours = /** @type {Record<string, string>} */ ({
    red: token("--red"),
    yellow: token("--yellow"),
    green: token("--green"),
  });
  return points.map((point) => {
    const fill = colours[point.light || ""] || token("--grey");
    const dot = L.circleMarker([point.lat, point.lon], {
      radius: point.radius || 8,
      color: token("--paper"),
      weight: 2,
      fillColor: fill,
      fillOpacity: 1,
      className: point.text ? "map-several" : "",
    });
    const words = document.createElement("span");
    words.textContent = point.text || point.name;
    dot.bindTooltip(words, point.text ? { permanent: true, direction: "center", className: "map-count" } : {});
    if (onPick) dot.on("click", () => onPick(point.id));
    return dot.addTo(map);
  });
}

/**
 * What is shown first: the places that matter, else all that is drawn.
 * @param {any} L @param {any[]} layers @param {{lat: number, lon: number}[]} around
 */
const boundsOf = (L, layers, around) =>
  around.length
    ? L.latLngBounds(around.map(({ lat, lon }) => [lat, lon])).pad(0.2)
    : L.featureGroup(layers).getBounds();

/**
 * A map; what it shows stands in a list or table beside it for who cannot see it.
 * @param {{areas?: Drawn[], colour?: (area: Drawn) => string, points?: Dot[], onPick?: (id: string) => void,
 *   around?: {lat: number, lon: number}[], label?: string, opacity?: number,
 *   onArea?: (code: string) => void, place?: {lat: number, lon: number} | null, onPlace?: (place: {lat: number,
 *   lon: number}) => void}} props
 */
export function AreaMap(props) {
  const { areas = [], colour, opacity = 0.55, points = [], around = [], onPick, onArea, place, onPlace, label } = props;
  const box = useRef();
  const kept = useRef({ map: null, L: null, drawn: [], fitted: false, onPlace });
  const [ready, setReady] = useState(false);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  kept.current.onPlace = onPlace;
  useEffect(() => {
    let gone = false;
    fetched().then((L) => {
      if (gone || !box.current) return;
      const map = L.map(box.current, {
        attributionControl: false,
        zoomControl: false, // it writes markup; ours are buttons

        zoomSnap: 0.5,
        center: [35, 104],
        zoom: 4,
        maxZoom: 19,
      });
      map.on("click", (/** @type {any} */ event) => {
        const tell = kept.current.onPlace;
        if (tell) tell({ lat: event.latlng.lat, lon: event.latlng.lng });
      });
      Object.assign(kept.current, { map, L });
      setReady(true);
    }, setProblem);
    return () => {
      gone = true;
      if (kept.current.map) kept.current.map.remove();
    };
  }, []);
  useEffect(() => {
    const { map, L, drawn, fitted } = kept.current;
    if (!ready || !map) return;
    drawn.forEach((/** @type {any} */ layer) => layer.remove());
    const layers = [
      ...drawAreas(map, L, areas, colour || (() => token("--accent-soft")), opacity, onArea),
      ...drawPoints(map, L, points, onPick),
    ];
    if (place)
      layers.push(L.circleMarker([place.lat, place.lon], { radius: 10, color: token("--red"), weight: 4 }).addTo(map));
    kept.current.drawn = layers;
    if (!fitted && layers.length) {
      const bounds = boundsOf(L, layers, around);
      if (bounds.isValid()) map.fitBounds(bounds, { padding: [16, 16], maxZoom: around.length ? 15 : 17 });
      kept.current.fitted = true;
    }
  }, [ready, areas, points, place && place.lat, place && place.lon, colour]);
  if (problem) return html`<${ErrorState} problem=${problem} />`;
  return html`<div class="map-frame">${!ready && html`<${Loading} label=${say("正在加载地图……", "Loading the map …")} />`}
    <div ref=${box} class="map" role="application" aria-label=${label || say("地图", "Map")}></div>
    ${
      ready &&
      html`<div class="map-zoom"><button type="button" class="button-icon" aria-label=${say("放大", "Zoom in")}
        onClick=${() => kept.current.map.zoomIn()}><${Icon} name="plus" /></button>
      <button type="button" class="button-icon" aria-label=${say("缩小", "Zoom out")}
        onClick=${() => kept.current.map.zoomOut()}><${Icon} name="minus" /></button></div>`
    }
  </div>`;
}
