/** Adding a photo: taken or chosen, made small on the device, sent with when and where it was taken. */
import { send } from "./api.js";
import { sentenceOf } from "./feedback.js";
import { html, Icon, useEffect, useId, useRef, useState } from "./ui.js";
import { say } from "./words.js";
import { purposeOf } from "./photos.js";

const LONGEST = 1600;
const TYPICAL_BYTES = 400_000;

/** @param {HTMLCanvasElement} canvas @param {number} quality @returns {Promise<Blob | null>} */
const jpegOf = (canvas, quality) => new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));

/**
 * A photo of at most 1,600 pixels and about 400 KB; what no browser reads goes as it is.
 * @param {Blob} file @returns {Promise<Blob>}
 */
export async function shrunk(file) {
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  if (scale === 1 && file.size <= TYPICAL_BYTES && file.type === "image/jpeg") return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).drawImage(
    picture,
    0,
    0,
    canvas.width,
    canvas.height,
  );
  picture.close();
  let small = await jpegOf(canvas, 0.82);
  if (small && small.size > TYPICAL_BYTES) small = await jpegOf(canvas, 0.66);
  return small && small.size < file.size ? small : file;
}

/** @typedef {{lat: number, lon: number, datum: "wgs84", accuracy_m: number}} Place */

const PATIENCE_MS = 3000;
const ASKED_FOR_MS = 30000;
const FRESH_MS = 60000;

/** @type {{place: Place, at: number} | null} */
let last = null;
/** @type {Promise<Place | null> | null} */
let asking = null;

/** What was told within the last minute. */
const fresh = () => (last && Date.now() - last.at < FRESH_MS ? last.place : null);

/** Asks the device once, for as long as it may take: a person may still be reading the question whether it may tell. */
function ask() {
  asking =
    asking ||
    new Promise((done) => {
      /** @param {Place | null} place */
      const told = (place) => {
        if (place) last = { place, at: Date.now() };
        asking = null;
        done(place);
      };
      navigator.geolocation.getCurrentPosition(
        ({ coords: { latitude, longitude, accuracy } }) =>
          told({ lat: latitude, lon: longitude, datum: "wgs84", accuracy_m: accuracy }),
        () => told(null),
        { enableHighAccuracy: true, timeout: ASKED_FOR_MS, maximumAge: 30000 },
      );
    });
  return asking;
}

const canTell = () => Boolean(navigator.geolocation) && isSecureContext;

/** Begins to ask, so that the place is known when it is wanted. */
export function askForPlace() {
  if (canTell() && !fresh()) ask();
}

/**
 * Where the device is, null where it does not know, may not say, or does not answer in time. The time that a browser
 * counts itself begins when the person has allowed it, which may be never: so it is counted here.
 * @param {number} [patience] milliseconds
 * @returns {Promise<Place | null>}
 */
export function placeNow(patience = PATIENCE_MS) {
  if (!canTell()) return Promise.resolve(null);
  const known = fresh();
  if (known) return Promise.resolve(known);
  return new Promise((done) => {
    const timer = setTimeout(() => done(fresh()), patience);
    ask().then((place) => {
      clearTimeout(timer);
      done(place);
    });
  });
}

/** @param {File} file @returns {string} when it was taken: a photo of the camera bears the time of the shot */
const takenAt = (file) => new Date(Math.min(file.lastModified || Date.now(), Date.now())).toISOString();

/** Sends one photo in one request. @param {string} caseId @param {string} purpose @param {File} file */
async function sendPhoto(caseId, purpose, file) {
  const [small, place] = await Promise.all([shrunk(file), placeNow()]);
  const form = new FormData();
  form.set("photo", small, "photo.jpg");
  form.set("purpose", purpose);
  form.set("taken_at", takenAt(file));
  form.set("sent_at", new Date().toISOString());
  if (place) {
    form.set("lat", String(place.lat));
    form.set("lon", String(place.lon));
    form.set("datum", place.datum);
  }
  return (await send("POST", `/cases/${caseId}/attachments`, form)).body;
}

/** @param {{photo: {url: string, state: string, problem: any}, onAgain: () => void, onDrop: () => void}} props */
const Sending = ({ photo, onAgain, onDrop }) => html`<li class="photo-sending">
  <img src=${photo.url} alt=${say("所选照片", "The chosen photo")} />
  ${
    photo.state === "sending" &&
    html`<span class="chip" role="status"><${Icon} name="clock" />${say("正在上传", "Sending")}</span>`
  }
  ${
    photo.state === "sent" &&
    html`<span class="chip chip-green" role="status"><${Icon} name="check" />${say("已上传", "Sent")}</span>`
  }
  ${
    photo.state === "failed" &&
    html`<span class="stack-tight"><span class="field-error" role="alert">${sentenceOf(photo.problem)}</span>
    <span class="row"><button type="button" class="button" onClick=${onAgain}>${say("重试", "Try again")}</button>
      <button type="button" class="button-plain" onClick=${onDrop}>${say("去掉", "Remove")}</button></span></span>`
  }
</li>`;

/**
 * Buttons to take or choose photos for a purpose; each is sent at once, and kept until it has arrived.
 * With `camera` a phone opens its camera at once, and another button its photos.
 * @param {{caseId: string, purpose: string, onAdded?: (changed: any) => void, label?: string, camera?: boolean}} props
 */
export function PhotoAdd({ caseId, purpose, onAdded, label, camera }) {
  const [photos, setPhotos] = useState(/** @type {any[]} */ ([]));
  const id = useId();
  const urls = useRef(/** @type {string[]} */ ([]));
  useEffect(() => () => urls.current.forEach((/** @type {string} */ url) => URL.revokeObjectURL(url)), []);
  const set = (/** @type {string} */ url, /** @type {any} */ change) =>
    setPhotos((all) => all.map((one) => (one.url === url ? { ...one, ...change } : one)));
  const go = async (/** @type {any} */ photo) => {
    set(photo.url, { state: "sending", problem: null });
    try {
      const changed = await sendPhoto(caseId, purpose, photo.file);
      set(photo.url, { state: "sent" });
      if (onAdded) onAdded(changed);
    } catch (problem) {
      set(photo.url, { state: "failed", problem });
    }
  };
  const chosen = (/** @type {any} */ event) => {
    const files = Array.from(event.target.files || []);
    event.target.value = "";
    const added = files.map((file) => ({
      file,
      url: URL.createObjectURL(/** @type {File} */ (file)),
      state: "sending",
      problem: null,
    }));
    urls.current.push(...added.map((one) => one.url));
    setPhotos((all) => [...all, ...added]);
    added.forEach(go);
  };
  return html`<div class="stack-tight">
    <div class="bar">
      ${
        camera &&
        html`<span class="photo-add photo-camera">
        <input id="${id}-camera" type="file" accept="image/*" capture="environment" class="unseen"
          onClick=${askForPlace} onChange=${chosen} />
        <label for="${id}-camera" class="button"><${Icon} name="camera" />${say("拍照", "Take a photo")}</label></span>`
      }
      <span class="photo-add">
        <input id=${id} type="file" accept="image/*" multiple class="unseen" onClick=${askForPlace}
            onChange=${chosen} />
        <label for=${id} class="button"><${Icon} name=${camera ? "photo" : "camera"} />${
          label ||
          say("添加{purpose}照片", "Add {purpose} photo", {
            purpose: purposeOf(purpose).toLowerCase(),
          })
        }</label>
      </span>
    </div>
    ${
      photos.length > 0 &&
      html`<ul class="stack-tight">${photos.map(
        (photo) => html`<${Sending} key=${photo.url} photo=${photo}
      onAgain=${() => go(photo)} onDrop=${() => setPhotos((all) => all.filter((one) => one !== photo))} />`,
      )}</ul>`
    }
  </div>`;
}
