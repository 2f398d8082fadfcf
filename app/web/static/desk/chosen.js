/** Rows that were ticked for a batch; with shift all between are ticked. */
import { useCallback, useEffect, useMemo, useRef, useState } from "../common/ui.js";

/** @param {any[]} items @param {string} told which list it is */
export function useChosen(items, told) {
  const [chosen, setChosen] = useState(/** @type {Set<string>} */ (new Set()));
  const last = useRef(/** @type {string | null} */ (null));
  useEffect(() => setChosen(new Set()), [told]);
  const now = useRef(items);
  now.current = items;
  const choose = useCallback((/** @type {any} */ row, /** @type {boolean} */ through = false) => {
    const ids = now.current.map((/** @type {any} */ one) => one.id);
    const [from, to] = [ids.indexOf(last.current), ids.indexOf(row.id)].sort((a, b) => a - b);
    const between = through && from >= 0 ? ids.slice(from, to + 1) : [row.id];
    last.current = row.id;
    setChosen((was) => {
      const next = new Set(was);
      const isOff = was.has(row.id) && !through;
      for (const id of between)
        if (isOff) next.delete(id);
        else next.add(id);
      return next;
    });
  }, []);
  const rows = useMemo(() => items.filter((row) => chosen.has(row.id)), [items, chosen]);
  const forget = useCallback(() => setChosen(new Set()), []);
  return { ids: chosen, rows, choose, forget };
}
