/** A list from the service, page by page, that can be read anew without jumping and mended in place. */
import { get } from "./api.js";
import { useTurns } from "./turns.js";
import { useCallback, useEffect, useRef, useState } from "./ui.js";

/**
 * @param {string | null} path null: nothing is asked
 * @param {Record<string, any>} [query]
 */
export function usePages(path, query = {}) {
  const asked = JSON.stringify([path, query]);
  const [items, setItems] = useState(/** @type {any[] | null} */ (null));
  const [next, setNext] = useState(/** @type {string | null} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [loading, setLoading] = useState(false);
  const now = useRef(asked);
  const pages = useRef(1);
  const begin = useTurns();
  const held = useRef({ items, next });
  const running = useRef(Promise.resolve());
  now.current = asked;
  held.current = { items, next };

  /** Reads `count` pages from the start, or one more after a cursor. */
  const read = useCallback(
    async (/** @type {number} */ count, /** @type {string | null} */ cursor, /** @type {any[]} */ before) => {
      if (!path) return;
      const isNewest = begin();
      setLoading(true);
      try {
        let all = before;
        let at = cursor;
        for (let page = 0; page < count && (page === 0 || at); page += 1) {
          const answer = await get(path, { query: { ...query, cursor: at } });
          if (now.current !== asked) return;
          all = all.concat(answer.body.items);
          at = answer.next;
        }
        if (!isNewest()) return;
        held.current = { items: all, next: at };
        setItems(all);
        setNext(at);
        setProblem(null);
      } catch (error) {
        if (now.current === asked && isNewest()) setProblem(error);
      } finally {
        if (now.current === asked) setLoading(false);
      }
    },
    [asked],
  );

  useEffect(() => {
    pages.current = 1;
    setItems(null);
    setNext(null);
    setProblem(null);
    running.current = read(1, null, []);
  }, [asked]);

  /** One page more, of what there is when its turn comes: what is being read is waited for. */
  const more = useCallback(() => {
    pages.current += 1;
    const after = () => held.current.next ? read(1, held.current.next, held.current.items || []) : undefined;
    return (running.current = running.current.then(after));
  }, [read]);
  const reload = useCallback(() => (running.current = read(pages.current, null, [])), [read]);
  /** Takes in a changed row, or away: `patch(id, null)`. */
  const patch = useCallback((/** @type {string} */ id, /** @type {any} */ changed) => {
    setItems((all) =>
      (all || []).flatMap((one) => (one.id !== id ? [one] : changed === null ? [] : [{ ...one, ...changed }])),
    );
  }, []);
  return { items, more: next ? more : null, loading, problem, reload, patch };
}

/**
 * One thing from the service; an ETag spares reading what has not changed.
 * @param {string | null} path @param {Record<string, any>} [query]
 */
export function useOne(path, query = {}) {
  const asked = JSON.stringify([path, query]);
  const [state, setState] = useState(/** @type {any} */ ({ body: null, etag: null, problem: null, loading: true }));
  const now = useRef(asked);
  const tag = useRef(null);
  const begin = useTurns();
  now.current = asked;
  const reload = useCallback(async () => {
    if (!path) return;
    const isNewest = begin();
    try {
      const answer = await get(path, { query, etag: tag.current });
      if (now.current !== asked || !isNewest()) return;
      if (answer.status === 304) {
        setState((/** @type {any} */ was) => ({ ...was, problem: null, loading: false }));
        return;
      }
      tag.current = answer.etag;
      setState({ body: answer.body, etag: answer.etag, problem: null, loading: false });
    } catch (problem) {
      if (now.current !== asked || !isNewest()) return;
      setState((/** @type {any} */ was) => ({ ...was, problem, loading: false }));
    }
  }, [asked]);
  useEffect(() => {
    tag.current = null;
    setState({ body: null, etag: null, problem: null, loading: Boolean(path) });
    reload();
  }, [asked]);
  const put = useCallback((/** @type {any} */ body) => {
    tag.current = null;
    setState((/** @type {any} */ was) => ({ ...was, body, problem: null, loading: false }));
  }, []);
  return { ...state, reload, put };
}
