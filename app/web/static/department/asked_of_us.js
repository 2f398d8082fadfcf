/** What a case asks of a unit beside the work: the answer to an order 督办, the assist 协办 it was put on the case for. */
import { Light } from "../common/case.js";
import { useOne } from "../common/lists.js";
import { meNow } from "../common/api.js";
import { html, Icon, useEffect } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { offerOf } from "./acting.js";

/** @param {{offers: any[], onDoing: (action: string) => void}} props */
const Answers = ({ offers, onDoing }) => html`<div class="bar">${offers.map(
  (offer, index) => html`<button type="button" key=${offer.action} data-action=${offer.action}
    class=${index === 0 ? "button button-primary" : "button"} onClick=${() => onDoing(offer.action)}>${label(offer)}
        </button>`,
)}</div>`;

/** The order that waits for its answer. @param {{case: any, onDoing: (action: string) => void}} props */
export function OrderPanel({ case: one, onDoing }) {
  const { body, reload } = useOne(one.order_due_at ? `/cases/${one.id}/orders` : null);
  useEffect(() => void reload(), [one.version]);
  const open = body && body.items.find((/** @type {any} */ order) => !order.answered_at && !order.ended_at);
  if (!one.order_due_at || !open) return null;
  const answer = offerOf(one, "answer_supervision");
  return html`<section class="card unit-asks stack-tight">
    <h3 class="row row-wrap"><${Icon} name="flag" />${say("督办（{n} 级）", "Order, level {n}", { n: open.level })}
      <span class="chip chip-red">${say("{at} 前回复", "answer by {at}", { at: time(open.reply_due_at) })}</span></h3>
    <p class="pre" dir="auto">${open.demand}</p>
    <p class="soft small" dir="auto">${[open.issued_by_name, time(open.issued_at)].filter(Boolean).join(" · ")}</p>
    ${answer && html`<${Answers} offers=${[answer]} onDoing=${onDoing} />`}
  </section>`;
}

/**
 * The assists of my units on a case, with their own time.
 * @param {{case: any, onDoing: (action: string) => void}} props
 */
export function AssistPanel({ case: one, onDoing }) {
  const who = meNow();
  const codes = new Set(who ? who.department_codes : []);
  const ours = one.assist_codes.some((/** @type {string} */ code) => codes.has(code));
  const { body, reload } = useOne(ours ? `/cases/${one.id}/assists` : null);
  useEffect(() => void reload(), [one.version]);
  if (!body) return null;
  const mine = body.items.filter((/** @type {any} */ assist) => codes.has(assist.department_code) && !assist.ended_at);
  if (!mine.length) return null;
  const offers = ["complete_assist", "request_excuse"].map((action) => offerOf(one, action)).filter(Boolean);
  return html`<section class="card unit-asks stack-tight">
    <h3 class="row"><${Icon} name="people" />${say("协办", "Assist")}</h3>
    ${mine.map((/** @type {any} */ assist) => html`<div key=${assist.id} class="stack-tight">
      <p class="row row-wrap"><span dir="auto">${assist.department_name || assist.department_code}</span>
        ${assist.done_at
          ? html`<span class="chip chip-green"><${Icon} name="check" />${say("{at} 已完成", "done {at}",
              { at: time(assist.done_at) })}</span>`
          : html`<${Light} light=${assist.light} /><span class="small">${label(assist, "sentence")}</span>`}</p>
      ${assist.excuse && html`<p class="small soft" dir="auto">${
        assist.excuse.approved === null ? say("已申请免办，待审：", "Asked to be excused, undecided: ")
          : assist.excuse.approved ? say("已免办：", "Excused: ") : say("免办被驳回：", "Not excused: ")
      }${assist.excuse.decision_note || assist.excuse.note}</p>`}
    </div>`)}
    ${offers.length > 0 && html`<${Answers} offers=${offers} onDoing=${onDoing} />`}
  </section>`;
}
