/** The queues of a unit: in which order they stand, their pictures, and how many wait in each. */
import { useLive } from "../common/live.js";
import { useOne } from "../common/lists.js";
import { createContext, useContext, useEffect, useRef } from "../common/ui.js";
import { label, say } from "../common/words.js";

/** @typedef {{name: string, label: string, label_zh: string, count: number}} Queue */
/** @typedef {{title: string, names: string[]}} Group */

/** What is to be done, what may be claimed, what has to be kept in view. @returns {Group[]} */
export const GROUPS = () => [
  {
    title: say("要办的", "To do"),
    names: ["to-sign", "handling", "due-soon", "again", "ordered", "assisting", "called", "delivering"],
  },
  { title: say("可点的", "To claim"), names: ["pool"] },
  { title: say("要掌握的", "In view"), names: ["my-cases", "unassigned", "returning", "suspended"] },
];

const ICONS = /** @type {Record<string, string>} */ ({
  "to-sign": "edit", handling: "menu", "due-soon": "clock", again: "back", ordered: "flag", assisting: "people",
  called: "bell", delivering: "send", pool: "plus", "my-cases": "person", unassigned: "help", returning: "out",
  suspended: "pause",
}); // prettier-ignore

/** @param {string} name */
export const iconOf = (name) => ICONS[name] || "menu";

/** Where the list of a queue is; the pool has one of its own. @param {string} name */
export const placeOf = (name) => (name === "pool" ? "#/pool" : `#/queue/${name}`);

const Counts = createContext(/** @type {any} */ (null));
export const CountsProvider = Counts.Provider;

/** Calls once for many askings, soon after the first. @param {() => void} call @param {number} [ms] */
export function useSoon(call, ms = 800) {
  const now = useRef(call);
  const timer = useRef(0);
  now.current = call;
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    if (timer.current) return;
    timer.current = setTimeout(() => {
      timer.current = 0;
      now.current();
    }, ms);
  };
}

/** The counts of this page, read again on every hint. */
export function useReadCounts() {
  const read = useOne("/queues");
  const soon = useSoon(read.reload);
  useLive(soon);
  /** @type {Queue[]} */
  const all = read.body ? read.body.items : [];
  return { all, problem: read.problem, reload: read.reload, known: Boolean(read.body) };
}

/**
 * The counts, for the parts of the page.
 * @returns {{all: Queue[], problem: any, reload: () => void, known: boolean}}
 */
export const useCounts = () => useContext(Counts);

/** What a queue is called. @param {Queue[]} all @param {string} name */
export function titleOf(all, name) {
  const one = all.find((queue) => queue.name === name);
  return one ? label(one) : name;
}
