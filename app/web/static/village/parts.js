/** What the pages of a village share: reading, a button that acts once, words of states, rows. */
import { newId, send } from "../common/api.js";
import { Empty, ErrorState, Loading, sentenceOf, toast } from "../common/feedback.js";
import { html, useRef, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";

/** A day in words. @param {string} day */
export const asDay = (day) => time(`${day.slice(0, 10)}T04:00:00Z`, "day");

/** Today, as the service writes days. */
export const today = () => new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10);

/** Points with their sign. @param {number} points */
export const signed = (points) => (points > 0 ? `+${points}` : `−${-points}`);

/** What something is, in words. @param {string} code */
export const wordOf = (code) =>
  ({
    open: say("评议中", "Votes are given"), passed: say("通过", "Passed"), rejected: say("未通过", "Rejected"),
    lapsed: say("未达法定人数", "Too few voted"), withdrawn: say("已撤回", "Withdrawn"), award: say("加分", "Award"),
    deduct: say("扣分", "Deduction"), deduction: say("扣分", "Deduction"), correction: say("更正", "Correction"),
    reversal: say("申诉改判", "Given back"), redemption: say("兑换", "Redemption"), return: say("退兑", "Return"),
    passed_on: say("分户转出", "Passed on"), received: say("分户转入", "Received"), granted: say("申诉成立", "Granted"),
    partly: say("部分成立", "Granted in part"), refused: say("申诉不成立", "Refused"), head: say("户主", "Head"),
    spouse: say("配偶", "Spouse"), child: say("子女", "Child"), parent: say("父母", "Parent"),
    other: say("其他亲属", "Relative"), tenant: say("租住人员", "Tenant"), yes: say("赞成", "Yes"), no: say("反对", "No"),
    abstain: say("弃权", "Abstain"),
  })[code] || code; // prettier-ignore

/** What is read is shown; else it is said. @param {{one: any, children: (body: any) => any}} props */
export function Read({ one, children }) {
  if (one.problem && !one.body) return html`<${ErrorState} problem=${one.problem} again=${one.reload} />`;
  if (!one.body) return html`<${Loading} />`;
  return children(one.body);
}

/** A list page by page. @param {{list: any, empty: string, row: (one: any) => any}} props */
export function Rows({ list, empty, row }) {
  if (list.problem) return html`<${ErrorState} problem=${list.problem} again=${list.reload} />`;
  if (!list.items) return html`<${Loading} />`;
  if (!list.items.length) return html`<${Empty} title=${empty} />`;
  return html`<ul class="list card vil-list">${list.items.map(row)}</ul>
    ${list.more && html`<button type="button" class="button" onClick=${list.more}>${say("更多", "More")}</button>`}`;
}

/** A deed in a village, with a key of its own for its retries. @param {string} code @param {() => void} done */
export function useDeed(code, done) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const attempt = useRef({ said: "", key: "" });
  const act = async (/** @type {string} */ path, /** @type {any} */ body, /** @type {string} */ told) => {
    const said = JSON.stringify([path, body]);
    if (attempt.current.said !== said) attempt.current = { said, key: newId() };
    setBusy(true);
    setProblem(null);
    try {
      const answer = await send("POST", `/villages/${code}/${path}`, body, { key: attempt.current.key });
      attempt.current = { said: "", key: "" };
      toast(told);
      done();
      return answer.body;
    } catch (refused) {
      setProblem(refused);
      return null;
    } finally {
      setBusy(false);
    }
  };
  return { act, busy, problem };
}

/** Why it was refused. @param {{problem: any}} props */
export const Refused = ({ problem }) =>
  problem ? html`<p class="field-error" role="alert">${sentenceOf(problem)}</p>` : null;

/** What was wrong with a field. @param {any} problem @param {string} pointer */
export function wrong(problem, pointer) {
  const found = problem && (problem.errors || []).find((/** @type {any} */ one) => one.pointer === pointer);
  return found ? found.detail : null;
}
