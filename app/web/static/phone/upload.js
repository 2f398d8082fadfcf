/** Photos by tus 1.0: in pieces, each acknowledged; after any failure the service says how far it has come. */
import { newId } from "../common/api.js";
import { call, told, Offline, Refused } from "./line.js";
import { finishPhoto, notePhoto } from "./outbox.js";
import { originalOf } from "./pictures.js";

/** @typedef {import("./records.js").Photo} Photo */
/** @typedef {import("./store.js").Store} Store */

const TUS = { "Tus-Resumable": "1.0.0" };
const BYTES = { "Content-Type": "application/offset+octet-stream" };
const LEAST = 16384;
const MOST = 1048576;
const MOST_FAILURES = 8;
let size = 131072; // of a piece: follows the line

/**
 * Sends what waits, oldest first; gives how many photos are in their cases now that were not before.
 * @param {Store} store
 * @param {(photo: Photo, share: number) => void} progress
 */
export async function upload(store, progress) {
  const refused = (await store.operations()).filter((one) => one.state === "attention" && one.kind === "report");
  let done = 0;
  for (const kept of await store.photos()) {
    if (kept.state !== "waiting" || refused.some((one) => one.case_id === kept.case_id)) continue;
    const photo = await chosen(store, kept);
    try {
      const id = photo.whole && photo.upload_id ? photo.upload_id : await send(store, photo, progress);
      if (await arrived(id)) {
        await finishPhoto(store, photo);
        done += 1;
      } else if (!photo.whole) await notePhoto(store, photo.id, { whole: true });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const gone = error.status === 404 || error.status === 410;
      if (gone && photo.whole) await notePhoto(store, photo.id, { whole: false, upload_id: null });
      else if (photo.original) await notePhoto(store, photo.id, SMALL());
      else await notePhoto(store, photo.id, { state: "attention", problem: why(error) });
    }
  }
  return done;
}

/** What was refused as it was taken, too large for one, goes small, as an upload of its own. */
const SMALL = () => ({ original: false, upload_as: newId(), upload_id: null, whole: false });

/**
 * With which of its two pictures a photo goes is decided once: an upload whose answer was lost goes on with the same.
 * @param {Store} store @param {Photo} photo
 */
async function chosen(store, photo) {
  if (photo.original !== undefined || !(await store.bytes(originalOf(photo.id)))) return photo;
  const original = onWifi();
  await notePhoto(store, photo.id, { original });
  return { ...photo, original };
}

/** @param {Refused} refusal */
function why({ status, problem }) {
  return problem.refusal || problem.detail || problem.code || String(status);
}

/**
 * Whether a whole upload is in its case: the phone keeps its copy until then.
 * @param {string} id
 */
async function arrived(id) {
  const said = await told("GET", `/uploads/${id}`);
  if (said.state === "refused" && said.refusal !== "fault") throw new Refused(200, said);
  if (said.state === "expired" || said.state === "refused") throw new Refused(410, said);
  return said.state === "attached";
}

/**
 * Sends what is missing; gives the id of the whole upload.
 * @param {Store} store
 * @param {Photo} photo
 * @param {(photo: Photo, share: number) => void} progress
 */
async function send(store, photo, progress) {
  const bytes = await store.bytes(photo.original ? originalOf(photo.id) : photo.id);
  if (!bytes) throw new Refused(0, { code: "photo-lost" });
  let { id, offset } = await where(store, photo, bytes, photo.upload_id);
  let failures = 0;
  while (offset < bytes.size) {
    progress(photo, offset / bytes.size);
    const answer = await piece(id, offset, await bytes.slice(offset, offset + size).arrayBuffer());
    if (answer && answer.status === 204) {
      offset = Number(answer.headers.get("Upload-Offset"));
      failures = 0;
      size = Math.min(size * 2, MOST);
      continue;
    }
    if (answer && ![404, 409, 410, 460].includes(answer.status)) throw await refusal(answer);
    size = Math.max(size >> 1, LEAST);
    const before = offset;
    ({ id, offset } = await where(store, photo, bytes, id));
    failures = offset > before ? 0 : failures + 1;
    if (failures >= MOST_FAILURES) throw new Offline();
  }
  return id;
}

/** Whether this phone says that its line is Wi-Fi; many say nothing. */
function onWifi() {
  const { connection } = /** @type {any} */ (navigator);
  return Boolean(connection && connection.type === "wifi");
}

/** @param {Response} answer */
async function refusal(answer) {
  return new Refused(answer.status, await answer.json().catch(() => null));
}

/**
 * Which upload it is and how far it has come; one that is gone, or not declared yet, begins with its first piece.
 * @param {Store} store
 * @param {Photo} photo
 * @param {Blob} bytes
 * @param {string | null} known
 */
async function where(store, photo, bytes, known) {
  const length = bytes.size;
  if (known) {
    const answer = await call("HEAD", `/uploads/${known}`, { headers: TUS });
    if (answer.ok) return { id: known, offset: Number(answer.headers.get("Upload-Offset")) };
    if (answer.status !== 404 && answer.status !== 410) throw await refusal(answer);
  }
  const uploadId = photo.upload_as || photo.id;
  let answer = await declare(photo, length, uploadId, await bytes.slice(0, size).arrayBuffer());
  if ([409, 460].includes(answer.status)) answer = await declare(photo, length, uploadId);
  if (answer.status === 410) {
    const said = await answer.clone().json().catch(() => ({}));
    // It lay too long, or the service could not look at it: the same bytes add nothing twice.
    if (said.state === "expired" || said.refusal === "fault") answer = await declare(photo, length, newId());
  }
  if (!answer.ok) throw await refusal(answer);
  const id = (answer.headers.get("Location") || "").split("/").pop() || uploadId;
  await notePhoto(store, photo.id, { upload_id: id });
  return { id, offset: Number(answer.headers.get("Upload-Offset")) || 0 };
}

/** @param {Photo} photo @param {number} length @param {string} uploadId @param {ArrayBuffer} [first] */
async function declare(photo, length, uploadId, first) {
  const { case_id, purpose, taken_at, lat, lon } = photo;
  const sent_at = new Date().toISOString(); // by the same clock: the service learns from it how far that is off
  const said = { id: uploadId, case_id, purpose, taken_at, sent_at, lat, lon };
  const metadata = Object.entries(said)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name} ${btoa(String(value))}`);
  const headers = { ...TUS, "Upload-Length": String(length), "Upload-Metadata": metadata.join(",") };
  const checked = first && { ...headers, ...BYTES, ...(await checksum(first)) };
  return call("POST", "/uploads", { headers: checked || headers, bytes: first });
}

/** One piece; null when no answer came. @param {string} id @param {number} offset @param {ArrayBuffer} bytes */
async function piece(id, offset, bytes) {
  const headers = { ...TUS, ...BYTES, "Upload-Offset": String(offset), ...(await checksum(bytes)) };
  try {
    return await call("PATCH", `/uploads/${id}`, { headers, bytes, tries: 1 });
  } catch (error) {
    if (error instanceof Offline) return null;
    throw error;
  }
}

/**
 * What guards a piece; nothing over plain HTTP, where browsers have no digests.
 * @param {ArrayBuffer} bytes
 * @returns {Promise<Record<string, string>>}
 */
async function checksum(bytes) {
  if (!crypto.subtle) return {};
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return { "Upload-Checksum": `sha256 ${btoa(String.fromCharCode(...digest))}` };
}
