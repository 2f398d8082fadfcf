/** The working calendar 工作日历 as a calendar: each day with why it is worked or free. */
import { get } from "../common/api.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { AreaPicker } from "../common/pickers.js";
import { useAnswer } from "../common/turns.js";
import { html, Icon, useEffect, useState, go, useRoute } from "../common/ui.js";
import { language, say } from "../common/words.js";
import { Day, whyOf } from "./day.js";
import { Hours } from "./hours.js";
import { WEEKDAYS } from "./names.js";
import { Year } from "./year.js";

/** @param {Date} date */
export const iso = (date) => date.toISOString().slice(0, 10);
/** @param {string} month @param {number} by */
function monthAfter(month, by) {
  const at = new Date(`${month}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + by);
  return iso(at).slice(0, 7);
}

/** @param {string} month */
const monthName = (month) =>
  new Intl.DateTimeFormat(language() === "en" ? "en-GB" : "zh-CN", { year: "numeric", month: "long", timeZone: "UTC" })
    .format(new Date(`${month}-01T00:00:00Z`)); // prettier-ignore

/** @param {{day: any, chosen: boolean, onPick: () => void, own: boolean}} props */
const Cell = ({ day, chosen, onPick, own }) => html`<td><button type="button" onClick=${onPick} aria-pressed=${chosen}
  class="admin-day ${day.is_working ? "" : "admin-day-free"} admin-day-${day.reason} ${own ? "admin-day-own" : ""}">
  <span class="unseen">${day.day} ${whyOf(day)}</span>
  <span class="number" aria-hidden="true">${Number(day.day.slice(8))}</span>
  <span class="admin-day-why" aria-hidden="true">${
    day.reason === "make_up" ? say("班", "Work") : day.reason === "holiday" || day.name ? whyOf(day) : ""
  }</span></button></td>`;

/** @param {{days: any[], chosen: string, onPick: (day: any) => void, own: Set<string>}} props */
function Month({ days, chosen, onPick, own }) {
  const first = (new Date(`${days[0].day}T00:00:00Z`).getUTCDay() + 6) % 7;
  const cells = [...Array(first).fill(null), ...days];
  while (cells.length % 7) cells.push(null);
  const weeks = Array.from({ length: cells.length / 7 }, (_, at) => cells.slice(at * 7, at * 7 + 7));
  return html`<table class="admin-month"><thead><tr>${WEEKDAYS.map(
    (one) => html`<th key=${one.value} scope="col"><abbr
      title=${one.label}>${one.label.replace("周", "").slice(0, 3)}</abbr></th>`,
  )}</tr></thead><tbody>${weeks.map(
    (week, at) => html`<tr key=${at}>${week.map((day, n) =>
      day
        ? html`<${Cell} key=${day.day} day=${day} chosen=${day.day === chosen} onPick=${() => onPick(day)}
          own=${own.has(day.day)} />`
        : html`<td key=${n}></td>`,
    )}</tr>`,
  )}</tbody></table>`;
}

/** The days of a month there, and what is written for the place itself. @param {string} area @param {string} month */
function useMonth(area, month) {
  const ask = async () => {
    if (!area) return null;
    const count = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
    const [days, written] = await Promise.all([
      get("/calendar", { query: { area, since: `${month}-01`, days: count } }),
      get(`/calendar/${area}/years/${month.slice(0, 4)}`),
    ]);
    return { days: days.body.days, written: written.body };
  };
  return useAnswer(ask, [area, month], { keeps: true });
}

/** The first area there is, for who has not chosen one. @param {string} asked */
function useArea(asked) {
  const [area, setArea] = useState(asked);
  useEffect(() => {
    if (asked) setArea(asked);
    else {
      get("/areas", { query: { limit: 1 } }).then(
        ({ body }) => body.items[0] && setArea(body.items[0].code),
        () => undefined, // one is chosen by hand then
      );
    }
  }, [asked]);
  return area;
}

/** The room. */
export function Calendar() {
  const { query } = useRoute();
  const area = useArea(query.area || "");
  const month = query.month || iso(new Date(Date.now() + 8 * 3600000)).slice(0, 7);
  const { told, problem, reload: read } = useMonth(area, month);
  const [chosen, setChosen] = useState("");
  const to = (/** @type {any} */ changed) => go("calendar", { area: query.area, month, ...changed }, { replace: true });
  const day = told && told.days.find((/** @type {any} */ one) => one.day === chosen);
  const own = new Set(told ? told.written.days.map((/** @type {any} */ one) => one.day) : []);
  return html`<div class="bar"><div class="admin-place"><${AreaPicker}
        aria-label=${say("哪个区划的日历", "Calendar of which area")}
        value=${area ? { value: area, label: area } : null}
          onChange=${(/** @type {any} */ one) => to({ area: one ? one.value : "" })} /></div>
      <button class="button-icon" aria-label=${say("上一月", "Month before")}
        onClick=${() => to({ month: monthAfter(month, -1) })}>
        <${Icon} name="back" /></button>
      <strong class="admin-month-name" role="status">${monthName(month)}</strong>
      <button class="button-icon" aria-label=${say("下一月", "Month after")}
        onClick=${() => to({ month: monthAfter(month, 1) })}>
        <${Icon} name="next" /></button></div>
    ${problem && html`<${ErrorState} problem=${problem} again=${read} />`}
    ${!told && !problem && html`<${Loading} />`}
    ${
      told &&
      html`<div class="admin-two admin-two-even"><section class="card stack-tight">
        <${Month} days=${told.days} chosen=${chosen} own=${own}
          onPick=${(/** @type {any} */ one) => setChosen(one.day)} />
        <p class="small soft">${say("加框的日子由本区划单独规定。", "Days with a frame are this area's own.")}
          ${told.days.some((/** @type {any} */ one) => one.is_provisional) &&
            say("全年放假安排尚未公布，暂按周末推算。", "The holidays of this year are not published yet.")}</p></section>
      ${
        day
          ? html`<${Day} key=${area + day.day} place=${area} day=${day} own=${own.has(day.day)} onMade=${read} />`
          : html`<${Empty} icon="clock" title=${say("点一天查看或更改", "Choose a day to see or change it")} />`
      }</div>
      <${Hours} key=${area} base=${`/calendar/${area}`} weeks=${told.written.weeks} onMade=${read} />
      <${Year} key=${month.slice(0, 4)} year=${month.slice(0, 4)} onMade=${read} />`
    }`;
}
