/** What a hint of the stream means for a desk: which list, which counts and which open case are read anew, and when. */
import { useLive } from "../common/live.js";
import { useEffect, useRef, useState } from "../common/ui.js";

const SOON_MS = 250;
const EACH_MS = 60_000;

/** Runs what was asked for once, a moment after the last asking. */
function useSoon(/** @type {() => void} */ run) {
  const latest = useRef(run);
  latest.current = run;
  const timer = useRef(/** @type {any} */ (null));
  useEffect(() => () => clearTimeout(timer.current), []);
  return useRef(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(), SOON_MS);
  }).current;
}

/**
 * @param {{source: any, caseId: string | null, listed: any, counts: any}} shown
 * @returns {number} rises whenever the open case has changed
 */
export function useHearing({ source, caseId, listed, counts }) {
  const [changed, setChanged] = useState(0);
  const list = useSoon(() => void listed.reload());
  const count = useSoon(() => void counts.reload());
  const now = useRef({ source, caseId });
  now.current = { source, caseId };
  useLive((/** @type {{event: string, data: any}} */ { event, data }) => {
    const { source: at, caseId: open } = now.current;
    const everything = event === "ready" || event === "reset";
    if (everything || !at || at.kind !== "queue" || (data.queues ?? []).includes(at.name)) list();
    count();
    if (everything || data.case_id === open) setChanged((was) => was + 1);
  });
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden) list(); }, EACH_MS); // lights and waiting change by time alone
    return () => clearInterval(timer);
  }, []);
  return changed;
}
