/**
 * What the forms of a desk share: a draft that is kept, sending with the version that was seen,
 *   and refusals at their fields.
 */
import { sentenceOf } from "../common/feedback.js";
import { html, useEffect, useRef, useState } from "../common/ui.js";
import { label, say } from "../common/words.js";

/** Of what is asked for, only what was said. @param {Record<string, any>} body */
function said(body) {
  const pairs = Object.entries(body).filter(([, told]) => told !== "" && told !== null && told !== undefined);
  return Object.fromEntries(pairs);
}

/**
 * @param {{of: any, offer: any, acting: any, reload: () => Promise<void>, failed?: any, onClose: () => void}} given
 * @param {Record<string, any>} initial
 */
export function useForm({ of, offer, acting, reload, failed, onClose }, initial) {
  const key = `${of.id} ${offer.action}`;
  const [body, setBody] = useState(() => ({ ...initial, ...acting.drafts.get(key) }));
  const [problem, setProblem] = useState(failed ?? null);
  const [isBusy, setBusy] = useState(false);
  const set = (/** @type {Record<string, any>} */ changes) =>
    setBody((/** @type {Record<string, any>} */ was) => {
      const next = { ...was, ...changes };
      acting.drafts.set(key, next);
      return next;
    });
  const submit = async (/** @type {Record<string, any>} */ besides = {}) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await acting.act(of, offer, said({ ...body, ...besides }));
      onClose();
    } catch (refused) {
      setProblem(refused);
      setBusy(false);
      if (/** @type {any} */ (refused).status === 412) await reload();
    }
  };
  const errorOf = (/** @type {string} */ field) => {
    const found = ((problem && problem.errors) || []).find((/** @type {any} */ one) =>
      one.pointer.startsWith(`/${field}`),
    );
    return found ? found.detail : null;
  };
  return { body, set, submit, isBusy, problem, errorOf };
}

/** @param {any} problem */
const wordsOf = (problem) =>
  problem.status === 412
    ? say(
        "案卷刚被他人更新，已显示最新内容；您写的内容还在，请看过后再发送。",
        "The case has moved on meanwhile. You see it as it is now; what you wrote is kept: look, then send it again.",
      )
    : sentenceOf(problem);

/**
 * The frame of a form: its heading, what went wrong, sending and leaving. Ctrl+Enter sends, Esc leaves.
 * @param {{offer: any, form: any, onClose: () => void, canSend?: boolean, children?: any, onSubmit?: () => void,
 *   send?: string, seen: number}} props
 */
export function Form({ offer, form, onClose, canSend = true, children, onSubmit, send, seen }) {
  const began = useRef(seen).current;
  const box = useRef(/** @type {HTMLFormElement | null} */ (null));
  useEffect(() => {
    const form = /** @type {HTMLFormElement} */ (box.current);
    const field = () => form.querySelector("textarea, select, input[type=radio], [role=combobox]");
    const first = /** @type {HTMLElement} */ (form.querySelector("[data-first]") || field() || form);
    const timer = setTimeout(() => first.isConnected && first.focus()); // a dialog around it takes the focus first
    return () => clearTimeout(timer);
  }, []);
  const go = () => {
    if (canSend) void (onSubmit ? onSubmit() : form.submit());
  };
  const keyed = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      go();
    }
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    }
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    go();
  };
  return html`<form
    class="desk-form"
    ref=${box}
    tabindex="-1"
    onSubmit=${submit}
    onKeyDown=${keyed}
    aria-label=${label(offer)}
    novalidate
  >
    <h3>${label(offer)}</h3>
    ${form.problem ? html`<p class="desk-refused" role="alert">${wordsOf(form.problem)}</p>` : null}
    ${
      !form.problem && seen !== began
        ? html`<p class="desk-refused" role="status">
            ${say("案卷刚有新进展，已显示最新内容；您写的内容还在。", "The case has moved on meanwhile; what you wrote is kept.")}
          </p>`
        : null
    }
    ${children}
    <div class="bar">
      <button type="submit" class="button button-primary" disabled=${form.isBusy || !canSend}>
        ${send ?? label(offer)} <kbd>Ctrl ⏎</kbd>
      </button>
      <button type="button" class="button" onClick=${onClose}>${say("取消", "Cancel")} <kbd>Esc</kbd></button>
    </div>
  </form>`;
}
