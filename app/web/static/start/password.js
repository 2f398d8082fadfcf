/** Whoever came in by a one-time password gives themselves one of their own, before anything else. */
import { send, signOut } from "../common/api.js";
import { sentenceOf } from "../common/feedback.js";
import { html, useEffect, useRef, useState } from "../common/ui.js";
import { say } from "../common/words.js";

/** @param {{session: import("./main.js").Session, onDone: () => void}} props */
export function ChangePassword({ session, onDone }) {
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const field = useRef(null);
  useEffect(() => field.current.focus(), []);
  const differs = again !== "" && again !== next;
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (again !== next) return;
    setBusy(true);
    setProblem(null);
    try {
      await send("POST", "/auth/password", { old_password: old, new_password: next }, { quiet: true });
      onDone();
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  const wrong = (/** @type {string} */ pointer) =>
    ((problem && problem.errors) || []).filter((/** @type {any} */ one) => one.pointer === pointer);
  const told = (/** @type {string} */ pointer) =>
    wrong(pointer).map((/** @type {any} */ one) => html`<span class="field-error">${one.detail}</span>`);
  const elsewhere = problem && !wrong("/old_password").length && !wrong("/new_password").length;
  return html`<form class="card stack" onSubmit=${submit} aria-labelledby="change">
    <h1 id="change">${say("请先设置自己的密码", "First choose a password of your own")}</h1>
    <p class="soft" dir="auto">${say(
      "{name}，您使用的是一次性密码。设置之后即可开始使用。",
      "{name}, you signed in by a one-time password. Choose your own to go on.",
      { name: session.name },
    )}</p>
    <label class="field"><span class="field-label">${say("一次性密码", "One-time password")}</span>
      <input ref=${field} type="password" autocomplete="current-password" required maxlength="200" value=${old}
        onInput=${(/** @type {any} */ event) => setOld(event.target.value)} />${told("/old_password")}</label>
    <label class="field"><span class="field-label">${say("新密码", "New password")}</span>
      <input type="password" autocomplete="new-password" required minlength="8" maxlength="200" value=${next}
        onInput=${(/** @type {any} */ event) => setNext(event.target.value)} />
      <span class="field-hint">${say(
        "至少 8 个字符，不含姓名、电话或连续按键。",
        "8 characters or more; no name, phone or row of keys.",
      )}</span>${told("/new_password")}</label>
    <label class="field"><span class="field-label">${say("再输入一次", "Once more")}</span>
      <input type="password" autocomplete="new-password" required maxlength="200" value=${again}
        onInput=${(/** @type {any} */ event) => setAgain(event.target.value)} />
      ${differs && html`<span class="field-error">${say("两次输入不一致", "The two differ")}</span>`}</label>
    <div role="alert">${elsewhere && html`<p class="field-error">${sentenceOf(problem)}</p>`}</div>
    <button class="button button-primary button-wide" disabled=${busy || differs}>${say("设置密码", "Set the password")}
        </button>
    <button type="button" class="button-plain" onClick=${signOut}>${say("退出登录", "Sign out")}</button>
  </form>`;
}
