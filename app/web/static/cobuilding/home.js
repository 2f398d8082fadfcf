/** What concerns me: inspections that wait for me, my groups, and the quarters with their results. */
import { may } from "../common/api.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { usePages } from "../common/lists.js";
import { hashOf, html, Icon } from "../common/ui.js";
import { say } from "../common/words.js";
import { asDay, asScore, stateOf } from "./parts.js";
import { Opening } from "./running.js";

/** @param {{list: any, empty: string, row: (one: any) => any}} props */
function Rows({ list, empty, row }) {
  if (list.problem) return html`<${ErrorState} problem=${list.problem} again=${list.reload} />`;
  if (!list.items) return html`<${Loading} />`;
  if (!list.items.length) return html`<${Empty} title=${empty} />`;
  return html`<ul class="list card cob-list">${list.items.map(row)}</ul>
    ${list.more && html`<button type="button" class="button" onClick=${list.more}>${say("更多", "More")}</button>`}`;
}

const inspectionRow = (/** @type {any} */ one) => html`<li key=${one.id}><a class="cob-row" href=${hashOf(
  `inspection/${one.id}`,
)}><span class="grow"><strong dir="auto">${one.group_name}</strong>
    <br /><span class="soft small">${one.quarter} · ${one.area_name}</span></span>
  <span class=${one.state === "assigned" ? "chip chip-yellow" : "chip"}>${
    one.score === null ? stateOf(one.state) : say("{n} 分", "{n} points", { n: asScore(one.score) })
  }</span></a></li>`;

const groupRow = (/** @type {any} */ one) => html`<li key=${one.id}><a class="cob-row" href=${hashOf(
  `group/${one.id}`,
)}><span class="grow"><strong dir="auto">${one.name}</strong>
    <br /><span class="soft small">${one.area_name} · ${say("牵头单位", "led by")} ${one.lead_name || "–"}</span></span>
  ${one.valid_to && html`<span class="chip">${say("已结束", "Ended")}</span>`}</a></li>`;

const quarterRow = (/** @type {any} */ one) => html`<li key=${one.id}><a class="cob-row" href=${hashOf(
  `quarter/${one.id}`,
)}><span class="grow"><strong>${one.quarter}</strong> <span dir="auto">${one.area_name}</span>
    <br /><span class="soft small">${asDay(one.first_day)} – ${asDay(one.last_day)}</span></span>
  <span class=${one.state === "published" ? "chip chip-green" : "chip"}>${stateOf(one.state)}</span></a></li>`;

/** The first page. */
export function Home() {
  const inspections = usePages("/cobuilding/inspections", { mine: true });
  const groups = usePages("/cobuilding/groups");
  const quarters = usePages("/cobuilding/periods");
  const organises = may("supervise") || may("administer");
  const mine = inspections.items && inspections.items.length > 0;
  return html`<div class="stack cob-home">
    <h1 class="unseen">${say("共建", "Co-building")}</h1>
    ${
      mine &&
      html`<section class="stack-tight"><h2>${say("由我考评", "For me to inspect")}</h2>
        <${Rows} list=${inspections} empty="" row=${inspectionRow} /></section>`
    }
    <section class="stack-tight"><div class="row row-wrap"><h2 class="grow">${say("共建小组", "Groups")}</h2>
      ${organises && html`<a class="button" href=${hashOf("found")}><${Icon} name="plus" />${say("成立小组",
        "Found a group")}</a>`}</div>
      <${Rows} list=${groups} empty=${say("没有与您相关的共建小组", "No group concerns you")} row=${groupRow} /></section>
    <section class="stack-tight"><div class="row row-wrap"><h2 class="grow">${say("考评季度", "Quarters")}</h2>
      <a class="button" href=${hashOf("schemes")}>${say("考评方案", "Schemes")}</a></div>
      ${may("supervise") && html`<${Opening} />`}
      <${Rows} list=${quarters} empty=${say("尚未开启考评季度", "No quarter is open yet")} row=${quarterRow} /></section>
  </div>`; // prettier-ignore
}
