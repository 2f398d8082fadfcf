/** Sending what the person did: `POST /sync/push`, in the order made, in batches that a bad line can carry. */
import { Offline, Refused, told as asks } from "./line.js";
import { finish, noteOperation, noteSent, putAside, sendable } from "./outbox.js";

/** @typedef {import("./records.js").Operation} Operation */
/** @typedef {import("./store.js").Store} Store */

const MOST = 500;
const MOST_RECEIPTS = 100;
const FIRST = 50;
let batch = FIRST; // follows the line

/**
 * Sends until each operation is done, waits for something, or needs a person; gives how many were done.
 * @param {Store} store
 */
export async function push(store) {
  let done = await receipts(store);
  /** @type {Set<string>} */
  const told = new Set();
  for (;;) {
    const waiting = sendable(await store.operations(), await store.photos(), told).slice(0, batch);
    if (!waiting.length) return done;
    const { sent, results } = await send(store, waiting);
    for (let number = 0; number < results.length; number += 1) {
      if (await take(store, sent[number], results[number])) done += 1;
      told.add(sent[number].id);
    }
  }
}

/**
 * What became of operations whose answer was lost: they need not be sent again.
 * @param {Store} store
 */
async function receipts(store) {
  const unsure = (await store.operations()).filter((one) => one.state === "waiting" && one.tried && !one.result);
  let done = 0;
  for (let from = 0; from < unsure.length; from += MOST_RECEIPTS) {
    const asked = unsure.slice(from, from + MOST_RECEIPTS);
    const said = await asks("GET", "/sync/receipts", { query: { id: asked.map((one) => one.id) } });
    for (const result of said.items) {
      const operation = asked.find((one) => one.id === result.id);
      if (operation) done += Number(await take(store, operation, result));
    }
  }
  return done;
}

/**
 * A batch that does not get through is halved, one that does is doubled.
 * @param {Store} store
 * @param {Operation[]} waiting
 */
async function send(store, waiting) {
  for (;;) {
    const sent = waiting.slice(0, batch);
    const json = { sent_at: new Date().toISOString(), operations: spoken(sent) };
    await noteSent(store, sent);
    try {
      const { results } = await asks("POST", "/sync/push", { json, tries: sent.length > 1 ? 1 : 3 });
      batch = Math.min(batch * 2, MOST);
      return { sent, results };
    } catch (error) {
      const smaller = error instanceof Offline || (error instanceof Refused && error.status === 413);
      if (!smaller || sent.length === 1) throw error;
      batch = Math.ceil(sent.length / 2);
    }
  }
}

/**
 * Operations as the service reads them; each names the one before it on its case, and builds on that.
 * @param {Operation[]} sent
 */
function spoken(sent) {
  /** @type {Map<string, string>} */
  const before = new Map();
  return sent.map(({ id, kind, case_id, body, base_version, device_time }) => {
    const after = before.get(case_id) || null;
    before.set(case_id, id);
    return { id, kind, case_id, body, base_version: after ? null : base_version, after, device_time };
  });
}

/**
 * Keeps a result; whether the operation is done.
 * @param {Store} store
 * @param {Operation} operation
 * @param {any} result
 */
async function take(store, operation, result) {
  const { outcome, problem } = result;
  if (outcome === "applied" || outcome === "replayed") {
    await finish(store, operation, result);
    return true;
  }
  const lacksPhoto = outcome === "conflict" && problem && problem.code === "evidence-missing";
  const onItsWay =
    lacksPhoto && (await store.photos()).some((one) => one.case_id === operation.case_id && one.state === "waiting");
  if (outcome === "deferred" || onItsWay) await noteOperation(store, operation.id, { result });
  else await putAside(store, operation, result);
  return false;
}
