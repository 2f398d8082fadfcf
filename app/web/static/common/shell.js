/** The frame of every screen: top bar, skip link, how the line is, signing in again with what was typed kept. */
import { get, isSignedIn, lineNow, me, meNow, Problem, signIn, signOut, toStart, watchLine, whenLost } from "./api.js";
import { Dialog, ErrorState, sentenceOf, Toasts } from "./feedback.js";
import { html, Icon, render, useEffect, useErrorBoundary, useState } from "./ui.js";
import { keep, kept, language, say, setLanguage } from "./words.js";

/** @typedef {{title: string | (() => string), App: any, nav?: any, bare?: boolean, open?: boolean}} Screen */

const THEME = "yikou-theme";

/** @param {string | null} theme */
function wear(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}
wear(kept(THEME));

/** Light and dark in turn, then again as the device has it. */
function turnTheme() {
  const next = { "": "dark", dark: "light", light: "" }[document.documentElement.dataset.theme || ""];
  keep(THEME, next || null);
  wear(next || null);
}

/** @type {{resolve: (again: boolean) => void, promise: Promise<boolean>} | null} */
let lost = null;
/** @type {(is: boolean) => void} */
let showLost = () => undefined;

whenLost(() => {
  if (!lost) {
    /** @type {(again: boolean) => void} */
    let resolve = () => undefined;
    const promise = /** @type {Promise<boolean>} */ (
      new Promise((done) => {
        resolve = done;
      })
    );
    lost = { resolve, promise };
    showLost(true);
  }
  return lost.promise;
});

/** @param {boolean} again */
function answered(again) {
  if (lost) lost.resolve(again);
  lost = null;
  showLost(false);
}

/** Signing in over the page as it stands; what was typed stays where it is. */
function SignInAgain() {
  const [open, setOpen] = useState(lost !== null);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  useEffect(() => {
    showLost = setOpen;
    return () => {
      showLost = () => undefined;
    };
  }, []);
  if (!open) return null;
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const before = meNow();
    try {
      const now = await signIn(name, password, /\/phone$/.test(location.pathname));
      setPassword("");
      if (before && now && before.id !== now.id) location.reload();
      else answered(true);
    } catch (error) {
      setProblem(error);
    }
  };
  return html`<${Dialog} title=${say("请重新登录", "Please sign in again")} onClose=${() => answered(false)}>
    <form class="stack" onSubmit=${submit}>
      <p>${say(
        "登录已失效。登录后从这里继续，您写的内容都还在。",
        "Your session has ended. Sign in to go on from here; what you wrote is kept.",
      )}</p>
      <label class="field"><span class="field-label">${say("用户名", "User name")}</span>
        <input autocomplete="username" required value=${name}
          onInput=${(/** @type {any} */ event) => setName(event.target.value)} /></label>
      <label class="field"><span class="field-label">${say("密码", "Password")}</span>
        <input type="password" autocomplete="current-password" required value=${password}
          onInput=${(/** @type {any} */ event) => setPassword(event.target.value)} /></label>
      ${problem && html`<p class="field-error" role="alert">${sentenceOf(problem)}</p>`}
      <button class="button button-primary">${say("登录", "Sign in")}</button>
    </form>
  <//>`;
}

/** One line under the bar while the line is not well. */
function LineState() {
  const [line, setLine] = useState(lineNow());
  useEffect(() => watchLine(setLine), []);
  const words = {
    well: "",
    slow: say("网络较慢，请稍候……", "The line is slow, please wait …"),
    offline: say("没有网络。已显示的内容仍可查看。", "No line. What is shown can still be read."),
    busy: say("请求太多，正在放慢。", "Too many requests; slowing down."),
    fault: say("服务出了故障，已被记录。", "The service has a fault; it was recorded."),
  }[line];
  return html`<div role="status">${
    words &&
    html`<p class="line line-${line}">
    <${Icon} name=${line === "offline" ? "off" : line === "slow" ? "clock" : "warn"} />${words}</p>`
  }</div>`;
}

/** What of a village's households and points a post allows. */
const VILLAGE = ["keep_households", "lead_centre", "propose_points"];

/** The screens of a person, most used first. @param {import("./api.js").Me} who @param {boolean} seated in a council */
export function screensOf(who, seated) {
  const posts = new Set(who.posts.map((held) => held.post));
  const has = (/** @type {string[]} */ ...names) => names.some((name) => posts.has(name));
  const field = has("grid_leader", "full_time_worker", "part_time_worker", "grid_instructor");
  const over = has("supervisor", "centre_leader");
  const unit = has("department_handler", "department_lead");
  const admin = has("administrator"); // who founds groups, too
  const village = seated || VILLAGE.some((permission) => who.permissions.includes(permission));
  const evaluated = [...posts].some((post) => !["administrator", "integration", "triage_clerk"].includes(post));
  const desk = has("triage_clerk", "dispatcher", "centre_leader");
  return [
    { path: "phone", name: say("手机端", "Phone"), icon: "phone", shown: field },
    { path: "desk", name: say("受理派遣台", "Desk"), icon: "menu", shown: desk },
    { path: "department", name: say("部门工作台", "Department"), icon: "unit", shown: unit },
    { path: "board", name: say("督查看板", "Board"), icon: "map", shown: over },
    { path: "wall", name: say("大屏", "Wall"), icon: "photo", shown: over },
    { path: "cobuilding", name: say("共建", "Co-building"), icon: "people", shown: over || unit || admin },
    { path: "bulletins", name: say("简报", "Bulletins"), icon: "flag", shown: over || unit },
    {
      path: "releases",
      name: say("公开审核", "Public release"),
      icon: "send",
      shown: who.permissions.includes("triage"),
    },
    { path: "village", name: say("户档与积分", "Households"), icon: "people", shown: village },
    { path: "evaluation", name: say("考评", "Evaluation"), icon: "flag", shown: evaluated },
    { path: "admin", name: say("系统管理", "Administration"), icon: "people", shown: admin },
  ].filter((screen) => screen.shown);
}

/** Closes the menu that was used, or left. @param {any} event */
function closes(event) {
  const menu = event.currentTarget;
  if (event.type === "keydown" ? event.key === "Escape" : !menu.contains(event.relatedTarget)) menu.open = false;
  if (event.type === "keydown" && event.key === "Escape") menu.querySelector("summary").focus();
}

/** The person, their other screens, language, theme, the way out. @param {{here: string}} props */
function Menu({ here }) {
  const who = meNow();
  const [seated, setSeated] = useState(false);
  const others = who ? screensOf(who, seated).filter((screen) => screen.path !== here) : [];
  const other = language() === "en" ? "zh" : "en";
  const look = (/** @type {any} */ event) => {
    if (!event.currentTarget.open || !who || others.some((screen) => screen.path === "village")) return;
    const told = (/** @type {any} */ answer) => setSeated(answer.body.items.length > 0);
    get("/villages").then(told, () => undefined); // without a line, the next time
  };
  return html`<details class="menu" onFocusOut=${closes} onKeyDown=${closes} onToggle=${look}>
    <summary class="button-icon"><${Icon} name="person" /><span class="unseen">${say("菜单", "Menu")}</span>
      ${who && html`<span class="menu-name" dir="auto">${who.name}</span>`}</summary>
    <div class="menu-box">
      ${others.map(
        ({ path, icon, name }) => html`<a key=${path} href=${`./${path}`}><${Icon} name=${icon} />${name}</a>`,
      )}
      <button type="button" lang=${other === "en" ? "en" : "zh-CN"} onClick=${() => setLanguage(other)}>
        <${Icon} name="edit" />${other === "en" ? "English" : "中文"}</button>
      <button type="button" onClick=${turnTheme}><${Icon} name="sun" />${say("明暗切换", "Light or dark")}</button>
      ${
        who
          ? html`<button type="button" onClick=${signOut}><${Icon} name="out" />${say("退出登录", "Sign out")}</button>`
          : html`<button type="button" onClick=${toStart}><${Icon} name="person" />${say("登录", "Sign in")}</button>`
      }
    </div>
  </details>`;
}

/** What went wrong while drawing stays in its frame. @param {{children: any}} props */
function Boundary({ children }) {
  const [error, reset] = useErrorBoundary((/** @type {any} */ found) => console.error(found));
  if (!error) return children;
  return html`<${ErrorState} problem=${new Problem(500, {})} again=${reset} />`;
}

/** @param {{screen: Screen, here: string}} props */
function Frame({ screen, here }) {
  const title = typeof screen.title === "function" ? screen.title() : screen.title;
  useEffect(() => {
    document.title = `${title} · ${say("一口", "Yikou")}`;
  }, [title]);
  const skip = (/** @type {Event} */ event) => {
    event.preventDefault();
    /** @type {HTMLElement} */ (document.getElementById("content")).focus();
  };
  return html`<a class="skip" href="#content" onClick=${skip}>${say("跳到主要内容", "Skip to the content")}</a>
    ${
      !screen.bare &&
      html`<header class="topbar">
      <h1 class="topbar-title">${title}</h1>
      <nav class="topbar-nav" aria-label=${say("本页导航", "On this screen")}>${screen.nav && html`<${screen.nav} />`}</nav>
      <${Menu} here=${here} />
    </header>`
    }
    <${LineState} />
    <div id="content" class="content" tabindex="-1"><${Boundary}><${screen.App} /><//></div>
    <${Toasts} /><${SignInAgain} />`;
}

/**
 * Mounts a screen in `<main id=screen>`, once it is known who is here; `open` is for whoever comes.
 * @param {Screen} screen
 */
export async function start(screen) {
  const where = /** @type {HTMLElement} */ (document.getElementById("screen"));
  const here = location.pathname.split("/").pop() || "";
  try {
    const somebody = !screen.open || (await isSignedIn());
    if (somebody && !(await me()) && !screen.open) {
      toStart();
      return;
    }
  } catch (error) {
    if (!screen.open) {
      render(html`<div class="content"><${ErrorState} problem=${error} again=${() => start(screen)} /></div>`, where);
      return;
    }
  }
  where.textContent = "";
  render(html`<${Frame} screen=${screen} here=${here} />`, where);
}
