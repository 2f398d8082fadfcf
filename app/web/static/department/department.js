/** What is shown where: the list on the left and the case on the right at a desk, one after the other on a phone. */
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { KeysHelp, useKeys } from "../common/keys.js";
import { classes, html, useEffect, useRef, go, useRoute, useLater } from "../common/ui.js";
import { say } from "../common/words.js";
import { CasePage } from "./case_page.js";
import { FindPage } from "./find_page.js";
import { ListPage } from "./list_page.js";
import { Bar, More, Side } from "./nav.js";
import { PeoplePage } from "./people_page.js";
import { PoolPage } from "./pool_page.js";
import { CountsProvider, useReadCounts } from "./queues.js";
import { SeveralPage } from "./several_page.js";
import { Today } from "./today.js";

/** @typedef {import("../common/ui.js").Route} Route */

/** Which list stands beside a case, and which case. @param {Route} route */
function placesOf({ path, query }) {
  if (path[0] === "case") return { list: query.from || "", id: path[1] || "" };
  if (path[0] === "queue") return { list: path[1] || "to-sign", id: "" };
  return { list: path[0] === "pool" ? "pool" : "", id: "" };
}

/** @param {{list: string, selected: string | null}} props */
function List({ list, selected }) {
  if (list === "pool") return html`<${PoolPage} selected=${selected} />`;
  if (list === "assisting" || list === "called") return html`<${SeveralPage} key=${list} name=${list}
      selected=${selected} />`;
  return html`<${ListPage} key=${list} name=${list} selected=${selected} />`;
}

/** The next or the former case of the list that is shown. @param {number} by */
function step(by) {
  const rows = /** @type {HTMLAnchorElement[]} */ (Array.from(document.querySelectorAll(".unit-list a.case-row")));
  const at = rows.findIndex((row) => row.getAttribute("aria-current") === "true");
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by];
  if (!next) return;
  next.scrollIntoView({ block: "nearest" });
  location.hash = next.hash;
}

/** A list with the case that is open. @param {{list: string, id: string, doing: string | null}} props */
function Two({ list, id, doing }) {
  const place = useRef(0);
  useEffect(() => {
    if (id) scrollTo(0, 0);
    else scrollTo(0, place.current);
  }, [id]);
  const leave = () => {
    place.current = id ? place.current : scrollY;
  };
  const back = () => go(list === "pool" ? "pool" : `queue/${list}`);
  useKeys(
    { j: () => step(1), k: () => step(-1), Escape: () => id && back() },
    { j: say("下一件", "Next case"), k: say("上一件", "Former case"), Escape: say("回到列表", "Back to the list") },
  );
  return html`<div class=${classes("unit-two", id && "unit-two-open")}>
    <section class="unit-list" aria-label=${say("列表", "List")} onClickCapture=${leave}><${List} list=${list}
        selected=${id || null} /></section>
    <section class="unit-open" aria-label=${say("案卷", "Case")}>${
      id
        ? html`<button type="button" class="button-plain unit-back" onClick=${back}>‹ ${say("回到列表",
            "Back to the list")}</button>
          <${CasePage} key=${id} id=${id} from=${list} doing=${doing} />`
        : html`<${Empty} icon="menu" title=${say("选择一件案卷", "Choose a case")} />`
    }</section>
  </div>`;
}

/** What few go to is fetched when they do. @type {Record<string, () => Promise<any>>} */
const LATER = { away: () => import("./away_page.js") };

/** @param {{name: string, query: Record<string, string>}} props */
function Later({ name, query }) {
  const { Screen, problem, load } = useLater(LATER, name);
  if (problem) return html`<${ErrorState} problem=${problem} again=${load} />`;
  return Screen ? html`<${Screen} query=${query} />` : html`<${Loading} />`;
}

/** @param {{route: Route}} props */
function Page({ route }) {
  const { list, id } = placesOf(route);
  const { path, query } = route;
  if (list) return html`<${Two} list=${list} id=${id} doing=${query.do || null} />`;
  if (id) {
    return html`<a class="button-plain unit-back" href="#/">‹ ${say("今日", "Today")}</a>
      <${CasePage} key=${id} id=${id} from="" doing=${query.do || null} />`;
  }
  if (path[0] === "people") return html`<${PeoplePage} />`;
  if (LATER[path[0]]) return html`<${Later} name=${path[0]} query=${query} />`;
  if (path[0] === "find") return html`<${FindPage} key=${query.q || ""} words=${query.q || ""} />`;
  if (path[0] === "more") return html`<${More} />`;
  return html`<${Today} />`;
}

export function App() {
  const counts = useReadCounts();
  const route = useRoute();
  const { list } = placesOf(route);
  const here = list || (route.path[0] === "case" ? "today" : route.path[0] || "today");
  return html`<${CountsProvider} value=${counts}><div class="unit">
    <div class="unit-beside"><${Side} here=${here} /></div>
    <div class="unit-main"><${Page} route=${route} /></div>
    <${Bar} here=${here} /><${KeysHelp} />
  </div><//>`;
}
