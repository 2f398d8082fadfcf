/** People 人员: who there is, one by one or many from a sheet. */
import { send } from "../common/api.js";
import { Dialog, Empty, ErrorState, Loading } from "../common/feedback.js";
import { usePages } from "../common/lists.js";
import { html, Icon, useState, go, useRoute } from "../common/ui.js";
import { say } from "../common/words.js";
import { Form } from "./form.js";
import { Many } from "./many.js";
import { POSTS } from "./names.js";
import { Given } from "./passwords.js";
import { POST_FIELDS, Person } from "./person.js";
import { ACTIVE, Filters, Rows, SEARCH, Use } from "./resource.js";

const FILTERS = [
  SEARCH,
  { name: "area", label: say("任职区划", "At the area"), kind: "area" },
  { name: "department", label: say("任职部门", "In the department"), kind: "unit" },
  { name: "post", label: say("岗位", "Post"), kind: "choice", options: POSTS },
  ACTIVE,
  {
    name: "stranded", label: say("待移交", "To hand over"), kind: "choice",
    options: [{ value: "true", label: say("已离岗而有在办", "Gone, with open work") }],
  },
]; // prettier-ignore
const FIELDS = [
  { name: "username", label: say("登录账号", "User name"), kind: "text" },
  { name: "display_name", label: say("姓名", "Name"), kind: "text" },
  { name: "phone", label: say("电话", "Phone"), kind: "text", optional: true },
  ...POST_FIELDS,
];
const COLUMNS = [
  { label: say("登录账号", "User name"), of: (/** @type {any} */ row) => row.username },
  { label: say("姓名", "Name"), of: (/** @type {any} */ row) => row.display_name },
  { label: say("电话", "Phone"), of: (/** @type {any} */ row) => row.phone || "" },
  { label: say("状态", "State"), of: (/** @type {any} */ row) => Use(row.is_active, say("已停用", "Deactivated")) },
];

/** One new person, whose one-time password is shown once. @param {{onClose: () => void, onMade: () => void}} props */
function Newcomer({ onClose, onMade }) {
  const [given, setGiven] = useState(/** @type {any} */ (null));
  const save = async (/** @type {any} */ body, /** @type {any} */ _, /** @type {string} */ key) => {
    try {
      return (await send("POST", "/users/batch", { users: [body] }, { key })).body;
    } catch (error) {
      const told = /** @type {any} */ (error);
      for (const each of told.errors || []) each.pointer = each.pointer.replace(/^\/users\/0/, "");
      throw error;
    }
  };
  const done = (/** @type {any} */ made) => {
    setGiven(made);
    onMade();
  };
  return html`<${Dialog} title=${say("新增人员", "New person")} onClose=${onClose} wide>${
    given
      ? html`<${Given} given=${given} />`
      : html`<${Form} fields=${FIELDS} first=${{ post: "full_time_worker" }} save=${save} onDone=${done}
        onCancel=${onClose} />`
  }<//>`;
}

/** The room. */
export function People() {
  const { path, query } = useRoute();
  const { items, more, loading, problem, reload } = usePages("/users", { ...query, limit: 100 });
  const at = path[1] || "";
  const close = () => go("people", query, { replace: true });
  return html`<div class="bar"><a class="button button-primary" href="#/people/new"><${Icon} name="plus" />
      ${say("新增人员", "New person")}</a>
      <a class="button" href="#/people/many"><${Icon}
        name="people" />${say("批量新增（粘贴表格）", "Many (paste a sheet)")}</a></div>
    <${Filters} room="people" filters=${FILTERS} query=${query} />
    ${problem && html`<${ErrorState} problem=${problem} again=${reload} />`}
    ${!items && !problem && html`<${Loading} />`}
    ${items && !items.length && html`<${Empty} title=${say("没有符合条件的人员", "Nobody like that")} />`}
    ${
      items &&
      items.length > 0 &&
      html`<div class="card admin-card"><${Rows} columns=${COLUMNS} rows=${items} label=${say("人员", "People")}
      keyOf=${(/** @type {any} */ row) => row.id} open=${(/** @type {any} */ row) => `#/people/${row.id}`} /></div>`
    }
    ${more && html`<button class="button" disabled=${loading} onClick=${more}>${say("更多", "More")}</button>`}
    ${at === "new" && html`<${Newcomer} onClose=${close} onMade=${reload} />`}
    ${at === "many" && html`<${Many} onClose=${close} onMade=${reload} />`}
    ${at && at !== "new" && at !== "many" && html`<${Person} key=${at} id=${at} onClose=${close}
      onMade=${reload} />`}`;
}
