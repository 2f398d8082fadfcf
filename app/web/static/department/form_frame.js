/** The frame of a form about a case: its title, what went wrong, what sends it and what leaves it. */
import { sentenceOf } from "../common/feedback.js";
import { createContext, html, useContext, useEffect, useRef } from "../common/ui.js";
import { say } from "../common/words.js";

const Gone = createContext(false);

/** Around a form: whether what it does can be done no more, as others moved the case on. */
export const GoneProvider = Gone.Provider;

/** @param {any} problem */
function messageOf(problem) {
  if (problem.status !== 412) return sentenceOf(problem);
  return say(
    "案卷刚被他人更新，您写的内容还在；请看过后再提交。",
    "The case has moved on meanwhile. What you wrote is kept; look again and send it.",
  );
}

/**
 * @param {{title: string, submit: string, act: import("./acting.js").Act, onSubmit: () => void, onCancel: () => void,
 *   ready?: boolean, children?: any}} props
 */
export function FormFrame({ title, submit, act, onSubmit, onCancel, ready = true, children }) {
  const head = useRef();
  const gone = useContext(Gone);
  useEffect(() => head.current.focus(), []);
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!act.busy) onSubmit();
  };
  return html`<form class="stack unit-form" onSubmit=${send} noValidate>
    <h3 ref=${head} tabindex="-1">${title}</h3>
    ${children}
    ${gone && html`<p class="field-error" role="alert">${say(
      "案卷状态已变，现在不能再做这一步；您写的内容还在。",
      "The case has moved on and this cannot be done any more; what you wrote is kept.",
    )}</p>`}
    ${act.problem && !gone && html`<p class="field-error" role="alert">${messageOf(act.problem)}</p>`}
    <div class="bar unit-send">
      <button class="button button-primary" disabled=${act.busy || gone || !ready}>${act.busy ? say("正在提交……",
          "Sending …") : submit}</button>
      <button type="button" class="button-plain" onClick=${onCancel}>${say("取消", "Cancel")}</button>
    </div>
  </form>`;
}
