/** Who calls about their cases: exactly their phone finds them, and each that is shown remembers it. */
import { send } from "../common/api.js";
import { Dialog, sentenceOf } from "../common/feedback.js";
import { html, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { OneLine } from "./one_line.js";

/** @param {{source: any, onClose: () => void}} props */
export function Caller({ source, onClose }) {
  const [phone, setPhone] = useState("");
  const [told, setTold] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const find = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setProblem(null);
    try {
      setTold((await send("POST", "/cases/by-caller", { phone: phone.trim() })).body);
    } catch (refused) {
      setProblem(refused);
    }
  };
  const leave = (/** @type {any} */ event) => {
    if (event.target.closest("a")) onClose();
  };
  return html`<${Dialog} title=${say("来电查询", "Who calls")} onClose=${onClose} wide>
    <form class="row desk-ask" onSubmit=${find}>
      <label class="field grow"
        ><span class="field-label">${say("来电号码", "Their phone")}</span>
        <input
          autofocus
          inputmode="tel"
          autocomplete="off"
          value=${phone}
          onInput=${(/** @type {any} */ event) => setPhone(event.currentTarget.value)}
      /></label>
      <button class="button button-primary" disabled=${!phone.trim()}>${say("查找", "Find")}</button>
    </form>
    <p class="field-hint">
      ${say("查到的每一案都会记下此次查询。", "Each case that is found records that you looked.")}
    </p>
    ${
      problem
        ? html`<p class="desk-refused" role="alert">
            ${((problem.errors || [])[0] || {}).detail ?? sentenceOf(problem)}
          </p>`
        : null
    }
    ${
      told
        ? html`<ul class="desk-lines" onClick=${leave}>
            ${told.items.map(
              (/** @type {any} */ one) => html`<${OneLine} key=${one.id} one=${one} source=${source} />`,
            )}
            ${told.items.length ? null : html`<li class="desk-hint">${say("此号码没有案卷", "No case of this phone")}</li>`}
          </ul>`
        : null
    }
    ${
      told && !told.complete
        ? html`<p class="desk-hint">
            ${say("旧案卷仍在整理，可能不全", "Older cases are still being read: there may be more")}
          </p>`
        : null
    }
  <//>`;
}
