/** Days of a period as people say them, and the stretches that are asked for most. */
import { say, time } from "../common/words.js";

const ZONE = document.documentElement.dataset.zone || "Asia/Shanghai";
const DAY_MS = 86400000;

/** A day as `2026-11-29`, in the zone of the place. @param {Date} moment */
const told = (moment) => new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit",
  day: "2-digit" }).format(moment); // prettier-ignore

/** A day so many days from now. @param {number} ahead */
export const dayFrom = (ahead) => told(new Date(Date.now() + ahead * DAY_MS));

/** A day in words. @param {string} day */
export const dayOf = (day) => time(`${day}T12:00:00+08:00`, "day");

/** From when until when. @param {{first: string, last: string}} period */
export const daysOf = ({ first, last }) => (first === last ? dayOf(first) : `${dayOf(first)} – ${dayOf(last)}`);

/** @param {string} day @param {number} by */
const moved = (day, by) => new Date(Date.parse(`${day}T12:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10);

/** The first day of the month before, and its last. */
export function lastMonth() {
  const last = moved(`${dayFrom(0).slice(0, 8)}01`, -1);
  return { first: `${last.slice(0, 8)}01`, last };
}

/** Stretches that one chooses by a tap. */
export const usual = () => [
  { name: say("近 7 天", "Last 7 days"), first: dayFrom(-7), last: dayFrom(-1) },
  { name: say("本月", "This month"), first: `${dayFrom(0).slice(0, 8)}01`, last: dayFrom(0) },
  { name: say("上月", "Last month"), ...lastMonth() },
];
