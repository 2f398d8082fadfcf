/** The load 在手量 of a unit: who has how much in hand, what is late, and what is nobody's yet. */
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { useLive } from "../common/live.js";
import { useOne } from "../common/lists.js";
import { html, Icon, useEffect, useState, hashOf } from "../common/ui.js";
import { number, say, time } from "../common/words.js";
import { useMyUnits } from "./claiming.js";
import { useSoon } from "./queues.js";

const POSTS = () => /** @type {Record<string, string>} */ ({
  department_lead: say("负责人", "Head"), department_handler: say("经办人", "Handler"),
}); // prettier-ignore

/** How long a bar is, of the busiest. @param {{value: number, of: number, late: number}} props */
function Share({ value, of, late }) {
  const whole = of > 0 ? (100 * value) / of : 0;
  const red = of > 0 ? (100 * late) / of : 0;
  return html`<svg class="unit-share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
    <rect class="unit-share-all" width=${whole} height="10" /><rect class="unit-share-late" width=${red} height="10" />
        </svg>`;
}

/** @param {{one: any, most: number}} props */
const PersonRow = ({ one, most }) => html`<tr>
  <th scope="row" dir="auto">${one.name || say("（已离开）", "(left)")} <span class="soft small">${one.works_here
      ? POSTS()[one.post] || "" : say("不在本单位", "not of this unit")}</span>
    <${Share} value=${one.open} of=${most} late=${one.overdue} /></th>
  <td class="number">${number(one.open)}</td><td class="number ${one.overdue ? "left-late" : ""}">
      ${number(one.overdue)}</td>
  <td class="number">${number(one.due_today)}</td><td class="number unit-wide">${number(one.to_sign)}</td><td
      class="number unit-wide">${number(one.suspended)}</td>
  <td class="unit-wide"><a class="button-plain" href=${hashOf("away", { who: one.id, name: one.name })}>${say("请假",
      "Away")}</a></td></tr>`;

/** What nobody handles, and where to give it to somebody. @param {{load: any}} props */
export const Nobodys = ({ load }) => html`<a class="card unit-nobodys row ${load.open ? "unit-tile-red" : ""}"
    href="#/queue/unassigned">
  <${Icon} name="help" /><span class="grow">${load.open ? say("{n} 件还没有人经办", "{n} are nobody's yet",
      { n: number(load.open) }) : say("每件都有人经办", "Everything is somebody's")}</span>
  ${load.overdue > 0 && html`<span class="chip chip-red">${say("超期 {n}", "{n} overdue", { n: number(load.overdue) })}
      </span>`}<${Icon} name="next" /></a>`;

/** @param {{code: string}} props */
function Load({ code }) {
  const { body, problem, reload } = useOne(`/departments/${code}/load`);
  const soon = useSoon(reload);
  useLive(soon);
  if (problem && !body) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (!body) return html`<${Loading} rows=${5} />`;
  const most = Math.max(1, ...body.items.map((/** @type {any} */ one) => one.open));
  const figures = /** @type {[string, number, boolean][]} */ ([
    [say("在手", "In hand"), body.open, false], [say("待签收", "To sign"), body.to_sign, false],
    [say("今日到期", "Due today"), body.due_today, false], [say("超期", "Overdue"), body.overdue, true],
  ]); // prettier-ignore
  return html`<dl class="unit-figures">${figures.map(([name, value, bad]) => html`<div class="card" key=${name}><dt
      class="soft">${name}</dt>
      <dd class="big number ${bad && value ? "left-late" : ""}">${number(value)}</dd></div>`)}</dl>
    <${Nobodys} load=${body.unassigned} />
    ${body.items.length === 0 ? html`<${Empty} icon="people" title=${say("本单位没有经办人", "Nobody works in this unit")} />`
        : html`<div class="card unit-scroll">
      <table><caption class="unseen">${say("每人的在手量", "What each has in hand")}</caption>
        <thead><tr><th scope="col">${say("人员", "Person")}</th><th scope="col">${say("在手", "In hand")}</th><th
            scope="col">${say("超期", "Overdue")}</th>
          <th scope="col">${say("今日", "Today")}</th><th scope="col" class="unit-wide">${say("待签收", "To sign")}</th>
          <th scope="col" class="unit-wide">${say("挂账", "Suspended")}</th><th scope="col" class="unit-wide"><span
              class="unseen">${say("请假", "Away")}</span></th></tr></thead>
        <tbody>${body.items.map((/** @type {any} */ one) => html`<${PersonRow} key=${one.id} one=${one}
            most=${most} />`)}</tbody></table></div>`}
    <p class="soft small">${say("{at} 统计", "counted {at}", { at: time(body.as_of) })}</p>`;
}

export function PeoplePage() {
  const { units, problem, reload } = useMyUnits();
  const [chosen, setChosen] = useState("");
  const first = units && units[0] ? units[0].code : "";
  useEffect(() => { if (!chosen) setChosen(first); }, [first]); // prettier-ignore
  if (problem) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (!units) return html`<${Loading} rows=${5} />`;
  return html`<div class="stack"><header class="row row-wrap"><h2 class="grow">${say("在手量", "Load")}</h2>
      ${units.length > 1 && html`<label class="row"><span class="soft nowrap">${say("单位", "Unit")}</span>
        <select value=${chosen} onChange=${(/** @type {any} */ event) => setChosen(event.target.value)}>
          ${units.map((/** @type {any} */ unit) => html`<option key=${unit.code} value=${unit.code}>${unit.name
              || unit.code}</option>`)}
              </select></label>`}</header>
    ${chosen && html`<${Load} key=${chosen} code=${chosen} />`}
  </div>`;
}
