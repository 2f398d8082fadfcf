/**
 * The rows of the list in the middle: pages by keyset, read anew on a hint without losing the place,
 *   and what was chosen.
 */
import { get } from "../common/api.js";
import { useCallback, useEffect, useRef, useState } from "../common/ui.js";
import { readingOf } from "./place.js";

/** @typedef {Record<string, any> & {id: string, version: number}} Row */
/**
 * @typedef {{items: Row[], buttons: any[], count: number | null, label: string | null, missing: any[],
 *   more: string | null,
 *   loading: boolean, problem: any}} Listed
 */

const PAGE = 50;
const MOST = 200;
/** @type {Listed} */
const NOTHING = {
  items: [],
  buttons: [],
  count: null,
  label: null,
  missing: [],
  more: null,
  loading: true,
  problem: null,
};

/** The rows as they are drawn: those of a queue name their buttons by number. @param {any} body @returns {Row[]} */
function withOffers(body) {
  const buttons = body.buttons ?? [];
  return body.items.map((/** @type {any} */ row) => offered(row, buttons));
}

/** A row with whole offers. @param {any} row @param {any[]} buttons @returns {Row} */
export function offered(row, buttons) {
  if (!row.allowed_actions || !buttons.length) return row;
  const offers = row.allowed_actions.map((/** @type {any} */ own) => ({ ...buttons[own.button], ...own }));
  return { ...row, allowed_actions: offers };
}

/** Rows that are the same object as before where nothing changed, so that they are not drawn again. */
function kept(/** @type {Row[]} */ before, /** @type {Row[]} */ now) {
  const known = new Map(before.map((row) => [row.id, row]));
  return now.map((row) => {
    const old = known.get(row.id);
    const same = old && old.version === row.version && old.looked_at_by === row.looked_at_by && old.light === row.light;
    return same && JSON.stringify({ ...old, waiting_seconds: 0 }) === JSON.stringify({ ...row, waiting_seconds: 0 })
      ? old
      : row;
  });
}

/** @param {import("./place.js").Source | null} source */
export function useListing(source) {
  const [listed, setListed] = useState(NOTHING);
  const told = JSON.stringify(source);
  const now = useRef({ told, items: /** @type {Row[]} */ ([]), more: /** @type {string | null} */ (null), run: 0 });
  const without = useRef(/** @type {Set<string>} */ (new Set()));

  const read = useCallback(
    async (/** @type {boolean} */ anew) => {
      if (!source) return;
      const run = ++now.current.run;
      const limit = anew ? PAGE : Math.min(MOST, Math.max(PAGE, now.current.items.length));
      const { path, query } = readingOf(source);
      try {
        const { body } = await get(path, { query: { ...query, limit } });
        if (run !== now.current.run) return;
        const items = kept(now.current.items, withOffers(body)).filter(
          (/** @type {Row} */ row) => !without.current.has(row.id),
        );
        now.current = { ...now.current, items, more: body.next_cursor };
        setListed({
          items,
          buttons: body.buttons ?? [],
          count: body.count ?? null,
          label: body.label ?? null,
          missing: body.missing ?? [],
          more: body.next_cursor,
          loading: false,
          problem: null,
        });
      } catch (problem) {
        if (run === now.current.run) setListed((was) => ({ ...was, loading: false, problem }));
      }
    },
    [told],
  );

  useEffect(() => {
    now.current = { told, items: [], more: null, run: now.current.run };
    setListed(NOTHING);
    void read(true);
  }, [read]);

  const readMore = useCallback(async () => {
    const cursor = now.current.more;
    if (!source || !cursor) return;
    const run = ++now.current.run;
    const { path, query } = readingOf(source);
    try {
      const { body } = await get(path, { query: { ...query, limit: PAGE, cursor } });
      if (run !== now.current.run) return;
      const known = new Set(now.current.items.map((/** @type {Row} */ row) => row.id));
      const items = now.current.items.concat(withOffers(body).filter((row) => !known.has(row.id)));
      now.current = { ...now.current, items, more: body.next_cursor };
      setListed((was) => ({ ...was, items, more: body.next_cursor, problem: null }));
    } catch (problem) {
      if (run === now.current.run) setListed((was) => ({ ...was, problem }));
    }
  }, [told]);

  /** Takes rows out of sight: what was done with them is on its way. */
  const hide = useCallback((/** @type {string[]} */ ids) => {
    for (const id of ids) without.current.add(id);
    const items = now.current.items.filter((/** @type {Row} */ row) => !without.current.has(row.id));
    const gone = now.current.items.length - items.length;
    now.current = { ...now.current, items };
    setListed((was) => ({ ...was, items, count: was.count === null ? null : Math.max(0, was.count - gone) }));
  }, []);

  /** They may be seen again, where they still belong. */
  const show = useCallback(
    (/** @type {string[]} */ ids) => {
      for (const id of ids) without.current.delete(id);
      void read(false);
    },
    [read],
  );

  return { ...listed, reload: () => read(false), readMore, hide, show };
}
