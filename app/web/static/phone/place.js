/** Where it is: this phone's place drawn on the boundary of the grid, without a line; a tap or a drag corrects it. */
import { Icon, html, useEffect, useRef, useState } from "../common/ui.js";
import { number, say } from "../common/words.js";
import { useStored } from "./parts.js";

/** @typedef {import("./records.js").Fix} Fix */
/** @typedef {{lat: number, lon: number, datum: string, accuracy_m?: number}} Spot */

const METRES = 111320; // of a degree of latitude
const PATIENCE_MS = 20000;
const FAR = 0.2; // of a fix from the grid, in degrees: further away the map shows the grid alone

/** Where this phone is, as soon as it knows; null while it does not, `problem` says why. */
export function useFix() {
  const [fix, setFix] = useState(/** @type {Fix | null} */ (null));
  const [problem, setProblem] = useState("");
  const ask = () => {
    if (!navigator.geolocation || !window.isSecureContext) {
      setProblem(say("此连接不是 https，浏览器不提供定位，请在图上点选。", "Without https a browser tells no place: tap the map."));
      return;
    }
    setProblem("");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => setFix({ lat: coords.latitude, lon: coords.longitude, accuracy_m: Math.round(coords.accuracy) }),
      () => setProblem(say("没有定位，请在图上点选。", "No fix: tap the map.")),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 15000 },
    );
  };
  useEffect(ask, []);
  return { fix, problem, ask };
}

/** Every ring of a boundary. @param {any} boundary @returns {number[][][]} */
function ringsOf(boundary) {
  if (!boundary) return [];
  return boundary.type === "Polygon" ? boundary.coordinates : boundary.coordinates.flat();
}

/**
 * Whether a place lies in a boundary (even-odd rule).
 * @param {any} boundary
 * @param {{lat: number, lon: number}} spot
 */
export function isIn(boundary, { lat, lon }) {
  let inside = false;
  for (const ring of ringsOf(boundary)) {
    for (let here = 0, before = ring.length - 1; here < ring.length; before = here, here += 1) {
      const [x, y] = ring[here];
      const [px, py] = ring[before];
      if (y > lat !== py > lat && lon < ((px - x) * (lat - y)) / (py - y) + x) inside = !inside;
    }
  }
  return inside;
}

/**
 * The map, the pin and what they mean.
 * @param {{spot: Spot | null, fix: Fix | null, problem: string, onFix: () => void, onPick: (spot: Spot) => void}} props
 */
export function PlaceMap({ spot, fix, problem, onFix, onPick }) {
  const areas = useStored((store) => store.reference("areas"), /** @type {any[]} */ ([]));
  const grids = areas.filter((area) => area.level === "grid" && area.boundary);
  const shown = grids.length ? grids : areas.filter((area) => area.boundary).slice(-1);
  const box = boxOf(shown, spot, fix);
  const inside = spot && grids.find((area) => isIn(area.boundary, spot));
  return html`<div class="stack-tight">
    ${box && html`<${Drawing} box=${box} areas=${shown} spot=${spot} fix=${fix} onPick=${onPick} />`}
    <p class="row small"><${Icon} name="pin" />
      <span class="grow">${sentence(spot, fix, inside, problem, grids.length > 0)}</span>
      <button type="button" class="button-plain" onClick=${onFix}>${say("重新定位", "Locate again")}</button></p>
  </div>`;
}

/**
 * @param {Spot | null} spot
 * @param {Fix | null} fix
 * @param {any} inside
 * @param {string} problem
 * @param {boolean} known
 */
function sentence(spot, fix, inside, problem, known) {
  if (!spot) return problem || say("正在定位……", "Looking for your place …");
  const moved = !fix || fix.lat !== spot.lat || fix.lon !== spot.lon;
  const near = fix && fix.accuracy_m ? say("，精度约 {n} 米", ", within {n} m", { n: number(fix.accuracy_m) }) : "";
  const how = moved ? say("，已手动改正", ", corrected by hand") : near;
  if (inside) return html`<bdi>${inside.name}</bdi>${how}`;
  return (known ? say("不在您的网格内", "Outside your grid") : say("已有位置", "Place known")) + how;
}

/**
 * What the map shows: the grids, and the place unless that is far away. In degrees of latitude.
 * @param {any[]} areas @param {Spot | null} spot @param {Fix | null} fix
 */
function boxOf(areas, spot, fix) {
  let points = areas.flatMap((area) => ringsOf(area.boundary).flat());
  const near = (/** @type {{lat: number, lon: number}} */ one) =>
    !points.length || points.some(([lon, lat]) => Math.abs(lon - one.lon) < FAR && Math.abs(lat - one.lat) < FAR);
  for (const one of [spot, fix]) if (one && near(one)) points = [...points, [one.lon, one.lat]];
  if (!points.length) return null;
  const [west, east] = [Math.min(...points.map(([lon]) => lon)), Math.max(...points.map(([lon]) => lon))];
  const [south, north] = [Math.min(...points.map(([, lat]) => lat)), Math.max(...points.map(([, lat]) => lat))];
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const size = Math.max((east - west) * narrow, north - south, 0.002) * 1.12;
  return { lon: (west + east) / 2, lat: (south + north) / 2, narrow, size };
}

const SIDE = 320;
const LOW = 220;

/** @param {{box: any, areas: any[], spot: Spot | null, fix: Fix | null, onPick: (spot: Spot) => void}} props */
function Drawing({ box, areas, spot, fix, onPick }) {
  const drawn = useRef();
  const [zoom, setZoom] = useState(1);
  const [dragged, setDragged] = useState(/** @type {number[] | null} */ (null));
  const held = useRef(box);
  if (!dragged) held.current = zoom > 1 && spot ? { ...box, lat: spot.lat, lon: spot.lon } : box;
  const { lon, lat, narrow, size } = held.current;
  const scale = (LOW / size) * zoom;
  const x = (/** @type {number} */ at) => SIDE / 2 + (at - lon) * narrow * scale;
  const y = (/** @type {number} */ at) => LOW / 2 - (at - lat) * scale;
  /** @param {any} event */
  const under = (event) => {
    const seen = drawn.current.getBoundingClientRect();
    return [((event.clientX - seen.left) * SIDE) / seen.width, ((event.clientY - seen.top) * LOW) / seen.height];
  };
  /** @param {number[]} point */
  const pick = ([px, py]) => {
    const round = (/** @type {number} */ value) => Math.round(value * 1e6) / 1e6;
    const at = { lon: round(lon + (px - SIDE / 2) / narrow / scale), lat: round(lat - (py - LOW / 2) / scale) };
    onPick({ ...at, datum: "wgs84" });
  };
  const pin = dragged || (spot && [x(spot.lon), y(spot.lat)]);
  const step = /** @type {Record<string, number[]>} */ ({
    ArrowUp: [0, -4], ArrowDown: [0, 4], ArrowLeft: [-4, 0], ArrowRight: [4, 0],
  });
  const keyed = (/** @type {any} */ event) => {
    const moved = step[event.key];
    if (!moved || !pin) return;
    event.preventDefault();
    pick([pin[0] + moved[0], pin[1] + moved[1]]);
  };
  const drag = {
    onPointerDown: (/** @type {any} */ event) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      setDragged(pin);
    },
    onPointerMove: (/** @type {any} */ event) => dragged && setDragged(under(event)),
    onPointerUp: () => {
      if (dragged) pick(dragged);
      setDragged(null);
    },
    onPointerCancel: () => setDragged(null),
    onClick: (/** @type {any} */ event) => event.stopPropagation(),
  };
  /** @param {number[][]} ring */
  const line = (ring) => `M${ring.map(([east, north]) => `${x(east).toFixed(1)} ${y(north).toFixed(1)}`).join("L")}Z`;
  const metres = (100 / METRES) * scale;
  return html`<div class="phone-map">
    <svg ref=${drawn} viewBox=${`0 0 ${SIDE} ${LOW}`} onClick=${(/** @type {any} */ event) => pick(under(event))}
      aria-label=${say("网格示意图，点一下放置位置", "Map of the grid: tap to set the place")} role="group">
      ${areas.map((area) => html`<path key=${area.code} class="phone-grid"
        d=${ringsOf(area.boundary).map(line).join("")} />`)}
      ${areas.length <= 4 && areas.map((area) => html`<${Name} key=${area.code} area=${area} x=${x} y=${y} />`)}
      ${fix && fix.accuracy_m && html`<circle class="phone-accuracy" cx=${x(fix.lon)} cy=${y(fix.lat)}
        r=${Math.min((fix.accuracy_m / METRES) * scale, SIDE)} />`}
      ${fix && html`<circle class="phone-fix" cx=${x(fix.lon)} cy=${y(fix.lat)} r="5" />`}
      ${pin && html`<g class="phone-pin" tabindex="0" role="button" onKeyDown=${keyed} ...${drag}
        transform=${`translate(${pin[0]} ${pin[1]})`}
        aria-label=${say("位置图钉，拖动或用方向键改正", "The pin: drag it, or correct it by the arrow keys")}>
        <circle class="phone-touch" r="22" /><path d="M0 0s-11-10.4-11-19a11 11 0 0 1 22 0c0 8.600-11 19-11 19z" />
        <circle cy="-19" r="4" /></g>`}
      <path class="phone-scale" d=${`M10 ${LOW - 10}v4h${Math.min(metres, SIDE - 20).toFixed(1)}v-4`} />
      <text class="phone-scale-words" x="12" y=${LOW - 12}>${say("100 米", "100 m")}</text>
    </svg>
    <div class="phone-zoom">
      <button type="button" class="button-icon" aria-label=${say("放大", "Zoom in")} disabled=${zoom >= 16}
        onClick=${() => setZoom(zoom * 2)}><${Icon} name="plus" /></button>
      <button type="button" class="button-icon" aria-label=${say("缩小", "Zoom out")} disabled=${zoom <= 1}
        onClick=${() => setZoom(zoom / 2)}><${Icon} name="down" /></button>
    </div>
  </div>`;
}

/** @param {{area: any, x: (lon: number) => number, y: (lat: number) => number}} props */
function Name({ area, x, y }) {
  const ring = ringsOf(area.boundary)[0];
  const middle = (/** @type {number} */ axis) => ring.reduce((sum, point) => sum + point[axis], 0) / ring.length;
  return html`<text class="phone-grid-name" x=${x(middle(0))} y=${y(middle(1))}>${area.name}</text>`;
}
