/** The rooms of administration, and which of them is open by the address. */
import { html, Icon, useRoute } from "../common/ui.js";
import { say } from "../common/words.js";
import { Areas } from "./areas.js";
import { Calendar } from "./calendar.js";
import { Categories, Rules, Standards, Terms } from "./categories.js";
import { Departments } from "./departments.js";
import { Import } from "./import.js";
import { Ladder } from "./ladder.js";
import { Matrix, RoutingRules } from "./matrix.js";
import { People } from "./people.js";
import { Repeats } from "./repeats.js";
import { Trail } from "./trail.js";

/** @type {{title: string, rooms: {path: string, name: string, room: any}[]}[]} */
const GROUPS = [
  {
    title: say("组织", "Organisation"),
    rooms: [
      { path: "areas", name: say("区划与边界", "Areas and boundaries"), room: Areas },
      { path: "departments", name: say("部门单位", "Departments"), room: Departments },
      { path: "people", name: say("人员与任职", "People and posts"), room: People },
    ],
  },
  {
    title: say("事项", "Matters"),
    rooms: [
      { path: "categories", name: say("类别", "Categories"), room: Categories },
      { path: "standards", name: say("类别标准", "Standards"), room: Standards },
      { path: "rules", name: say("立案条件", "Filing rules"), room: Rules },
      { path: "terms", name: say("性质与来源", "Natures and sources"), room: Terms },
    ],
  },
  {
    title: say("时限与派遣", "Time and dispatch"),
    rooms: [
      { path: "calendar", name: say("工作日历", "Working calendar"), room: Calendar },
      { path: "matrix", name: say("权责清单", "Responsibility matrix"), room: Matrix },
      { path: "routing", name: say("派遣规则", "Routing rules"), room: RoutingRules },
      { path: "ladder", name: say("超期升级", "Escalation ladder"), room: Ladder },
      { path: "repeats", name: say("重复诉求", "Repeat demands"), room: Repeats },
    ],
  },
  {
    title: say("数据", "Data"),
    rooms: [
      { path: "import", name: say("批量导入", "Import"), room: Import },
      { path: "trail", name: say("操作记录", "Audit trail"), room: Trail },
    ],
  },
];

/** @param {{at: string}} props */
const Rooms = ({ at }) => html`${GROUPS.map(
  (group) => html`<section key=${group.title} class="admin-group">
    <h2 class="admin-group-title">${group.title}</h2>
    <ul>${group.rooms.map(
      (one) => html`<li key=${one.path}><a class="admin-room" href="#/${one.path}"
        aria-current=${one.path === at ? "page" : undefined}>${one.name}</a></li>`,
    )}</ul></section>`,
)}`;

/** Everything: the rooms at the side, on a phone behind one button, and the one that is open. */
export function Administration() {
  const { path } = useRoute();
  const rooms = GROUPS.flatMap((group) => group.rooms);
  const open = rooms.find((one) => one.path === path[0]) || rooms[0];
  const title = say("管理内容", "What is administered");
  return html`<div class="admin">
    <nav class="admin-side" aria-label=${title}><${Rooms} at=${open.path} /></nav>
    <details class="admin-menu" key=${open.path}><summary class="button button-wide"><${Icon} name="menu" />
      ${open.name}</summary><nav aria-label=${title}><${Rooms} at=${open.path} /></nav></details>
    <div class="admin-main stack"><h2 class="admin-title">${open.name}</h2><${open.room} key=${open.path} /></div>
  </div>`;
}
