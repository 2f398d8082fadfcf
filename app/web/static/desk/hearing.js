/** What a hint of the stream means for a desk: which list, which counts and which open case are read anew, and when. */
import { useLive } from "../common/live.js";
import { useEffect, useRef, useState } from "../common/ui.js";

const SOON_MS = 250;
const COUNTS_MS = 800;

/** Runs what was asked for once, a moment after the last asking. */
function useSoon(/** @type {() => void} */ run, wait = SOON_MS) {
  const latest = useRef(run);
  latest.current = run;
  const timer = useRef(/** @type {any} */ (null));
  useEffect(() => () => clearTimeout(timer.current), []);
  return useRef(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(), wait);
  }).current;
}

/**
 * @param {{source: any, caseId: string | null, listed: any, counts: any}} shown
 * @returns {number} rises whenever the open case has changed
 */
export function useHearing({ source, caseId, listed, counts }) {
  const [changed, setChanged] = useState(0);
  const list = useSoon(() => void listed.reload());
  const count = useSoon(() => void counts.reload(), COUNTS_MS);
  const now = useRef({ source, caseId });
  now.current = { source, caseId };
  useLive((hint) => {
    const { source: at, caseId: open } = now.current;
    const isAll = hint.kind === "ready" || hint.kind === "reset" || hint.kind === "tick";
    if (isAll || !at || at.kind !== "queue" || hint.queues.includes(at.name)) list();
    count();
    if (hint.kind === "reset" || hint.caseId === open) setChanged((was) => was + 1);
  });
  return changed;
}
