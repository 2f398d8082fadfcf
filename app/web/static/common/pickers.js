/** Picking a person, a unit, a category, a rule, an area or a case by words. */
import { limitOf } from "./case.js";
import { get } from "./api.js";
import { Combo, Combos } from "./combo.js";
import { hasInitials, mayBeInitials } from "./initials.js";
import { html } from "./ui.js";
import { label, say, time } from "./words.js";

/** @typedef {import("./combo.js").Option} Option */
/** @typedef {{value: any, onChange: (option: any) => void, multiple?: boolean, [given: string]: any}} Picker */

/** @type {Map<string, Promise<any[]>>} */
const lists = new Map();

/**
 * A list that hardly changes, whole, once a page.
 * @param {string} path @param {Record<string, any>} [query] @returns {Promise<any[]>}
 */
export function whole(path, query = {}) {
  const key = JSON.stringify([path, query]);
  const read = async () => {
    /** @type {any[]} */
    const all = [];
    for (let cursor = /** @type {string | null} */ (null), first = true; first || cursor; first = false) {
      const answer = await get(path, { query: { ...query, limit: 200, cursor } });
      all.push(...answer.body.items);
      cursor = answer.next;
    }
    return all;
  };
  let known = lists.get(key);
  if (!known) {
    known = read();
    known.catch(() => lists.delete(key)); // asked again next time
    lists.set(key, known);
  }
  return known;
}

/**
 * Those in which every word occurs, or of whose name it is the initials; best first.
 * @param {Option[]} options @param {string} words
 */
export function fitting(options, words) {
  const asked = words.toLowerCase().split(/\s+/).filter(Boolean);
  const text = (/** @type {Option} */ one) => `${one.label} ${one.value} ${one.hint || ""}`.toLowerCase();
  const ranked = options.map((one) => {
    const occurs = asked.map((word) => text(one).includes(word));
    const found = asked.every((word, n) => occurs[n] || hasInitials(one.label, word));
    const begins = asked.length && one.label.toLowerCase().startsWith(asked[0]);
    return { one, rank: !found ? -1 : begins ? 0 : occurs.includes(false) ? 2 : 1 };
  });
  const fit = ranked.filter(({ rank }) => rank >= 0).sort((a, b) => a.rank - b.rank);
  return fit.slice(0, 50).map(({ one }) => one);
}

/** @param {Picker & {search: (words: string, signal: AbortSignal) => Promise<Option[]>}} props */
const Picking = ({ multiple, value, ...rest }) =>
  multiple ? html`<${Combos} ...${rest} value=${value || []} />` : html`<${Combo} ...${rest} value=${value || null} />`;

const NAMES = 6;

/**
 * Who can be picked: by a part of their name, or else by its initials.
 * @param {Record<string, any>} query @param {string} words @param {AbortSignal} signal
 * @param {string} [path] the list of whom @returns {Promise<any[]>}
 */
export async function people(query, words, signal, path = "/people") {
  const ask = async (/** @type {string} */ q) =>
    (await get(path, { query: { ...query, q: q.trim(), limit: 30 }, signal })).body.items;
  const found = await ask(words);
  if (found.length || !mayBeInitials(words)) return found;
  const all = (await whole(path, query)).filter((one) => hasInitials(one.name, words));
  const names = [...new Set(all.map((one) => one.name))].slice(0, NAMES);
  const told = (await Promise.all(names.map(ask))).flat(); // as much as they have in hand by now
  return [...new Map(told.map((one) => [one.id || one.user_id, one])).values()];
}

/**
 * Who may verify, check or handle, with how much they have in hand.
 * @param {Picker & {task: string, caseId?: string, area?: string, department?: string}} props
 */
export function PersonPicker({ task, caseId, area, department, ...rest }) {
  const search = async (/** @type {string} */ words, /** @type {AbortSignal} */ signal) => {
    const found = await people({ task, case_id: caseId, area, department }, words, signal);
    return found.map((/** @type {any} */ one) => ({
      value: one.id,
      label: one.name,
      mark: one.absent_until ? say("外出至 {day}", "away until {day}", { day: time(one.absent_until, "day") }) : "",
      hint: [one.area_name || one.department_name, say("在手 {n} 件", "{n} in hand", { n: one.load })]
        .filter(Boolean)
        .join(" · "),
    }));
  };
  return html`<${Picking} ...${rest} search=${search} placeholder=${say("按姓名或首字母查找", "Search by name or initials")} />`;
}

/** Somebody with an account who has to do with a village. @param {Picker & {village: string}} props */
export function VillagePicker({ village, ...rest }) {
  const search = async (/** @type {string} */ words, /** @type {AbortSignal} */ signal) => {
    const found = await people({}, words, signal, `/villages/${village}/people`);
    return found.map((/** @type {any} */ one) => ({
      value: one.user_id,
      label: one.name,
      hint: one.area_name || one.department_name || "",
    }));
  };
  return html`<${Picking} ...${rest} search=${search} placeholder=${say("按姓名或首字母查找", "Search by name or initials")} />`;
}

/** @param {string | undefined} caseId @param {string} what @returns {Promise<any[]>} */
async function suggested(caseId, what) {
  if (!caseId) return [];
  try {
    return (await get(`/cases/${caseId}/suggestions`)).body[what];
  } catch {
    return []; // not for everybody; the list is there without
  }
}

/**
 * A unit; for a case the likely ones stand first, with the reason.
 * @param {Picker & {area?: string | null, under?: string | null, caseId?: string}} props
 */
export function UnitPicker({ area, under, caseId, ...rest }) {
  const search = async (/** @type {string} */ words) => {
    const [units, likely] = await Promise.all([
      whole("/departments", { active: true, area }),
      suggested(caseId, "departments"),
    ]);
    const head = under && units.find((one) => one.code === under);
    const all = units
      .filter((one) => !head || one.path.startsWith(head.path))
      .map((one) => ({ value: one.code, label: one.name || one.code, hint: one.code }));
    const first = likely.map((one) => ({
      value: one.department_code,
      label: one.department_name || one.department_code,
      mark: say("推荐", "suggested"),
      hint: label(one, "reason"),
    }));
    const rest = all.filter((one) => !first.some((had) => had.value === one.value));
    return [...fitting(first, words), ...fitting(rest, words)];
  };
  return html`<${Picking} ...${rest} search=${search} placeholder=${say(
    "按名称、首字母或代码查找",
    "Search by name, initials or code",
  )} />`;
}

/** A category 大类/小类. @param {Picker & {caseId?: string}} props */
export function CategoryPicker({ caseId, ...rest }) {
  const search = async (/** @type {string} */ words) => {
    const [all, likely] = await Promise.all([whole("/categories", { active: true }), suggested(caseId, "categories")]);
    const names = new Map(all.map((one) => [one.code, one.name]));
    const first = likely.map((one) => ({
      value: one.category_code,
      label: one.category_name,
      mark: say("推荐", "suggested"),
    }));
    const leaves = all
      .filter((one) => one.parent_code && !first.some((had) => had.value === one.code))
      .map((one) => ({ value: one.code, label: one.name, hint: `${names.get(one.parent_code) || ""} ${one.code}` }));
    return [...fitting(first, words), ...fitting(leaves, words)];
  };
  return html`<${Picking} ...${rest} search=${search} placeholder=${say("按名称查找", "Search by name")} />`;
}

/**
 * A filing rule 立案条件, with its category, limit and unit.
 * @param {Picker & {caseId?: string, category?: string | null}} props
 */
export function RulePicker({ caseId, category, ...rest }) {
  const search = async (/** @type {string} */ words) => {
    const [rules, likely] = await Promise.all([
      whole("/filing-rules", { active: true }),
      suggested(caseId, "categories"),
    ]);
    const wanted = likely.flatMap((one) => one.rule_codes);
    const rank = (/** @type {any} */ one) =>
      wanted.includes(one.code) ? wanted.indexOf(one.code) : category && one.category_code === category ? 50 : 99;
    const sorted = [...rules].sort((a, b) => rank(a) - rank(b));
    return fitting(
      sorted.map((one) => ({
        value: one.code,
        label: `${one.category_name || one.category_code} · ${one.condition}`,
        mark: wanted.includes(one.code) ? say("推荐", "suggested") : "",
        hint: [limitOf(one), one.department_name, one.code].filter(Boolean).join(" · "),
      })),
      words,
    );
  };
  return html`<${Picking} ...${rest} search=${search} placeholder=${say(
    "按类别、条件查找",
    "Search by category or condition",
  )} />`;
}

/** An area 区划. @param {Picker & {level?: string}} props */
export function AreaPicker({ level, ...rest }) {
  const search = async (/** @type {string} */ q, /** @type {AbortSignal} */ signal) => {
    const { body } = await get("/areas", { query: { q, level, active: true, limit: 30 }, signal });
    return body.items.map((/** @type {any} */ one) => ({ value: one.code, label: one.name, hint: one.code }));
  };
  return html`<${Picking} ...${rest} search=${search} placeholder=${say("按名称或代码查找", "Search by name or code")} />`;
}

/** An open case, by its number or by words. @param {Picker & {except?: string}} props */
export function CasePicker({ except, ...rest }) {
  const search = async (/** @type {string} */ q, /** @type {AbortSignal} */ signal) => {
    if (q.trim().length < 2) return [];
    const { body } = await get("/cases", { query: { q: q.trim(), open: true, limit: 20 }, signal });
    return body.items
      .filter((/** @type {any} */ one) => one.id !== except)
      .map((/** @type {any} */ one) => ({
        value: one.id, label: `${one.number} ${one.title || one.description.slice(0, 40)}`, hint: one.address
            || one.area_name || "",
      })); // prettier-ignore
  };
  return html`<${Picking} ...${rest} search=${search} placeholder=${say("案卷号或文字", "Number or words")} />`;
}
