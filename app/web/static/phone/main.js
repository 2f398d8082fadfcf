/** The worker's phone 网格员手机端: what is saved here first, and sent when there is a line. */
import { get, meNow } from "../common/api.js";
import { ErrorState, Loading } from "../common/feedback.js";
import { start } from "../common/shell.js";
import { Icon, html, useEffect, useRef, useState, useRoute, useLater } from "../common/ui.js";
import { say } from "../common/words.js";
import { Home } from "./home.js";
import { Phone, useStored } from "./parts.js";
import { openStore } from "./store.js";

/** @typedef {import("./sync.js").State} State */

/**
 * What is not needed at first comes when it is, or when nothing else is to do.
 * @type {Record<string, () => Promise<any>>}
 */
const LATER = {
  report: () => import("./report.js"),
  tasks: () => import("./tasks.js"),
  case: () => import("./case.js"),
  act: () => import("./act.js"),
  outbox: () => import("./waiting.js"),
  drafts: () => import("./drafts.js"),
  following: () => import("./following.js"),
  inbox: () => import("./inbox.js"),
  settings: () => import("./settings.js"),
};

/** @type {State} */
const AT_FIRST = { busy: false, standing: "well", shares: {}, problem: null };

function App() {
  const [store, setStore] = useState(/** @type {import("./store.js").Store | null} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [standing, setStanding] = useState(AT_FIRST);
  const sync = useRef(() => undefined);
  const me = meNow();
  useEffect(() => {
    if (me) openStore(me.id).then(setStore, setProblem);
  }, []);
  useEffect(() => {
    if (!store) return undefined;
    let stop = () => {};
    let ended = false;
    import("./sync.js").then(({ startSync }) => {
      if (ended) return;
      const started = startSync(store, setStanding);
      sync.current = started.now;
      stop = started.stop;
      prepare();
    }, setProblem);
    return () => {
      ended = true;
      stop();
    };
  }, [store]);
  useEffect(() => {
    if (standing.standing === "other") location.reload(); // another has signed in: nothing of this user is shown on
  }, [standing.standing]);
  if (problem) return html`<${ErrorState} problem=${problem} again=${() => location.reload()} />`;
  if (!store) return html`<${Loading} />`;
  const here = { store, me, standing, sync: () => sync.current() };
  return html`<${Phone.Provider} value=${here}>
    <${Signed} standing=${standing} sync=${here.sync} /><${Place} /><${Tabs} />
  <//>`;
}

/**
 * A session that has ended, and other things a person has to know.
 * @param {{standing: State, sync: () => void}} props
 */
function Signed({ standing, sync }) {
  if (standing.standing === "lost") {
    const again = () => get("/me").then(sync, () => undefined);
    return html`<p class="phone-notice" role="alert"><span class="grow">${say(
      "登录已失效，已保存的内容都在，登录后继续发送。",
      "Your session has ended. What you saved is here and goes out once you sign in.",
    )}</span><button class="button" onClick=${again}>${say("登录", "Sign in")}</button></p>`;
  }
  if (standing.standing === "refused") {
    return html`<p class="phone-notice" role="alert">${standing.problem.detail || standing.problem.title}</p>`;
  }
  if (standing.standing === "full") {
    return html`<p class="phone-notice" role="alert">${say(
      "手机存储已满，收不下新内容。请清理手机后再试，已保存的不会丢失。",
      "The phone is full and takes nothing new. Free some space; what is saved stays.",
    )}</p>`;
  }
  return null;
}

/** Where one is. */
function Place() {
  const { path, query } = useRoute();
  const name = path[0] || "";
  const { Screen: fetched, problem, load } = useLater(LATER, name);
  useEffect(() => scrollTo(0, 0), [path.join("/")]);
  const Screen = LATER[name] ? fetched : Home;
  if (problem) return html`<${ErrorState} problem=${problem} again=${load} />`;
  return Screen ? html`<${Screen} key=${path.join("/")} path=${path} query=${query} />` : html`<${Loading} />`;
}

/** The four ways of the thumb. */
function Tabs() {
  const { path } = useRoute();
  const waiting = useStored(async (store) => (await store.operations()).length + (await store.photos()).length, 0);
  const unread = useStored(async (store) => ((await store.get("home")) || { inbox: { count: 0 } }).inbox.count, 0);
  /** @param {string} name @param {string} icon @param {string} words @param {number} [count] */
  const tab = (name, icon, words, count = 0) => html`<a href=${`#/${name}`}
    aria-current=${(path[0] || "") === name ? "page" : undefined}>
    <${Icon} name=${icon} /><span>${words}</span>
    ${count > 0 && html`<b class="phone-badge number">${count > 99 ? "99+" : count}</b>`}</a>`;
  return html`<nav class="phone-tabs" aria-label=${say("主要页面", "Main screens")}>
    ${tab("", "phone", say("首页", "Home"))}
    ${tab("tasks", "check", say("任务", "Tasks"))}
    ${tab("outbox", "send", say("待发送", "Unsent"), waiting)}
    ${tab("inbox", "bell", say("消息", "Inbox"), unread)}
  </nav>`;
}

/** Fetches the other screens while nothing else is to do, so that they are here without a line. */
function prepare() {
  const idle = window.requestIdleCallback || ((/** @type {() => void} */ work) => setTimeout(work, 2000));
  idle(() => {
    Object.values(LATER).forEach((load) => load().catch(() => undefined));
    import("./installing.js").then(({ install }) => install(), () => undefined);
  });
}

start({ title: () => say("网格员", "Grid worker"), App });
