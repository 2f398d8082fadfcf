/** Done 处置完成: the result in words or standard texts, the photo that proves it, or why there is none. */
import { Choice, Field, TextArea } from "../common/fields.js";
import { PhotoAdd } from "../common/photo_fields.js";
import { html, Icon, useState } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { offerOf, useAct, useDraft } from "./acting.js";
import { FormFrame } from "./form_frame.js";

/** What the photos that have arrived prove. @param {{sent: number, proved: boolean}} props */
function Proof({ sent, proved }) {
  if (proved) {
    return html`<p class="chip chip-green" role="status"><${Icon} name="check" />${say("已有现场拍摄的处置后照片",
        "A photo taken there is in")}</p>`;
  }
  if (!sent) {
    return html`<p class="field-hint">${say(
      "在案卷现场 500 米内拍摄的照片才能作为凭证。",
      "A photo counts as proof when it is taken within 500 m of the case.",
    )}</p>`;
  }
  return html`<p class="field-error" role="status"><${Icon} name="warn" />${say(
    "照片已收到，但没有定位，或不在现场拍摄，不能作为凭证。请打开定位重拍，或在下面说明理由。",
    "The photo is in, but was taken without a place or elsewhere. Take one with the place on, or say why below.",
  )}</p>`;
}

/** @param {import("./assigning.js").OwnForm & {onChanged: (changed: any) => void}} props */
export function ResolveForm({ case: one, offer, onDone, onCancel, onStale, onChanged }) {
  const { draft, set, drop } = useDraft(`${one.id}-resolve`, { result: "", why: "" });
  const [sent, setSent] = useState(0);
  const act = useAct(one, (changed) => (drop(), onDone(changed, "resolve")), onStale);
  const now = offerOf(one, "resolve") || offer;
  const added = (/** @type {any} */ changed) => {
    setSent((before) => before + 1);
    onChanged(changed);
  };
  const run = () =>
    act.run(offer.path, {
      result: draft.result.trim(),
      photo_exemption: !now.photos_present && draft.why ? draft.why : undefined,
    });
  const reasons = [
    { value: "", label: say("有照片", "There is a photo") },
    ...offer.photo_exemptions.map((/** @type {any} */ why) => ({ value: why.code, label: label(why) })),
  ];
  return html`<${FormFrame} title=${label(offer)} submit=${label(offer)} act=${act} onSubmit=${run}
      onCancel=${onCancel}>
    <div class="field"><span class="field-label">${say("处置后照片", "Photo of the result")}</span>
      <${PhotoAdd} caseId=${one.id} purpose="after" onAdded=${added} camera=${true}
        label=${say("从相册选", "From the album")} />
      <${Proof} sent=${sent} proved=${now.photos_present} /></div>
    <${Field} label=${say("处置结果", "Result")} error=${act.errors.result}
      hint=${say("没有另外答复时，也作为给反映人的答复。", "It is the reply to whoever reported it, too, unless another is given.")}>
      ${(/** @type {any} */ given) => html`<${TextArea} ...${given} rows=${4} value=${draft.result} caseId=${one.id}
          templates="result"
        onChange=${(/** @type {string} */ result) => set({ result })} />`}<//>
    ${!now.photos_present && html`<${Field} group=${true} label=${say("没有现场照片的理由", "Why there is no photo")}
        error=${act.errors.photo_exemption}>
      ${(/** @type {any} */ given) => html`<${Choice} ...${given} value=${draft.why} options=${reasons}
        onChange=${(/** @type {string} */ why) => set({ why })} />`}<//>`}
  <//>`;
}
