/**
 * What the person did and has not reached the service: put down before anything is shown as done, and never thrown
 * away silently.
 */
import { throwAway } from "./pictures.js";
import { asked } from "./store.js";

/** @typedef {import("./records.js").Operation} Operation */
/** @typedef {import("./records.js").Photo} Photo */
/** @typedef {import("./records.js").Shot} Shot */
/** @typedef {import("./records.js").Draft} Draft */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").Stores} Stores */

/** What takes nothing from a photo that is still on its way. */
const IN_PLACE = ["report", "comment", "progress", "urge", "follow", "unfollow"];

/**
 * @param {string} id
 * @param {string} kind
 * @param {string} caseId
 * @param {Record<string, any>} body
 * @param {number | null} version of the case that the person saw
 * @returns {Operation}
 */
export function operation(id, kind, caseId, body, version = null) {
  const device_time = new Date().toISOString();
  const told = { id, kind, case_id: caseId, body, base_version: version, device_time };
  return { ...told, state: "waiting", tried: 0, result: null };
}

/**
 * @param {string} caseId
 * @param {Shot} shot
 * @returns {Photo}
 */
export function photo(caseId, shot) {
  return { ...shot, case_id: caseId, upload_id: null, whole: false, state: "waiting", problem: null, after: 0 };
}

/**
 * Remembers what was done, in its order, all or nothing; the draft it was made from has done its duty.
 *
 * A photo before a move goes before it: the move may end the right to add it.
 * @param {Store} store
 * @param {Array<Operation | Photo>} done
 * @param {{bytes?: Record<string, Blob>, draft?: string | null}} [beside]
 */
export function add(store, done, { bytes = {}, draft = null } = {}) {
  return store.write(async (stores) => {
    const cursor = await asked(stores.operations.openKeyCursor(null, "prev"));
    let last = cursor ? Number(cursor.key) : 0;
    for (const [id, blob] of Object.entries(bytes)) stores.bytes.put(blob, id);
    for (const one of done) {
      if ("kind" in one) last = Number(await asked(stores.operations.add(one)));
      else await asked(stores.photos.add({ ...one, after: last }));
    }
    if (draft) stores.drafts.delete(draft);
  });
}

/**
 * What may be sent now, in its order: nothing whose case waits for a person, or for a photo taken before it.
 * @param {Operation[]} operations
 * @param {Photo[]} photos
 * @param {Set<string>} told what has had its answer this time
 * @returns {Operation[]}
 */
export function sendable(operations, photos, told) {
  /** @type {Set<string>} */
  const stopped = new Set();
  return operations.filter((one) => {
    const proof = photos.some(
      (photo) => photo.case_id === one.case_id && photo.state === "waiting" && photo.after < Number(one.position),
    );
    if (one.state === "attention" || told.has(one.id) || (proof && !IN_PLACE.includes(one.kind))) {
      stopped.add(one.case_id);
    }
    return !stopped.has(one.case_id);
  });
}

/** Changes something of an operation. @param {Store} store @param {string} id @param {Partial<Operation>} changes */
export function noteOperation(store, id, changes) {
  return store.write(({ operations }) => change(operations, id, changes));
}

/** Changes something of a photo. @param {Store} store @param {string} id @param {Partial<Photo>} changes */
export function notePhoto(store, id, changes) {
  return store.write(({ photos }) => change(photos, id, changes));
}

/** Counts one more time that these have left. @param {Store} store @param {Operation[]} sent */
export function noteSent(store, sent) {
  return store.write(async ({ operations }) => {
    for (const one of sent) await change(operations, one.id, { tried: one.tried + 1 });
  });
}

/**
 * An operation is done and forgotten; what was done after it on its case builds on what it led to.
 *
 * An answer given again may be of a case that has left the user's sight since: it brings none back, but for a report,
 * which stays in sight of its maker.
 * @param {Store} store
 * @param {Operation} operation
 * @param {any} result
 */
export function finish(store, operation, result) {
  return store.write(async ({ operations, cases, settings }) => {
    const told = result.case;
    const known = told && (await asked(cases.get(told.id)));
    if (told && (known || result.outcome === "applied" || operation.kind === "report")) {
      putCase(cases, known, told, Number(await asked(settings.get("sweep"))) || 0, result.duplicate_candidates);
    }
    const base = result.next_base_version || (told && told.version);
    for (const one of await asked(operations.getAll())) {
      if (one.id === operation.id) operations.delete(one.position);
      else if (base && one.case_id === operation.case_id && one.state === "waiting") {
        operations.put({ ...one, base_version: base });
      }
    }
  });
}

/**
 * An operation needs a person: why, and the case as it is now.
 * @param {Store} store
 * @param {Operation} operation
 * @param {any} result
 */
export function putAside(store, operation, result) {
  return store.write(async ({ operations, cases, settings }) => {
    await change(operations, operation.id, { state: "attention", result });
    const told = result.case;
    if (told) putCase(cases, await asked(cases.get(told.id)), told, Number(await asked(settings.get("sweep"))) || 0);
  });
}

/** It still holds for the case as it is now: it goes again. @param {Store} store @param {Operation} operation */
export function again(store, operation) {
  return store.write(async ({ operations, cases }) => {
    const known = await asked(cases.get(operation.case_id));
    const base_version = known ? known.told.version : null;
    await change(operations, operation.id, { state: "waiting", result: null, base_version });
  });
}

/** Gives up an operation; the photos of a report go with it. @param {Store} store @param {Operation} operation */
export function drop(store, operation) {
  return store.write(async (stores) => {
    stores.operations.delete(Number(operation.position));
    if (operation.kind !== "report") return;
    for (const one of await asked(stores.photos.getAll())) {
      if (one.case_id === operation.case_id) forget(stores, one);
    }
  });
}

/**
 * Makes a draft of what was refused, to be corrected and sent as a new operation; the photos of a report go along.
 * @param {Store} store
 * @param {Operation} operation
 */
export function mend(store, operation) {
  const { id, kind, case_id, body, base_version } = operation;
  return store.write(async ({ operations, photos, drafts }) => {
    operations.delete(Number(operation.position));
    const shots = [];
    for (const one of kind === "report" ? await asked(photos.getAll()) : []) {
      if (one.case_id !== case_id) continue;
      const { id: shot, purpose, taken_at, lat, lon, size } = one;
      shots.push({ id: shot, purpose, taken_at, lat, lon, size });
      photos.delete(one.position);
    }
    drafts.put({ id, kind, case_id, body, base_version, photos: shots, updated_at: new Date().toISOString() });
  });
}

/** A photo is in its case, or given up: its copy goes. @param {Store} store @param {Photo} photo */
export function finishPhoto(store, photo) {
  return store.write(async (stores) => forget(stores, photo));
}

/**
 * Keeps the newer of two copies: answers may come in any order.
 * @param {IDBObjectStore} cases
 * @param {import("./records.js").Kept | undefined} known
 * @param {any} told
 * @param {number} sweep
 * @param {any[]} [similar]
 */
export function putCase(cases, known, told, sweep, similar = []) {
  const newer = !known || told.version >= known.told.version;
  const candidates = similar.length ? similar : known ? known.candidates : [];
  cases.put({ id: told.id, told: newer ? told : known.told, sweep, candidates });
}

/** @param {IDBObjectStore} store @param {string} id @param {object} changes */
async function change(store, id, changes) {
  const known = await asked(store.index("id").get(id));
  if (known) store.put({ ...known, ...changes });
}

/** @param {Stores} stores @param {Photo} photo */
function forget({ photos, bytes }, photo) {
  photos.delete(Number(photo.position));
  throwAway(bytes, photo.id);
}
