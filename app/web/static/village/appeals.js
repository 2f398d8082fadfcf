/** Appeals 申诉 against points that were taken: what waits, by when, and what was decided. */
import { usePages } from "../common/lists.js";
import { hashOf, html, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { Form } from "./form.js";
import { Filter, named, Photos, pointed, Rows } from "./parts.js";
import { APPEALS, appealWord } from "./words.js";

/** @param {{code: string}} props */
export function Appeals({ code }) {
  const [state, setState] = useState(/** @type {string | null} */ (null));
  const list = usePages(`/villages/${code}/appeals`, { state });
  return html`<div class="stack">
    <${Filter} label=${say("状态", "State")} value=${state} onChange=${setState}
      options=${[{ value: null, label: say("全部", "All") }, ...APPEALS()]} />
    <${Rows} list=${list} empty=${say("没有申诉", "No appeals")} hint=${say(
      "对扣分的申诉在户档的积分流水中登记。",
      "An appeal is taken down at the deduction, in the ledger of the household.",
    )} row=${(/** @type {any} */ one) => html`<li key=${one.id} class="stack-tight"><a class="vil-row" href=${hashOf(
      `${code}/household/${one.household_id}`,
    )}><span class="grow"><strong dir="auto">${named(one)} · ${one.rule_name || say("更正", "Correction")}</strong>
      <br /><span class="soft small">${one.filed_by_name || "–"} · ${time(one.created_at)}</span></span>
      <strong class="vil-points">${pointed(one.points)}</strong>
      <span class=${one.state === "open" ? "chip chip-yellow" : "chip"}>${appealWord(one.state)}</span></a>
      <p class="vil-words" dir="auto">${one.grounds}</p><${Photos} code=${code} ids=${one.photo_ids} />
      ${
        one.decided_at
          ? html`<p class="vil-words soft" dir="auto">${one.decision}</p>
          <p class="soft small">${one.decider_name || "–"} · ${time(one.decided_at)}</p>`
          : html`<p class="small"><span class=${one.is_late ? "chip chip-red" : "soft"}>${say(
              "须于 {at} 前裁定",
              "To be decided by {at}",
              { at: time(one.decide_by) },
            )}</span></p>`
      }
      ${one.may.includes("decide") && html`<${Decide} code=${code} one=${one} onDone=${list.reload} />`}</li>`} />
    </div>`;
}

/** @param {{code: string, one: any, onDone: () => void}} props */
const Decide = ({ code, one, onDone }) => html`<${Form} code=${code} plainly title=${say("裁定", "Decide")}
  path=${`appeals/${one.id}/decide`} told=${say("已裁定", "Decided")} onDone=${onDone} sure=${say(
    "裁定不能更改，退还的积分即时入账。",
    "A decision is not changed, and what it gives back is in the ledger at once.",
  )} fields=${[
    { name: "state", label: say("裁定", "Decision"), kind: "choice", options: APPEALS().slice(1) },
    { name: "restore", label: say("退还分值", "Points that go back"), kind: "number", min: 1,
      shown: (/** @type {any} */ draft) => draft.state === "partly" },
    { name: "decision", label: say("理由（请勿写姓名）", "Why (no names)"), kind: "words" },
  ]} />`; // prettier-ignore
