/** A group's own view 共建小组: its units, tasks, activities, adoptions and projects, and what one may do here. */
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { useOne, usePages } from "../common/lists.js";
import { go, hashOf, html, useRoute } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { Members } from "./founding.js";
import { NewActivity, NewAdoption, NewTask } from "./new.js";
import { NewProject } from "./new_project.js";
import { asDay, kindOf, Read, stateOf } from "./parts.js";

const TABS = () => [
  { name: "tasks", label: say("任务", "Tasks") }, { name: "activities", label: say("活动", "Activities") },
  { name: "adoptions", label: say("认领共管", "Adoptions") }, { name: "projects", label: say("项目", "Projects") },
  { name: "members", label: say("成员单位", "Units") },
]; // prettier-ignore

const late = (/** @type {boolean} */ is) => is && html` <span class="chip chip-red">${say("逾期", "Late")}</span>`;

/** @type {Record<string, (one: any) => any>} */
const ROWS = {
  tasks: (one) => html`<span class="grow"><strong dir="auto">${one.title}</strong><br />
    <span class="soft small">${one.department_name} · ${asDay(one.due_on)}</span></span>${late(one.is_overdue)}
    <span class=${one.state === "accepted" ? "chip chip-green" : "chip"}>${stateOf(one.state)}</span>`,
  activities: (one) => html`<span class="grow"><strong dir="auto">${one.title}</strong><br /><span class="soft small">
    ${kindOf(one.kind)} · ${time(one.starts_at)} · ${one.place}</span></span><span class="small">${say(
    "到场 {n}", "{n} there", { n: one.attended })}</span><span class="chip">${stateOf(one.state)}</span>`,
  adoptions: (one) => html`<span class="grow"><strong dir="auto">${one.title}</strong><br /><span class="soft small">
    ${one.department_name || one.resident_name} · ${asDay(one.valid_from)}
    ${one.valid_to ? ` – ${asDay(one.valid_to)}` : ""}
    </span></span><span class="small">${say("共管 {n} 次", "{n} times", { n: one.done })}</span>`,
  projects: (one) => html`<span class="grow"><strong dir="auto">${one.title}</strong><br /><span class="soft small">
    ${one.department_name} · ${say("{done} / {all} 阶段", "{done} of {all} stages", {
      done: one.stages.filter((/** @type {any} */ stage) => stage.done_at).length, all: one.stages.length,
    })}</span></span>
    ${late(one.stages.some((/** @type {any} */ stage) => stage.is_overdue && !stage.done_at))}
    <span class="chip">${stateOf(one.state)}</span>`,
}; // prettier-ignore
/** @type {Record<string, string>} */
const PLACES = { tasks: "task", activities: "activity", adoptions: "adoption", projects: "project" };

/** @param {{told: any, tab: string}} props */
function Work({ told, tab }) {
  const list = usePages(`/cobuilding/${tab}`, { group: told.id });
  if (list.problem) return html`<${ErrorState} problem=${list.problem} again=${list.reload} />`;
  const may = !told.valid_to;
  return html`
    ${
      may && tab === "tasks" && (told.may_lead || told.may_manage) &&
      html`<${NewTask} told=${told} onDone=${list.reload} />`
    }
    ${
      may && tab === "activities" && (told.may_work || told.may_manage) &&
      html`<${NewActivity} told=${told} onDone=${list.reload} />`
    }
    ${
      may && tab === "projects" && (told.may_work || told.may_manage) &&
      html`<${NewProject} told=${told} onDone=${list.reload} />`
    }
    ${may && tab === "adoptions" && told.may_record && html`<${NewAdoption} told=${told} onDone=${list.reload} />`}
    ${!list.items && html`<${Loading} />`}
    ${list.items && !list.items.length && html`<${Empty} />`}
    ${
      list.items && list.items.length > 0 &&
      html`<ul class="list card cob-list">${list.items.map(
        (one) => html`<li key=${one.id}><a class="cob-row" href=${hashOf(`${PLACES[tab]}/${one.id}`)}>
          ${ROWS[tab](one)}</a></li>`,
      )}</ul>`
    }
    ${list.more && html`<button type="button" class="button" onClick=${list.more}>${say("更多", "More")}</button>`}`;
}

/** @param {{id: string}} props */
export function Group({ id }) {
  const { query } = useRoute();
  const tab = query.tab || "tasks";
  const one = useOne(`/cobuilding/groups/${id}`);
  return html`<${Read} one=${one}>${(/** @type {any} */ told) => html`<div class="stack">
    <header class="row row-wrap"><span class="grow"><h1 dir="auto">${told.name}</h1>
      <p class="soft">${told.area_name} · ${say("牵头单位", "led by")} ${told.lead_name || "–"}
        ${told.valid_to && html` <span class="chip">${say("已结束", "Ended")}</span>`}</p></span>
      <a class="button" href=${hashOf(`assess/${id}`)}>${say("月自查自评", "Self-assessment")}</a></header>
    <div class="row row-wrap cob-tabs" role="group" aria-label=${say("小组工作", "Work of the group")}>${TABS().map(
      (each) => html`<button type="button" key=${each.name} class="chip"
        aria-pressed=${tab === each.name ? "true" : "false"}
        onClick=${() => go(`group/${id}`, { tab: each.name }, { replace: true })}>${each.label}</button>`,
    )}</div>
    ${
      tab === "members"
        ? html`<${Members} told=${told} onDone=${one.put} />`
        : html`<${Work} told=${told} tab=${tab} key=${tab} />`
    }
  </div>`}<//>`;
}
