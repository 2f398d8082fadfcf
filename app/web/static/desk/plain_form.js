/** The form of any other action, made from its offer: what it requires and accepts, and its reasons. */
import { ActionField, ELSEWHERE, FIELDS, sentAs } from "../common/action_fields.js";
import { PhotoAdd } from "../common/photo_fields.js";
import { html } from "../common/ui.js";
import { say } from "../common/words.js";
import { Form, useForm } from "./form.js";

/** What is there already for a field. @param {any} offer @param {any} of */
function initialOf(offer, of) {
  /** @type {Record<string, any>} */
  const initial = {};
  if (offer.requires.includes("reason_code") && offer.reasons.length === 1) initial.reason_code = offer.reasons[0].code;
  if (offer.requires.includes("reply") && of.result) initial.reply = of.result;
  return initial;
}

/** @param {any} props */
export function PlainForm(props) {
  const { of, offer, reload, onClose } = props;
  const form = useForm(props, initialOf(offer, of));
  const fields = offer.requires
    .concat(offer.accepts)
    .filter((/** @type {string} */ field) => FIELDS[field] && !ELSEWHERE.includes(field));
  const sent = Object.fromEntries(
    fields.map((/** @type {string} */ field) => [field, sentAs(field, form.body[field])]),
  );
  const canSend = offer.requires.every(
    (/** @type {string} */ field) => !fields.includes(field) || sent[field] !== undefined,
  );
  const submit = () => form.submit(sent);
  return html`<${Form}
    offer=${offer}
    form=${form}
    onClose=${onClose}
    canSend=${canSend}
    onSubmit=${submit}
    seen=${of.version}
  >
    ${
      offer.photos.length && !offer.photos_present
        ? offer.photos.map(
            (/** @type {string} */ purpose) =>
              html`<${PhotoAdd} key=${purpose} caseId=${of.id} purpose=${purpose} onAdded=${reload} />`,
          )
        : null
    }
    ${fields.map(
      (/** @type {string} */ field) =>
        html`<${ActionField}
          key=${field}
          field=${field}
          offer=${offer}
          case=${of}
          value=${form.body[field]}
          onChange=${(/** @type {any} */ value) => form.set({ [field]: value })}
          error=${form.errorOf(field)}
          required=${offer.requires.includes(field)}
        />`,
    )}
  <//>`;
}

/** Photos of the scene, added at the desk. @param {any} props */
export function AttachForm({ of, reload, onClose }) {
  return html`<section class="desk-form" aria-label=${say("添加照片", "Add a photo")}>
    <${PhotoAdd} caseId=${of.id} purpose="scene" onAdded=${reload} />
    <button type="button" class="button" onClick=${onClose}>${say("完成", "Done")}</button>
  </section>`;
}
