/** The boundary 边界 of an area: taken from a file, tried with what is wrong drawn, then kept. */
import { newId, send } from "../common/api.js";
import { sentenceOf, toast } from "../common/feedback.js";
import { Field } from "../common/fields.js";
import { html, Icon, useEffect, useMemo, useState } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { DATUMS } from "./names.js";
import { TroubleMap } from "./trouble_map.js";

const NOTHING = { errors: [], boundaries: [] };

/**
 * The geometry of an area in a file of GeoJSON: a geometry, a feature, or the feature of that code among several.
 * @param {any} told @param {string} code
 */
export function geometryIn(told, code) {
  if (!told || typeof told !== "object") return null;
  if (told.type === "Feature") return told.geometry;
  if (told.type !== "FeatureCollection") return told.coordinates ? told : null;
  const features = told.features || [];
  const own = features.find((/** @type {any} */ one) => String((one.properties || {}).code) === code);
  const found = own || (features.length === 1 ? features[0] : null);
  return found ? found.geometry : null;
}

/** What a boundary would be refused for. @param {string} code @param {any} geometry @param {string} datum */
async function tried(code, geometry, datum) {
  const feature = { type: "Feature", properties: { code }, geometry };
  const file = new Blob([JSON.stringify({ type: "FeatureCollection", datum, features: [feature] })]);
  const form = new FormData();
  form.append("files", file, "boundaries.geojson");
  return (await send("POST", "/import", form)).body;
}

/** @param {{area: any, around: {code: string, name: string, boundary: any}[], onMade: () => void}} props */
export function Boundary({ area, around, onMade }) {
  const [file, setFile] = useState(/** @type {any} */ (null));
  const [datum, setDatum] = useState("wgs84");
  const [told, setTold] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const geometry = useMemo(() => file && geometryIn(file, area.code), [file, area.code]);
  const look = async (/** @type {any} */ shape, /** @type {string} */ of) => {
    setBusy(true);
    setProblem("");
    setTold(null);
    try {
      setTold(await tried(area.code, shape, of));
    } catch (error) {
      // who administers a part of the whole is told by the service when it is sent
      if (/** @type {any} */ (error).status !== 403) setProblem(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    if (geometry) look(geometry, datum);
  }, [geometry, datum]);
  const taken = async (/** @type {any} */ event) => {
    const [one] = event.target.files;
    if (!one) return;
    setTold(null);
    setProblem("");
    try {
      const read = JSON.parse(await one.text());
      if (read.datum) setDatum(read.datum);
      setFile(read);
      if (!geometryIn(read, area.code)) {
        setProblem(say("文件中没有这个区划的边界", "The file has no boundary of this area"));
      }
    } catch {
      setFile(null);
      setProblem(say("不是 GeoJSON 文件", "This is no file of GeoJSON"));
    }
  };
  const save = async () => {
    setBusy(true);
    setProblem("");
    try {
      await send("PUT", `/areas/${area.code}/boundary`, { geometry, datum }, { key: newId() });
      toast(say("边界已保存", "The boundary is kept"));
      setFile(null);
      setTold(null);
      onMade();
    } catch (error) {
      setProblem(/** @type {any} */ (error).detail || sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  const drawn = useMemo(
    () => (geometry && told && !told.errors.length ? [...around, { ...area, boundary: geometry }] : around),
    [geometry, told, around],
  );
  return html`<section class="card stack-tight"><h3>${say("边界", "Boundary")}</h3>
    <${TroubleMap} key=${told ? "told" : area.code} told=${told || NOTHING} drawn=${drawn} />
    ${!area.has_boundary && !file && html`<p class="soft">${say("还没有边界", "It has no boundary yet")}</p>`}
    <div class="row row-wrap"><${Field} label=${say("边界文件（GeoJSON）", "File of the boundary (GeoJSON)")}>
        ${(/** @type {any} */ given) => html`<input type="file" ...${given}
          accept=".geojson,.json,application/geo+json"
          onChange=${taken} />`}<//>
      <${Field} label=${say("坐标系", "Datum")}>${(/** @type {any} */ given) => html`<select ...${given} value=${datum}
        onChange=${(/** @type {any} */ event) => setDatum(event.target.value)}>${DATUMS.map(
          (one) => html`<option key=${one.value} value=${one.value}>${one.label}</option>`,
        )}</select>`}<//></div>
    ${busy && html`<p class="soft" role="status">${say("正在核对……", "Being checked …")}</p>`}
    ${
      told &&
      told.errors.length > 0 &&
      html`<ul class="stack-tight" role="alert">${told.errors.map(
        (/** @type {any} */ one, /** @type {number} */ at) => html`<li key=${at} class="field-error"><${Icon}
          name="warn" />
        ${label(one, "detail")}</li>`,
      )}</ul>`
    }
    ${told && !told.errors.length && html`<p
      role="status">${say("边界可以使用，尚未保存。", "It fits; it is not kept yet.")}</p>`}
    ${problem && html`<p class="field-error" role="alert">${problem}</p>`}
    ${
      geometry &&
      html`<button type="button" class="button button-primary admin-start" onClick=${save}
      disabled=${busy || Boolean(told && told.errors.length)}>${say("保存边界", "Keep this boundary")}</button>`
    }
  </section>`;
}
