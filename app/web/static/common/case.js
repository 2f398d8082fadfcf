/** A case as a person reads it: its light, what is left, its status, one row of it and all its facts. */
import { classes, html, Icon, useEffect, useState } from "./ui.js";
import { label, number, say, time } from "./words.js";

const LIGHTS = () => /** @type {Record<string, {name: string, icon: string, chip: string}>} */ ({
  green: { name: say("正常", "In time"), icon: "check", chip: "chip-green" },
  yellow: { name: say("临期", "Due soon"), icon: "clock", chip: "chip-yellow" },
  red: { name: say("超期", "Overdue"), icon: "late", chip: "chip-red" },
}); // prettier-ignore

/**
 * The light of a case by colour, icon and word; none while no clock runs.
 * @param {{light: string | null, brief?: boolean}} props
 */
export function Light({ light, brief }) {
  const one = (light && LIGHTS()[light]) || { name: say("未计时", "No clock"), icon: "pause", chip: "" };
  if (brief)
    return html`<span class=${classes("light", `light-${light || "none"}`)}><${Icon} name=${one.icon}
        label=${one.name} /></span>`;
  return html`<span class=${classes("chip", one.chip)}><${Icon} name=${one.icon} />${one.name}</span>`;
}

/** Drawn anew each half minute, because time goes by. */
export function useNow() {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

const UNITS = () => /** @type {Record<string, string>} */ ({
  urgent_hours: say("小时", "hours"), working_hours: say("工作时", "working hours"),
  working_days: say("工作日", "working days"), calendar_days: say("自然日", "calendar days"),
}); // prettier-ignore

/** A limit in words. @param {{limit_amount: number, limit_unit: string}} one */
export const limitOf = (one) => `${one.limit_amount} ${UNITS()[one.limit_unit] || one.limit_unit}`;

/** A moment of which history may know the day alone. @param {any} one @param {string} field */
export const momentOf = (one, field) => time(one[field], (one.dates_only || []).includes(field) ? "day" : "minute");

/**
 * By when; what the calendar makes of it is told by `GET /cases/{id}/deadline`.
 * @param {{case: any, stage?: boolean}} props
 */
export function TimeLeft({ case: one, stage = true }) {
  const now = useNow();
  const field = one.due_at ? "due_at" : stage ? "stage_due_at" : "due_at";
  if (!one[field])
    return one.resume_at
      ? html`<span class="left">${say("{at} 恢复", "resumes {at}", { at: time(one.resume_at, "day") })}</span>`
      : null;
  const late = Date.parse(one[field]) < now;
  const at = momentOf(one, field);
  const ofStage = field === "stage_due_at";
  const missed = ofStage
    ? say("本环节应于 {at} 完成", "stage was due {at}", { at })
    : say("应于 {at} 办结", "was due {at}", { at });
  const words = late ? missed : say("{at} 前", "by {at}", { at });
  return html`<span class=${classes("left number", late && "left-late")}>${words}</span>`;
}

/** @param {{case: any}} props */
export const Status = ({ case: one }) => html`<span class="chip">${label(one, "status_label")}</span>`;

/** What a list calls it: its title, or how its description begins. @param {any} one */
export const nameOf = (one) => one.title || one.description || "";

/** Signs that tell of more: urgent, returned, done again, repeated, ordered. @param {{case: any}} props */
export const Marks = ({ case: one }) => html`${[
  one.urgent && [say("紧急", "Urgent"), "chip-red"],
  one.order_due_at && [say("督办", "Ordered"), "chip-red"],
  one.return_count > 0 && [say("退单 {n} 次", "returned {n} ×", { n: one.return_count }), "chip-yellow"],
  one.rework_round > 0 && [say("返工 {n} 次", "redone {n} ×", { n: one.rework_round }), "chip-yellow"],
  one.repeat_count > 0 && [say("重复 {n} 次", "repeated {n} ×", { n: one.repeat_count }), ""],
  one.centre_name && [one.centre_name, ""],
].filter(Boolean).map((/** @type {any} */ [name, chip]) => html`<span key=${name} class=${classes("chip", chip)}>
    ${name}</span>`)}`; // prettier-ignore

/**
 * One row of a list, as a link.
 * @param {{case: any, href: string, selected?: boolean, onPick?: (event: Event) => void, children?: any}} props
 */
export function CaseRow({ case: one, href, selected, onPick, children }) {
  const where = [one.area_name, one.category_name, one.lead_department_name].filter(Boolean).join(" · ");
  return html`<a class="case-row" href=${href} id="row-${one.id}" aria-current=${selected ? "true" : undefined}
      onClick=${onPick}>
    <${Light} light=${one.light} brief=${true} />
    <span class="grow case-row-words">
      <span class="case-row-name" dir="auto">${nameOf(one)}</span>
      <span class="soft small" dir="auto"><span class="number">${one.number}</span>${where && ` · ${where}`}</span>
      <span class="row row-wrap small"><${Status} case=${one} /><${TimeLeft} case=${one} /><${Marks} case=${one} />
          ${children}</span>
    </span>
  </a>`;
}

/** @param {string | null} name @param {any} value @param {any} [more] */
const fact = (name, value, more) =>
  value || value === 0 ? html`<dt>${name}</dt><dd dir="auto">${value}${more}</dd>` : null;

/** All that is known of it, in the order in which people ask. @param {{case: any}} props */
export function CaseFacts({ case: one }) {
  const contact = one.contact && `${one.contact.name} ${one.contact.phone}`;
  const assists = (one.assist_names || []).map((/** @type {string} */ name, /** @type {number} */ at) =>
    (one.open_assists || []).includes(one.assist_codes[at]) ? say("{name}（未办结）", "{name} (open)", { name }) : name,
  );
  return html`<dl class="facts">
    ${fact(
      say("地点", "Place"),
      one.address || one.area_name,
      one.address &&
        one.area_name &&
        html` <span class="soft">
        ${one.area_name}</span>`,
    )}
    ${fact(say("类别", "Category"), one.category_name)}
    ${fact(
      say("上报", "Reported"),
      momentOf(one, "reported_at"),
      one.reporter_name &&
        html` <span class="soft">
        ${one.reporter_name}</span>`,
    )}
    ${fact(say("来源", "Source"), [one.source_name, one.nature_name].filter(Boolean).join(" · "))}
    ${fact(say("联系人", "Contact"), contact)}
    ${fact(say("主办", "Lead"), [one.lead_department_name, one.team_name].filter(Boolean).join(" · "))}
    ${fact(say("协办", "Assists"), assists.join(say("、", ", ")))}
    ${fact(say("经办人", "Handler"), one.handler_name)}
    ${fact(say("核查人", "Verifier"), one.verifier_name)} ${fact(say("核实人", "Checker"), one.checker_name)}
    ${fact(say("立案条件", "Filing rule"), one.rule && `${one.rule.condition} · ${limitOf(one.rule)}`)}
    ${fact(say("结案条件", "Close condition"), one.rule && one.rule.close_condition)}
    ${fact(say("办结时限", "Due"), one.due_at && momentOf(one, "due_at"))}
    ${fact(say("处置结果", "Result"), one.result)} ${fact(say("答复", "Reply"), one.reply)}
    ${fact(say("评价", "Rating"), one.rating && say("{n} 分", "{n} of 5", { n: number(one.rating) }))}
  </dl>`;
}
