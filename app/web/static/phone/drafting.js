/** A draft that keeps itself: whatever is typed is on the phone a moment later. */
import { useEffect, useRef, useState } from "../common/ui.js";
import { usePhone } from "./parts.js";
import { dropDraft, keepDraft } from "./pictures.js";
import { notKept } from "./shots.js";

/** @typedef {import("./records.js").Draft} Draft */

const AFTER_MS = 300;

/**
 * The draft of this id, or a new one; null until it is read. What is empty when it is left is not kept.
 * @param {string | undefined} id
 * @param {() => Draft} fresh
 * @param {(draft: Draft) => boolean} isEmpty
 */
export function useDraft(id, fresh, isEmpty) {
  const { store } = usePhone();
  const [draft, setDraft] = useState(/** @type {Draft | null} */ (null));
  const now = useRef(/** @type {Draft | null} */ (null));
  const timer = useRef(0);
  const sent = useRef(false);
  const keep = () => {
    clearTimeout(timer.current);
    timer.current = 0;
    if (now.current && !sent.current && !isEmpty(now.current)) return keepDraft(store, now.current).catch(notKept);
    return undefined;
  };
  useEffect(() => {
    store.drafts().then((all) => {
      now.current = all.find((one) => one.id === id) || fresh();
      setDraft(now.current);
    });
    const hidden = () => {
      if (document.hidden && timer.current) keep();
    };
    document.addEventListener("visibilitychange", hidden);
    return () => {
      document.removeEventListener("visibilitychange", hidden);
      const left = now.current;
      if (!left || sent.current) return;
      if (isEmpty(left)) dropDraft(store, left).catch(() => undefined);
      else if (timer.current) keep();
    };
  }, []);
  /** @param {Draft} next */
  const change = (next) => {
    now.current = { ...next, updated_at: new Date().toISOString() };
    setDraft(now.current);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(keep, AFTER_MS);
  };
  /** It has become what was done: nothing keeps it any more. */
  const done = () => {
    clearTimeout(timer.current);
    sent.current = true;
  };
  return { draft, latest: now, change, done };
}
