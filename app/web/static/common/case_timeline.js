/**
 * The history of a case with the appeals 申诉 about it, each in its place by time. They are no moves of the flow and so
 * no events: they are asked for beside, of cases alone that have been closed.
 */
import { aboutIn, StateChip } from "./appeal_state.js";
import { usePages } from "./lists.js";
import { Timeline } from "./timeline.js";
import { hashOf, html } from "./ui.js";
import { say, time } from "./words.js";

/** Only what was closed once may have an appeal; it may have been reopened since. @param {any} one */
const wasClosed = (one) => ["closed", "archived"].includes(one.status) || one.reopen_count > 0;

/**
 * The appeals about a case, as `usePages` gives them; of one that was never closed nothing is asked.
 * @param {any} one null: not known yet
 */
export const useAppeals = (one) => usePages(one && wasClosed(one) ? `/cases/${one.id}/appeals` : null);

/** @param {{name: string, who: (string | null)[], at: string, children: any}} props */
const Told = ({ name, who, at, children }) => html`<li class="happened happened-beside">
  <span class="happened-dot" aria-hidden="true"></span>
  <div class="stack-tight grow"><p><strong>${name}</strong> <span class="soft small" dir="auto">${[...who, time(at)]
    .filter(Boolean)
    .join(" · ")}</span></p>${children}</div></li>`;

/** @param {string | null} note */
const words = (note) => note && html`<p class="pre" dir="auto">${note}</p>`;

/** What happened with an appeal, each at its time: it was made, decided, decided again. @param {any} appeal */
function momentsOf(appeal) {
  const { id, state, asked_at, first_at, second_at } = appeal;
  const about = { about: aboutIn(appeal.about) };
  const made = html`<${Told} name=${say("申诉：{about}", "Appeal: {about}", about)} at=${asked_at}
      who=${[appeal.department_name || appeal.department_code]}>
    ${words(appeal.reason)}<p class="row row-wrap"><${StateChip} state=${state} /><a
      href="./evaluation${hashOf("appeals", { case: appeal.case_id })}">${say("查看申诉", "See the appeal")}</a></p><//>`;
  const first = state === "refused" && !second_at
    ? say("申诉（{about}）初审不同意", "Appeal ({about}): refused at the first review", about)
    : say("申诉（{about}）初审同意", "Appeal ({about}): granted at the first review", about);
  const second = state === "refused"
    ? say("申诉（{about}）复审不同意", "Appeal ({about}): refused at the second review", about)
    : say("申诉（{about}）复审同意", "Appeal ({about}): granted at the second review", about);
  return [
    { key: `${id} made`, at: asked_at, node: made },
    { key: `${id} first`, at: first_at, node: html`<${Told} name=${first} at=${first_at}
      who=${[appeal.first_by_name]}>${words(appeal.first_note)}<//>` },
    { key: `${id} second`, at: second_at, node: html`<${Told} name=${second} at=${second_at}
      who=${[appeal.second_by_name]}>${words(appeal.second_note)}<//>` },
  ].filter(({ at }) => at); // prettier-ignore
}

/** Whoever may not see appeals sees none, and no refusal. @param {any} problem */
const isForbidden = (problem) => [403, 404].includes(problem.status);

/** @param {{case: any, appeals?: any}} props `appeals`: what `useAppeals` gave, where a screen has asked already */
export function CaseTimeline({ case: one, appeals }) {
  const own = useAppeals(appeals ? null : one);
  const { items, problem, reload } = appeals || own;
  return html`<${Timeline} caseId=${one.id} version=${one.version} beside=${(items || []).flatMap(momentsOf)} />
    ${
      problem &&
      !isForbidden(problem) &&
      html`<p class="small soft" role="status">${say("申诉暂时读不到。", "Appeals cannot be read now.")}
        <button type="button" class="button-plain" onClick=${reload}>${say("重试", "Try again")}</button></p>`
    }`;
}
