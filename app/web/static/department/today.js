/** The first look: how much waits in each queue, and what is due first in all of them. */
import { CaseRow } from "../common/case.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { useLive } from "../common/live.js";
import { useOne } from "../common/lists.js";
import { meNow } from "../common/api.js";
import { classes, html, Icon } from "../common/ui.js";
import { label, number, say, time } from "../common/words.js";
import { addressOf } from "./case_page.js";
import { Nobodys } from "./people_page.js";
import { GROUPS, iconOf, placeOf, useCounts, useSoon } from "./queues.js";

const ALARMING = new Set(["due-soon", "ordered", "called"]);

/** @param {{queue: import("./queues.js").Queue}} props */
const Tile = ({ queue }) => html`<a href=${placeOf(queue.name)} class=${classes("unit-tile card",
    queue.count > 0 && ALARMING.has(queue.name) && "unit-tile-red")}>
  <${Icon} name=${iconOf(queue.name)} /><span class="big number">${number(queue.count)}</span><span>${label(queue)}
      </span></a>`;

/** What one was told last. @param {{inbox: any}} props */
const Told = ({ inbox }) => html`<section class="stack-tight"><h2>${say("消息", "News")} ${inbox.count > 0 && html`<span
    class="soft number">${number(inbox.count)}</span>`}</h2>
  <ul class="list card unit-rows">${inbox.latest.map((/** @type {any} */ one) => html`<li key=${one.id}>
    <a class="case-row" href=${addressOf(one.case_id, "")}><${Icon} name="bell" /><span class="grow case-row-words">
      <strong>${label(one)}</strong><span class="small unit-short" dir="auto">${one.description || ""}</span>
      <span class="soft small"><span class="number">${one.number}</span> · ${time(one.created_at)}</span></span></a>
          </li>`)}</ul></section>`;

export function Today() {
  const { all, known, problem, reload } = useCounts();
  const home = useOne("/home");
  const soon = useSoon(home.reload);
  useLive(soon);
  if (problem && !known) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  const due = home.body ? home.body.due_next.filter((/** @type {any} */ one) => one.queue !== "pool") : null;
  const who = meNow();
  const heads = Boolean(who && who.posts.some((held) => held.post === "department_lead"));
  const nobodys = all.find((queue) => queue.name === "unassigned");
  const shown = GROUPS()
    .slice(0, 2)
    .flatMap((group) => group.names)
    .flatMap((name) => all.filter((queue) => queue.name === name && (name !== "delivering" || queue.count > 0)));
  return html`<div class="stack">
    <h2 class="unseen">${say("今日", "Today")}</h2>
    ${!known && html`<${Loading} rows=${3} />`}
    <div class="unit-tiles">${shown.map((queue) => html`<${Tile} key=${queue.name} queue=${queue} />`)}</div>
    ${heads && html`<${Nobodys} load=${{ open: nobodys ? nobodys.count : 0, overdue: 0 }} />`}
    <section class="stack-tight"><h2>${say("最先到期", "Due first")}</h2>
      ${!due && !home.problem && html`<${Loading} rows=${4} />`}
      ${home.problem && !home.body && html`<${ErrorState} problem=${home.problem} again=${home.reload} />`}
      ${due && !due.length && html`<${Empty} title=${say("都办完了", "All is done")} />`}
      ${due && due.length > 0 && html`<ul class="list card unit-rows">${due.map((/** @type {any} */ one) => html`<li
          key=${one.case.id}>
        <${CaseRow} case=${one.case} href=${addressOf(one.case.id, one.queue)}>
          ${one.queue === "to-sign" && one.case.stage_due_at && html`<span class="chip">${say("{at} 前签收",
              "sign by {at}", { at: time(one.case.stage_due_at) })}</span>`}<//></li>`)}</ul>`}
    </section>
    ${home.body && home.body.inbox.latest.length > 0 && html`<${Told} inbox=${home.body.inbox} />`}
  </div>`;
}
