/** Many at once: signing, or giving to a colleague; each case has a result of its own. */
import { newId, send } from "../common/api.js";
import { Dialog, sentenceOf, toast } from "../common/feedback.js";
import { label, number, say } from "../common/words.js";
import { html, Icon, useRef, useState } from "../common/ui.js";
import { PeopleChoice } from "./people_choice.js";

/** What may be done to many of a queue. @param {string} name @returns {string[]} */
export function batchesOf(name) {
  if (name === "to-sign") return ["sign", "transfer"];
  return ["handling", "due-soon", "again", "unassigned", "my-cases"].includes(name) ? ["transfer"] : [];
}

const MOST = 200;

/**
 * Why some were not done, one line each.
 * @param {{refused: any[], numbers: Map<string, string>, onClose: () => void}} props
 */
const Refused = ({ refused, numbers, onClose }) => html`<${Dialog} onClose=${onClose}
    title=${say("{n} 件未完成", "{n} were not done", { n: number(refused.length) })}>
  <ul class="stack-tight">${refused.map((one) => html`<li key=${one.id}><span class="number">${numbers.get(one.id)}
      </span>
    <span class="soft"> ${one.problem ? label(one.problem, "detail") : say("服务繁忙，请再试一次",
        "The service was busy; try again")}</span></li>`)}</ul>
<//>`;

/**
 * @param {{name: string, items: any[], chosen: Set<string>, onChoose: (chosen: Set<string> | null) => void,
 *   onDone: () => void}} props
 */
export function BatchBar({ name, items, chosen, onChoose, onDone }) {
  const [picking, setPicking] = useState(false);
  const [person, setPerson] = useState(/** @type {string | null} */ (null));
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState(/** @type {any[]} */ ([]));
  const attempt = useRef({ said: "", key: "" });
  const picked = items.filter((one) => chosen.has(one.id)).slice(0, MOST);
  const numbers = new Map(items.map((one) => [one.id, one.number]));
  const units = [...new Set(picked.map((one) => one.lead_department_code))];
  const run = async (/** @type {string} */ action, /** @type {any} */ body) => {
    const told = { body, items: picked.map((one) => ({ id: one.id, version: one.version })) };
    const said = JSON.stringify([action, told]);
    if (attempt.current.said !== said) attempt.current = { said, key: newId() };
    setBusy(true);
    try {
      const answer = await send("POST", `/cases/batch/${action}`, told, { key: attempt.current.key });
      const failed = answer.body.results.filter((/** @type {any} */ one) => one.outcome === "refused"
          || one.outcome === "later");
      const done = answer.body.results.length - failed.length;
      if (done) toast(say("已完成 {n} 件", "{n} done", { n: number(done) }));
      setRefused(failed);
      setPicking(false);
      onChoose(failed.length ? new Set(failed.map((/** @type {any} */ one) => one.id)) : null);
      onDone();
    } catch (problem) {
      toast(sentenceOf(problem), { danger: true });
    } finally {
      setBusy(false);
    }
  };
  const all = () => onChoose(new Set(chosen.size === items.length ? [] : items.slice(0, MOST).map((one) => one.id)));
  const none = picked.length === 0 || busy;
  return html`<div class="unit-batch card bar" role="group" aria-label=${say("批量办理", "Many at once")}>
    <button type="button" class="button-plain" onClick=${all}>${chosen.size === items.length ? say("全不选",
        "None") : say("全选", "All")}</button>
    <span class="grow number" role="status">${say("已选 {n} 件", "{n} chosen", { n: number(picked.length) })}</span>
    ${batchesOf(name).includes("sign") && html`<button type="button" class="button button-primary" disabled=${none}
      onClick=${() => run("sign", {})}><${Icon} name="check" />${say("批量签收", "Sign all")}</button>`}
    <button type="button" class="button" disabled=${none || units.length !== 1} onClick=${() => setPicking(true)}>
      <${Icon} name="person" />${say("批量分派", "Give to …")}</button>
    ${picking && picked[0] && html`<${Dialog} title=${say("把 {n} 件交给", "Give {n} to", { n: number(picked.length) })}
        onClose=${() => setPicking(false)}>
      <form class="stack" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); run("transfer",
          { person_id: person }); }}>
        <${PeopleChoice} query=${{ case_id: picked[0].id }} unit=${units[0]} value=${person} onChange=${setPerson}
          label=${say("经办人", "Handler")} />
        <button class="button button-primary" disabled=${!person || busy}>${say("分派", "Give")}</button>
      </form><//>`}
    ${refused.length > 0 && html`<${Refused} refused=${refused} numbers=${numbers} onClose=${() => setRefused([])} />`}
  </div>`;
}
