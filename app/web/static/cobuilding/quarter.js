/** The results of a quarter 季度结果: ranked, with verdicts, each open to what it came from; computed and published. */
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { useOne } from "../common/lists.js";
import { Refused } from "../common/refusal.js";
import { hashOf, html, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { asDay, asScore, Read, stateOf, useDeed } from "./parts.js";
import { Running } from "./running.js";

export const PARTS = () => ({
  own: say("月自查自评", "Own months"), inspection: say("季度考评", "Inspections"),
  residents: say("效果共评", "Residents"),
}); // prettier-ignore

const MISSING = () => ({
  reweigh: say("缺项，由其余分担", "Missing: the others share its weight"),
  zero: say("缺项，按零分计", "Missing: counts as zero"),
  unranked: say("缺项，不参加排名", "Missing: not ranked"),
}); // prettier-ignore

/** What a verdict is called, and its colour. @param {{verdict: string | null}} props */
export function VerdictChip({ verdict }) {
  if (verdict === "commended") return html`<span class="chip chip-green">${say("表扬", "Commended")}</span>`;
  if (verdict === "criticised") return html`<span class="chip chip-red">${say("通报批评", "Criticised")}</span>`;
  if (verdict === "unranked") return html`<span class="chip">${say("未参加排名", "Not ranked")}</span>`;
  return html`<span class="soft">–</span>`;
}

/** One part of a score: its value, or what was done because it is missing. @param {any} part */
export const partSaid = (part) =>
  part.value === null ? /** @type {any} */ (MISSING())[part.missing] || "–" : asScore(part.value);

/** @param {{period: any, items: any[]}} props */
function Ranking({ period, items }) {
  const parts = items.length ? items[0].parts : [];
  return html`<div class="table-scroll card"><table class="cob-table"><caption class="unseen">${say(
    "季度排名", "Ranking")}</caption>
    <thead><tr><th scope="col">${say("名次", "Rank")}</th><th scope="col">${say("小组", "Group")}</th>
      <th scope="col" class="num">${say("总分", "Score")}</th><th scope="col">${say("结论", "Verdict")}</th>
      ${parts.map((/** @type {any} */ part) => html`<th scope="col" key=${part.part} class="num">
        ${/** @type {any} */ (PARTS())[part.part]}<br /><span class="soft small">${part.weight}%</span></th>`)}
      <th scope="col">${say("社区", "Community")}</th><th scope="col">${say("牵头单位", "Lead")}</th></tr></thead>
    <tbody>${items.map(
      (one) => html`<tr key=${one.group_id}><td class="num"><strong>${one.rank === null ? "–" : one.rank}</strong>
          ${one.is_tied && html` <span class="chip">${say("并列", "Tied")}</span>`}</td>
        <th scope="row"><a href=${hashOf(`quarter/${period.id}/${one.group_id}`)} dir="auto">${one.group_name}</a></th>
        <td class="num"><strong>${asScore(one.score)}</strong>
          ${one.corrected && html`<br /><span class="chip chip-yellow">${say("更正后 {n}", "Corrected {n}", {
            n: asScore(one.corrected_score),
          })}</span>`}</td>
        <td><${VerdictChip} verdict=${one.verdict} /></td>
        ${one.parts.map((/** @type {any} */ part) => html`<td key=${part.part} class=${
          part.value === null ? "soft small" : "num"}>${partSaid(part)}</td>`)}
        <td dir="auto">${one.area_name}</td><td dir="auto">${one.lead_name || "–"}</td></tr>`,
    )}</tbody></table></div>`; // prettier-ignore
}

/** @param {{period: any, etag: string | null, onDone: (answer: any) => void}} props */
function Managing({ period, etag, onDone }) {
  const [sure, setSure] = useState(false);
  const { act, busy, problem } = useDeed((answer) => {
    setSure(false);
    onDone(answer);
  });
  if (period.state === "published") return null;
  const compute = () => act(`periods/${period.id}/compute`, undefined, { match: etag, told: say("已计算", "Computed") });
  const publish = () => act(`periods/${period.id}/publish`, undefined, { match: etag, told: say("已公布", "Published") });
  return html`<div class="card stack-tight"><div class="row row-wrap">
      <button type="button" class="button" disabled=${busy} onClick=${compute}>${
        period.state === "open" ? say("计算结果", "Compute") : say("重新计算", "Compute again")
      }</button>
      ${
        period.state === "computed" &&
        (sure
          ? html`<button type="button" class="button button-danger" disabled=${busy} onClick=${publish}>
              ${say("确认公布并冻结", "Yes: publish and freeze")}</button>
            <button type="button" class="button-plain" onClick=${() => setSure(false)}>${say("取消", "No")}</button>`
          : html`<button type="button" class="button button-primary" onClick=${() => setSure(true)}>
              ${say("公布", "Publish")}</button>`)
      }</div>
    <p class="soft small">${say("公布后结果冻结，不再接收评分；有误的另行登记更正。",
      "Published results are frozen; what is wrong is corrected by entries beside them.")}</p>
    <${Refused} problem=${problem} /></div>`; // prettier-ignore
}

/** @param {{id: string}} props */
export function Quarter({ id }) {
  const one = useOne(`/cobuilding/periods/${id}`);
  return html`<${Read} one=${one}>${(/** @type {any} */ period) => html`<div class="stack">
    <header class="stack-tight"><h1>${period.quarter} <span dir="auto">${period.area_name}</span></h1>
      <p class="soft">${asDay(period.first_day)} – ${asDay(period.last_day)} · ${period.scheme.name} ${say(
        "第 {n} 版", "version {n}", { n: period.scheme_version })}
        ${" "}<span class=${period.state === "published" ? "chip chip-green" : "chip"}>${stateOf(period.state)}</span>
        ${period.published_at && html` <span class="small">${[time(period.published_at), period.published_by_name]
          .filter(Boolean).join(" · ")}</span>`}
      </p></header>
    ${period.may_manage && html`<${Managing} period=${period} etag=${one.etag} onDone=${one.reload} />`}
    <${Listed} period=${period} key=${period.version} />
    ${period.may_manage && html`<${Running} period=${period} key=${period.state} />`}</div>`}<//>`; // prettier-ignore
}

/** @param {{period: any}} props */
function Listed({ period }) {
  const told = period.state === "published" || (period.may_manage && period.state === "computed");
  const one = useOne(told ? `/cobuilding/periods/${period.id}/results` : null);
  if (!told) return html`<${Empty} icon="clock" title=${say("结果尚未公布", "The results are not published yet")} />`;
  if (one.problem) return html`<${ErrorState} problem=${one.problem} again=${one.reload} />`;
  if (!one.body) return html`<${Loading} />`;
  if (!one.body.items.length) return html`<${Empty} title=${say("本季度没有小组", "No group in this quarter")} />`;
  return html`<${Ranking} period=${period} items=${one.body.items} />`;
}
