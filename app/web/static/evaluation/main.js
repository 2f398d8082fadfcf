/** Evaluation 考评: one's own score and why, figures, periods, schemes, appeals, irregularities. */
import { ErrorState, Loading } from "../common/feedback.js";
import { may } from "../common/api.js";
import { start } from "../common/shell.js";
import { html, useEffect, useRoute, useLater } from "../common/ui.js";
import { say } from "../common/words.js";
import { Mine } from "./mine.js";

/** What is fetched when somebody goes there. @type {Record<string, () => Promise<any>>} */
const LATER = {
  figures: () => import("./figures_page.js"),
  cases: () => import("./behind.js"),
  periods: () => import("./periods.js"),
  schemes: () => import("./schemes.js"),
  appeals: () => import("./appeals.js"),
  irregularities: () => import("./irregularities.js"),
};

/** The rooms of this person. */
const rooms = () =>
  [
    { path: "", name: say("我的考评", "My score"), shown: true },
    { path: "figures", name: say("指标", "Figures"), shown: true },
    { path: "periods", name: say("考评周期", "Periods"), shown: may("supervise") },
    { path: "schemes", name: say("方案", "Schemes"), shown: may("supervise") },
    { path: "appeals", name: say("申诉", "Appeals"), shown: true },
    { path: "irregularities", name: say("异常", "Irregularities"), shown: true },
  ].filter(({ shown }) => shown);

/** What the address names. */
function Evaluation() {
  const { path, query } = useRoute();
  const name = path[0] || "";
  const { Screen: fetched, problem, load } = useLater(LATER, name);
  useEffect(() => scrollTo(0, 0), [path.join("/")]);
  const Screen = LATER[name] ? fetched : Mine;
  if (problem) return html`<${ErrorState} problem=${problem} again=${load} />`;
  const here = name === "cases" ? "figures" : name === "mine" ? "" : name;
  return html`<div class="evaluation stack"><nav class="rooms" aria-label=${say("考评栏目", "Parts of evaluation")}>
      ${rooms().map((room) => html`<a key=${room.path} class="chip" href="#/${room.path}"
        aria-current=${room.path === here ? "true" : undefined}>${room.name}</a>`)}</nav>
    ${Screen ? html`<${Screen} path=${path} query=${query} />` : html`<${Loading}
      rows=${6} />`}</div>`; // prettier-ignore
}

start({ title: () => say("考评", "Evaluation"), App: Evaluation });
