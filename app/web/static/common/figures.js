/** Figures of a board: several questions asked at once, asked anew when something happened, kept without a line. */
import { get } from "./api.js";
import { useTurns } from "./turns.js";
import { useCallback, useEffect, useRef, useState } from "./ui.js";

/** @typedef {{path: string, query?: Record<string, any>}} Question */
/**
 * @typedef {{bodies: Record<string, any>, problem: any, at: number | null, loading: boolean,
 *   reload: () => Promise<void>}} Figures
 */

/**
 * Asks all questions; what was answered stays until a newer answer is there.
 * @param {Record<string, Question>} questions @returns {Figures}
 */
export function useFigures(questions) {
  const asked = JSON.stringify(questions);
  const [state, setState] = useState(/** @type {any} */ ({ bodies: {}, problem: null, at: null, loading: true }));
  const now = useRef(asked);
  const tags = useRef(/** @type {Record<string, string | null>} */ ({}));
  const begin = useTurns();
  now.current = asked;
  const reload = useCallback(async () => {
    const isNewest = begin();
    /** @type {Record<string, string | null>} */
    const fresher = {};
    /** @type {any} */
    let problem = null;
    /** @type {Record<string, any>} */
    const fresh = {};
    await Promise.all(
      Object.entries(questions).map(async ([name, { path, query }]) => {
        try {
          const answer = await get(path, { query, etag: tags.current[name] });
          if (answer.status === 304 || now.current !== asked) return;
          fresher[name] = answer.etag;
          fresh[name] = answer.body;
        } catch (refused) {
          problem = refused;
        }
      }),
    );
    if (now.current !== asked || !isNewest()) return;
    Object.assign(tags.current, fresher);
    setState((/** @type {any} */ was) => ({
      bodies: { ...was.bodies, ...fresh },
      problem,
      at: problem ? was.at : Date.now(),
      loading: false,
    }));
  }, [asked]);
  useEffect(() => {
    tags.current = {};
    setState((/** @type {any} */ was) => ({ ...was, bodies: {}, loading: true }));
    reload();
  }, [asked]);
  return { ...state, reload };
}

/**
 * Calls at most once in `ms`, and once more at the end where there were more.
 * @param {() => void} call @param {number} ms
 */
export function useAtMostEvery(call, ms) {
  const latest = useRef(call);
  const last = useRef(0);
  const timer = useRef(0);
  latest.current = call;
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    const wait = last.current + ms - Date.now();
    if (wait <= 0) {
      last.current = Date.now();
      latest.current();
    } else if (!timer.current) {
      timer.current = setTimeout(() => {
        timer.current = 0;
        last.current = Date.now();
        latest.current();
      }, wait);
    }
  }, [ms]);
}

/** What a case waits for, and how the address of its list reads in the board. */
const QUESTION = /\/supervision\/([a-z-]+)(?:\?(.*))?$/;

/** The question and filters of an address that the API gave. @param {string} href */
export function askedBy(href) {
  const [, question = "overdue", query = ""] = QUESTION.exec(href) || [];
  return { question, query: Object.fromEntries(new URLSearchParams(query)) };
}
