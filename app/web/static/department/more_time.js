/** More time 延期、挂账: what the calendar makes of it before anybody is asked, and the days that do not count. */
import { DateTime, Field, NumberField, TextArea, Choice } from "../common/fields.js";
import { useOne } from "../common/lists.js";
import { html, Icon } from "../common/ui.js";
import { label, number, say, time } from "../common/words.js";
import { useAct, useDraft } from "./acting.js";
import { FormFrame } from "./form_frame.js";

const A_DAY = 86400000;
const MOST_DAYS = 60;

const ZONE = document.documentElement.dataset.zone || "Asia/Shanghai";

/** The day of a moment where the case lies, as the calendar names it. @param {Date} moment */
export const dayOf = (moment) => new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(moment);

const WHY = () => /** @type {Record<string, string>} */ ({
  weekend: say("周末", "weekend"), holiday: say("节假日", "holiday"), make_up: say("调休上班", "make-up day"),
      override: say("特殊日", "special day"),
}); // prettier-ignore

/** The days up to then that are free, and how many are worked. @param {{area: string | null, until: string}} props */
export function DaysUntil({ area, until }) {
  const days = Math.min(MOST_DAYS, Math.max(1, Math.ceil((Date.parse(until) - Date.now()) / A_DAY) + 1));
  const { body } = useOne(area ? "/calendar" : null, { area, since: dayOf(new Date()), days });
  if (!body) return null;
  const last = dayOf(new Date(until));
  const within = body.days.filter((/** @type {any} */ one) => one.day <= last);
  const free = within.filter((/** @type {any} */ one) => !one.is_working);
  const named = free.slice(0, 8).map((/** @type {any} */ one) => {
    const why = one.name || WHY()[one.reason] || "";
    return `${time(`${one.day}T04:00:00Z`, "day")}${why && say("（{why}）", " ({why})", { why })}`;
  });
  return html`<p class="small soft">${say("其间工作日 {n} 天", "{n} working days until then",
      { n: number(within.length - free.length) })}${
    named.length > 0 && say("；不计：{days}", "; not counted: {days}", { days: named.join(say("、", ", ")) })
  }${free.length > 8 && say("等 {n} 天", " and more, {n} in all", { n: number(free.length) })}</p>`;
}

/** When it is due now and when it would be. @param {{case: any, query: Record<string, any> | null}} props */
function Then({ case: one, query }) {
  const { body, problem } = useOne(query ? `/cases/${one.id}/deadline` : null, query || {});
  if (problem) return html`<p class="field-error" role="alert">${problem.detail}</p>`;
  if (!body || !query) return html`<p class="field-hint">${one.due_at ? say("现在应于 {at} 前办结", "Due {at} as it is",
      { at: time(one.due_at) }) : ""}</p>`;
  if (!body.due_at_then) return html`<p class="field-hint">${say("现在没有计时，无法推算", "No clock runs that could be moved")}
      </p>`;
  return html`<div class="unit-then" role="status">
    <p><span class="soft">${say("现在", "Now")}</span> <strong class="number">${time(body.due_at)}</strong></p>
    <${Icon} name="next" />
    <p><span class="soft">${say("获准后", "Once granted")}</span> <strong class="number unit-then-new">
        ${time(body.due_at_then)}</strong></p>
  </div><${DaysUntil} area=${one.area_code} until=${body.due_at_then} />`;
}

/** @param {any} offer @param {string} field */
const limitOf = (offer, field) => offer.limits.find((/** @type {any} */ one) => one.field === field);

/** @param {any} limit */
const atMost = (limit) =>
  limit &&
  say("最多 {most} {unit}，还可申请 {left} 次", "{most} {unit} at most; {left} times left", {
    most: limit.most,
    unit: label(limit, "unit_label"),
    left: limit.times_left,
  });

/**
 * Asks for an extension or a suspension, whichever is offered.
 * @param {import("./assigning.js").OwnForm} props
 */
export function MoreTimeForm({ case: one, offer, onDone, onCancel, onStale }) {
  const suspends = offer.action === "request_suspension";
  const field = suspends ? "resume_at" : "amount";
  const limit = limitOf(offer, field);
  const empty = { reason: "", amount: /** @type {number | null} */ (null), until: /** @type {string | null} */ (null),
      note: "" };
  const { draft, set, drop } = useDraft(`${one.id}-${offer.action}`, empty);
  const act = useAct(one, (changed) => (drop(), onDone(changed, offer.action)), onStale);
  const valid = draft.amount && draft.amount > 0 && (!limit || draft.amount <= limit.most)
      ? { extension: draft.amount } : null;
  const asked = suspends ? draft.until && { resume_at: draft.until } : valid;
  const run = () =>
    act.run(offer.path, {
      reason_code: draft.reason || undefined,
      note: draft.note.trim() || undefined,
      ...(suspends ? { resume_at: draft.until || undefined } : { amount: draft.amount || undefined }),
    });
  const last = limit && suspends ? new Date(Date.now() + limit.most * A_DAY - 60000).toISOString() : undefined;
  return html`<${FormFrame} title=${label(offer)} submit=${label(offer)} act=${act} onSubmit=${run}
      onCancel=${onCancel}>
    ${suspends
      ? html`<${Field} label=${say("恢复计时时间", "When the clock runs again")} hint=${atMost(limit)}
          error=${act.errors.resume_at}>
        ${(/** @type {any} */ given) => html`<${DateTime} ...${given} value=${draft.until} max=${last}
          onChange=${(/** @type {string | null} */ until) => set({ until })} />`}<//>`
      : html`<${Field} label=${say("延长", "How much more time")} hint=${atMost(limit)} error=${act.errors.amount}>
        ${(/** @type {any} */ given) => html`<${NumberField} ...${given} value=${draft.amount}
            max=${limit && limit.most}
          unit=${limit && label(limit, "unit_label")} onChange=${(
              /** @type {number | null} */ amount) => set({ amount })} />`}<//>`}
    <${Then} case=${one} query=${asked || null} />
    <${Field} group=${true} label=${say("原因", "Reason")} error=${act.errors.reason_code}>${(/** @type {any} */ given) =>
      html`<${Choice} ...${given} value=${draft.reason} onChange=${(/** @type {string} */ reason) => set({ reason })}
        options=${offer.reasons.map((/** @type {any} */ why) => ({ value: why.code, label: label(why) }))} />`}<//>
    <${Field} label=${say("说明", "Note")} optional=${true} error=${act.errors.note}>${(/** @type {any} */ given) =>
      html`<${TextArea} ...${given} value=${draft.note} rows=${2} onChange=${(
          /** @type {string} */ note) => set({ note })} />`}<//>
    <p class="field-hint">${say(
      "由派遣员初审、中心负责人终审；获准之前时限照常计算。",
      "A dispatcher endorses and a centre leader decides; until then the clock runs on.",
    )}</p>
  <//>`;
}
