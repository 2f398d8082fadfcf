/** One answered case: its own words beside those that anybody would read, and putting these on the board or away. */
import { newId, send } from "../common/api.js";
import { ErrorState, Loading, sentenceOf, toast } from "../common/feedback.js";
import { Field, TextArea } from "../common/fields.js";
import { useOne } from "../common/lists.js";
import { html, Icon, useRef, useState } from "../common/ui.js";
import { label, say, time } from "../common/words.js";

const KINDS = () => /** @type {Record<string, string>} */ ({
  number: say("电话、证件或账号", "a phone, card or account number"), plate: say("车牌", "a plate"),
  account: say("邮箱或社交账号", "an address of mail or messages"), name: say("姓名或称呼", "a name"),
  home: say("门牌", "the number of a home"), known: say("本案卷登记的姓名或地址", "a name or address of this case"),
}); // prettier-ignore

/** Sends once, however often it is tried; what was wrong stands by the field. @param {() => void} onDone */
function useDeed(onDone) {
  const [state, setState] = useState({ busy: false, problem: /** @type {any} */ (null) });
  const attempt = useRef({ said: "", key: "" });
  const act = async (/** @type {string} */ path, /** @type {any} */ body, /** @type {string} */ told) => {
    const said = JSON.stringify([path, body]);
    if (attempt.current.said !== said) attempt.current = { said, key: newId() };
    setState({ busy: true, problem: null });
    try {
      await send("POST", path, body, { key: attempt.current.key });
      setState({ busy: false, problem: null });
      toast(told);
      onDone();
    } catch (problem) {
      setState({ busy: false, problem });
    }
    attempt.current = { said: "", key: "" };
  };
  const wrong = (/** @type {string} */ pointer) => {
    const found = ((state.problem && state.problem.errors) || []).find((/** @type {any} */ one) =>
      one.pointer === pointer); // prettier-ignore
    return found ? found.detail : null;
  };
  return { ...state, act, wrong };
}

/** What is masked stands out. @param {string} text */
const marked = (text) => text.split(/(＊＊)/).map((part, at) => (part === "＊＊" ? html`<mark key=${at}>${part}</mark>`
  : part)); // prettier-ignore

/** As it stands on the board. @param {{told: {question: string, answer: string}, one: any}} props */
const Shown = ({ told, one }) => html`<article class="release-shown stack-tight">
  ${one.category_name && html`<h4>${one.category_name}</h4>`}
  <p class="pre" dir="auto">${marked(told.question)}</p>
  <p class="pre release-answer" dir="auto">${marked(told.answer)}</p>
  ${one.closed_at && html`<p class="small soft">${say("办结于 {at}", "Closed on {at}", {
    at: time(one.closed_at, "day") })}</p>`}</article>`; // prettier-ignore

/** @param {{one: any}} props */
const Original = ({ one }) => html`<section class="card stack-tight" aria-label=${say("案卷原文", "As it was written")}>
  <h3>${say("案卷原文", "As it was written")}</h3><p class="small soft">${say("只有工作人员可见", "Only staff see this")}</p>
  <h4 class="small soft">${say("反映的问题", "What was reported")}</h4><p class="pre" dir="auto">${one.description}</p>
  ${one.result && html`<h4 class="small soft">${say("处置结果", "What was done")}</h4>
    <p class="pre" dir="auto">${one.result}</p>`}
  <h4 class="small soft">${say("答复", "The answer")}</h4>
  <p class="pre" dir="auto">${one.reply || "–"}</p></section>`; // prettier-ignore

/** @param {{one: any, draft: any, onDone: () => void}} props */
function Releasing({ one, draft, onDone }) {
  const [words, setWords] = useState({ question: draft.question, answer: draft.answer });
  const { act, busy, problem, wrong } = useDeed(onDone);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const body = { question: words.question.trim(), answer: words.answer.trim() };
    act(`/cases/${one.id}/release`, body, say("已公开，半分钟内可在村社区公开栏看到。", "It stands on the board."));
  };
  const field = (/** @type {"question" | "answer"} */ name, /** @type {string} */ title) => html`<${Field}
    label=${title} error=${wrong(`/${name}`)}>${(/** @type {any} */ given) => html`<${TextArea} ...${given} required
      rows=${4} value=${words[name]} onChange=${(/** @type {string} */ text) => setWords({ ...words,
        [name]: text })} />`}<//>`;
  const elsewhere = problem && !wrong("/question") && !wrong("/answer");
  return html`<form class="card stack-tight" onSubmit=${submit}><h3>${say("将公开的文字", "What anybody will read")}</h3>
    ${draft.masked.length > 0 && html`<p class="small row"><${Icon} name="warn" /><span>${say(
      "已遮盖：{kinds}。请改写通顺，勿留可认出当事人的内容。",
      "Masked: {kinds}. Write it so that it reads well and nobody is recognised.", { kinds: draft.masked.map(
        (/** @type {string} */ kind) => KINDS()[kind]).join(say("、", "; ")) })}</span></p>`}
    ${field("question", say("反映的问题", "What it was about"))}${field("answer", say("办理结果", "What was done"))}
    ${elsewhere && html`<p class="field-error" role="alert">${sentenceOf(problem)}</p>`}
    <h4 class="small soft">${say("居民看到的样子", "As residents see it")}</h4><${Shown} told=${words} one=${one} />
    <div class="bar"><button class="button button-primary" disabled=${busy || !words.question.trim()
      || !words.answer.trim()}><${Icon} name="check" />${say("公开", "Release it")}</button></div></form>`;
} // prettier-ignore

/** @param {{one: any, stands: any, onDone: () => void}} props */
function Standing({ one, stands, onDone }) {
  const [reason, setReason] = useState("");
  const { act, busy, problem, wrong } = useDeed(onDone);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    act(`/cases/${one.id}/release/withdraw`, { reason: reason.trim() }, say("已撤回，半分钟内不再可见。",
      "It is taken back; within half a minute nobody sees it.")); // prettier-ignore
  };
  return html`<section class="card stack-tight"><div class="row row-wrap"><h3 class="grow">${say("公开栏上的文字",
      "On the board")}</h3><a class="list-link" href=${`./villages/${stands.area_code}`}>${stands.area_name
      || stands.area_code}</a></div>
    <${Shown} told=${stands} one=${one} />
    <p class="small soft" dir="auto">${say("{by} 于 {at} 公开", "released by {by}, {at}", {
      by: stands.released_by_name || "–", at: time(stands.released_at) })}</p>
    <form class="stack-tight" onSubmit=${submit}><${Field} label=${say("撤回理由", "Why it is taken back")}
      error=${wrong("/reason")}>${(/** @type {any} */ given) => html`<${TextArea} ...${given} required rows=${2}
        value=${reason} onChange=${setReason} />`}<//>
    ${problem && !wrong("/reason") && html`<p class="field-error" role="alert">${sentenceOf(problem)}</p>`}
    <div class="bar"><button class="button button-danger" disabled=${busy || !reason.trim()}><${Icon} name="off" />
      ${say("撤回", "Take it back")}</button></div></form></section>`; // prettier-ignore
}

/** @param {{items: any[]}} props */
const Before = ({ items }) => html`<section class="card stack-tight"><h3>${say("以前的公开", "Earlier releases")}</h3>
  <ul class="list">${items.map((each) => html`<li key=${each.id} class="stack-tight release-before">
    <p class="pre" dir="auto">${each.question}</p><p class="small soft" dir="auto">${say(
      "{from} 公开，{at} 由 {by} 撤回：{why}", "released {from}, taken back {at} by {by}: {why}", {
      from: time(each.released_at), at: time(each.withdrawn_at), by: each.withdrawn_by_name || "–",
      why: each.withdraw_reason || "" })}</p></li>`)}</ul></section>`; // prettier-ignore

/** @param {{id: string}} props */
export function Release({ id }) {
  const { body: one, problem, reload: again } = useOne(`/cases/${id}`);
  const { body: file, problem: refused, reload } = useOne(`/cases/${id}/release`);
  if (problem || refused) {
    return html`<${ErrorState} problem=${problem || refused} again=${problem ? again : reload} />`;
  }
  if (!one || !file) return html`<${Loading} rows=${6} />`;
  const stands = file.items.find((/** @type {any} */ each) => each.withdrawn_at === null);
  const before = file.items.filter((/** @type {any} */ each) => each.withdrawn_at !== null);
  return html`<article class="stack" aria-labelledby="released">
    <div><button type="button" class="button-plain way-back" onClick=${() => history.back()}><${Icon} name="back" />
      ${say("返回", "Back")}</button></div>
    <header class="stack-tight"><h2 id="released" dir="auto">${one.title || one.category_name || one.number}</h2>
      <p class="row row-wrap"><a class="number" href=${`./desk#/case/${one.id}`}>${one.number}</a>
        <span class="chip">${label(one, "status_label")}</span>
        <span class="small soft" dir="auto">${one.area_name || ""}</span></p></header>
    <div class="grid-two release-two"><${Original} one=${one} />
      ${stands ? html`<${Standing} key=${stands.id} one=${one} stands=${stands} onDone=${reload} />`
        : html`<${Releasing} key=${before.length} one=${one} draft=${file.draft} onDone=${reload} />`}</div>
    ${before.length > 0 && html`<${Before} items=${before} />`}</article>`; // prettier-ignore
}
