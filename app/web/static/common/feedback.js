/** What a screen answers a person with: toasts with an undo, dialogs, and how nothing, waiting and refusals look. */
import { html, Icon, useEffect, useId, useRef, useState } from "./ui.js";
import { say } from "./words.js";

/** @typedef {{id: number, text: string, undo?: () => void, danger?: boolean, until: number}} Toast */
/** @typedef {import("./api.js").Problem} Problem */

/** @type {Toast[]} */
let shown = [];
let last = 0;
/** @type {Set<(toasts: Toast[]) => void>} */
const watchers = new Set();

/** @param {Toast[]} next */
function show(next) {
  shown = next;
  watchers.forEach((watcher) => watcher(next));
}

/** Takes a toast away. @param {number} id */
export const dismiss = (id) => show(shown.filter((one) => one.id !== id));

/**
 * Says for a while what happened; `undo` takes it back.
 * @param {string} text @param {{undo?: () => void, danger?: boolean}} [how]
 */
export function toast(text, { undo, danger } = {}) {
  last += 1;
  const others = shown.filter((one) => one.text !== text || one.undo); // what is said again is said once
  show([...others.slice(-2), { id: last, text, undo, danger, until: Date.now() + (undo || danger ? 10000 : 5000) }]);
  return last;
}

/** Where toasts appear; the shell has it already. */
export function Toasts() {
  const [toasts, setToasts] = useState(shown);
  const held = useRef(false);
  useEffect(() => {
    watchers.add(setToasts);
    const timer = setInterval(() => {
      const left = shown.filter((one) => held.current || one.until > Date.now());
      if (left.length < shown.length) show(left);
    }, 500);
    return () => {
      watchers.delete(setToasts);
      clearInterval(timer);
    };
  }, []);
  const hold = (/** @type {boolean} */ on) => () => {
    held.current = on;
  };
  return html`<div class="toasts" aria-live="polite" onPointerEnter=${hold(true)} onPointerLeave=${hold(false)}
      onFocusIn=${hold(true)} onFocusOut=${hold(false)}>
    ${toasts.map(
      (one) => html`<div key=${one.id} class=${one.danger ? "toast toast-danger" : "toast"}>
      <${Icon} name=${one.danger ? "warn" : "check"} /><span class="grow">${one.text}</span>
      ${
        one.undo &&
        html`<button class="button-plain" onClick=${() => {
          dismiss(one.id);
          /** @type {any} */ (one).undo();
        }}>
        ${say("撤销", "Undo")}</button>`
      }
      <button class="button-icon" aria-label=${say("关闭提示", "Dismiss")}
        onClick=${() => dismiss(one.id)}><${Icon} name="close" /></button>
    </div>`,
    )}
  </div>`;
}

/**
 * A dialog over the page; Esc and the cross close it.
 * @param {{title: string, onClose?: () => void, children?: any, wide?: boolean}} props
 */
export function Dialog({ title, onClose, children, wide }) {
  const box = useRef();
  const id = useId();
  useEffect(() => {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    if (!box.current.open) box.current.showModal();
    return () => {
      if (before && before.isConnected) before.focus();
    };
  }, []);
  const cancel = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (onClose) onClose();
  };
  return html`<dialog ref=${box} class=${wide ? "dialog dialog-wide" : "dialog"}
      aria-labelledby=${id} onCancel=${cancel}>
    <header class="row"><h2 id=${id} class="grow">${title}</h2>
      ${
        onClose &&
        html`<button type="button" class="button-icon" aria-label=${say("关闭", "Close")} onClick=${onClose}>
        <${Icon} name="close" /></button>`
      }
    </header>
    ${children}
  </dialog>`;
}

/** Nothing is here, and what one may do. @param {{title?: string, children?: any, icon?: string}} props */
export const Empty = ({ title, children, icon = "check" }) => html`<div class="state">
  <${Icon} name=${icon} /><p class="state-title">${title || say("这里没有内容", "Nothing here")}</p>${children}
</div>`;

/** It is on its way; quick answers never show it. @param {{label?: string, rows?: number}} props */
export const Loading = ({ label, rows = 3 }) => html`<div class="loading" role="status">
  <span class="unseen">${label || say("正在加载……", "Loading …")}</span>
  ${Array.from({ length: rows }, () => html`<span class="bone"></span>`)}
</div>`;

/** What a refusal says to a person, in one sentence. @param {any} problem */
export function sentenceOf(problem) {
  if (problem.offline)
    return say("连不上服务器。请检查网络，稍后再试。", "The service cannot be reached. Check the line and try again.");
  if (problem.status === 429)
    return say("请求太多，请在 {n} 秒后再试。", "Too many requests. Try again in {n} s.", {
      n: problem.retryAfter || 10,
    });
  if (problem.status === 412)
    return say("案卷刚被他人更新，已为您取回最新内容。", "The case has moved on meanwhile; you see it as it is now.");
  if (problem.status === 404) return say("不存在，或不在您的可见范围内。", "It does not exist, or you may not see it.");
  if (problem.status >= 500)
    return say(
      "服务出了故障，已被记录。您写的内容还在。",
      "Something went wrong on our side and was recorded. What you wrote is kept.",
    );
  return problem.detail || problem.title || String(problem.message || problem);
}

/** It went wrong, why, and a way to try again. @param {{problem: any, again?: () => void}} props */
export const ErrorState = ({ problem, again }) => html`<div class="state state-error" role="alert">
  <${Icon} name=${problem.offline ? "off" : "warn"} />
  <p class="state-title">${sentenceOf(problem)}</p>
  ${again && html`<button type="button" class="button" onClick=${again}>${say("重试", "Try again")}</button>`}
</div>`;
