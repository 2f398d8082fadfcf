/** Making a report: its draft, its photos, and what is put into the outbox once it is done. */
import { newId } from "../common/api.js";
import { shrunk } from "../common/photo_fields.js";
import { add, operation, photo } from "./outbox.js";
import { keepDraft, originalOf } from "./pictures.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./records.js").Draft} Draft */
/** @typedef {import("./records.js").Shot} Shot */
/** @typedef {import("./records.js").Fix} Fix */

const OLD_MS = 120000;

/** When it was taken: just now, or, out of the gallery, when the file was made. @param {File} file */
function takenAt({ lastModified }) {
  const now = Date.now();
  return new Date(lastModified && now - lastModified > OLD_MS ? lastModified : now).toISOString();
}

/** A report nobody has begun. @returns {Draft} */
export function emptyReport() {
  const updated_at = new Date().toISOString();
  const body = { description: "" };
  return { id: newId(), kind: "report", case_id: newId(), body, base_version: null, photos: [], updated_at };
}

/**
 * A photo of a person, small enough for a bad line; where an area of theirs says so, beside it as it was taken.
 * @param {Store} store
 * @param {File} file
 * @param {string} purpose
 * @param {Fix | null | undefined} fix
 * @returns {Promise<{shot: Shot, bytes: Record<string, Blob>}>}
 */
export async function shoot(store, file, purpose, fix) {
  const taken_at = takenAt(file);
  const small = await shrunk(file);
  const place = fix ? { lat: fix.lat, lon: fix.lon } : { lat: null, lon: null };
  const shot = { id: newId(), purpose, taken_at, size: small.size, ...place };
  const wanted = small !== file && (await store.reference("areas")).some((area) => area.keep_originals);
  return { shot, bytes: { [shot.id]: small, ...(wanted && { [originalOf(shot.id)]: file }) } };
}

/**
 * Begins a report with its first photo, kept at once; gives the id of the draft.
 * @param {Store} store
 * @param {File} file
 */
export async function begin(store, file) {
  const { shot, bytes } = await shoot(store, file, "scene", null);
  const draft = { ...emptyReport(), photos: [shot] };
  await keepDraft(store, draft, bytes);
  return draft.id;
}

/** Whether there is anything in it worth keeping. @param {Draft} draft */
export const isEmpty = (draft) => !draft.photos.length && !String(draft.body.description || "").trim();

/**
 * Puts a report into the outbox, with its photos, and what its maker did about it: all or nothing.
 * @param {Store} store
 * @param {Draft} draft
 */
export async function report(store, draft) {
  const shots = draft.photos.map((shot) => {
    const at = shot.lat === null && draft.fix ? { lat: draft.fix.lat, lon: draft.fix.lon } : {};
    const purpose = draft.handled && shot.purpose === "scene" ? "before" : shot.purpose;
    return photo(draft.case_id, { ...shot, ...at, purpose });
  });
  const said = Object.entries(draft.body).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  const done = [operation(newId(), "report", draft.case_id, Object.fromEntries(said)), ...shots];
  if (draft.handled) {
    const body = { category_code: draft.body.category_code, result: draft.result };
    done.push(operation(newId(), "self_handle", draft.case_id, body));
  }
  await add(store, done, { draft: draft.id });
  if (draft.body.category_code) await remember(store, draft.body.category_code);
}

/**
 * Follows a case instead of reporting the same again; the photos go to that case.
 * @param {Store} store
 * @param {Draft} draft
 * @param {string} caseId
 */
export function followInstead(store, draft, caseId) {
  const { description, location } = draft.body;
  const said = { ...(location ? { location } : {}), ...(description ? { note: description } : {}) };
  const body = { report_id: draft.case_id, ...said };
  const shots = draft.photos.map((shot) => photo(caseId, shot));
  return add(store, [operation(newId(), "follow", caseId, body), ...shots], { draft: draft.id });
}

/** The categories used last come first. @param {Store} store @param {string} code */
async function remember(store, code) {
  const used = (await store.get("categories_used")) || [];
  await store.set({ categories_used: [code, ...used.filter((/** @type {string} */ one) => one !== code)].slice(0, 6) });
}
