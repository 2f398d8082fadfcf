/** What may be done with a case now, each with its letter: the decisions as buttons, the others behind “more”. */
import { html } from "../common/ui.js";
import { whyNot } from "../common/offers.js";
import { label, say } from "../common/words.js";
import { inOrder, LETTERS } from "./letters.js";

/** @param {{offer: any, isFirst: boolean, isOn: boolean, onStart: (action: string) => void}} props */
function Act({ offer, isFirst, isOn, onStart }) {
  return html`<button
    type="button"
    class=${`button${isFirst ? " button-primary" : ""}`}
    aria-pressed=${isOn}
    data-action=${offer.action}
    onClick=${() => onStart(offer.action)}
  >
    ${label(offer)}${LETTERS[offer.action] ? html` <kbd>${LETTERS[offer.action]}</kbd>` : null}
  </button>`;
}

/** @param {{of: any, doing: string | null, onStart: (action: string | null) => void}} props */
export function ActionsBar({ of, doing, onStart }) {
  const offers = of.allowed_actions || [];
  const { shown, more } = inOrder(offers);
  if (!offers.length) {
    return html`<p class="desk-hint">${of.allowed_actions ? whyNot(of) : null}</p>`;
  }
  return html`<div class="desk-actions" role="group" aria-label=${say("操作", "Actions")}>
    ${shown.map(
      (offer, at) =>
        html`<${Act}
          key=${offer.action}
          offer=${offer}
          isFirst=${at === 0 && !doing}
          isOn=${offer.action === doing}
          onStart=${onStart}
        />`,
    )}
    ${
      more.length
        ? html`<details class="menu desk-menu">
            <summary class="button">${say("更多", "More")}</summary>
            <div class="menu-box">
              ${more.map(
                (offer) =>
                  html`<button
                    type="button"
                    key=${offer.action}
                    data-action=${offer.action}
                    onClick=${(/** @type {any} */ event) => {
                      event.currentTarget.closest("details").open = false;
                      onStart(offer.action);
                    }}
                  >
                    <span class="grow">${label(offer)}</span
                    >${LETTERS[offer.action] ? html`<kbd>${LETTERS[offer.action]}</kbd>` : null}
                  </button>`,
              )}
            </div>
          </details>`
        : null
    }
  </div>`;
}
