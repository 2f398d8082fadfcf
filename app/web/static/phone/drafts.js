/** Drafts 草稿: as many as one likes, kept by themselves. */
import { Empty, toast } from "../common/feedback.js";
import { Icon, html } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { Head, Picture, usePhone, useStored, useWords } from "./parts.js";
import { dropDraft, keepDraft } from "./pictures.js";

/** @typedef {import("./records.js").Draft} Draft */

/** Where a draft goes on. @param {Draft} draft */
const addressOf = (draft) =>
  draft.kind === "report" ? `#/report/${draft.id}` : `#/act/${draft.case_id}/${draft.kind}/${draft.id}`;

export function Screen() {
  const { store } = usePhone();
  const words = useWords();
  const drafts = useStored((memory) => memory.drafts(), /** @type {Draft[] | null} */ (null));
  if (!drafts) return null;
  /** @param {Draft} draft */
  const away = async (draft) => {
    /** @type {Record<string, Blob>} */
    const bytes = {};
    for (const { id } of draft.photos) {
      const blob = await store.bytes(id);
      if (blob) bytes[id] = blob;
    }
    await dropDraft(store, draft);
    toast(say("草稿已删除。", "The draft is deleted."), { undo: () => keepDraft(store, draft, bytes) });
  };
  return html`<div class="stack phone"><${Head} title=${say("草稿", "Drafts")} />
    ${!drafts.length && html`<${Empty} title=${say("没有草稿。", "No drafts.")} />`}
    ${drafts.map(
      (draft) => html`<div key=${draft.id} class="card row">
        ${draft.photos[0] && html`<span class="phone-thumb"><${Picture} id=${draft.photos[0].id} alt="" /></span>`}
        <a class="grow phone-link" href=${addressOf(draft)}><b>${words.name(draft.kind)}</b><br />
          <span dir="auto" class="phone-row-words">${draft.body.description || draft.body.finding || draft.body.note ||
          say("（还没有文字）", "(no words yet)")}</span>
          <span class="small soft">${time(draft.updated_at)}</span></a>
        <button type="button" class="button-icon" aria-label=${say("删除草稿", "Delete the draft")}
          onClick=${() => away(draft)}><${Icon} name="close" /></button></div>`,
    )}
  </div>`;
}
