/** An appeal 申诉 against one's own result: why, what shows it, until when, and what became of it. */
import { newId, send } from "../common/api.js";
import { sentenceOf, toast } from "../common/feedback.js";
import { Field, TextArea } from "../common/fields.js";
import { usePages } from "../common/lists.js";
import { html, Icon, useRef, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { AppealState } from "../common/appeal_state.js";

/** What was wrong, by the field it is about. @param {any} problem @returns {Record<string, string>} */
export const errorsOf = (problem) =>
  Object.fromEntries(((problem && problem.errors) || []).map((/** @type {any} */ one) => [one.pointer.split("/")[1]
    || "", one.detail])); // prettier-ignore

/** Sends once, however often it is tried; gives whether, what was wrong, and how to. @param {() => void} onDone */
export function useSending(onDone) {
  const [state, setState] = useState({ busy: false, problem: /** @type {any} */ (null) });
  const attempt = useRef({ said: "", key: "" });
  const run = async (/** @type {"POST" | "PUT"} */ method, /** @type {string} */ path, /** @type {any} */ body) => {
    const said = JSON.stringify([method, path, body]);
    if (attempt.current.said !== said) attempt.current = { said, key: newId() };
    setState({ busy: true, problem: null });
    try {
      const answer = await send(method, path, body, { key: attempt.current.key });
      attempt.current = { said: "", key: "" };
      setState({ busy: false, problem: null });
      onDone();
      return answer.body;
    } catch (problem) {
      if (!(/** @type {any} */ (problem).offline)) attempt.current = { said: "", key: "" };
      setState({ busy: false, problem });
      return null;
    }
  };
  return { ...state, errors: errorsOf(state.problem), run };
}

/** @param {{result: any, period: any, onDone: () => void}} props */
function Form({ result, period, onDone }) {
  const [reason, setReason] = useState("");
  const [evidence, setEvidence] = useState("");
  const sending = useSending(() => {
    toast(say("申诉已提交。", "Your appeal is made."));
    onDone();
  });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const body = { subject: result.subject, reason: reason.trim(), evidence: evidence.trim() || null };
    sending.run("POST", `/evaluation/periods/${period.id}/appeals`, body);
  };
  return html`<form class="stack-tight" onSubmit=${submit}>
    <${Field} label=${say("申诉理由", "Why it is not right")} error=${sending.errors.reason}>${(
      /** @type {any} */ given) => html`<${TextArea} ...${given} required value=${reason} onChange=${setReason} />`}<//>
    <${Field} label=${say("证据", "What shows it")} optional=${true} error=${sending.errors.evidence}
      hint=${say("案卷号、事实、证人", "Numbers of cases, facts, witnesses")}>${(/** @type {any} */ given) =>
      html`<${TextArea} ...${given} rows=${2} value=${evidence} onChange=${setEvidence} />`}<//>
    ${sending.problem && html`<p class="field-error" role="alert">${sentenceOf(sending.problem)}</p>`}
    <div class="bar"><button class="button button-primary" disabled=${sending.busy || !reason.trim()}>${say("提交申诉",
      "Appeal")}</button></div></form>`; // prettier-ignore
}

/** @param {{result: any}} props */
function Became({ result }) {
  const { items } = usePages("/evaluation/appeals", { undecided: false, limit: 100 });
  const appeal = (items || []).find((one) => one.id === result.appeal_id);
  if (!appeal) return html`<p>${say("该结果已有申诉。", "There is an appeal against this result.")}</p>`;
  return html`<${AppealState} appeal=${appeal} />`;
}

/** @param {{result: any, period: any, own?: boolean, onDone: () => void}} props */
export function Appealing({ result, period, own, onDone }) {
  const [open, setOpen] = useState(false);
  if (period.state !== "published") return null;
  const until = period.appeal_until;
  const late = until && Date.parse(until) < Date.now();
  return html`<section class="card stack-tight"><h3>${say("申诉", "Appeal")}</h3>
    ${result.appeal_id ? html`<${Became} result=${result} />`
      : late ? html`<p class="soft">${say("申诉期限 {at} 已过。", "The time for appeals ended {at}.",
        { at: time(until) })}</p>`
        : html`<p class="row"><${Icon} name="clock" />${say("{at} 前可以申诉，每个结果一次。", "Until {at}, once for each result.", {
          at: time(until) })}</p>
        ${own && !open && html`<button type="button" class="button way-back" onClick=${() => setOpen(true)}>
          <${Icon} name="edit" />${say("我要申诉", "Appeal")}</button>`}
        ${own && open && html`<${Form} result=${result} period=${period} onDone=${onDone} />`}`}
  </section>`; // prettier-ignore
}
