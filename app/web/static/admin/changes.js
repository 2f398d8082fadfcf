/** What a change of the calendar, of hours or of the ladder does to open deadlines, before and after it is made. */
import { send } from "../common/api.js";
import { toast } from "../common/feedback.js";
import { html, useState } from "../common/ui.js";
import { number, say, time } from "../common/words.js";

/** @typedef {"PUT" | "DELETE"} Method */

/** The deadlines that move, from when to when. @param {{told: any}} props */
export function Moves({ told }) {
  const from = (/** @type {any} */ one) => one.due_at_before || one.stage_due_at_before || one.at_before;
  const to = (/** @type {any} */ one) => one.due_at || one.stage_due_at || one.at;
  return html`<div class="stack-tight" role="status">
    <p><strong class="number">${
      told.applied
        ? say("{n} 个时限正在改动", "{n} deadlines move now", { n: number(told.moving) })
        : say("将改动 {n} 个时限", "{n} deadlines would move", { n: number(told.moving) })
    }</strong> <span class="soft">${say("已查 {n} 件在办案卷", "of {n} open cases that were looked at", {
      n: number(told.examined),
    })}${told.is_complete ? "" : say("，另有更多未查", ", and there are more")}</span></p>
    ${
      told.examples.length > 0 &&
      html`<ul class="list">${told.examples.map(
        (/** @type {any} */ one) => html`<li key=${one.number} class="admin-move">
        <span class="number">${one.number}</span> <span>${time(from(one)) || say("无", "none")} → ${time(to(one)) ||
          say("无", "none")}</span></li>`,
      )}</ul>`
    }</div>`;
}

/**
 * Sends a change after a look at what it does; `ask()` previews, `doit()` makes it.
 * @param {Method} method @param {string} path @param {() => any} body
 */
export function useChange(method, path, body) {
  const [told, setTold] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const run = async (/** @type {boolean} */ preview, how = method) => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await send(how, path, how === "DELETE" ? undefined : body(), { query: { preview } });
      setTold(answer.body);
      if (!preview) toast(say("已保存，时限随即改算", "Saved; the deadlines follow"));
      return true;
    } catch (error) {
      setProblem(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { told, problem, busy, ask: (/** @type {Method} */ how = method) => run(true, how),
    make: (/** @type {Method} */ how = method) => run(false, how), clear: () => setTold(null) }; // prettier-ignore
}
