/** Of two answers the one that was asked for later is newer, whichever comes first. */
import { useCallback, useEffect, useRef, useState } from "./ui.js";

/**
 * `begin()` when something is asked; it gives whether the answer may still be taken, to be called once it is there.
 * @returns {() => () => boolean}
 */
export function useTurns() {
  const begun = useRef(0);
  const taken = useRef(0);
  return useCallback(() => {
    const turn = ++begun.current;
    return () => {
      if (turn < taken.current) return false;
      taken.current = turn;
      return true;
    };
  }, []);
}

/**
 * What `ask` gives, asked again by `reload` and when one of `depends` changes; what was told before those changed is
 * taken away at once, or with `keeps` stays until there is something newer.
 * @template T
 * @param {() => Promise<T>} ask @param {any[]} depends @param {{keeps?: boolean}} [how]
 * @returns {{told: T | null, problem: any, reload: () => Promise<void>}}
 */
export function useAnswer(ask, depends, { keeps = false } = {}) {
  const [state, setState] = useState(/** @type {{told: T | null, problem: any}} */ ({ told: null, problem: null }));
  const begin = useTurns();
  const reload = useCallback(async () => {
    const isNewest = begin();
    try {
      const told = await ask();
      if (isNewest()) setState({ told, problem: null });
    } catch (problem) {
      if (isNewest()) setState((was) => ({ ...was, problem }));
    }
  }, depends);
  useEffect(() => {
    if (!keeps) setState({ told: null, problem: null });
    void reload();
  }, [reload]);
  return { ...state, reload };
}
