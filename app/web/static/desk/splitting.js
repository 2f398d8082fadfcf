/** Splitting 拆分: a report of two matters or more becomes as many cases. */
import { html } from "../common/ui.js";
import { say } from "../common/words.js";
import { Form, useForm } from "./form.js";
import { Words } from "./words_field.js";

const MOST = 5;

/** @param {any} props */
export function SplitForm(props) {
  const { of, offer } = props;
  const form = useForm(props, { parts: [of.description.slice(0, 400), ""], note: "" });
  const parts = /** @type {string[]} */ (form.body.parts);
  const change = (/** @type {number} */ at, /** @type {string} */ words) =>
    form.set({ parts: parts.map((one, n) => (n === at ? words : one)) });
  const written = parts.map((one) => one.trim()).filter(Boolean);
  const submit = () => form.submit({ parts: written.map((description) => ({ description })) });
  return html`<${Form}
    offer=${offer}
    form=${form}
    onClose=${props.onClose}
    onSubmit=${submit}
    canSend=${written.length >= 2}
    seen=${of.version}
  >
    <p class="desk-hint">
      ${say("每件写明一事；诉求人也会看到这些文字。", "One matter each; whoever reported it reads these words too.")}
    </p>
    ${parts.map(
      (words, at) =>
        html`<label class="field" key=${at}>
          <span class="field-label">${say("第 {n} 件", "Part {n}", { n: at + 1 })}</span>
          <textarea
            rows="2"
            maxlength="400"
            dir="auto"
            value=${words}
            data-first=${at === 1 ? "" : undefined}
            onInput=${(/** @type {any} */ event) => change(at, event.currentTarget.value)}
          ></textarea>
        </label>`,
    )}
    ${
      parts.length < MOST
        ? html`<button type="button" class="button" onClick=${() => form.set({ parts: parts.concat("") })}>
            ${say("再加一件", "One more part")}
          </button>`
        : null
    }
    <${Words} form=${form} name="note" optional label=${say("说明", "Note")} />
  <//>`;
}
