/** What may be done with a case: buttons from `allowed_actions` alone, and a form made from what each of them says. */
import { newId, Problem, send } from "./api.js";
import { ActionField, ELSEWHERE, FIELDS, sentAs } from "./action_fields.js";
import { sentenceOf, toast } from "./feedback.js";
import { AGAINST, BESIDE, FORWARD, inOrder, whyNot } from "./offers.js";
import { PhotoAdd } from "./photo_fields.js";
import { classes, html, Icon, useEffect, useRef, useState } from "./ui.js";
import { label, say } from "./words.js";

const draftOf = (/** @type {string} */ id, /** @type {string} */ action) => `yikou-draft-${id}-${action}`;

/** @param {string} name @returns {any} */
function drafted(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name) || "{}");
  } catch {
    return {};
  }
}

/** @param {string} name @param {any} values */
function keepDraft(name, values) {
  try {
    if (values === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(values));
  } catch {
    // kept in the page alone
  }
}

/** What a refusal says of each field. @param {any} problem @returns {Record<string, string>} */
function errorsOf(problem) {
  const at = (/** @type {string} */ pointer) => pointer.split("/")[1] || "";
  return Object.fromEntries(
    (problem ? problem.errors || [] : []).map((/** @type {any} */ one) => [at(one.pointer), one.detail]),
  );
}

/** @param {any} problem @param {string[]} fields */
function messageOf(problem, fields) {
  if (!problem) return null;
  const elsewhere = (problem.errors || []).filter(
    (/** @type {any} */ one) => !fields.includes(one.pointer.split("/")[1]),
  );
  if (problem.status === 412)
    return say(
      "案卷刚被他人更新，您写的内容还在；请看过后再提交。",
      "The case has moved on meanwhile. What you wrote is kept; look again and send it.",
    );
  return [sentenceOf(problem), ...elsewhere.map((/** @type {any} */ one) => one.detail)].join(" ");
}

/**
 * The form of one action. It keeps what was written until it has arrived.
 * @param {{case: any, action: string, onDone: (changed: any, action: string) => void, onCancel?: () => void,
 *   onMoved?: (problem: any) => void,
 *   preset?: Record<string, any>}} props
 */
export function ActionForm({ case: one, action, onDone, onCancel, onMoved, preset = {} }) {
  const offered = (one.allowed_actions || []).find((/** @type {any} */ other) => other.action === action);
  const last = useRef(offered);
  if (offered) last.current = offered;
  const offer = last.current;
  const name = draftOf(one.id, action);
  const [values, setValues] = useState(() => ({ ...preset, ...drafted(name) }));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const key = useRef(newId());
  const version = useRef(one.version);
  const form = useRef();
  useEffect(() => { version.current = Math.max(version.current, one.version); }, [one.version]); // prettier-ignore
  useEffect(() => {
    const first = problem && form.current && form.current.querySelector("[aria-invalid=true]");
    if (first) first.focus();
  }, [problem]);
  if (!offer) return html`<p class="soft">${whyNot(one)}</p>`;
  const fields = [...offer.requires, ...offer.accepts].filter((field) => FIELDS[field] && !ELSEWHERE.includes(field));
  const errors = errorsOf(problem);
  const change = (/** @type {string} */ field) => (/** @type {any} */ value) => {
    key.current = newId(); // another content is another attempt
    const next = { ...values, [field]: value };
    setValues(next);
    keepDraft(name, next);
  };
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const body = Object.fromEntries(
      fields.map((field) => [field, sentAs(field, values[field])]).filter((pair) => pair[1] !== undefined),
    );
    const lacking = offer.requires.filter(
      (/** @type {string} */ field) => fields.includes(field) && body[field] === undefined,
    );
    if (lacking.length) {
      const told = lacking.map((/** @type {string} */ field) => ({
        pointer: `/${field}`,
        detail: say("请填写", "Please fill this in"),
      }));
      setProblem(new Problem(422, { detail: say("还有必填项未填。", "Something is missing still."), errors: told }));
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      const answer = await send("POST", `/cases/${one.id}/${offer.path}`, body, {
        key: key.current,
        match: version.current,
      });
      keepDraft(name, null);
      toast(say("已完成：{action}", "Done: {action}", { action: label(offer) }));
      onDone(answer.body, action);
    } catch (refused) {
      const found = /** @type {any} */ (refused);
      if (!(found instanceof Problem)) throw found;
      if (found.version) version.current = found.version;
      if (!found.offline) key.current = newId();
      setProblem(found);
      if ((found.status === 412 || found.code === "wrong-state") && onMoved) onMoved(found);
    } finally {
      setBusy(false);
    }
  };
  const exempt = Boolean(values.photo_exemption);
  return html`<form class="stack action-form" ref=${form} onSubmit=${submit} noValidate>
    <h3>${label(offer)}</h3>
    ${
      offer.photos.length > 0 &&
      !exempt &&
      html`<div class="stack-tight">
      ${
        offer.photos_present
          ? html`<p class="row small"><${Icon} name="check" />${say("所需照片已有", "The photos it needs are there")}</p>`
          : offer.photos.map(
              (/** @type {string} */ purpose) => html`<${PhotoAdd} key=${purpose} caseId=${one.id} purpose=${purpose}
            onAdded=${(/** @type {any} */ changed) => {
              version.current = Math.max(version.current, changed.version);
            }} />`,
            )
      }</div>`
    }
    ${fields.map(
      (field) => html`<${ActionField} key=${field} field=${field} offer=${offer} case=${one} value=${values[field]}
      onChange=${change(field)} error=${errors[field]} required=${offer.requires.includes(field)} />`,
    )}
    ${
      !offered &&
      html`<p class="field-error" role="alert">${say(
        "案卷状态已变，现在不能再做这一步；您写的内容还在。",
        "The case has moved on and this cannot be done any more; what you wrote is kept.",
      )}</p>`
    }
    ${problem && html`<p class="field-error" role="alert">${messageOf(problem, fields)}</p>`}
    <div class="bar"><button class=${classes("button", AGAINST.includes(action) ? "button-danger" : "button-primary")}
        disabled=${busy || !offered}>${busy ? say("正在提交……", "Sending …") : label(offer)}</button>
      ${
        onCancel &&
        html`<button type="button" class="button-plain" onClick=${onCancel}>${say("取消", "Cancel")}
          </button>`
      }</div>
  </form>`;
}

/**
 * Buttons of what may be done now; one opens its form in their place.
 * @param {{case: any, onDone: (changed: any, action: string) => void, onMoved?: (problem: any) => void,
 *   open?: string | null,
 *   onOpen?: (action: string | null) => void, except?: string[]}} props
 */
export function Actions({ case: one, onDone, onMoved, open, onOpen, except = [] }) {
  const [own, setOwn] = useState(/** @type {string | null} */ (null));
  const at = open === undefined ? own : open;
  const go = onOpen || setOwn;
  const offers = inOrder(one.allowed_actions || []).filter((offer) => !except.includes(offer.action));
  useEffect(() => setOwn(null), [one.id]);
  if (at === "attach") {
    return html`<div class="stack"><h3>${say("添加照片", "Add photos")}</h3><div class="bar">${[
      "scene",
      "before",
      "after",
    ].map(
      (purpose) => html`
      <${PhotoAdd} key=${purpose} caseId=${one.id} purpose=${purpose} onAdded=${(/** @type {any} */ changed) =>
        onDone(changed, "attach")} />`,
    )}
      <button type="button" class="button-plain" onClick=${() => go(null)}>${say("完成", "Done")}</button></div></div>`;
  }
  if (at) {
    const done = (/** @type {any} */ changed, /** @type {string} */ action) => { go(null); onDone(changed,
        action); }; // prettier-ignore
    return html`<${ActionForm} key=${one.id + at} case=${one} action=${at} onDone=${done} onMoved=${onMoved}
        onCancel=${() => go(null)} />`;
  }
  if (!offers.length) return html`<p class="soft row"><${Icon} name="clock" />${whyNot(one)}</p>`;
  const button = (
    /** @type {any} */ offer,
    /** @type {number} */ index,
  ) => html`<button type="button" key=${offer.action}
    class=${classes(
      "button",
      index === 0 && FORWARD.includes(offer.action) && "button-primary",
      AGAINST.includes(offer.action) && "button-danger",
    )}
    data-action=${offer.action} onClick=${() => go(offer.action)}>${label(offer)}</button>`;
  const near = offers.filter((offer) => !BESIDE.includes(offer.action));
  const beside = offers.filter((offer) => BESIDE.includes(offer.action));
  return html`<div class="stack-tight">
    ${near.length > 0 ? html`<div class="bar">${near.map(button)}</div>` : html`<p class="soft">${whyNot(one)}</p>`}
    ${
      beside.length > 0 &&
      html`<details class="more"><summary class="button-plain"><${Icon} name="more" />${say("更多操作", "More")}</summary>
      <div class="bar">${beside.map((offer) => button(offer, 1))}</div></details>`
    }
  </div>`;
}
