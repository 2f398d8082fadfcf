/** Drafts and pictures as they lie here: each picture small, and as it was taken where an area asks for that. */
import { asked } from "./store.js";

/** @typedef {import("./records.js").Draft} Draft */
/** @typedef {import("./store.js").Store} Store */

const ORIGINAL = / original$/;
/** Where the picture as it was taken lies, beside the small one. @param {string} id of the photo */
export const originalOf = (id) => `${id} original`;
/** @param {string} key */
const isOriginal = (key) => ORIGINAL.test(key);

/**
 * Keeps a draft with the photos just taken; an original that a full phone has no place for is done without.
 * @param {Store} store @param {Draft} draft @param {Record<string, Blob>} bytes
 */
export async function keepDraft(store, draft, bytes = {}) {
  const put = (/** @type {[string, Blob][]} */ pictures) =>
    store.write(async (stores) => {
      for (const [id, blob] of pictures) stores.bytes.put(blob, id);
      stores.drafts.put(draft);
    });
  const all = Object.entries(bytes);
  const small = all.filter(([id]) => !isOriginal(id));
  await put(all).catch((error) => {
    if (small.length === all.length || error.name !== "QuotaExceededError") throw error;
    return put(small);
  });
}

/** Throws a draft away, with its photos. @param {Store} store @param {Draft} draft */
export function dropDraft(store, draft) {
  return store.write(async ({ drafts, bytes }) => {
    drafts.delete(draft.id);
    for (const shot of draft.photos) throwAway(bytes, shot.id);
  });
}

/**
 * Forgets pictures that nothing needs any more: taken out of a draft, or of a case that is no longer here.
 * @param {Store} store
 */
export function tidy(store) {
  return store.write(async ({ bytes, photos, drafts, cases, settings }) => {
    const needed = new Set((await asked(photos.getAll())).map((one) => one.id));
    for (const draft of await asked(drafts.getAll())) for (const shot of draft.photos) needed.add(shot.id);
    for (const { id } of await asked(cases.getAll())) {
      for (const one of (await asked(settings.get(`earlier:${id}`))) || []) needed.add(one.id);
    }
    for (const key of await asked(bytes.getAllKeys())) {
      if (!needed.has(String(key).replace(ORIGINAL, ""))) bytes.delete(key);
    }
  });
}

/** A picture in each of its sizes. @param {IDBObjectStore} bytes @param {string} id */
export function throwAway(bytes, id) {
  bytes.delete(id);
  bytes.delete(originalOf(id));
}
