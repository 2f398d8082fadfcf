/** Thresholds of irregularities 异常阈值 in words: what each number of a kind is, its unit, and who says so. */
import { number, say } from "../common/words.js";

/** The numbers of a kind, in the order in which they are told. */
export const NUMBERS = ["times", "minutes", "metres", "percent", "kmh"];

/** Of these what is further apart is odd, not what is nearer. @type {Record<string, string[]>} */
const BEYOND = { minutes: ["repeated_photo"], metres: ["repeated_photo", "impossible_travel"] };

/** @param {string} kind @param {string} name */
const isBeyond = (kind, name) => (BEYOND[name] || []).includes(kind);

/** What is counted. @param {string} kind */
const counted = (kind) => /** @type {Record<string, string>} */ ({
  impossible_travel: say("个定位", "fixes"), self_handle_run: say("件", "cases"),
  rating_device: say("名评价人", "callers"), rating_network: say("名评价人", "callers"),
  rating_burst: say("条评价", "ratings"),
})[kind] || say("次", "times"); // prettier-ignore

/** So many minutes as people say it. @param {number} minutes */
export function lengthOf(minutes) {
  if (minutes % 1440 === 0) return say("{n} 天", minutes === 1440 ? "{n} day" : "{n} days", {
    n: number(minutes / 1440) });
  if (minutes % 60 === 0) return say("{n} 小时", "{n} h", { n: number(minutes / 60) });
  return say("{n} 分钟", "{n} min", { n: number(minutes) });
}

/** What a number of a kind is called in a form, and its unit. @param {string} kind @param {string} name */
export function fieldOf(kind, name) {
  const beyond = isBeyond(kind, name);
  const fields = /** @type {Record<string, {words: string, unit: string}>} */ ({
    times: { words: say("至少多少", "At least"), unit: counted(kind) },
    minutes: { words: beyond ? say("间隔超过", "Further apart than") : say("多长时间内", "Within the time"),
      unit: say("分钟", "min") },
    metres: { words: beyond ? say("相距超过", "Further away than") : say("多远以内", "Within the distance"),
      unit: say("米", "m") },
    percent: { words: say("相同程度至少", "Alike, at least"), unit: "%" },
    kmh: { words: say("速度超过", "Faster than"), unit: say("公里/小时", "km/h") },
  }); // prettier-ignore
  return fields[name];
}

/** @param {string} kind @param {string} name @param {number} n */
function told(kind, name, n) {
  const values = { n: number(n), of: counted(kind), t: lengthOf(n) };
  const beyond = isBeyond(kind, name);
  if (name === "times") return say("至少 {n} {of}", "at least {n} {of}", values);
  if (name === "minutes" && beyond) return say("间隔超过 {t}", "more than {t} apart", values);
  if (name === "minutes") return say("{t}内", "within {t}", values);
  if (name === "metres" && beyond) return say("相距超过 {n} 米", "more than {n} m away", values);
  if (name === "metres") return say("{n} 米内", "within {n} m", values);
  if (name === "percent") return say("相同程度 {n}%", "{n} % alike", values);
  return say("时速超过 {n} 公里", "faster than {n} km/h", values);
}

/** From when on something of a kind is odd, in words. @param {string} kind @param {Record<string, any>} limits */
export function limitsIn(kind, limits) {
  if (limits.is_on === false) return say("不查找", "not looked for");
  const known = NUMBERS.filter((name) => limits[name]);
  return known.map((name) => told(kind, name, limits[name])).join(say("、", ", "));
}

/** Who says so, as one reads it at a place. @param {any} held @param {string} [place] */
export function saidBy({ said_by: code, said_by_name: name }, place) {
  if (code === null) return say("系统默认", "the default");
  if (code === place) return say("本地规定", "said here");
  return code === "national" ? say("全国通用", "the whole country") : name || code;
}
