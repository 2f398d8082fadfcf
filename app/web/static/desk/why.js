/** What the desk proposes for the open case: the likely rules or units, each one key away. */
import { useKeys } from "../common/keys.js";
import { html, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { sentenceOf } from "../common/feedback.js";
import { useRuleProposals, useUnitProposals } from "./suggestions.js";

/** @param {{title: string, proposals: any, onTake: (one: any) => Promise<void>}} props */
function Quick({ title, proposals, onTake }) {
  const [refused, setRefused] = useState(/** @type {any} */ (null));
  const take = (/** @type {any} */ one) => void onTake(one).catch(setRefused);
  /** @type {Record<string, () => void>} */
  const keys = {};
  (proposals || []).slice(0, 3).forEach((/** @type {any} */ one, /** @type {number} */ at) => {
    keys[String(at + 1)] = () => take(one);
  });
  useKeys(
    keys,
    proposals && proposals.length
      ? { 1: say("采用第一条建议（2、3 同）", "take the first proposal (2, 3 likewise)") }
      : {},
  );
  if (!proposals || !proposals.length) return null;
  return html`<section class="desk-quick" aria-label=${title}>
    <h3>${title}</h3>
    ${refused ? html`<p class="desk-refused" role="alert">${sentenceOf(refused)}</p>` : null}
    <ol>
      ${proposals.slice(0, 3).map(
        (/** @type {any} */ one, /** @type {number} */ at) =>
          html`<li key=${one.code}>
            <button type="button" class="desk-take" onClick=${() => take(one)}>
              <kbd>${at + 1}</kbd>
              <span class="grow"
                ><span class="row row-wrap"
                  ><strong>${one.name}</strong>
                  ${one.chance ? html`<span class="chip chip-accent">${one.chance}</span>` : null}</span
                >
                ${one.reasons.map(
                  (/** @type {string} */ reason) => html`<span class="desk-reason" dir="auto">${reason} </span>`,
                )}
              </span>
            </button>
          </li>`,
      )}
    </ol>
  </section>`;
}

/** @param {any} props */
function Rules({ of, offer, acting }) {
  const proposals = useRuleProposals(of);
  return html`<${Quick}
    title=${say("建议立案", "Suggested filing")}
    proposals=${proposals}
    onTake=${(/** @type {any} */ one) => acting.act(of, offer, { rule_code: one.code })}
  />`;
}

/** @param {any} props */
function Units({ of, offer, acting }) {
  const proposals = useUnitProposals(of);
  return html`<${Quick}
    title=${say("建议派给", "Suggested units")}
    proposals=${proposals}
    onTake=${(/** @type {any} */ one) => acting.act(of, offer, { lead: one.code, assists: one.assists || [] })}
  />`;
}

/** @param {{of: any, doing: string | null, acting: any}} props */
export function Why({ of, doing, acting }) {
  if (doing || !of.allowed_actions) return null;
  const find = (/** @type {string} */ action) =>
    of.allowed_actions.find((/** @type {any} */ one) => one.action === action);
  const file = find("file");
  const dispatch = find("dispatch");
  if (file && of.area_code) return html`<${Rules} of=${of} offer=${file} acting=${acting} />`;
  if (dispatch) return html`<${Units} of=${of} offer=${dispatch} acting=${acting} />`;
  return null;
}
