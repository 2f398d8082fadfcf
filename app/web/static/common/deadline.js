/** A deadline drawn as a time line: a row for each day, what counted, what did not and why; a table beside. */
import { get } from "./api.js";
import { ErrorState, Loading } from "./feedback.js";
import { limitOf } from "./case.js";
import { classes, html, Icon, useEffect, useState } from "./ui.js";
import { label, number, say, time } from "./words.js";

/**
 * @typedef {{since: string, until: string, counts: boolean, reason: string, name: string | null,
 *   used: number}} Span
 */
/** @typedef {{from: number, to: number, span: Span, late: boolean}} Piece a part of a day, in hours */
/** @typedef {{day: string, pieces: Piece[], used: number, marks: Mark[]}} Day */
/** @typedef {{at: number, kind: "start" | "now" | "due", name: string}} Mark */

const MOST_DAYS = 31;
const AHEAD_DAYS = 14;
const DAY_MS = 86400000;
const HOUR_MS = 3600000;

const REASONS = () => /** @type {Record<string, string>} */ ({
  working: say("工作时间", "Working time"), make_up: say("调休上班", "Make-up working day"), lunch: say("午休", "Lunch"),
  off_hours: say("非工作时段", "Off hours"), weekend: say("周末", "Weekend"), holiday: say("放假", "Holiday"),
  override: say("当地安排", "Local arrangement"), suspended: say("挂账（停表）", "Suspended (clock stopped)"),
  continuous: say("连续计时", "Round the clock"), paused: say("待定", "Undecided"),
}); // prettier-ignore

/** Why a stretch counted or not. @param {Span} span */
const reasonOf = (span) => [REASONS()[span.reason] || span.reason, span.name].filter(Boolean).join(" · ");

/** Midnight of the day of a moment as the service writes it, whose offset is that of the place. @param {string} iso */
const midnightOf = (iso) => Date.parse(iso.slice(0, 10) + "T00:00:00" + (iso.match(/([+-]\d\d:\d\d|Z)$/) || ["Z"])[0]);

/** Whether the clock stands still, so that the deadline it had will move. @param {any} told */
const isStopped = (told) => told.pauses.some((/** @type {any} */ pause) => !pause.until && !pause.counts);

/**
 * The days from the start until it is due or now, each with what lies in it.
 * @param {any} told @param {number} now @returns {{days: Day[], left: number}}
 */
function daysOf(told, now) {
  /** @type {Span[]} */
  const spans = told.intervals;
  if (!spans.length) return { days: [], left: 0 };
  const first = midnightOf(spans[0].since);
  const due = told.deadline_at ? Date.parse(told.deadline_at) : 0;
  const last = Date.parse(spans[spans.length - 1].until);
  const ended = Math.max(last, Math.min(due, last + AHEAD_DAYS * DAY_MS));
  const count = Math.max(1, Math.ceil((ended - first) / DAY_MS));
  const skipped = Math.max(0, count - MOST_DAYS);
  /** @type {Mark[]} */
  const marks = [
    { at: Date.parse(told.started_at), kind: "start", name: say("开始计时", "Clock started") },
    { at: due, kind: "due", name: isStopped(told) ? say("停表前的时限", "Due before it stopped") : say("时限", "Due") },
    { at: now, kind: "now", name: say("现在", "Now") },
  ];
  const days = Array.from({ length: count - skipped }, (_, index) => {
    const from = first + (skipped + index) * DAY_MS;
    return dayOf(from, spans, marks);
  });
  return { days, left: skipped };
}

/** @param {number} from @param {Span[]} spans @param {Mark[]} marks @returns {Day} */
function dayOf(from, spans, marks) {
  const hour = (/** @type {number} */ at) => (Math.min(Math.max(at, from), from + DAY_MS) - from) / HOUR_MS;
  const due = /** @type {Mark} */ (marks.find((mark) => mark.kind === "due")).at || Infinity;
  const pieces = spans
    .flatMap((span) => {
      const [since, until] = [Date.parse(span.since), Date.parse(span.until)];
      const middle = Math.min(Math.max(due, since), until);
      return [
        { from: hour(since), to: hour(middle), span, late: false },
        { from: hour(middle), to: hour(until), span, late: true },
      ];
    })
    .filter((piece) => piece.to > piece.from);
  const share = (/** @type {Piece} */ piece) => {
    const whole = (Date.parse(piece.span.until) - Date.parse(piece.span.since)) / HOUR_MS;
    return whole ? (piece.span.used * (piece.to - piece.from)) / whole : 0;
  };
  return {
    day: new Date(from + DAY_MS / 2).toISOString(),
    pieces,
    used: pieces.reduce((sum, piece) => sum + share(piece), 0),
    marks: marks
      .filter((mark) => mark.at >= from && mark.at < from + DAY_MS)
      .map((mark) => ({ ...mark, at: hour(mark.at) })),
  };
}

/** @param {number} amount */
const amountOf = (amount) => number(Math.round(amount * 10) / 10);

/** What a day is called beside its bar. @param {Day} day */
function noteOf(day) {
  const whole = day.pieces.find((piece) => piece.to - piece.from >= 23.9);
  if (whole) return reasonOf(whole.span);
  if (day.used < 0.05 && new Set(day.pieces.map((piece) => reasonOf(piece.span))).size === 1)
    return reasonOf(day.pieces[0].span);
  return day.used >= 0.05 ? say("计 {n}", "{n} counted", { n: amountOf(day.used) }) : "";
}

/**
 * A stretch by its height and its stripes, too: what counted is high, what did not is low, a stopped clock is striped.
 * @param {{reason: string, counts: boolean, late?: boolean, from: number, to: number, step?: number, title?: string}}
 *   props
 */
function Stretch({ reason, counts, late = false, from, to, step = 0.5, title = "" }) {
  const high = counts || reason === "suspended";
  const stripes = Array.from({ length: Math.max(0, Math.floor((to - from) / step)) },
    (_, at) => `M${(from + (at + 0.5) * step).toFixed(2)} 0V10`).join(""); // prettier-ignore
  return html`<rect class=${classes("deadline-piece", `deadline-${reason}`,
      counts && (late ? "deadline-late" : "deadline-counts"))} x=${from} width=${to - from} y=${high ? 0 : 3}
      height=${high ? 10 : 4}><title>${title}</title></rect>
    ${reason === "suspended" && !counts && html`<path class="deadline-stripes" d=${stripes} />`}`;
}

/** @param {{day: Day}} props */
const DayRow = ({ day }) => html`<li class="deadline-day">
  <span class="deadline-date small">${time(day.day, "day")}</span>
  <svg class="deadline-bar" viewBox="0 0 24 10" preserveAspectRatio="none" aria-hidden="true">
    <rect class="deadline-ground" width="24" height="10" />
    ${day.pieces.map((piece) => html`<${Stretch} reason=${piece.span.reason} counts=${piece.span.counts}
      late=${piece.late} from=${piece.from} to=${piece.to} title=${reasonOf(piece.span)} />`)}
    ${day.marks.map((mark) => html`<rect class="deadline-mark deadline-mark-${mark.kind}" x=${Math.min(23.85, mark.at)}
      width="0.15" height="10"><title>${mark.name}</title></rect>`)}
  </svg>
  <span class="deadline-note small">${[noteOf(day), ...day.marks.map((mark) => mark.name)].filter(Boolean).join(" · ")}
    </span>
</li>`; // prettier-ignore

/** What the colours mean, of those that occur. @param {{spans: Span[], late: boolean}} props */
function Legend({ spans, late }) {
  const reasons = [...new Set(spans.map((span) => span.reason))];
  return html`<ul class="deadline-legend row row-wrap small">${reasons.map((reason) => {
    const counts = spans.some((span) => span.reason === reason && span.counts);
    return html`<li key=${reason} class="row"><svg class="deadline-swatch" viewBox="0 0 10 10" aria-hidden="true">
      <${Stretch} reason=${reason} counts=${counts} from=${0} to=${10} step=${3} /></svg>
      ${REASONS()[reason] || reason}${counts ? say("（计时）", " (counts)") : ""}</li>`;
  })}${late && html`<li class="row"><svg class="deadline-swatch" viewBox="0 0 10 10" aria-hidden="true">
    <rect class="deadline-late" width="10" height="10" /></svg>${say("超期", "Overdue")}</li>`}</ul>`;
}

/** The same in words. @param {{spans: Span[]}} props */
const Table = ({ spans }) => html`<details class="chart-table">
  <summary>${say("以表格显示每一段", "Show each stretch as a table")}</summary>
  <div class="deadline-scroll" tabindex="0" role="region" aria-label=${say("时限各段", "Stretches of the deadline")}>
  <table><caption class="unseen">${say("时限各段", "Stretches of the deadline")}</caption>
    <thead><tr><th scope="col">${say("起", "From")}</th><th scope="col">${say("止", "Until")}</th>
      <th scope="col">${say("说明", "Why")}</th><th scope="col">${say("计入", "Counted")}</th></tr></thead>
    <tbody>${spans.map((span) => html`<tr key=${span.since}><td class="number nowrap">${time(span.since)}</td>
      <td class="number nowrap">${time(span.until)}</td><td>${reasonOf(span)}</td>
      <td class="number">${span.counts ? amountOf(span.used) : say("不计", "no")}</td></tr>`)}</tbody>
  </table></div></details>`; // prettier-ignore

/** The arithmetic in one line. @param {{told: any}} props */
function Sum({ told }) {
  if (!told.limit_unit) return null;
  const more = told.extensions.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.amount, 0);
  const used = told.intervals.reduce((/** @type {number} */ sum, /** @type {Span} */ one) => sum + one.used, 0);
  return html`<dl class="facts small">
    <dt>${say("时限", "Limit")}</dt><dd>${limitOf(told)}${more > 0 && say("，延期 {n}", ", extended by {n}", { n: more })}
      <span class="soft"> ${told.limit_of || told.rule_code}</span></dd>
    <dt>${say("已用", "Used")}</dt><dd>${limitOf({ limit_amount: Math.round(used * 10) / 10,
      limit_unit: told.limit_unit })}</dd>
    <dt>${say("开始计时", "Clock started")}</dt><dd class="number">${time(told.started_at)}</dd>
    ${told.deadline_at && html`<dt>${isStopped(told) ? say("停表前应于", "Due before it stopped") : say("应于", "Due")}
      </dt><dd class="number">${time(told.deadline_at)}</dd>`}
    ${told.pauses.map((/** @type {any} */ pause) => html`<dt>${label(pause)}</dt>
      <dd class="number">${time(pause.since)} – ${pause.until ? time(pause.until) : say("至今", "now")}
      <span class="soft"> ${pause.counts ? say("照常计时", "counted") : say("不计时", "not counted")}</span></dd>`)}
  </dl>`; // prettier-ignore
}

/**
 * Why a case is due when it is due, from `GET /cases/{id}/deadline`.
 * @param {{caseId: string, version?: number}} props
 */
export function Deadline({ caseId, version }) {
  const [told, setTold] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [again, setAgain] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    setProblem(null);
    get(`/cases/${caseId}/deadline`, { signal: stop.signal }).then(
      (answer) => setTold(answer.body),
      (refused) => !stop.signal.aborted && setProblem(refused),
    );
    return () => stop.abort();
  }, [caseId, version, again]);
  if (problem) return html`<${ErrorState} problem=${problem} again=${() => setAgain(again + 1)} />`;
  if (!told) return html`<${Loading} />`;
  const { days, left } = daysOf(told, Date.now());
  return html`<section class="deadline stack-tight" aria-label=${say("时限说明", "The deadline explained")}>
    <p class=${classes("deadline-sentence", told.light === "red" && "left-late")}>
      <${Icon} name=${told.light === "red" ? "late" : "clock"} />${label(told, "sentence")}</p>
    <${Sum} told=${told} />
    ${days.length > 0 && html`<div class="deadline-axis small soft" aria-hidden="true">
        ${["0", "6", "12", "18", "24"].map((hour) => html`<span key=${hour}>${hour}</span>`)}</div>
      ${left > 0 && html`<p class="small soft">${say("之前的 {n} 天未画出，见表格。", "{n} earlier days are in the table.",
        { n: left })}</p>`}
      <ol class="deadline-days">${days.map((day) => html`<${DayRow} key=${day.day} day=${day} />`)}</ol>
      <${Legend} spans=${told.intervals} late=${told.light === "red"} /><${Table} spans=${told.intervals} />`}
    ${told.provisional && html`<p class="small soft">${say("涉及放假安排尚未公布的年度，时限为暂定。",
      "It touches a year whose holidays are not published: provisional.")}</p>`}
  </section>`; // prettier-ignore
}
