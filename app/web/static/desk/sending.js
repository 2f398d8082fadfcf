/**
 * How an action is sent, and how it is undone.
 *
 * What the flow can take back is sent at once, and undone by an action of its own. What it cannot take back waits five
 * seconds in this page first, says so, and is sent at once when somebody leaves.
 */
import { newId, send } from "../common/api.js";

/** Of what is sent at once: what takes it back. @type {Record<string, [string, Record<string, any>]>} */
const TAKEN_BACK = {
  merge: ["unmerge", {}],
  dispatch: ["recall", { reason_code: "wrong_unit" }],
  publish: ["withdraw", { reason_code: "wrong_units" }],
};

/** What nothing takes back. */
const FOR_GOOD = new Set([
  "file",
  "reject",
  "cancel",
  "close",
  "force_close",
  "split",
  "send_back",
  "approve_return",
  "refuse_return",
  "approve_suspension",
  "refuse_suspension",
  "approve_extension",
  "refuse_extension",
  "approve_excuse",
  "refuse_excuse",
  "rework",
  "refuse_self_handling",
  "escalate",
  "delegate",
]);

/** What keeps the case where it is: it stays open at the desk. */
const IN_PLACE = new Set([
  "comment",
  "urge",
  "supplement",
  "follow",
  "unfollow",
  "attach",
  "reveal_contact",
  "correct_location",
  "supervise",
  "record_minutes",
  "whistle",
  "score_response",
  "end_whistle",
  "withdraw_whistle",
  "add_assist",
  "release_assist",
  "issue_rating_link",
  "view_original",
  "refile",
  "redirect",
  "reassign",
  "approve_excuse",
  "refuse_excuse",
]);

export const PAUSE_MS = 5000;

/** @param {string} action */
export const waits = (action) => FOR_GOOD.has(action);

/** Whether the next case opens after it. @param {string} action */
export const leads = (action) => !IN_PLACE.has(action);

/** @param {string} action */
export const isTakenBack = (action) => action in TAKEN_BACK;

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
  const [action, body] = TAKEN_BACK[order.action];
  return send("POST", `/cases/${order.caseId}/${action}`, body, { key: newId(), match: version });
}
