/** A late case in one row: how late in working time, where it is stuck, and the signs of why. */
import { CaseRow } from "../common/case.js";
import { html, Icon } from "../common/ui.js";
import { label, number, say } from "../common/words.js";

/** Working time in words. @param {number} seconds */
export function workingTime(seconds) {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return say("{n} 分钟", "{n} min", { n: minutes });
  return say("{n} 工作时", "{n} working hours", { n: number(Math.round(seconds / 360) / 10) });
}

/**
 * Why it is late, as far as its row tells: each a sentence; `brief` leaves away what the marks of a row say already.
 * @param {any} one @param {boolean} [brief] @returns {string[]}
 */
export function signsOf(one, brief = false) {
  /** @type {[any, string][]} */
  const signs = [
    [one.auto_signed, say("单位未签收，由系统签收", "not signed by the unit: the system signed")],
    [!brief && one.return_count > 0, say("退单 {n} 次", "returned {n} ×", { n: one.return_count })],
    [one.redirect_count > 0, say("改派 {n} 次", "redirected {n} ×", { n: one.redirect_count })],
    [!brief && one.rework_round > 0, say("返工 {n} 次", "redone {n} ×", { n: one.rework_round })],
    [one.resume_at, say("挂账中", "suspended")],
    [!one.lead_department_code, say("尚未派单", "not dispatched yet")],
    [one.fault === "handling" && one.lead_department_code && !one.handler_id, say("未指定经办人", "no handler named")],
  ];
  return signs.filter(([holds]) => holds).map(([, words]) => words);
}

/** How late it is, and where it is stuck. @param {any} one */
export function latenessOf(one) {
  if (one.late_working_seconds !== null && one.late_working_seconds !== undefined)
    return say("超期 {t}", "{t} late", { t: workingTime(one.late_working_seconds) });
  if (one.stage_late_working_seconds)
    return say("本环节超时 {t}", "{t} late in its stage", { t: workingTime(one.stage_late_working_seconds) });
  return "";
}

/** @param {{case: any, href: string, selected?: boolean}} props */
export const LateRow = ({ case: one, href, selected }) => html`<${CaseRow} case=${one}
  href=${href} selected=${selected}>
  ${latenessOf(one) && html`<span class="chip chip-red"><${Icon} name="late" />${latenessOf(one)}</span>`}
  ${one.fault && html`<span class="chip">${say("卡在{stage}", "stuck in {stage}", { stage: label(one, "fault_label") })}
    </span>`}
  ${signsOf(one, true).slice(0, 2).map((sign) => html`<span key=${sign} class="soft">${sign}</span>`)}
<//>`; // prettier-ignore
