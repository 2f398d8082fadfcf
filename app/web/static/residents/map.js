// The grid of a sign as a drawing: its outline, and the point that was tapped or that the phone told.

const NS = "http://www.w3.org/2000/svg";
const WIDE = 400;
const HIGH = 300;
const EDGE = 20;

/** @param {string} name @param {Record<string, string | number>} told */
function made(name, told) {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(told)) element.setAttribute(key, String(value));
  return element;
}

/**
 * @param {{type: string, coordinates: any}} boundary a GeoJSON polygon, or several, in WGS-84
 * @param {string} label what the drawing is called
 * @param {(lat: number, lon: number) => void} picked
 */
export function drawMap(boundary, label, picked) {
  /** @type {[number, number][][]} */
  const rings = boundary.type === "Polygon" ? boundary.coordinates : boundary.coordinates.flat();
  const points = rings.flat();
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  const shrink = Math.cos(((south + north) / 2) * (Math.PI / 180));
  const scale = Math.min((WIDE - 2 * EDGE) / ((east - west) * shrink || 1), (HIGH - 2 * EDGE) / (north - south || 1));
  const x = (/** @type {number} */ lon) => WIDE / 2 + (lon - (west + east) / 2) * shrink * scale;
  const y = (/** @type {number} */ lat) => HIGH / 2 - (lat - (south + north) / 2) * scale;
  const element = made("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "map", role: "img", "aria-label": label });
  const at = (/** @type {[number, number]} */ [lon, lat]) => `${x(lon).toFixed(1)} ${y(lat).toFixed(1)}`;
  const lines = rings.map((ring) => `M${ring.map(at).join("L")}Z`);
  element.append(made("path", { d: lines.join(""), "fill-rule": "evenodd" }));
  const dot = made("circle", { r: 9, cx: -99, cy: -99 });
  element.append(dot);
  const mark = (/** @type {number} */ lat, /** @type {number} */ lon) => {
    dot.setAttribute("cx", String(x(lon)));
    dot.setAttribute("cy", String(y(lat)));
  };
  element.addEventListener("click", (event) => {
    const box = element.getBoundingClientRect();
    const { clientX, clientY } = /** @type {MouseEvent} */ (event);
    const across = ((clientX - box.left) / box.width) * WIDE;
    const down = ((clientY - box.top) / box.height) * HIGH;
    const lon = (west + east) / 2 + (across - WIDE / 2) / (shrink * scale);
    const lat = (south + north) / 2 - (down - HIGH / 2) / scale;
    mark(lat, lon);
    picked(lat, lon);
  });
  return { element, mark };
}
