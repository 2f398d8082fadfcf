/** Photos of something not yet done: each is kept on the phone before it is shown. */
import { toast } from "../common/feedback.js";
import { Icon, html, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { Picture, usePhone } from "./parts.js";
import { keepDraft } from "./pictures.js";
import { shoot } from "./reporting.js";

/** @typedef {import("./records.js").Draft} Draft */

/** What a full phone says. @param {any} error */
export function notKept(error) {
  const full = error && error.name === "QuotaExceededError";
  toast(
    full
      ? say("手机存储已满，没有保存。请先清理手机。", "The phone is full: this was not saved. Free some space first.")
      : say("没有保存：{why}", "Not saved: {why}", { why: String(error && error.message) }),
    { danger: true },
  );
}

/** @param {string} purpose */
export function purposeWords(purpose) {
  if (purpose === "before") return say("处置前照片", "Photo before");
  if (purpose === "after") return say("处置后照片", "Photo after");
  return say("现场照片", "Photo of the place");
}

/**
 * The photos of one purpose, one more by the camera, and taking one away.
 * @param {{draft: Draft, purpose: string, onChange: (draft: Draft) => void, label?: string}} props
 */
export function Shots({ draft, purpose, onChange, label = purposeWords(purpose) }) {
  const { store } = usePhone();
  const [busy, setBusy] = useState(false);
  const shots = draft.photos.filter((shot) => shot.purpose === purpose);
  const taken = async (/** @type {any} */ event) => {
    const files = [...event.target.files];
    event.target.value = "";
    setBusy(true);
    let next = draft;
    try {
      for (const file of files) {
        const { shot, bytes } = await shoot(store, file, purpose, draft.fix);
        const more = { ...next, photos: [...next.photos, shot] };
        await keepDraft(store, more, bytes);
        next = more;
        onChange(next);
      }
    } catch (error) {
      notKept(error);
    }
    setBusy(false);
  };
  /** @param {string} id */
  const away = (id) => onChange({ ...draft, photos: draft.photos.filter((shot) => shot.id !== id) });
  return html`<div class="phone-shots" role="group" aria-label=${label}>
    ${shots.map(
      (shot, number) => html`<figure key=${shot.id}>
        <${Picture} id=${shot.id} alt=${`${label} ${number + 1}`} />
        <button type="button" class="button-icon"
          aria-label=${say("去掉照片 {n}", "Take photo {n} away", { n: number + 1 })}
          onClick=${() => away(shot.id)}><${Icon} name="close" /></button></figure>`,
    )}
    <label class="button phone-shoot"><${Icon} name="camera" /><span>${busy ? say("正在保存……", "Saving …") : label}</span>
      <input class="unseen" type="file" accept="image/*" capture="environment"
        onChange=${taken} disabled=${busy} /></label>
  </div>`;
}
