/** The wall 指挥大屏: pages that follow each other, never scroll, and go on alone when the line comes back. */
import { useAtMostEvery, useFigures } from "../common/figures.js";
import { useLive } from "../common/live.js";
import { start } from "../common/shell.js";
import { classes, html, Icon, useEffect, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { Colours, LateList, Map, Numbers, TrendPage, Units } from "./pages.js";

const EACH_MS = 20000;
const AGAIN_MS = 15000;
const RETRY_MS = 10000;
const OLD_MS = 120000;

document.documentElement.dataset.theme = "dark";

const summary = (/** @type {string} */ question, by = "status") => ({
  path: "/supervision/summary",
  query: { question, by },
});
const QUESTIONS = {
  open: summary("open"), overdue: summary("overdue"), stage: summary("stage-overdue"), upcoming: summary("upcoming"),
  orders: summary("orders"), suspended: summary("suspended"), faults: summary("overdue", "fault"),
  units: summary("overdue", "department"), openUnits: summary("open", "department"), ages: summary("open", "age"),
  grids: { path: "/supervision/summary", query: { question: "overdue", by: "area", level: "grid" } },
  areas: summary("overdue", "area"),
  latest: { path: "/supervision/overdue", query: { limit: 8 } },
  trend: { path: "/supervision/trend", query: { days: 30 } },
}; // prettier-ignore

const pages = () => [
  { name: say("总览", "Overview"), Page: Numbers },
  { name: say("超期分布", "Where it is late"), Page: Map },
  { name: say("超期最久", "Longest overdue"), Page: LateList },
  { name: say("近 30 天趋势", "The last 30 days"), Page: TrendPage },
  { name: say("各单位", "Units"), Page: Units },
  { name: say("网格考评", "Colours of grids"), Page: Colours },
];

/** The page that is shown, which moves on by itself unless it is held. */
function useTurns(/** @type {number} */ count) {
  const [at, setAt] = useState(0);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const timer = held ? 0 : setInterval(() => setAt((was) => (was + 1) % count), EACH_MS);
    return () => clearInterval(timer);
  }, [held, at, count]);
  useEffect(() => {
    const pressed = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "ArrowRight") setAt((was) => (was + 1) % count);
      else if (event.key === "ArrowLeft") setAt((was) => (was + count - 1) % count);
      else if (event.key === " " && !(event.target instanceof HTMLButtonElement)) setHeld((was) => !was);
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [count]);
  return { at, setAt, held, setHeld };
}

/** The moment, each second's minute anew. */
function useClock() {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function Wall() {
  const { bodies, problem, at: read, reload } = useFigures(QUESTIONS);
  const now = useClock();
  useLive(useAtMostEvery(reload, AGAIN_MS));
  useEffect(() => {
    const timer = problem ? setInterval(reload, RETRY_MS) : 0;
    return () => clearInterval(timer);
  }, [problem, reload]);
  const all = pages();
  const { at, setAt, held, setHeld } = useTurns(all.length);
  const { name, Page } = all[at];
  const old = read !== null && now - read > OLD_MS;
  return html`<div class="wall">
    <header class="wall-head"><h1>${name}</h1>
      <p class=${classes("wall-as-of", (problem || old) && "wall-old")} role="status">${
        read === null
          ? problem ? say("读取失败，正在重试", "Could not be read; trying again") : say("正在读取……", "Reading …")
          : problem || old
            ? html`<${Icon} name="warn" />${say("数据停在 {at}，正在重连", "Data of {at}; connecting again",
                { at: time(new Date(read).toISOString(), "clock") })}`
            : say("数据时间 {at}", "As of {at}", { at: time(new Date(read).toISOString(), "clock") })
      }</p><p class="wall-clock number">${time(new Date(now).toISOString(), "clock")}</p></header>
    <section class="wall-page" aria-label=${name}>${read !== null && html`<${Page} bodies=${bodies} />`}</section>
    <nav class="wall-turns" aria-label=${say("页面", "Pages")}>${all.map((page, index) => html`<button type="button"
        key=${page.name} class="wall-turn" aria-current=${index === at ? "true" : undefined}
        onClick=${() => setAt(index)}>${page.name}</button>`)}
      <button type="button" class="wall-turn" aria-pressed=${held} onClick=${() => setHeld(!held)}>
        <${Icon} name="pause" />${held ? say("继续轮播", "Go on") : say("停在此页", "Hold")}</button></nav>
  </div>`; // prettier-ignore
}

start({ title: () => say("指挥大屏", "Wall"), App: Wall, bare: true });
