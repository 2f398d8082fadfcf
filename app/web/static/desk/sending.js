/**
 * How an action is sent, and how it is undone.
 *
 * What the flow can take back is sent at once, and undone by an action of its own. What it cannot take back waits five
 * seconds in this page first, says so, and is sent at once when somebody leaves.
 */
import { newId, send } from "../common/api.js";
import { KNOWN } from "./known.js";

export const PAUSE_MS = 5000;

/** @param {string} action */
export const waits = (action) => Boolean(KNOWN[action]?.pauses);

/** Whether the next case opens after it. @param {string} action */
export const leads = (action) => !KNOWN[action]?.stays;

/** @param {string} action */
export const isTakenBack = (action) => Boolean(KNOWN[action]?.undo);

/**
 * @typedef {{caseId: string, number: string, version: number, action: string, path: string, label: string,
 *   body: Record<string, any>, queue: string | null, after?: {action: string, path: string, body: any} | null,
 *   key?: string}} Order
 */

/** Sends it, and what follows from it; the same order sent again is done once. @param {Order} order */
export async function carryOut(order) {
  order.key = order.key ?? newId();
  const query = order.queue && leads(order.action) && !order.after ? { next: order.queue } : {};
  const answer = await send("POST", `/cases/${order.caseId}/${order.path}`, order.body, {
    key: order.key,
    match: order.version,
    query,
  });
  if (!order.after) return answer;
  Object.assign(order, order.after, { version: answer.body.version, key: undefined, after: null });
  return carryOut(order);
}

/** Takes back what was sent. @param {Order} order @param {number} version as it answered */
export async function takeBack(order, version) {
  const [action, body] = KNOWN[order.action].undo ?? [];
  return send("POST", `/cases/${order.caseId}/${action}`, body, { key: newId(), match: version });
}
