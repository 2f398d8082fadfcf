/** Co-building 共建 at `/cobuilding`: a group's own view, an inspector's on the phone, and the results of a quarter. */
import { start } from "../common/shell.js";
import { hashOf, html, useRoute } from "../common/ui.js";
import { say } from "../common/words.js";
import { Assess } from "./assess.js";
import { Founding } from "./founding.js";
import { Group } from "./group.js";
import { Home } from "./home.js";
import { Inspection } from "./inspection.js";
import { Quarter } from "./quarter.js";
import { Explained } from "./result.js";
import { Schemes } from "./schemes.js";
import { Activity, Adoption, Project, Task } from "./work.js";

/** `#/`, `#/found`, `#/schemes[/new]`, `#/group/ID`, `#/assess/ID`, `#/inspection/ID`, `#/quarter/ID[/GROUP]`, … */
function Cobuilding() {
  const { path, query } = useRoute();
  const [kind, id, more] = path;
  if (kind === "found") return html`<${Founding} />`;
  if (kind === "schemes") return html`<${Schemes} path=${path} query=${query} key=${path.join("/")} />`;
  if (kind === "group") return html`<${Group} id=${id} key=${id} />`;
  if (kind === "assess") return html`<${Assess} id=${id} key=${id} />`;
  if (kind === "inspection") return html`<${Inspection} id=${id} key=${id} />`;
  if (kind === "quarter" && more) return html`<${Explained} period=${id} group=${more} key=${more} />`;
  if (kind === "quarter") return html`<${Quarter} id=${id} key=${id} />`;
  if (kind === "task") return html`<${Task} id=${id} key=${id} />`;
  if (kind === "activity") return html`<${Activity} id=${id} key=${id} />`;
  if (kind === "adoption") return html`<${Adoption} id=${id} key=${id} />`;
  if (kind === "project") return html`<${Project} id=${id} key=${id} />`;
  return html`<${Home} />`;
}

const Nav = () => html`<a class="chip" href=${hashOf("")}>${say("共建总览", "Overview")}</a>`;

start({ title: () => say("共建", "Co-building"), App: Cobuilding, nav: Nav });
