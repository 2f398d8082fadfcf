/** Who looks at the open case: I do, every minute as long as this page is in sight, unless somebody else does. */
import { send } from "../common/api.js";
import { useEffect, useRef, useState } from "../common/ui.js";

const BEGINS_MS = 700;
const EACH_MS = 60_000;

/**
 * @param {string | null} caseId @param {number} changed asks anew when it rises
 * @returns {{by: string, until: string} | null} the colleague who looks at it
 */
export function useLook(caseId, changed) {
  const again = useRef(/** @type {() => void} */ (() => undefined));
  useEffect(() => again.current(), [changed]);
  const [other, setOther] = useState(/** @type {{by: string, until: string} | null} */ (null));
  useEffect(() => {
    setOther(null);
    if (!caseId) return undefined;
    let isOpen = true;
    let isTold = false;
    const look = async () => {
      if (document.hidden) return;
      isTold = true;
      try {
        const { body } = await send("PUT", `/cases/${caseId}/look`);
        const by = body.looked_at_by_name ?? "";
        if (isOpen) setOther(body.state === "others" ? { by, until: body.looked_at_until } : null);
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
