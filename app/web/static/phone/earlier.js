/** The earlier photos of a case, kept while there was a line, beside which the new one is taken. */
import { get } from "../common/api.js";
import { html, useEffect } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { Picture, usePhone, useStored } from "./parts.js";
import { purposeWords } from "./shots.js";

/** @typedef {import("./store.js").Store} Store */

const MOST = 2;

/**
 * Fetches what a worker needs on the spot: the first photo of a case and the last one of the work.
 * @param {Store} store
 * @param {string} caseId
 */
export async function fetchEarlier(store, caseId) {
  const { body } = await get(`/cases/${caseId}/attachments`, { quiet: true });
  const ready = body.items.filter((/** @type {any} */ one) => one.preview_url);
  const first = ready.find((/** @type {any} */ one) => one.purpose !== "after");
  const last = ready.filter((/** @type {any} */ one) => one.purpose === "after").pop();
  const kept = [];
  for (const one of [first, last].filter(Boolean).slice(0, MOST)) {
    const key = `earlier-${one.id}`;
    kept.push({ id: key, purpose: one.purpose, taken_at: one.taken_at || one.created_at });
    if (await store.bytes(key)) continue;
    const answer = await fetch(new URL(one.preview_url, document.baseURI).href, { credentials: "same-origin" });
    if (!answer.ok) return;
    const picture = await answer.blob();
    await store.write(async ({ bytes }) => {
      bytes.put(picture, key);
    });
  }
  await store.set({ [`earlier:${caseId}`]: kept });
}

/** @param {{caseId: string}} props */
export function Earlier({ caseId }) {
  const { store } = usePhone();
  const kept = useStored((memory) => memory.get(`earlier:${caseId}`), /** @type {any[]} */ ([])) || [];
  useEffect(() => {
    fetchEarlier(store, caseId).catch(() => undefined);
  }, [caseId]);
  if (!kept.length) return null;
  return html`<section class="stack-tight"><h3>${say("对照这些照片，在同一角度拍摄", "Take yours from where these were taken")}</h3>
    <div class="phone-shots">${kept.map(
      (/** @type {any} */ one) => html`<figure key=${one.id}><${Picture} id=${one.id}
        alt=${purposeWords(one.purpose)} />
        <figcaption class="small soft">${purposeWords(one.purpose)} · ${time(one.taken_at)}</figcaption></figure>`,
    )}</div></section>`;
}
