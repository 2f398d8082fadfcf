/** The pay list 报酬清单 of a published period: who is in which band with what amount, corrections included; its files. */
import { may } from "../common/api.js";
import { ColourOf } from "../common/colours.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { usePages } from "../common/lists.js";
import { hashOf, html, Icon } from "../common/ui.js";
import { label, number, say } from "../common/words.js";
import { pointed } from "./told.js";

/** Why there is no list, or null where there is one. @param {any} period */
function lacking(period) {
  if (!may("supervise")) return say("报酬清单只供督查、考评人员查看", "The pay list is for who supervises and assesses");
  if (!period.pays) return say("该周期的方案没有报酬分档", "The scheme of this period has no pay bands");
  if (period.state !== "published") return say("考评结果公布后才有报酬清单", "There is a pay list once the results are published");
  return null;
} // prettier-ignore

/** The way to it, where it is, and from it back to the results. @param {{period: any, open: boolean}} props */
export function PayLink({ period, open }) {
  if (open) return html`<a href=${hashOf(`periods/${period.id}`)}>${say("考评结果", "Results")}</a>`;
  return !lacking(period) && html`<a href=${hashOf(`periods/${period.id}/pay`)}>${say("报酬清单", "Pay list")}</a>`;
}

/** @param {{period: any}} props */
function Files({ period }) {
  const at = (/** @type {string} */ format) =>
    new URL(`api/v1/ledgers/pay/${period.id}?format=${format}`, document.baseURI).href;
  return html`<span class="row row-wrap small"><span>${say("下载全部", "Download all")}</span>${["xlsx", "csv"].map(
    (format) => html`<a key=${format} class="list-link" href=${at(format)} download>${format.toUpperCase()}</a>`)}
  </span>`;
} // prettier-ignore

/** @param {{period: any, one: any}} props */
const Row = ({ period, one }) => html`<tr><th scope="row" dir="auto"><a
    href=${hashOf(`periods/${period.id}/${one.subject}`)}>${one.name}</a>
    ${one.area_code && one.area_code !== one.subject && html`<span class="pay-area small soft">${one.area_name
      || one.area_code}</span>`}
    ${one.is_corrected && html` <span class="chip chip-accent">${say("已更正", "Corrected")}</span>`}</th>
  <td>${one.band ? label(one, "band_label") : html`<span class="soft">${say("不入档", "No band")}</span>`}</td>
  <td class="number">${one.amount === null ? "–" : number(one.amount)}</td>
  <td><span class="row row-wrap"><b class="number">${one.score === null ? "–" : pointed(one.score)}</b>
    ${one.colour && html`<${ColourOf} result=${one} />`}</span></td></tr>`; // prettier-ignore

/** What they come to, once all of them are here. @param {{items: any[]}} props */
function Sum({ items }) {
  const paid = items.filter((one) => one.amount !== null);
  const sum = paid.reduce((all, one) => all + one.amount, 0);
  return html`<p class="row"><${Icon} name="check" />${say("共 {n} 个对象，合计 {sum} 元", "{n} in all, {sum} yuan together", {
    n: number(items.length), sum: number(sum) })}</p>`;
} // prettier-ignore

/** @param {{period: any}} props */
function List({ period }) {
  const { items, more, loading, problem, reload } = usePages(`/evaluation/periods/${period.id}/pay`, { limit: 50 });
  if (problem && !items) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (!items) return html`<${Loading} rows=${6} />`;
  if (!items.length) return html`<${Empty} title=${say("没有考评对象", "Nobody was assessed")} />`;
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${say("报酬清单", "Pay list")}>
      <table class="result-table pay-table"><thead><tr><th scope="col">${say("对象", "Whose")}</th>
        <th scope="col">${say("档次", "Band")}</th><th scope="col">${say("金额（元）", "Yuan")}</th>
        <th scope="col">${say("得分", "Score")}</th></tr></thead>
      <tbody>${items.map((one) => html`<${Row} key=${one.subject} period=${period} one=${one} />`)}</tbody></table>
    </div>
    ${more ? html`<button type="button" class="button" disabled=${loading} onClick=${more}>${say("更多",
        "More")}</button>`
      : html`<${Sum} items=${items} />`}
    ${problem && html`<p class="field-error" role="alert">${say("未能读取其余部分，请重试。",
      "The rest could not be read: try again.")}</p>`}`; // prettier-ignore
}

/** @param {{period: any}} props */
export function Pay({ period }) {
  const none = lacking(period);
  return html`<section class="card stack-tight" aria-labelledby="pay"><div class="row row-wrap">
      <h3 id="pay" class="grow">${say("报酬清单", "Pay list")}</h3>${!none && html`<${Files} period=${period} />`}</div>
    ${none ? html`<${Empty} icon="person" title=${none} />` : html`<p class="small soft">${say(
      "含申诉更正：标“已更正”的按更正后的得分列出。档次按案件数和户数划分，更正不改档次。",
      "Corrections are included and marked, with the corrected score. Bands go by tasks and size, which none changes.",
    )}</p><${List} period=${period} />`}
  </section>`; // prettier-ignore
}
