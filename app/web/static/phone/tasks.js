/** What waits for me 任务: to verify, to check, and the other queues of my posts; the most pressing first. */
import { get } from "../common/api.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { Icon, html, useEffect, useState } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { CaseRow, actsBy, usePhone, useStored, useWords } from "./parts.js";

const LATER_MS = 3600000;
/** The queues this phone can draw without a line: whose they are, and in which status. */
const KNOWN = /** @type {Record<string, (told: any, me: string) => boolean>} */ ({
  "to-verify": (told, me) => told.status === "verifying" && told.verifier_id === me,
  "to-check": (told, me) => told.status === "checking" && told.checker_id === me,
});

/** @param {{path: string[]}} props */
export function Screen({ path }) {
  const { me, store } = usePhone();
  const words = useWords();
  const home = useStored((memory) => memory.get("home"), /** @type {any} */ (null));
  const cases = useStored((memory) => memory.cases(), /** @type {any[] | null} */ (null));
  const later = useStored((memory) => memory.get("later"), /** @type {Record<string, number>} */ ({})) || {};
  const queues = home ? home.queues : [];
  const name = path[1] || "";
  if (!cases) return null;
  const mine = cases
    .map(({ told }) => told)
    .filter((told) => (name ? [name] : Object.keys(KNOWN)).some((queue) => KNOWN[queue] && KNOWN[queue](told, me.id)));
  mine.sort((one, other) => ((actsBy(one) || "9") < (actsBy(other) || "9") ? -1 : 1));
  const now = Date.now();
  const put = mine.filter((told) => later[told.id] > now);
  const due = mine.filter((told) => !(later[told.id] > now));
  /** @param {any} told */
  const postpone = (told) => store.set({ later: { ...later, [told.id]: later[told.id] > now ? 0 : now + LATER_MS } });
  /** @param {any} told */
  const row = (told) => html`<div key=${told.id} class="phone-task"><${CaseRow} told=${told} words=${words} />
    <button type="button" class="button-plain" onClick=${() => postpone(told)}><${Icon} name="clock" />
      ${later[told.id] > now ? say("现在处理", "Do it now") : say("稍后处理", "Later")}</button></div>`;
  return html`<div class="stack phone">
    <nav class="phone-chips" aria-label=${say("队列", "Queues")}>
      <a class="chip" href="#/tasks" aria-current=${name ? undefined : "true"}>${say("等我办的", "For me")}</a>
      ${queues.map(
        (/** @type {any} */ one) => html`<a key=${one.name} class="chip" href=${`#/tasks/${one.name}`}
          aria-current=${one.name === name ? "true" : undefined}>${label(one)} <b class="number">${one.count}</b></a>`,
      )}
    </nav>
    ${name && !KNOWN[name]
      ? html`<${Queue} name=${name} words=${words} />`
      : html`${!mine.length && html`<${Empty} title=${say("没有等您办的任务。", "Nothing waits for you.")} />`}
        ${due.length > 0 && html`<div class="card list phone-list">${due.map(row)}</div>`}
        ${put.length > 0 && html`<section class="stack-tight"><h2>${say("稍后处理", "Later")}</h2>
          <div class="card list phone-list">${put.map(row)}</div></section>`}`}
  </div>`;
}

/**
 * A queue that only the service can draw; as it was last, while there is no line.
 * @param {{name: string, words: any}} props
 */
function Queue({ name, words }) {
  const { store } = usePhone();
  const [items, setItems] = useState(/** @type {any[] | null} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const load = async () => {
    setProblem(null);
    const kept = await store.get(`queue:${name}`);
    if (kept) setItems(kept);
    try {
      const { body } = await get(`/queues/${encodeURIComponent(name)}`);
      setItems(body.items);
      await store.set({ [`queue:${name}`]: body.items });
    } catch (error) {
      if (!kept) setProblem(error);
    }
  };
  useEffect(() => {
    load();
  }, [name]);
  if (problem) return html`<${ErrorState} problem=${problem} again=${load} />`;
  if (!items) return html`<${Loading} />`;
  if (!items.length) return html`<${Empty} />`;
  return html`<div class="card list phone-list">${items.map(
    (told) => html`<${CaseRow} key=${told.id} told=${told} words=${words} />`,
  )}</div>`;
}
