/** The first screen: signs one in and leads each post to its own. */
import { get } from "../common/api.js";
import { ErrorState, Loading } from "../common/feedback.js";
import { start } from "../common/shell.js";
import { html, Icon, useEffect, useState } from "../common/ui.js";
import { language, say, setLanguage } from "../common/words.js";
import { Choose, nextOf } from "./choosing.js";
import { ChangePassword } from "./password.js";
import { SignIn } from "./signing_in.js";

/** @typedef {{name: string, posts: string[], password_change_required: boolean,
 *   screens: {address: string, name: string, name_zh: string}[]}} Session */

const LOGO = new URL("../icon.svg", import.meta.url).href;

/** What the house is called and what it is for; the other language. */
function Brand() {
  const other = language() === "en" ? "zh" : "en";
  return html`<header class="start-brand">
    <div class="row start-name"><img src=${LOGO} width="48" height="48" alt="" />
      <span class="grow start-title">${say("一口", "Yikou")}</span>
      <button type="button" class="button-plain" lang=${other === "en" ? "en" : "zh-CN"}
        onClick=${() => setLanguage(other)}>${other === "en" ? "English" : "中文"}</button></div>
    <p class="start-claim">${say("一个口子进，一个口子出。", "One entrance in, one exit out.")}</p>
    <p class="start-words">${say(
      "每一件事都有人接、有人办、有时限、有回音。",
      "Every matter has somebody who takes it, somebody who does it, a time, and an answer.",
    )}</p>
  </header>`;
}

/** What a browser does not give a page over plain HTTP, beyond this very machine. */
function Unprotected() {
  if (window.isSecureContext) return null;
  return html`<p class="card start-note" role="note"><${Icon} name="warn" /><span class="grow">${say(
    "此地址未加密（HTTP）：手机端不能离线使用、不能自动定位，也不能安装到桌面，其余功能照常。请管理员启用 HTTPS。",
    "This address is not encrypted (HTTP): the phone cannot work off line, find its place by itself, or be " +
      "installed. All else works. Ask your administrator for HTTPS.",
  )}</span></p>`;
}

function App() {
  const [session, setSession] = useState(/** @type {Session | null | undefined} */ (undefined));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const look = () => {
    setProblem(null);
    get("/session", { quiet: true }).then(
      (answer) => setSession(answer.body),
      setProblem,
    );
  };
  useEffect(look, []);
  const next = session && !session.password_change_required ? nextOf(session) : null;
  useEffect(() => {
    if (next) location.replace(next);
  }, [next]);
  return html`<div class="start">
    <${Brand} />
    <div class="stack start-side">
      <${Unprotected} />
      ${problem && html`<${ErrorState} problem=${problem} again=${look} />`}
      ${!problem && (session === undefined || next) && html`<${Loading} />`}
      ${session === null && html`<${SignIn} onDone=${setSession} />`}
      ${session && session.password_change_required && html`<${ChangePassword} session=${session} onDone=${look} />`}
      ${session && !session.password_change_required && !next && html`<${Choose} session=${session} />`}
    </div>
    <footer class="start-foot small soft">
      <a href="./docs">${say("接口文档", "API")}</a>
    </footer>
  </div>`;
}

start({ title: () => say("登录", "Sign in"), App, bare: true, open: true });
