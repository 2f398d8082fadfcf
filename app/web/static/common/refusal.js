/** What the service refused in a form, each sentence once: at its field where that is there to be seen, else below. */
import { sentenceOf } from "./feedback.js";
import { Refusal } from "./fields.js";
import { html, useCallback, useContext, useState } from "./ui.js";
import { say } from "./words.js";

/** Whether an error is of a field, or of a part of what is filled in there. @param {any} error @param {string} field */
const isOf = (error, field) => error.pointer === field || error.pointer.startsWith(`${field}/`);

/** The sentences, none twice. @param {any[]} errors @returns {string[]} */
const sentences = (errors) => [...new Set(errors.map((one) => one.detail))];

/** A list without the first of these. @param {string[]} all @param {string} one */
function without(all, one) {
  const at = all.indexOf(one);
  return all.filter((_, index) => index !== at);
}

/**
 * Around a form: its fields tell what was refused of them, by their pointers.
 * @param {{problem: any, children?: any}} props
 */
export function Refusable({ problem, children }) {
  const [shown, setShown] = useState(/** @type {string[]} */ ([])); // the pointers of the fields that are there
  const joins = useCallback((/** @type {string[]} */ pointers) => {
    setShown((all) => [...all, ...pointers]);
    return () => setShown((all) => pointers.reduce(without, all));
  }, []);
  const errors = (problem && problem.errors) || [];
  const saidOf = (/** @type {string[]} */ pointers) =>
    sentences(errors.filter((/** @type {any} */ one) => pointers.some((field) => isOf(one, field)))).join(" ");
  return html`<${Refusal.Provider} value=${{ problem, shown, joins, saidOf }}>${children}<//>`;
}

/** Why, in one sentence: what here is no case is not called one. @param {any} problem */
const reason = (problem) =>
  problem.status === 412
    ? say("已被他人更新，请刷新后重试。", "Somebody has changed it meanwhile. Read it again, then try again.")
    : sentenceOf(problem);

/** What was refused and no field tells. @param {{problem: any}} props */
export function Refused({ problem }) {
  const form = useContext(Refusal);
  if (!problem) return null;
  const shown = form && form.problem === problem ? form.shown : [];
  const errors = problem.errors || [];
  const isShown = (/** @type {any} */ one) => shown.some((/** @type {string} */ field) => isOf(one, field));
  const left = errors.filter((/** @type {any} */ one) => !isShown(one));
  const told = errors.length ? sentences(left) : [reason(problem)];
  if (!told.length) return null;
  return html`<div role="alert">${told.map((words) => html`<p key=${words} class="field-error">${words}</p>`)}</div>`;
}
