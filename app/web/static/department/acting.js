/** A move of a case: one attempt has one key, the version that was seen goes along, and what was typed is kept. */
import { newId, send, meNow } from "../common/api.js";
import { useRef, useState } from "../common/ui.js";

/**
 * @typedef {{busy: boolean, problem: any, errors: Record<string, string>, run: (path: string,
 *   body: any) => Promise<boolean>}} Act
 */

/** What was wrong, by the field it is about. @param {any} problem @returns {Record<string, string>} */
export function errorsOf(problem) {
  const found = problem && problem.errors ? problem.errors : [];
  return Object.fromEntries(found.map((/** @type {any} */ one) => [one.pointer.split("/")[1] || "", one.detail]));
}

/**
 * Doing something to a case; after a lost answer the very same is sent again, so that it is done once.
 * @param {any} one @param {(changed: any, path: string) => void} onDone @param {() => void} [onStale]
 * @returns {Act}
 */
export function useAct(one, onDone, onStale) {
  const [state, setState] = useState({ busy: false, problem: /** @type {any} */ (null) });
  const attempt = useRef({ said: "", key: "", match: 0 });
  const run = async (/** @type {string} */ path, /** @type {any} */ body) => {
    const said = JSON.stringify([one.id, path, body]);
    if (attempt.current.said !== said) attempt.current = { said, key: newId(), match: one.version };
    const { key, match } = attempt.current;
    setState({ busy: true, problem: null });
    try {
      const answer = await send("POST", `/cases/${one.id}/${path}`, body, { key, match });
      attempt.current = { said: "", key: "", match: 0 };
      setState({ busy: false, problem: null });
      onDone(answer.body, path);
      return true;
    } catch (problem) {
      const told = /** @type {any} */ (problem);
      if (!told.offline) attempt.current = { said: "", key: "", match: 0 };
      setState({ busy: false, problem });
      if ((told.status === 412 || told.code === "wrong-state") && onStale) onStale();
      return false;
    }
  };
  return { ...state, errors: errorsOf(state.problem), run };
}

/** @param {string} name */
function draftOf(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name) || "null");
  } catch {
    return null;
  }
}

/** @param {string} name @param {any} value */
function keepDraft(name, value) {
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // a full or forbidden store: what is typed lives as long as the page
  }
}

/**
 * What is typed for a move of a case, kept over a reload of the page.
 * @template {Record<string, any>} T
 * @param {string} what @param {T} empty
 * @returns {{draft: T, set: (change: Partial<T>) => void, drop: () => void}}
 */
export function useDraft(what, empty) {
  const who = meNow();
  const name = `yikou-draft-${who ? who.id : ""}-${what}`;
  const [draft, setDraft] = useState(() => ({ ...empty, ...draftOf(name) }));
  const set = (/** @type {Partial<T>} */ change) =>
    setDraft((/** @type {T} */ was) => {
      const next = { ...was, ...change };
      keepDraft(name, next);
      return next;
    });
  return { draft, set, drop: () => keepDraft(name, null) };
}

/** The action of that name, where it is offered. @param {any} one @param {string} action */
export const offerOf = (one, action) =>
  (one.allowed_actions || []).find((/** @type {any} */ offer) => offer.action === action) || null;
