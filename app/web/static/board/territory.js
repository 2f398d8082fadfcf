/** The map: grids in the colour of a chosen figure, cases as points, the same as a table beside. */
import { get } from "../common/api.js";
import { nameOf } from "../common/case.js";
import { ErrorState, Loading } from "../common/feedback.js";
import { AreaMap } from "../common/map.js";
import { whole } from "../common/pickers.js";
import { useAnswer } from "../common/turns.js";
import { html, useMemo, useState, go, hashOf } from "../common/ui.js";
import { number, say } from "../common/words.js";
import { Colours } from "./colours.js";
import { filtersOf, listAt, narrowing, sinceOf } from "./narrowing.js";

const PERIODICAL = ["reported", "closed", "bounced"];
const STEPS = 5;
const COLOURS = "colours";

const figures = () => [
  { question: "overdue", name: say("超期", "Overdue") },
  { question: "stage-overdue", name: say("环节超时", "Late in stage") },
  { question: "open", name: say("在办", "Open") },
  { question: "reported", name: say("时段内上报", "Reported in the period") },
  { question: "closed", name: say("时段内结案", "Closed in the period") },
  { question: "bounced", name: say("退单", "Returned") },
  { question: COLOURS, name: say("考评颜色（最近公布）", "Colours, as last published") },
];

/** The bounds of the colours: at most five steps, whole numbers. @param {number} most */
export function stepsOf(most) {
  const size = Math.max(1, Math.ceil(most / STEPS));
  const count = Math.max(1, Math.ceil(most / size));
  return Array.from({ length: count }, (_, at) => ({ from: at * size + 1, to: (at + 1) * size }));
}

/** @param {number} value @param {{from: number, to: number}[]} steps */
const stepOf = (value, steps) => (value ? Math.max(1, steps.findIndex((step) => value <= step.to) + 1) : 0);

/** The colour of a step, as the look has it now. @param {number} step */
const colourOf = (step) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--step-${step}`).trim() || "#ccc";

/**
 * The counts of a figure by grid, the boundaries, and the cases of the figure with a place.
 * @param {Record<string, string>} query @param {string} question
 */
function useTerritory(query, question) {
  const key = JSON.stringify([filtersOf(query), question, PERIODICAL.includes(question) && query.days]);
  const ask = async () => {
    const within = { ...filtersOf(query), ...(PERIODICAL.includes(question) ? { since: sinceOf(query) } : {}) };
    const [areas, summary, list] = await Promise.all([
      whole("/areas/boundaries", { area: query.area, level: "grid", tolerance_m: 20 }),
      get("/supervision/summary", { query: { question, by: "area", level: "grid", ...within } }),
      get(`/supervision/${question}`, { query: { ...within, limit: 200 } }),
    ]);
    const points = list.body.items.filter((/** @type {any} */ one) => one.location);
    return { areas, counts: summary.body, points, more: list.next !== null };
  };
  const { told, problem } = useAnswer(ask, [key], { keeps: true });
  return { ...(told || { areas: null, counts: null, points: [], more: false }), problem };
}

/** The map in the colours that are chosen. @param {{query: Record<string, string>}} props */
export function Territory({ query }) {
  const chosen = figures().find((figure) => figure.question === query.figure) || figures()[0];
  const choice = html`<label class="row"><span class="small">${say("着色依据", "Coloured by")}</span>
    <select class="figure-choice" value=${chosen.question} onChange=${(/** @type {any} */ event) =>
      go("", { ...query, figure: event.target.value }, { replace: true })}>
      ${figures().map(({ question, name }) => html`<option key=${question} value=${question}>${name}</option>`)}
    </select></label>`;
  if (chosen.question !== COLOURS) return html`<${Counts} query=${query} chosen=${chosen} choice=${choice} />`;
  return html`<section class="card stack-tight" aria-label=${say("网格分布", "By grid")}>
    <div class="row row-wrap"><h2 class="grow">${say("网格分布", "By grid")}</h2>${choice}</div>
    <${Colours} area=${query.area} /></section>`;
} // prettier-ignore

/** @param {{query: Record<string, string>, chosen: any, choice: any}} props */
function Counts({ query, chosen, choice }) {
  const { areas, counts: told, points, more, problem } = useTerritory(query, chosen.question);
  const [dots, setDots] = useState(true);
  const counts = useMemo(
    () => new Map((told ? told.items : []).map((/** @type {any} */ row) => [row.key, row])),
    [told],
  );
  const steps = stepsOf(Math.max(0, ...(told ? told.items : []).filter((/** @type {any} */ row) => row.key).map((
    /** @type {any} */ row) => row.count))); // prettier-ignore
  const drawn = useMemo(() => (areas || []).map((/** @type {any} */ area) => {
    const row = /** @type {any} */ (counts.get(area.code));
    return { ...area, text: number(row ? row.count : 0), count: row ? row.count : 0 };
  }), [areas, counts]); // prettier-ignore
  const shownPoints = useMemo(() => (dots ? points : []).map((/** @type {any} */ one) => ({
    id: one.id, lat: one.location.lat, lon: one.location.lon, light: one.light, name: `${one.number} ${nameOf(one)}`,
  })), [points, dots]); // prettier-ignore
  const colour = useMemo(() => (/** @type {any} */ area) => colourOf(stepOf(area.count, steps)), [drawn]);
  const open = (/** @type {string} */ code) => {
    const row = /** @type {any} */ (counts.get(code));
    if (row) location.hash = listAt(row.href, query, row.name);
  };
  return html`<section class="card stack-tight" aria-label=${say("网格分布", "By grid")}>
    <div class="row row-wrap"><h2 class="grow">${say("网格分布", "By grid")}</h2>
      ${choice}<label class="row"><input type="checkbox" checked=${dots} onChange=${() => setDots(!dots)} />
        <span class="small">${say("显示案卷位置", "Show the cases")}</span></label></div>
    ${problem ? html`<${ErrorState} problem=${problem} />` : !areas || !told ? html`<${Loading} />` : html`
    <div class="territory-grid">
      <div class="stack-tight">
        <${AreaMap} areas=${drawn} colour=${colour} opacity=${0.9} points=${shownPoints} onArea=${open}
          label=${say("各网格{figure}案卷数地图", "Map of grids: {figure}", { figure: chosen.name })}
          onPick=${(/** @type {string} */ id) => go(`cases/${chosen.question}/${id}`, narrowing(query))} />
        <${Legend} steps=${steps} />
        ${more && dots && html`<p class="small soft">${say("只画出前 200 件", "The first 200 are drawn")}</p>`}</div>
      <${Table} told=${told} figure=${chosen} query=${query} />
    </div>`}
  </section>`; // prettier-ignore
}

/** What the colours mean. @param {{steps: {from: number, to: number}[]}} props */
const Legend = ({ steps }) => html`<ul class="row row-wrap small map-legend" aria-label=${say("图例", "Legend")}>
  ${[{ from: 0, to: 0 }, ...steps].map(({ from, to }, at) => html`<li key=${at} class="row">
    <svg class="deadline-swatch" viewBox="0 0 10 10" aria-hidden="true"><rect class="step-${at}" width="10"
      height="10" /></svg>
    <span class="number">${from === to ? from : `${from}–${to}`}</span></li>`)}</ul>`; // prettier-ignore

/** The same in words, the most first. @param {{told: any, figure: any, query: Record<string, string>}} props */
const Table = ({ told, figure, query }) => html`<div class="stack-tight">
  <p><a class="big number" href=${hashOf(`cases/${figure.question}`, { ...narrowing(query), since: told.since,
    until: told.until })}>${number(told.total)}</a> <span class="soft">${figure.name}</span></p>
  <div class="table-scroll territory-table" tabindex="0" role="region" aria-label=${say("各网格数字", "Figures by grid")}>
  <table><caption class="unseen">${say("各网格{figure}案卷数", "{figure} by grid", { figure: figure.name })}</caption>
    <thead><tr><th scope="col">${say("网格", "Grid")}</th><th scope="col">${say("案卷", "Cases")}</th></tr></thead>
    <tbody>${told.items.slice(0, 200).map((/** @type {any} */ row) => html`<tr key=${row.key}>
      <th scope="row" dir="auto">${row.name || say("不在网格内", "in no grid")}</th>
      <td><a class="number" href=${listAt(row.href, query, row.name || say("不在网格内", "in no grid"))}>
        ${number(row.count)}</a></td></tr>`)}</tbody></table></div></div>`; // prettier-ignore
