/** One case for a supervisor: why it is late, its deadline drawn, what may be done, all its facts and history. */
import { Actions } from "../common/actions.js";
import { CaseFacts, Light, nameOf, Status } from "../common/case.js";
import { CaseTimeline } from "../common/case_timeline.js";
import { Deadline } from "../common/deadline.js";
import { ErrorState, Loading } from "../common/feedback.js";
import { useOne } from "../common/lists.js";
import { Photos } from "../common/photos.js";
import { html, Icon, useEffect, useRef } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { latenessOf, signsOf } from "./late_row.js";

/** With whom it is, in words. @param {any} one @param {any} row */
function holderOf(one, row) {
  const person = one.verifier_name || one.checker_name || one.handler_name;
  const where = row && row.fault_label ? say("{stage}环节", "in {stage}", { stage: label(row, "fault_label") })
    : label(one, "status_label");
  return [one.lead_department_name, person, where].filter(Boolean).join(" · ");
}

/** @param {{one: any, row: any}} props */
function Why({ one, row }) {
  const told = { ...one, ...(row || {}) };
  const signs = signsOf(told);
  const since = told.due_at && Date.parse(told.due_at) < Date.now() ? told.due_at : told.stage_due_at;
  return html`<section class="why card stack-tight" aria-label=${say("为何超期", "Why it is late")}>
    <h3>${say("为何超期", "Why it is late")}</h3>
    <dl class="facts">
      <dt>${say("超期多久", "How late")}</dt><dd>${latenessOf(told) || say("未超期", "not late")}
        ${since && Date.parse(since) < Date.now() && html`<span class="soft"> ${say("自 {at} 起", "since {at}", {
          at: time(since) })}</span>`}</dd>
      <dt>${say("卡在谁处", "With whom")}</dt><dd dir="auto">${holderOf(one, row)}</dd>
      <dt>${say("经过", "What happened")}</dt><dd>${signs.length ? html`<ul>${signs.map((sign) => html`<li key=${sign}>
        ${sign}</li>`)}</ul>` : say("没有退单、改派、返工、挂账", "no return, redirection, rework or suspension")}</dd>
    </dl>
  </section>`; // prettier-ignore
}

/** @param {{id: string, row: any, back: string, onChanged: () => void}} props */
export function CaseSide({ id, row, back, onChanged }) {
  const { body: one, problem, reload, put } = useOne(`/cases/${id}`);
  const head = useRef();
  useEffect(() => {
    if (head.current) head.current.focus();
  }, [Boolean(one)]);
  if (problem && !one) return html`<section class="cases-side card">
    <${ErrorState} problem=${problem} again=${reload} /></section>`;
  if (!one) return html`<section class="cases-side card"><${Loading} rows=${6} /></section>`;
  const done = (/** @type {any} */ changed) => {
    if (changed && changed.id) put({ ...one, ...changed });
    reload();
    onChanged();
  };
  return html`<section class="cases-side stack-tight" aria-label=${say("案卷 {n}", "Case {n}", { n: one.number })}>
    <header class="row row-wrap"><a class="button-icon" href=${back} aria-label=${say("返回清单", "Back to the list")}>
      <${Icon} name="close" /></a>
      <h2 class="grow" ref=${head} tabindex="-1" dir="auto">${nameOf(one)}</h2></header>
    <p class="row row-wrap"><span class="number">${one.number}</span><${Light} light=${one.light} />
      <${Status} case=${one} /></p>
    <${Why} one=${one} row=${row} />
    <div class="card"><h3>${say("时限是怎样算出的", "How the deadline came to be")}</h3>
      <${Deadline} caseId=${one.id} version=${one.version} /></div>
    <div class="card"><${Actions} case=${one} onDone=${done} onMoved=${reload} /></div>
    <div class="card stack-tight"><p class="pre" dir="auto">${one.description}</p><${CaseFacts} case=${one} />
      <${Photos} caseId=${one.id} version=${one.version} /></div>
    <div class="card"><h3>${say("办理过程", "History")}</h3><${CaseTimeline} case=${one} /></div>
  </section>`; // prettier-ignore
}
