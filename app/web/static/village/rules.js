/** The village's own rules 积分办法 in their versions, and writing the ones that hold from a day on. */
import { useOne } from "../common/lists.js";
import { html } from "../common/ui.js";
import { say } from "../common/words.js";
import { asDay, Read } from "./parts.js";
import { WriteRules } from "./rules_form.js";
import { wordOf } from "./words.js";

/** @param {{code: string, may: string[]}} props */
export function Rules({ code, may }) {
  const one = useOne(`/villages/${code}/points-rules`);
  return html`<${Read} one=${one}>${(/** @type {any} */ told) => {
    const current = told.items.find((/** @type {any} */ each) => each.is_current);
    return html`<div class="stack">
    ${
      !told.items.length &&
      html`<p class="soft">${say(
        "本村尚无积分办法。负责人制定后方可提议。",
        "There are no rules yet. Nothing is proposed before who leads the village has written them.",
      )}</p>`
    }
    ${may.includes("lead") && html`<${WriteRules} key=${told.items.length} code=${code} from=${current}
      first=${!told.items.length} onDone=${one.reload} />`}
    ${told.items.map((/** @type {any} */ each) => html`<${Version} key=${each.valid_from} one=${each} />`)}</div>`;
  }}<//>`; // prettier-ignore
}

/** @param {{one: any}} props */
const Version = ({ one }) => html`<details class="card" open=${one.is_current}><summary>
    ${say("{day} 起施行", "From {day} on", { day: asDay(one.valid_from) })}${" "}
    ${one.is_current && html`<span class="chip chip-green">${say("现行", "In force")}</span>`}</summary>
  <div class="stack vil-form">
    <ul class="list vil-list">${one.rules.map(
      (/** @type {any} */ rule) => html`<li key=${rule.code} class="vil-row"><span class="grow"><strong
        dir="auto">${rule.name}</strong><br /><span class="soft small">${[
          rule.code,
          rule.most_a_year && say("每户每年至多 {n} 分", "at most {n} a year", { n: rule.most_a_year }),
          rule.photo_needed && say("须有照片", "a photo is needed"),
        ]
          .filter(Boolean)
          .join(" · ")}</span></span>
      <span class=${rule.kind === "award" ? "chip chip-green" : "chip chip-red"}>${wordOf(rule.kind)}
        ${" "}${rule.least === rule.most ? rule.least : `${rule.least}–${rule.most}`}</span></li>`,
    )}</ul>
    <dl class="vil-facts">${facts(one).map(
      ([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`,
    )}</dl>
    <p class="soft small">${one.rules_by_name || "–"} · ${asDay(one.created_at)}</p></div></details>`;

/** What the rules say besides deeds. @param {any} one */
function facts(one) {
  const days = (/** @type {number} */ n) => say("{n} 个工作日", "{n} working days", { n });
  const ties = one.tie_rules.map(wordOf).join(say("，再", ", then "));
  return [
    [say("法定人数", "Quorum"), `${one.quorum_percent}%`],
    [say("加分须", "To award"), wordOf(one.majority)],
    [say("扣分须", "To deduct"), wordOf(one.deduction_majority)],
    [say("表决期", "Voting"), days(one.voting_days)],
    [say("申诉期", "To appeal"), days(one.appeal_days)],
    [say("裁定期", "To decide an appeal"), days(one.decision_days)],
    [say("公示称呼", "Lists name households"), wordOf(one.list_label)],
    [say("帮扶末位", "Helped from the bottom"), say("{n} 名", "{n} places", { n: one.help_lowest })],
    [say("最美家庭", "Titles a year"), say("{n} 户", "{n} households", { n: one.titles })],
    [say("同分时", "Of equals"), ties || say("并列", "they share")],
    [say("有扣分的", "With a deduction"), one.deduction_bars ? say("不参评", "no title") : say("可参评", "may be chosen")],
  ];
}
