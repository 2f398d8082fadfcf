/**
 * Who looks at the open case, or writes: I do, as long as this page is in sight, unless somebody else does. Who writes
 *   is told rather than who only looks.
 */
import { send } from "../common/api.js";
import { useEffect, useRef, useState } from "../common/ui.js";

const BEGINS_MS = 700;
const EACH_MS = 20_000;

/**
 * @typedef {{by: string, until: string, writes: boolean}} Other
 * @param {string | null} caseId @param {number} changed asks anew when it rises @param {boolean} writes whether I do
 * @returns {Other | null} the colleague who looks at it
 */
export function useLook(caseId, changed, writes) {
  const again = useRef(/** @type {() => void} */ (() => undefined));
  const now = useRef(writes);
  now.current = writes;
  useEffect(() => again.current(), [changed, writes]);
  const [other, setOther] = useState(/** @type {Other | null} */ (null));
  useEffect(() => {
    setOther(null);
    if (!caseId) return undefined;
    let isOpen = true;
    let isTold = false;
    const look = async () => {
      if (document.hidden) return;
      isTold = true;
      try {
        const query = { writing: now.current };
        const { body } = await send("PUT", `/cases/${caseId}/look`, undefined, { query });
        const { looked_at_by_name: by, looked_at_until: until, looked_at_writing: theirs } = body;
        if (isOpen) setOther(body.state === "others" ? { by: by ?? "", until, writes: theirs } : null);
      } catch {
        isTold = false; // a look is a courtesy: without it everything goes on
      }
    };
    again.current = () => {
      if (isTold) void look();
    };
    const begins = setTimeout(look, BEGINS_MS);
    const each = setInterval(look, EACH_MS);
    return () => {
      isOpen = false;
      clearTimeout(begins);
      clearInterval(each);
      again.current = () => undefined;
      if (isTold) void send("DELETE", `/cases/${caseId}/look`).catch(() => undefined);
    };
  }, [caseId]);
  return other;
}
