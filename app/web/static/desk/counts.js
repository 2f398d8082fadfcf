/** The queues and saved views left of the list, with how many cases each holds. */
import { get } from "../common/api.js";
import { useTurns } from "../common/turns.js";
import { useCallback, useEffect, useState } from "../common/ui.js";

/** Queues of a desk in the order in which they press; others of the same person follow. */
const PRESSING = [
  "returns",
  "triage",
  "dispatch",
  "resolved",
  "requests-to-decide",
  "requests-to-endorse",
  "excuses",
  "published",
  "overdue",
  "to-verify",
  "to-check",
];

const rank = (/** @type {string} */ name) => PRESSING.indexOf(name) + 1 || PRESSING.length + 1;

/** @typedef {{queues: any[], views: any[], problem: any, isRead: boolean}} Counted */

/** @returns {Counted & {reload: () => Promise<void>}} */
export function useCounts() {
  const [told, setTold] = useState(/** @type {Counted} */ ({ queues: [], views: [], problem: null, isRead: false }));
  const begin = useTurns();
  const reload = useCallback(async () => {
    const isNewest = begin();
    try {
      const [queues, views] = await Promise.all([
        get("/queues"),
        get("/views", { query: { counts: true, limit: 100 } }),
      ]);
      const items = queues.body.items.slice();
      items.sort((/** @type {any} */ a, /** @type {any} */ b) => rank(a.name) - rank(b.name));
      if (isNewest()) setTold({ queues: items, views: views.body.items, problem: null, isRead: true });
    } catch (problem) {
      if (isNewest()) setTold((was) => ({ ...was, problem }));
    }
  }, []);
  useEffect(() => void reload(), [reload]);
  return { ...told, reload };
}

/** The queue that a desk opens with: the first that has something to do. @param {any[]} queues */
export function firstOf(queues) {
  const desk = queues.filter((queue) => PRESSING.includes(queue.name));
  return desk.find((queue) => queue.count > 0) ?? desk[0] ?? queues[0] ?? null;
}
