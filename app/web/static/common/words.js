/** The reader's language: every text a person sees is given in both and said in theirs; times and numbers too. */

/** @typedef {"zh" | "en"} Language */

const KEPT = "yikou-language";

/** What is kept on this device; nothing where a browser keeps nothing. @param {string} name */
export function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keeps it, or forgets it. @param {string} name @param {string | null} value */
export function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // a full or forbidden store: the page goes on without
  }
}

/** @type {Language} */
let spoken = (kept(KEPT) || document.documentElement.lang || navigator.language || "zh").startsWith("en") ? "en" : "zh";
document.documentElement.lang = spoken === "en" ? "en" : "zh-CN";

/** The language of this reader. @returns {Language} */
export const language = () => spoken;

/** Reads on in this language; the page is opened anew, because names come from the service. @param {Language} next */
export function setLanguage(next) {
  keep(KEPT, next);
  spoken = next;
  location.reload();
}

/**
 * A text in the reader's language, with `{name}` replaced.
 * @param {string} zh
 * @param {string} en
 * @param {Record<string, string | number>} [values]
 */
export function say(zh, en, values) {
  const text = spoken === "en" ? en : zh;
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole)) : text;
}

/** The label that the service gave in both languages. @param {any} one @param {string} [name] */
export const label = (one, name = "label") =>
  (spoken === "en" ? one[name] : one[`${name}_zh`]) || one[name] || one[`${name}_zh`];

const ZONE = document.documentElement.dataset.zone || "Asia/Shanghai";
/** @type {Record<string, Intl.DateTimeFormat>} */
const formats = {};

/** @param {Intl.DateTimeFormatOptions} options */
function format(options) {
  const key = JSON.stringify(options);
  formats[key] =
    formats[key] || new Intl.DateTimeFormat(spoken === "en" ? "en-GB" : "zh-CN", { timeZone: ZONE, ...options });
  return formats[key];
}

/** The day in the zone of the place, as `2026-11-29`. @param {Date} moment */
function dayOf(moment) {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(moment);
}

/** @param {Date} moment */
function dayInWords(moment) {
  const days = Math.round((Date.parse(dayOf(moment)) - Date.parse(dayOf(new Date()))) / 86400000);
  if (days === 0) return say("今天", "today");
  if (days === 1) return say("明天", "tomorrow");
  if (days === -1) return say("昨天", "yesterday");
  const sameYear = dayOf(moment).slice(0, 4) === dayOf(new Date()).slice(0, 4);
  return format(
    sameYear ? { month: "short", day: "numeric" } : { year: "numeric", month: "short", day: "numeric" },
  ).format(moment);
}

/**
 * A moment in the zone of the place.
 * @param {string | null | undefined} iso
 * @param {"minute" | "day" | "clock"} [how]
 */
export function time(iso, how = "minute") {
  if (!iso) return "";
  const moment = new Date(iso);
  if (how === "day") return dayInWords(moment);
  const clock = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(moment);
  return how === "clock" ? clock : `${dayInWords(moment)} ${clock}`;
}

/** A number as the reader writes it. @param {number} n */
export const number = (n) => new Intl.NumberFormat(spoken === "en" ? "en-GB" : "zh-CN").format(n);
