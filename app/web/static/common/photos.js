/** The photos of a case: small ones in a row, one large, and before and after on one slider. */
import { get } from "./api.js";
import { Dialog, Empty, ErrorState, Loading } from "./feedback.js";
import { useOne } from "./lists.js";
import { html, Icon, useEffect, useRef, useState } from "./ui.js";
import { number, say, time } from "./words.js";

const PURPOSES = () => /** @type {Record<string, string>} */ ({
  before: say("处置前", "Before"), after: say("处置后", "After"), scene: say("现场", "Scene"), response: say("到场", "Arrival"),
}); // prettier-ignore

/** What a photo is for, in words. @param {string} purpose */
export const purposeOf = (purpose) => PURPOSES()[purpose] || purpose;

/** @param {any} photo */
const altOf = (photo) =>
  say("{purpose}照片，{when}", "{purpose} photo, {when}", {
    purpose: purposeOf(photo.purpose),
    when: time(photo.taken_at || photo.created_at),
  });

/** What is known of a photo, in one line. @param {{photo: any}} props */
const Caption = ({ photo }) => html`<figcaption class="row row-wrap small">
  <span class="chip">${purposeOf(photo.purpose)}</span><span>${time(photo.taken_at || photo.created_at)}</span>
  ${photo.uploaded_by_name && html`<span class="soft">${photo.uploaded_by_name}</span>`}
  ${photo.near_case && html`<span class="chip chip-green"><${Icon} name="pin" />${say("在现场拍摄", "Taken there")}</span>`}
  ${
    photo.repeated &&
    html`<span class="chip chip-yellow"><${Icon} name="warn" />${say("与以往照片相同", "Seen before")}
      </span>`
  }
</figcaption>`;

/**
 * One photo large, with those before and after it by keys.
 * @param {{photos: any[], at: number, onGo: (at: number) => void, onClose: () => void}} props
 */
export function PhotoView({ photos, at, onGo, onClose }) {
  const photo = photos[at];
  const go = (/** @type {number} */ by) => onGo((at + by + photos.length) % photos.length);
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by) go(by);
  };
  return html`<${Dialog} wide=${true} onClose=${onClose}
      title=${say("照片 {n} / {all}", "Photo {n} of {all}", { n: number(at + 1), all: number(photos.length) })}>
    <div class="stack-tight" onKeyDown=${pressed}>
      <figure class="stack-tight"><img class="photo-large" src=${photo.preview_url} alt=${altOf(photo)} /><${Caption}
          photo=${photo} /></figure>
      ${
        photos.length > 1 &&
        html`<div class="row">
        <button type="button" class="button" onClick=${() => go(-1)}><${Icon} name="back" />${say("上一张", "Previous")}
            </button>
        <button type="button" class="button" onClick=${() => go(1)}>${say("下一张", "Next")}<${Icon} name="next" />
            </button>
      </div>`
      }
    </div>
  <//>`;
}

/**
 * Two photos over each other, parted by a slider that pointer and keys move.
 * @param {{before: {src: string, alt?: string}, after: {src: string, alt?: string}}} props
 */
export function BeforeAfter({ before, after }) {
  const box = useRef();
  const [at, setAt] = useState(50);
  useEffect(() => box.current.style.setProperty("--at", `${at}%`), [at]);
  return html`<figure class="before-after" ref=${box}>
    <img src=${after.src} alt=${after.alt || say("处置后", "After")} />
    <img class="before-after-top" src=${before.src} alt=${before.alt || say("处置前", "Before")} />
    <span class="before-after-tag">${say("处置前", "Before")}</span>
    <span class="before-after-tag before-after-tag-end">${say("处置后", "After")}</span>
    <span class="before-after-line" aria-hidden="true"></span>
    <input type="range" min="0" max="100" value=${at} aria-label=${say(
      "左右拖动，比较处置前后",
      "Drag to compare before and after",
    )}
      aria-valuetext=${say("处置前占 {n}%", "{n} % before", { n: at })}
      onInput=${(/** @type {any} */ event) => setAt(Number(event.target.value))} />
  </figure>`;
}

/** The last photo for that purpose of the present round, or of any. @param {any[]} photos @param {string} purpose */
const lastOf = (photos, purpose) => photos.filter((one) => one.purpose === purpose && one.preview_url).pop();

/**
 * All photos of a case; `version` changes when there may be others.
 * @param {{caseId: string, version?: number | string, compare?: boolean}} props
 */
export function Photos({ caseId, version = 0, compare = true }) {
  const { body, problem, reload } = useOne(`/cases/${caseId}/attachments`);
  const [open, setOpen] = useState(/** @type {number | null} */ (null));
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else reload();
  }, [version]);
  useEffect(() => {
    // links hold for five minutes, copies take a moment
    const unmade = body && body.items.some((/** @type {any} */ one) => !one.preview_url);
    const timer = setTimeout(reload, unmade ? 3000 : 270000);
    return () => clearTimeout(timer);
  }, [body]);
  if (problem && !body) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (!body) return html`<${Loading} rows=${1} />`;
  const pending = body.photos_pending.length;
  if (!body.items.length && !pending)
    return html`<${Empty} icon="photo" title=${say("还没有照片", "No photos yet")} />`;
  const before = lastOf(body.items, "before") || lastOf(body.items, "scene");
  const after = lastOf(body.items, "after");
  const seen = body.items.filter((/** @type {any} */ one) => one.preview_url);
  return html`<div class="stack-tight">
    ${
      compare &&
      before &&
      after &&
      html`<${BeforeAfter} before=${{ src: before.preview_url, alt: altOf(before) }}
      after=${{ src: after.preview_url, alt: altOf(after) }} />`
    }
    <ul class="photo-row">${body.items.map(
      (/** @type {any} */ one) => html`<li key=${one.id}>
      <button type="button" class="photo-small" disabled=${!one.preview_url}
          onClick=${() => setOpen(seen.indexOf(one))}>
        ${
          one.thumbnail_url
            ? html`<img src=${one.thumbnail_url} alt=${altOf(one)} loading="lazy" />`
            : html`<span class="photo-none"><${Icon} name="photo" label=${say("照片正在处理", "The photo is being made")} />
                </span>`
        }
        <span class="photo-tag">${purposeOf(one.purpose)}</span></button></li>`,
    )}</ul>
    ${
      pending > 0 &&
      html`<p class="small row"><${Icon} name="clock" />${say(
        "还有 {n} 张照片正在上传",
        "{n} photos are on their way",
        { n: pending },
      )}</p>`
    }
    ${
      open !== null &&
      seen[open] &&
      html`<${PhotoView} photos=${seen} at=${open} onGo=${setOpen}
        onClose=${() => setOpen(null)} />`
    }
  </div>`;
}

/** The list of photos by itself. @param {string} caseId */
export const photosOf = async (caseId) => (await get(`/cases/${caseId}/attachments`)).body;
