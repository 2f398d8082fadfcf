/** One irregularity: its evidence with the cases, what was said of it, one's own side of it, and the judgement. */
import { meNow } from "../common/api.js";
import { ErrorState, Loading, sentenceOf, toast } from "../common/feedback.js";
import { Choice, Field, TextArea } from "../common/fields.js";
import { useOne } from "../common/lists.js";
import { html, Icon, useState } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { useSending } from "./appealing.js";
import { caseAt } from "../common/case_link.js";
import { limitsIn } from "./limits.js";

const LOOKS = /** @type {Record<string, {icon: string, chip: string}>} */ ({
  found: { icon: "clock", chip: "chip-yellow" },
  confirmed: { icon: "warn", chip: "chip-red" },
  dismissed: { icon: "check", chip: "chip-green" },
});

/** How far it is. @param {{one: any}} props */
export function StateOf({ one }) {
  const { icon, chip } = LOOKS[one.state] || { icon: "off", chip: "" };
  return html`<span class=${`chip ${chip}`}><${Icon} name=${icon} />${label(one, "state_label")}</span>`;
}

const ENTRIES = () => /** @type {Record<string, string>} */ ({
  statement: say("陈述申辩", "Statement"), confirmed: say("核定属实", "Confirmed"),
  dismissed: say("核定不属实", "Dismissed"), withdrawn: say("自动撤销", "Taken back by itself"),
  found_again: say("再次发现", "Found again"),
}); // prettier-ignore

/** @param {{one: any}} props */
const Cases = ({ one }) => html`<section class="card stack-tight"><h3>${say("涉及的案卷", "Its cases")}</h3>
  <ul class="list">${one.cases.map((/** @type {any} */ each) => {
    const to = caseAt(each);
    return html`<li key=${each.id} class="odd-case row row-wrap">${to ? html`<a class="number list-link"
        href=${to}>${each.number}</a>` : html`<b class="number">${each.number}</b>`}
      <span class="grow small soft">${say("{at} 上报", "reported {at}", { at: time(each.reported_at) })}</span>
      <span class="chip">${each.is_subject ? say("存疑", "In doubt") : say("对照", "Compared with")}</span></li>`;
  })}</ul>
  ${one.cases_unseen > 0 && html`<p class="small soft">${say("另有 {n} 件不在您的可见范围内。",
    "{n} more that you may not see.", { n: one.cases_unseen })}</p>`}</section>`; // prettier-ignore

/** @param {{entries: any[]}} props */
const File = ({ entries }) => html`<section class="card stack-tight"><h3>${say("记录", "What was said")}</h3>
  ${!entries.length && html`<p class="soft">${say("尚无陈述与核定", "Nobody has said anything yet")}</p>`}
  <ol class="timeline">${entries.map((entry) => html`<li key=${entry.id} class="happened"><span class="happened-dot">
      </span><div><p><b>${ENTRIES()[entry.kind]}</b> <span class="small soft" dir="auto">${[entry.said_by_name,
      time(entry.created_at)].filter(Boolean).join(" · ")}</span></p>
    ${entry.note && html`<p class="pre" dir="auto">${entry.note}</p>`}</div></li>`)}</ol></section>`; // prettier-ignore

/** @param {{one: any, onDone: (body: any) => void}} props */
function Stating({ one, onDone }) {
  const [statement, setStatement] = useState("");
  const sending = useSending(() => toast(say("陈述已记录。", "Your statement stands in the file.")));
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const told = await sending.run("POST", `/irregularities/${one.id}/statements`, { statement: statement.trim() });
    if (!told) return;
    setStatement("");
    onDone(told);
  };
  return html`<form class="card stack-tight" onSubmit=${submit}><h3>${say("您的陈述", "Your side of it")}</h3>
    <p class="small soft">${say("{at} 前，您未陈述则不会被核定属实；核定后也可再作陈述，由他人重新核定。",
      "Until {at} it is not confirmed unless you have spoken. Speak afterwards, and somebody else judges again.",
      { at: time(one.statement_until) })}</p>
    <${Field} label=${say("事情是怎样的", "How it came about")} error=${sending.errors.statement}>${(
      /** @type {any} */ given) => html`<${TextArea} ...${given} required value=${statement}
        onChange=${setStatement} />`}<//>
    ${sending.problem && html`<p class="field-error" role="alert">${sentenceOf(sending.problem)}</p>`}
    <div class="bar"><button class="button button-primary" disabled=${sending.busy || !statement.trim()}>
      <${Icon} name="edit" />${say("提交陈述", "Put it on file")}</button></div></form>`; // prettier-ignore
}

/** Whether this reader may judge it now: once judged, another looks again after a statement. @param {any} one */
function isToBeJudged(one) {
  const last = one.entries[one.entries.length - 1];
  const me = meNow();
  if (!one.may_judge) return false;
  return one.state === "found" || Boolean(last && last.kind === "statement" && me && one.judged_by !== me.id);
}

/** @param {{one: any, onDone: (body: any) => void}} props */
function Judging({ one, onDone }) {
  const [verdict, setVerdict] = useState(/** @type {string | null} */ (null));
  const [reason, setReason] = useState("");
  const sending = useSending(() => toast(say("已核定。", "It is judged.")));
  const spoken = one.entries.some((/** @type {any} */ entry) => entry.kind === "statement");
  const early = !spoken && Date.parse(one.statement_until) > Date.now();
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const told = await sending.run("POST", `/irregularities/${one.id}/judge`, { verdict, reason: reason.trim() });
    if (told) onDone(told);
  };
  const options = [{ value: "confirmed", label: say("属实", "It is so") },
    { value: "dismissed", label: say("不属实", "It is not so") }]; // prettier-ignore
  return html`<form class="card stack-tight" onSubmit=${submit}><h3>${say("核定", "Judging")}</h3>
    ${early && html`<p class="row small"><${Icon} name="clock" /><span>${say(
      "当事方尚未陈述：{at} 前只能核定不属实。", "Nobody concerned has spoken yet: until {at} it can only be dismissed.",
      { at: time(one.statement_until) })}</span></p>`}
    <${Field} group=${true} label=${say("结论", "Verdict")}>${() => html`<${Choice} value=${verdict}
      onChange=${setVerdict} options=${early ? options.slice(1) : options} />`}<//>
    <${Field} label=${say("理由", "Why")} error=${sending.errors.reason}>${(/** @type {any} */ given) => html`
      <${TextArea} ...${given} required rows=${2} value=${reason} onChange=${setReason} />`}<//>
    ${sending.problem && html`<p class="field-error" role="alert">${sentenceOf(sending.problem)}</p>`}
    <div class="bar"><button class="button button-primary" disabled=${sending.busy || !verdict || !reason.trim()}>
      <${Icon} name="check" />${say("作出核定", "Judge it")}</button></div></form>`; // prettier-ignore
}

/** @param {{id: string}} props */
export function Irregularity({ id }) {
  const { body: one, problem, reload, put } = useOne(`/irregularities/${id}`);
  if (problem && !one) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (!one) return html`<${Loading} rows=${5} />`;
  const bounds = limitsIn(one.kind, one.thresholds);
  return html`<article class="stack" aria-labelledby="odd">
    <div><button type="button" class="button-plain way-back" onClick=${() => history.back()}><${Icon} name="back" />
      ${say("返回", "Back")}</button></div>
    <header class="card stack-tight"><div class="row row-wrap">
        <h2 id="odd" class="grow">${label(one, "kind_label")}</h2><${StateOf} one=${one} /></div>
      <p dir="auto">${label(one, "evidence")}</p>
      <dl class="facts small"><dt>${say("涉及", "Concerns")}</dt><dd dir="auto">${[one.person_name
        || one.department_name, one.area_name].filter(Boolean).join(" · ") || "–"}</dd>
        <dt>${say("发生", "Happened")}</dt><dd>${time(one.happened_at)}</dd>
        <dt>${say("发现", "Found")}</dt><dd>${time(one.found_at)}</dd>
        ${bounds && html`<dt>${say("当时的阈值", "Thresholds of then")}</dt><dd class="number">${bounds}</dd>`}
        ${one.judged_at && html`<dt>${say("核定", "Judged")}</dt><dd dir="auto">${[one.judged_by_name,
          time(one.judged_at)].filter(Boolean).join(" · ")}</dd>`}</dl></header>
    <div class="two"><div class="stack"><${Cases} one=${one} /><${File} entries=${one.entries} /></div>
      <div class="stack">${one.may_state && html`<${Stating} one=${one} onDone=${put} />`}
        ${isToBeJudged(one) && html`<${Judging} one=${one} onDone=${put} />`}
        ${!one.may_state && !isToBeJudged(one) && html`<p class="card soft">${one.state === "withdrawn"
          ? say("所发现的情形已不存在，无须核定。", "What was found holds no longer: there is nothing to judge.")
          : one.may_judge ? say("已核定。当事方再作陈述后，由他人重新核定。",
            "It is judged. After a further statement somebody else judges again.")
          : say("您与其中的案卷有关，由他人核定。", "You have a hand in one of its cases: somebody else judges it.")}</p>`}
      </div></div>
  </article>`; // prettier-ignore
}
