/** Proposals to choose from, each with how likely it is and why. */
import { html, useEffect, useRef } from "../common/ui.js";
import { say } from "../common/words.js";

/**
 * @param {{legend: string, proposals: import("./suggestions.js").Proposal[] | null, value: string,
 *   onPick: (proposal: import("./suggestions.js").Proposal) => void, name: string, none: string}} props
 */
export function Proposals({ legend, proposals, value, onPick, name, none }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const form = box.current && box.current.closest("form");
    const at = document.activeElement;
    const isFree = at === form || !form || !form.contains(at);
    const on = box.current && /** @type {HTMLElement | null} */ (box.current.querySelector("input:checked"));
    if (on && isFree) on.focus();
  }, [proposals === null, value]);
  if (proposals === null)
    return html`<p class="desk-hint" tabindex="-1" data-first="">
      ${say("正在查找建议……", "Looking for suggestions …")}
    </p>`;
  if (!proposals.length) return html`<p class="desk-hint">${none}</p>`;
  return html`<fieldset class="desk-proposals" ref=${box}>
    <legend class="field-label">${legend}</legend>
    ${proposals.map(
      (one, at) =>
        html`<label key=${one.code} class=${`desk-proposal${one.code === value ? " desk-proposal-on" : ""}`}>
          <input
            type="radio"
            name=${name}
            value=${one.code}
            checked=${one.code === value}
            onChange=${() => onPick(one)}
            data-first=${one.code === value ? "" : undefined}
          />
          <span class="grow">
            <span class="row row-wrap"
              ><strong>${one.name}</strong><span class="soft small">${one.code}</span> ${
                one.chance
                  ? html`<span class="chip chip-accent"
                      >${say("可能性 {chance}", "{chance} likely", { chance: one.chance })}</span
                    >`
                  : null
              }
              ${at === 0 ? html`<span class="chip">${say("首选", "First")}</span>` : null}</span
            >
            ${one.reasons.map((reason) => html`<span class="desk-reason" dir="auto">${reason}</span>`)}
          </span>
        </label>`,
    )}
  </fieldset>`;
}
