/** Assists 协办 in the order of their own times, and whistles 吹哨 in the order in which they want an answer. */
import { Light } from "../common/case.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { useLive } from "../common/live.js";
import { usePages } from "../common/lists.js";
import { meNow } from "../common/api.js";
import { classes, html, Icon } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { addressOf } from "./case_page.js";
import { titleOf, useCounts, useSoon } from "./queues.js";

/** @param {{one: any, selected: boolean}} props */
const AssistRow = ({ one, selected }) => html`<a class="case-row" href=${addressOf(one.case_id, "assisting")}
    aria-current=${selected ? "true" : undefined}>
  <${Light} light=${one.light} brief=${true} />
  <span class="grow case-row-words"><span class="case-row-name" dir="auto">${one.title || one.description}</span>
    <span class="soft small"><span class="number">${one.number}</span> · <span dir="auto">${one.department_name
        || one.department_code}</span></span>
    <span class="row row-wrap small"><span>${label(one, "sentence")}</span>
      ${one.excuse && one.excuse.approved === null && html`<span class="chip chip-yellow">${say("免办待审",
          "excuse asked for")}</span>`}</span></span>
</a>`;

/** @param {{one: any, selected: boolean}} props */
function WhistleRow({ one, selected }) {
  const who = meNow();
  const mine = one.calls.filter((
      /** @type {any} */ call) => who && who.department_codes.includes(call.department_code));
  const waits = mine.some((/** @type {any} */ call) => call.state === "called");
  const late = waits && Date.parse(one.respond_by) < Date.now();
  return html`<a class="case-row" href=${addressOf(one.case_id, "called")} aria-current=${selected
      ? "true" : undefined}>
    <span class=${classes("light", waits ? "light-red" : "light-green")}><${Icon} name=${waits ? "bell" : "check"}
      label=${waits ? say("待报到", "To respond") : say("已应答", "Answered")} /></span>
    <span class="grow case-row-words"><span class="case-row-name" dir="auto">${one.note}</span>
      <span class="soft small"><span class="number">${one.number}</span> · <span dir="auto">${one.place}</span></span>
      <span class="row row-wrap small"><span class=${classes("number", late && "left-late")}>${say("{at} 前报到",
          "respond by {at}", { at: time(one.respond_by) })}</span>
        ${mine.map((/** @type {any} */ call) => html`<span class="chip" key=${call.department_code}>${label(call,
            "state_label")}</span>`)}</span></span>
  </a>`;
}

/** @param {{name: "assisting" | "called", selected: string | null}} props */
export function SeveralPage({ name, selected }) {
  const { all } = useCounts();
  const called = name === "called";
  const query = called ? { mine: true, open: true, limit: 100 } : { mine: true, limit: 50 };
  const { items, more, loading, problem, reload } = usePages(called ? "/whistles" : "/assists", query);
  const soon = useSoon(reload, 400);
  useLive((hint) => {
    if (hint.kind !== "ready") soon();
  });
  const sorted = called && items ? [...items].sort((a, b) => a.respond_by.localeCompare(b.respond_by)) : items;
  const Row = called ? WhistleRow : AssistRow;
  return html`<div class="stack-tight"><h2>${titleOf(all, name)}</h2>
    ${problem && !items && html`<${ErrorState} problem=${problem} again=${reload} />`}
    ${!items && !problem && html`<${Loading} rows=${4} />`}
    ${sorted && !sorted.length && html`<${Empty} title=${called ? say("没有吹哨", "No whistle") : say("没有待协办的案卷",
        "Nothing to assist")} />`}
    ${sorted && sorted.length > 0 && html`<ul class="list card unit-rows">${sorted.map((one) => html`<li key=${one.id}>
      <${Row} one=${one} selected=${one.case_id === selected} /></li>`)}</ul>`}
    ${more && html`<button type="button" class="button button-wide" disabled=${loading} onClick=${more}>${say("更多",
        "More")}</button>`}
  </div>`;
}
