/** A queue of a unit in the order of its deadlines; some can be signed or given on many at once. */
import { CaseRow } from "../common/case.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { useLive } from "../common/live.js";
import { usePages } from "../common/lists.js";
import { html, Icon, useEffect, useState } from "../common/ui.js";
import { number, say, time } from "../common/words.js";
import { BatchBar, batchesOf } from "./batch.js";
import { addressOf } from "./case_page.js";
import { titleOf, useCounts, useSoon } from "./queues.js";

const EMPTY = () => /** @type {Record<string, string>} */ ({
  "to-sign": say("没有待签收的案卷", "Nothing to sign"), handling: say("没有在办案卷", "Nothing in hand"),
  "due-soon": say("没有临期或超期的案卷", "Nothing is due soon or overdue"), again: say("没有返工的案卷", "Nothing to be done again"),
  ordered: say("没有待回复的督办", "No order waits for an answer"), unassigned: say("每件都有人经办", "Everything is somebody's"),
  returning: say("没有在审的退单", "No return is under review"), suspended: say("没有挂账的案卷", "Nothing stands still"),
}); // prettier-ignore

/** Said of a row beside what every list says. @param {{name: string, one: any}} props */
function Besides({ name, one }) {
  if (name === "ordered" && one.order_due_at) {
    return html`<span class="chip chip-red">${say("{at} 前回复", "answer by {at}", { at: time(one.order_due_at) })}
        </span>`;
  }
  if (name === "to-sign" && one.stage_due_at) {
    return html`<span class="chip">${say("{at} 前签收", "sign by {at}", { at: time(one.stage_due_at) })}</span>`;
  }
  return one.handler_name && name !== "my-cases" ? html`<span class="soft" dir="auto">${one.handler_name}
      </span>` : null;
}

/** @param {{name: string, selected: string | null}} props */
export function ListPage({ name, selected }) {
  const { all } = useCounts();
  const { items, more, loading, problem, reload } = usePages(`/queues/${name}`, { limit: 50 });
  const [chosen, setChosen] = useState(/** @type {Set<string> | null} */ (null));
  const soon = useSoon(reload, 400);
  useLive((hint) => {
    if (hint.kind !== "ready" && (!hint.caseId || hint.queues.includes(name))) soon();
  });
  useEffect(() => setChosen(null), [name]);
  const batches = batchesOf(name);
  const turn = (/** @type {string} */ id) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const queue = all.find((one) => one.name === name);
  return html`<div class="stack-tight">
    <header class="row"><h2 class="grow">${titleOf(all, name)} ${queue && html`<span class="soft number">
        ${number(queue.count)}</span>`}</h2>
      ${batches.length > 0 && items && items.length > 0 && html`<button type="button" class="button-plain"
          aria-pressed=${chosen ? "true" : "false"}
        onClick=${() => setChosen(chosen ? null : new Set())}><${Icon} name=${chosen ? "close" : "check"} />${
          chosen ? say("取消多选", "Stop choosing") : say("多选", "Choose several")
        }</button>`}
    </header>
    ${problem && !items && html`<${ErrorState} problem=${problem} again=${reload} />`}
    ${!items && !problem && html`<${Loading} rows=${6} />`}
    ${items && !items.length && html`<${Empty} title=${EMPTY()[name] || say("这里没有案卷", "No case here")} />`}
    ${items && items.length > 0 && html`<ul class="list card unit-rows">${items.map((one) => html`<li key=${one.id}
        class="row">
      ${chosen && html`<label class="unit-tick"><input type="checkbox" checked=${chosen.has(one.id)}
          onChange=${() => turn(one.id)}
        aria-label=${say("选择 {number}", "Choose {number}", { number: one.number })} /></label>`}
      <div class="grow"><${CaseRow} case=${one} href=${addressOf(one.id, name)} selected=${one.id === selected}>
        <${Besides} name=${name} one=${one} /><//></div></li>`)}</ul>`}
    ${more && html`<button type="button" class="button button-wide" disabled=${loading} onClick=${more}>${say("更多",
        "More")}</button>`}
    ${chosen && items && html`<${BatchBar} name=${name} items=${items} chosen=${chosen} onChoose=${setChosen}
        onDone=${reload} />`}
  </div>`;
}
