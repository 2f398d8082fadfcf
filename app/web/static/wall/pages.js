/** The pages of the wall: few and large, without anybody's name. */
import { nameOf } from "../common/case.js";
import { ColourOf } from "../common/colours.js";
import { countsOf, drawnOf, useGridColours } from "../common/grid_colours.js";
import { AreaMap } from "../common/map.js";
import { whole } from "../common/pickers.js";
import { html, useEffect, useMemo, useState } from "../common/ui.js";
import { label, number, say, time } from "../common/words.js";

/** @typedef {{bodies: Record<string, any>}} Page */

const MOST_BARS = 8;
const MOST_ROWS = 6;
/** Numbers of phones and of people, as somebody may have written them into a description. */
const PERSONAL = /\d{7,}[\dxX]?/g;

/** A description without what identifies people. @param {string} text */
export const masked = (text) => text.replace(PERSONAL, (found) => `${found.slice(0,
  2)}${"•".repeat(found.length - 2)}`);

/** @param {any} told */
const totalOf = (told) => (told ? number(told.total) : "–");

/** @param {{name: string, value: string, tone?: string}} props */
const Big = ({ name, value, tone = "" }) => html`<div class="wall-big ${value === "0" ? "" : tone}"><span
    class="wall-big-name">${name}
  </span>
  <span class="wall-big-value number">${value}</span></div>`; // prettier-ignore

/** @param {{rows: {name: string, value: number}[], tone?: string, title: string}} props */
function WallBars({ rows, tone = "red", title }) {
  const most = Math.max(1, ...rows.map((row) => row.value));
  return html`<div class="wall-bars"><h2>${title}</h2><ul>${rows.slice(0, MOST_BARS).map((row) => html`<li
    key=${row.name}
      class="wall-bar"><span class="wall-bar-name" dir="auto">${row.name}</span>
    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="bars-ground" width="100"
      height="10" /><rect class="tone-${tone}" width=${(100 * row.value) / most} height="10" /></svg>
    <b class="number">${number(row.value)}</b></li>`)}</ul></div>`; // prettier-ignore
}

/** @param {any} told @param {string} none */
const rowsOf = (told, none) =>
  (told ? told.items : []).map((/** @type {any} */ row) => ({ name: row.name || none, value: row.count }));

/** @param {Page} props */
export function Numbers({ bodies }) {
  const today = bodies.trend ? bodies.trend.items[bodies.trend.items.length - 1] : null;
  return html`<div class="wall-numbers">
    <${Big} name=${say("超期", "Overdue")} value=${totalOf(bodies.overdue)} tone="wall-red" />
    <${Big} name=${say("环节超时", "Late in stage")} value=${totalOf(bodies.stage)} tone="wall-red" />
    <${Big} name=${say("临期", "Due soon")} value=${totalOf(bodies.upcoming)} tone="wall-yellow" />
    <${Big} name=${say("在办", "Open")} value=${totalOf(bodies.open)} />
    <${Big} name=${say("督办待回复", "Orders waiting")} value=${totalOf(bodies.orders)} tone="wall-yellow" />
    <${Big} name=${say("挂账", "Suspended")} value=${totalOf(bodies.suspended)} />
    <${Big} name=${say("今日上报", "Reported today")} value=${today ? number(today.reported) : "–"} />
    <${Big} name=${say("今日结案", "Closed today")} value=${today ? number(today.closed) : "–"} tone="wall-green" />
  </div>`;
}

/** @param {Page} props */
export function Map({ bodies }) {
  const [areas, setAreas] = useState(/** @type {any[]} */ ([]));
  useEffect(() => {
    let gone = false;
    whole("/areas/boundaries", { level: "grid", tolerance_m: 20 }).then(
      (found) => !gone && setAreas(found),
      () => undefined, // the table beside says the same
    );
    return () => {
      gone = true;
    };
  }, []);
  const counts = useMemo(
    () => new globalThis.Map((bodies.grids ? bodies.grids.items : []).map((/** @type {any} */ row) => [row.key,
      row.count])),
    [bodies.grids],
  );
  const most = Math.max(1, ...counts.values());
  const colour = useMemo(() => {
    const look = getComputedStyle(document.documentElement);
    const step = (/** @type {number} */ count) => (count ? Math.ceil((5 * count) / most) : 0);
    return (/** @type {any} */ area) => look.getPropertyValue(`--step-${step(counts.get(area.code) || 0)}`).trim();
  }, [counts]);
  const points = useMemo(() => (bodies.latest ? bodies.latest.items : []).filter((/** @type {any} */ one) =>
    one.location)
    .map((/** @type {any} */ one) => ({ id: one.id, lat: one.location.lat, lon: one.location.lon, light: one.light,
      name: one.number })), [bodies.latest]); // prettier-ignore
  return html`<div class="wall-two"><div class="wall-map">${areas.length > 0 && html`<${AreaMap} areas=${areas}
      colour=${colour} opacity=${0.9} points=${points} label=${say("各网格超期案卷数", "Overdue cases by grid")} />`}</div>
    <${WallBars} title=${say("网格越亮，超期越多", "The brighter a grid, the more is late")} rows=${rowsOf(bodies.areas,
      say("本级", "of this level"))} />
      </div>`; // prettier-ignore
}

/** @param {Page} props */
export const LateList = ({ bodies }) => html`<table class="wall-table"><thead><tr>
    <th scope="col">${say("案卷", "Case")}</th><th scope="col">${say("事项", "Matter")}</th>
    <th scope="col">${say("地点", "Place")}</th><th scope="col">${say("单位", "Unit")}</th>
    <th scope="col">${say("卡在", "Stuck in")}</th><th scope="col">${say("应于", "Was due")}</th></tr></thead>
  <tbody>${(bodies.latest ? bodies.latest.items : []).slice(0, MOST_ROWS).map((/** @type {any} */ one) => html`
    <tr key=${one.id}><td class="number">${one.number}</td><td dir="auto"><span class="wall-cut">${masked(nameOf(one))}
      </span></td>
      <td dir="auto"><span class="wall-cut">${one.area_name}</span></td>
      <td dir="auto"><span class="wall-cut">${one.lead_department_name || say("未派单位", "no unit")}</span></td>
      <td>${label(one, "fault_label")}</td><td class="number wall-red">${time(one.due_at)}</td></tr>`)}</tbody>
</table>`; // prettier-ignore

/** @param {Page} props */
export function TrendPage({ bodies }) {
  if (!bodies.trend) return null;
  const days = bodies.trend.items;
  const series = [
    { key: "overdue", name: say("日终超期", "Overdue at the end of the day"), tone: "red" },
    { key: "reported", name: say("上报", "Reported"), tone: "accent" },
    { key: "closed", name: say("结案", "Closed"), tone: "yellow" },
  ];
  const most = Math.max(1, ...days.flatMap((/** @type {any} */ day) => series.map(({ key }) => day[key])));
  const path = (/** @type {string} */ key) =>
    days.map((/** @type {any} */ day, /** @type {number} */ at) =>
      `${at ? "L" : "M"}${((1000 * at) / Math.max(1,
        days.length - 1)).toFixed(1)} ${(395 - (385 * day[key]) / most).toFixed(1)}`)
      .join(""); // prettier-ignore
  return html`<div class="wall-trend"><ul class="wall-key">${series.map(({ key, name, tone }) => html`<li key=${key}>
      <svg viewBox="0 0 40 10" aria-hidden="true"><path class="line-path tone-${tone}" d="M0 5H40" /></svg>${name}
      <b class="number">${number(days[days.length - 1][key])}</b></li>`)}</ul>
    <svg viewBox="0 0 1000 400" preserveAspectRatio="none" role="img" aria-label=${say("近 30 天趋势", "The last 30 days")}>
      <path class="line-ground" d="M0 395H1000M0 202H1000M0 10H1000" />
      ${series.map(({ key, tone }) => html`<path key=${key} class="line-path tone-${tone}" d=${path(key)} />`)}</svg>
    <div class="wall-axis"><span>${time(`${days[0].day}T12:00:00+08:00`, "day")}</span>
      <span>${say("最高 {n}", "at most {n}", { n: number(most) })}</span><span>${say("今天", "today")}</span></div>
        </div>`; // prettier-ignore
}

/** @param {Page} props */
export const Units = ({ bodies }) => html`<div class="wall-two wall-even">
  <${WallBars} title=${say("超期", "Overdue")} rows=${rowsOf(bodies.units, say("未派单位", "no unit"))} />
  <${WallBars} title=${say("在办", "Open")} tone="accent" rows=${rowsOf(bodies.openUnits, say("未派单位", "no unit"))} />
</div>`; // prettier-ignore

/** How grids stood when that was last published: the map in their colours, and the best by name. */
export function Colours() {
  const { told } = useGridColours(undefined);
  const { drawn, colour } = useMemo(() => (told ? drawnOf(told) : { drawn: [], colour: undefined }), [told]);
  if (!told) return null;
  if (!told.period) {
    return html`<p class="wall-none">${say("还没有公布过网格考评。", "No evaluation of grids has been published.")}</p>`;
  }
  const scored = told.items.filter((/** @type {any} */ one) => one.score !== null);
  return html`<div class="wall-two"><div class="wall-map"><${AreaMap} areas=${drawn} colour=${colour} opacity=${0.9}
      label=${say("各网格考评颜色", "Colours of grids")} /></div>
    <div class="wall-colours"><h2 dir="auto">${told.period.scheme_name}</h2>
      <ul>${countsOf(told.items).map(({ result, count }) => html`<li key=${result.colour}><${ColourOf}
        result=${result} />
        <b class="number">${number(count)}</b></li>`)}</ul>
      <ol>${scored.slice(0, MOST_ROWS).map((/** @type {any} */ one) => html`<li key=${one.subject}><span
        class="wall-bar-name" dir="auto">${one.rank} ${one.name}</span><b
          class="number">${number(one.score)}</b></li>`)}
      </ol></div></div>`; // prettier-ignore
}
