/** Appeals 申诉: those I made and those I am to decide, against results and about cases, with what decides them. */
import { may } from "../common/api.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { usePages } from "../common/lists.js";
import { go, hashOf, html, Icon, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { useSending } from "./appealing.js";
import { aboutIn, AppealState } from "../common/appeal_state.js";
import { caseAt } from "../common/case_link.js";
import { CaseDecision, ResultDecision } from "./deciding.js";

/** @param {{appeal: any, onDone: () => void}} props */
function OfResult({ appeal, onDone }) {
  const [open, setOpen] = useState(false);
  const raising = useSending(onDone);
  const waits = ["pending", "second_pending"].includes(appeal.state);
  return html`<li class="item stack-tight"><p class="row row-wrap"><a class="grow" dir="auto"
      href=${hashOf(`mine/${appeal.period_id}/${appeal.subject}`)}><b>${appeal.name}</b></a></p>
    <${AppealState} appeal=${appeal} />
    ${waits && may("supervise") && !open && html`<div class="bar"><button type="button" class="button button-primary"
      onClick=${() => setOpen(true)}>${say("审核", "Decide")}</button></div>`}
    ${open && html`<${ResultDecision} appeal=${appeal} onDone=${onDone} onCancel=${() => setOpen(false)} />`}
    ${appeal.state === "first_refused" && Date.parse(appeal.due_at) > Date.now() && html`<div class="bar"><button
      type="button"
      class="button" disabled=${raising.busy} onClick=${() => raising.run("POST",
        `/evaluation/appeals/${appeal.id}/raise`,
      undefined)}><${Icon} name="up" />${say("提请上级", "Raise to the area above")}</button></div>`}
    ${raising.problem && html`<p class="field-error"
      role="alert">${raising.problem.detail}</p>`}</li>`; // prettier-ignore
}

/** @param {{appeal: any, onDone: () => void}} props */
function OfCase({ appeal, onDone }) {
  const [open, setOpen] = useState(false);
  const waits = ["pending", "first_granted"].includes(appeal.state);
  const to = caseAt({ id: appeal.case_id, status: "closed" });
  const name = html`<b class="number">${appeal.case_number}</b> ${aboutIn(appeal.about)} · ${appeal.department_name
    || appeal.department_code}`;
  return html`<li class="item stack-tight"><p dir="auto">${to ? html`<a href=${to}>${name}</a>` : name}</p>
    <${AppealState} appeal=${appeal} />
    ${waits && (may("dispatch") || may("supervise")) && !open && html`<div class="bar"><button type="button"
      class="button button-primary" onClick=${() => setOpen(true)}>${appeal.state === "pending" ? say("初审", "Review")
      : say("复审", "Review, second")}</button></div>`}
    ${open && html`<${CaseDecision} appeal=${appeal} onDone=${onDone} onCancel=${() =>
      setOpen(false)} />`}</li>`; // prettier-ignore
}

/** @param {{title: string, path: string, undecided?: boolean, Row: any}} props without `undecided`: all there are */
function Listed({ title, path, undecided, Row }) {
  const { items, more, loading, problem, reload } = usePages(path, undecided === undefined ? {} : { undecided,
    limit: 30 }); // prettier-ignore
  return html`<section class="card stack-tight"><h2>${title}</h2>
    ${problem && !items ? html`<${ErrorState} problem=${problem} again=${reload} />` : !items ? html`<${Loading} />`
      : items.length === 0 ? html`<${Empty} title=${undecided ? say("没有待审的申诉", "Nothing waits for a decision")
        : say("没有申诉", "No appeals")} />`
      : html`<ul class="list">${items.map((one) => html`<${Row} key=${one.id + one.state} appeal=${one}
        onDone=${reload} />`)}
        </ul>`}
    ${more && html`<button type="button" class="button" disabled=${loading} onClick=${more}>${say("更多",
      "More")}</button>`}
  </section>`; // prettier-ignore
}

/** The appeals about one case, to which its history leads. @param {{id: string}} props */
const OfOne = ({ id }) => html`<div class="stack"><p><a class="chip" href=${hashOf("appeals", { all: "1" })}>${say(
  "全部申诉", "All appeals")}</a></p><${Listed} title=${say("这件案卷的申诉", "About this case")} Row=${OfCase}
    path=${`/cases/${encodeURIComponent(id)}/appeals`} /></div>`; // prettier-ignore

/** @param {{query: Record<string, string>}} props */
export function Screen({ query }) {
  if (query.case) return html`<${OfOne} id=${query.case} />`;
  const undecided = query.all !== "1";
  const turn = (/** @type {string | null} */ all) => () => go("appeals", { all }, { replace: true });
  return html`<div class="stack"><div class="row row-wrap" role="group" aria-label=${say("哪些申诉", "Which appeals")}>
      <button type="button" class="chip" aria-pressed=${undecided} onClick=${turn(null)}>${say("待审",
        "Waiting")}</button>
      <button type="button" class="chip" aria-pressed=${!undecided} onClick=${turn("1")}>${say("全部",
        "All")}</button></div>
    <div class="two"><${Listed} title=${say("对考评结果的申诉", "Against results")} path="/evaluation/appeals"
        undecided=${undecided} Row=${OfResult} />
      <${Listed} title=${say("案卷申诉", "About cases")} path="/evaluation/case-appeals" undecided=${undecided}
        Row=${OfCase} /></div></div>`; // prettier-ignore
}

