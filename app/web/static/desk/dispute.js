/** The dispute about whose case it is: dispatches, returns 退单 and what was decided, as the history tells them. */
import { useRead } from "./catalogue.js";

const ACTIONS = ["dispatch", "redirect", "recall", "request_return", "approve_return", "refuse_return"];

/**
 * Its events, oldest first; null until they are read, none where nobody returned it.
 * @param {any} of @returns {any[] | null}
 */
export function useDispute(of) {
  const isOne = of.return_count > 0 || of.status === "return_review";
  const told = useRead(isOne ? `/cases/${of.id}/events?limit=200` : null, of.version);
  if (!isOne) return [];
  return told && told.items.filter((/** @type {any} */ one) => ACTIONS.includes(one.action));
}

/** The last return: whom the unit proposed, and whether that was approved. @param {any[] | null} events */
export function lastReturn(events) {
  let found = null;
  for (const event of events || []) {
    if (event.action === "request_return") {
      const code = event.data.proposed_department;
      found = { code, name: event.names.proposed_department || code, by: event.actor_name || "", isApproved: false };
    }
    if (event.action === "approve_return" && found) found = { ...found, isApproved: true };
  }
  return found;
}
