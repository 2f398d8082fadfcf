/** Release 公开审核: what of answered cases anybody may read; those that wait, those on a board, those taken back. */
import { start } from "../common/shell.js";
import { hashOf, html, useEffect, useRoute } from "../common/ui.js";
import { say } from "../common/words.js";
import { Listed, Waiting } from "./lists.js";
import { Release } from "./release.js";

const rooms = () => [
  { path: "", name: say("待审核", "Waiting") },
  { path: "shown", name: say("已公开", "On the boards") },
  { path: "withdrawn", name: say("已撤回", "Taken back") },
];

/** What the address names. */
function Releases() {
  const { path, query } = useRoute();
  const [room = "", id = ""] = path;
  useEffect(() => scrollTo(0, 0), [path.join("/")]);
  if (room === "case") return html`<div class="releases stack"><${Release} key=${id} id=${id} /></div>`;
  return html`<div class="releases stack"><nav class="row row-wrap" aria-label=${say("公开审核栏目",
      "Parts of this screen")}>${rooms().map((one) => html`<a key=${one.path} class="chip" href=${hashOf(one.path)}
      aria-current=${one.path === room ? "true" : undefined}>${one.name}</a>`)}</nav>
    ${room === "" ? html`<${Waiting} query=${query} />` : html`<${Listed} key=${room}
      stands=${room === "shown"} />`}</div>`;
} // prettier-ignore

start({ title: () => say("公开审核", "Public release"), App: Releases });
