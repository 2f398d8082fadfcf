/** Signing in with a name and a password; in a demo also as one of its people, by one click. */
import { get, send } from "../common/api.js";
import { sentenceOf } from "../common/feedback.js";
import { html, Icon, useEffect, useRef, useState } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { inOrder, lookOf } from "./choosing.js";

/** @typedef {import("./main.js").Session} Session */
/** @typedef {{username: string, display_name: string, password: string,
 *   screens: {address: string, name: string, name_zh: string}[]}} Account */

/** What hinders, in words of this form. @param {any} problem */
function hindrance(problem) {
  if (problem.status === 401 && problem.code !== "password-expired") {
    return say("用户名或密码不正确。", "The user name or the password is wrong.");
  }
  if (problem.status === 429) {
    const minutes = Math.max(1, Math.ceil(problem.retryAfter / 60));
    return say("尝试次数过多，请 {minutes} 分钟后再试。", "Too many tries; try again in {minutes} min.", { minutes });
  }
  return sentenceOf(problem);
}

/**
 * The people of the demo, by the screen they work at.
 * @param {{accounts: Account[], busy: boolean, onTry: (one: Account) => void}} props
 */
function Demo({ accounts, busy, onTry }) {
  const screens = inOrder(new Map(accounts.map((one) => [one.screens[0].address, one.screens[0]])));
  const tried = (/** @type {Account} */ one) => html`<li key=${one.username}><button type="button"
      class="button start-person"
    disabled=${busy} onClick=${() => onTry(one)}><b>${one.display_name}</b><span class="small soft">${one.username}
        </span></button></li>`;
  return html`<section class="card stack" aria-labelledby="demo">
    <div><h2 id="demo">${say("演示：点一下就能试", "The demo: one click to try")}</h2>
      <p class="small soft">${say(
        "演示数据，随便试。每个人看到自己的界面。",
        "Demo data: try anything. Each person sees their own screen.",
      )}</p></div>
    ${screens.map(
      (screen) => html`<div key=${screen.address} class="start-group">
      <h3 class="row"><${Icon} name=${lookOf(screen.address).icon} />${label(screen, "name")}</h3>
      <ul class="start-persons">${accounts.filter((one) => one.screens[0].address === screen.address).map(tried)}</ul>
          </div>`,
    )}
  </section>`;
}

/** @param {{onDone: (session: Session) => void}} props */
export function SignIn({ onDone }) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [stay, setStay] = useState(/[?&]next=phone\b/.test(location.search)); // an app that is killed stays signed in
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [accounts, setAccounts] = useState(/** @type {Account[]} */ ([]));
  const field = useRef(null);
  useEffect(() => {
    field.current.focus();
    get("/session/demo-accounts", { quiet: true }).then(
      (answer) => setAccounts(answer.body.items),
      () => undefined,
    );
  }, []);
  const enter = async (/** @type {any} */ who) => {
    setBusy(true);
    setProblem(null);
    try {
      onDone((await send("POST", "/session", who, { quiet: true })).body);
    } catch (error) {
      setProblem(error);
      setBusy(false);
      field.current.focus();
    }
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    enter({ username: name.trim(), password, stay });
  };
  return html`<form class="card stack" onSubmit=${submit} aria-labelledby="sign-in">
      <h1 id="sign-in">${say("登录", "Sign in")}</h1>
      <label class="field"><span class="field-label">${say("用户名", "User name")}</span>
        <input ref=${field} name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required
          maxlength="64" value=${name} onInput=${(/** @type {any} */ event) => setName(event.target.value)} /></label>
      <label class="field"><span class="field-label">${say("密码", "Password")}</span>
        <input type="password" name="password" autocomplete="current-password" required maxlength="200"
            value=${password}
          onInput=${(/** @type {any} */ event) => setPassword(event.target.value)} /></label>
      <label class="start-stay"><input type="checkbox" checked=${stay}
        onChange=${(/** @type {any} */ event) => setStay(event.target.checked)} />
        <span>${say("在此设备上保持登录", "Stay signed in on this device")}</span></label>
      <div role="alert">${problem && html`<p class="field-error">${hindrance(problem)}</p>`}</div>
      <button class="button button-primary button-wide" disabled=${busy}>${
        busy ? say("正在登录……", "Signing in …") : say("登录", "Sign in")
      }</button>
    </form>
    ${
      accounts.length > 0 &&
      html`<${Demo} accounts=${accounts} busy=${busy}
        onTry=${(/** @type {Account} */ one) => enter({ username: one.username, password: one.password })} />`
    }`;
}
