/** The ranking of a year, lists as they were published 公示, and the titles 最美家庭. */
import { useOne, usePages } from "../common/lists.js";
import { Refused } from "../common/refusal.js";
import { go, hashOf, html, Icon, useState } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { Form } from "./form.js";
import { asDay, during, Filter, named, pointed, Read, Rows, signed, Sure, today, useDeed } from "./parts.js";
import { LABELS, LISTS, wordOf } from "./words.js";

const thisYear = () => Number(today().slice(0, 4));

/** One year after another. @param {{year: number, onChange: (year: number) => void}} props */
const Years = ({ year, onChange }) => html`<div class="row vil-years" role="group" aria-label=${say("年度", "Year")}>
  <button type="button" class="button-icon" aria-label=${say("上一年", "The year before")}
    onClick=${() => onChange(year - 1)}><${Icon} name="back" /></button><strong class="number">${year}</strong>
  <button type="button" class="button-icon" aria-label=${say("下一年", "The year after")} disabled=${year >= thisYear()}
    onClick=${() => onChange(year + 1)}><${Icon} name="next" /></button></div>`;

/** @param {{code: string}} props */
export function Ranking({ code }) {
  const [year, setYear] = useState(thisYear());
  const [lowest, setLowest] = useState(false);
  const one = useOne(`/villages/${code}/standings`, { year, lowest });
  return html`<div class="stack"><div class="row row-wrap"><${Years} year=${year} onChange=${setYear} />
    <${Filter} label=${say("显示", "Show")} value=${lowest} onChange=${setLowest} options=${[
      { value: false, label: say("全部", "All") }, { value: true, label: say("末位", "The bottom") },
    ]} /></div>
    <${Read} one=${one}>${(/** @type {any} */ told) => html`
    <p class="soft">${say("{year} 年，{households} 户", "{year}, {households} households", told)}</p>
    <${Places} code=${code} items=${told.items} />`}<//></div>`; // prettier-ignore
}

/** @param {{code: string, items: any[]}} props */
const Places = ({ code, items }) => html`<ol class="list card vil-list">${items.map(
  (each) => html`<li key=${each.household_id}><a class="vil-row"
      href=${hashOf(`${code}/household/${each.household_id}`)}><strong class="vil-rank">${each.rank}</strong>
    <span class="grow"><strong dir="auto">${named(each)}</strong>
      ${
        (each.decided_by || each.shared || each.deducted > 0) &&
        html`<br /><span class="soft small">${[
          each.deducted > 0 && say("扣 {n} 分", "{n} deducted", { n: each.deducted }),
          each.shared && say("并列", "shared"),
          each.decided_by && say("同分：{rule}", "of equals: {rule}", { rule: wordOf(each.decided_by) }),
        ]
          .filter(Boolean)
          .join(" · ")}</span>`
      }</span>
    ${each.helped && html`<span class="chip chip-accent">${say("结对中", "Helped")}</span>`}
    <strong class="vil-points">${say("{n} 分", "{n} points", { n: pointed(each.points) })}</strong></a></li>`,
)}</ol>`;

/** @param {{code: string, may: string[]}} props */
export function Lists({ code, may }) {
  const list = usePages(`/villages/${code}/points-lists`);
  const rules = useOne(`/villages/${code}/points-rules`);
  const current = rules.body && rules.body.items.find((/** @type {any} */ each) => each.is_current);
  const labels = LABELS();
  const upTo = current ? labels.findIndex((one) => one.value === current.list_label) : labels.length;
  const done = (/** @type {any} */ made) => go(`${code}/list/${made.id}`);
  return html`<div class="stack">${
    may.includes("lead") &&
    html`<${Form} code=${code} title=${say("发布公示", "Publish a list")} path="points-lists" onDone=${done}
    told=${say("已公示", "Published")} initial=${{ kind: "ranking", since: `${thisYear()}-01-01`, until: today() }}
    sure=${say("公示发布后固定，不能修改或删除。", "A published list stays as it is: it is neither changed nor deleted.")}
    fields=${[
      { name: "kind", label: say("内容", "What"), kind: "choice", options: LISTS() },
      { name: "title", label: say("标题", "Title") },
      { name: "since", label: say("自", "From"), kind: "day", max: today() },
      { name: "until", label: say("至", "Until"), kind: "day", max: today() },
      { name: "label", label: say("如何称呼住户", "How it names households"), kind: "choice", optional: true,
        options: labels.slice(0, upTo + 1), hint: say("不选则按办法。", "Left out: as the rules say.") },
    ]} />`
  }<${Rows} list=${list} empty=${say("尚无公示", "Nothing is published")} row=${(/** @type {any} */ one) =>
    html`<li key=${one.id}><a class="vil-row" href=${hashOf(`${code}/list/${one.id}`)}><span class="grow"><strong
      dir="auto">${one.title}</strong><br /><span class="soft small">${during(one.since, one.until)} · ${wordOf(
        one.label,
      )}</span></span><span class="chip">${wordOf(one.kind)}</span></a></li>`} /></div>`; // prettier-ignore
}

/** @param {{code: string, id: string}} props */
export function Published({ code, id }) {
  const one = useOne(`/villages/${code}/points-lists/${id}`);
  return html`<${Read} one=${one}>${(/** @type {any} */ told) => html`<div class="stack">
    <header class="stack-tight"><div class="row row-wrap"><h2 class="grow" dir="auto">${told.title}</h2>
      <button type="button" class="button" onClick=${() => print()}>${say("打印", "Print")}</button></div>
      <p class="soft small">${during(told.since, told.until)} · ${told.publisher_name || "–"} · ${time(
        told.published_at,
      )}</p></header>
    ${
      told.rows.length
        ? html`<ol class="list card vil-list">${told.rows.map(
            (/** @type {any} */ row, /** @type {number} */ at) => html`<li key=${at} class="vil-row">
        ${row.rank !== null && html`<strong class="vil-rank">${row.rank}</strong>`}<span class="grow"><strong
          dir="auto">${row.household}</strong>${
              row.rank === null &&
              html`<br /><span class="soft small">${[row.rule_name || wordOf(row.kind), asDay(row.occurred_on)].join(
                " · ",
              )}</span>`
            }</span>
        <strong class="vil-points">${row.rank === null ? signed(row.points) : pointed(row.points)}</strong></li>`,
          )}</ol>`
        : html`<p class="soft">${say("该期间没有内容。", "There was nothing in these days.")}</p>`
    }</div>`}<//>`;
}

/** @param {{code: string, may: string[]}} props */
export function Titles({ code, may }) {
  const [year, setYear] = useState(thisYear() - 1);
  const one = useOne(`/villages/${code}/family-titles/${year}`);
  const { act, busy, problem } = useDeed(code, one.reload);
  const give = () => act(`family-titles/${year}`, undefined, say("已评定", "The titles are given"));
  return html`<div class="stack"><${Years} year=${year} onChange=${setYear} />
    <${Read} one=${one}>${(/** @type {any} */ told) => html`<section class="stack-tight">
      <h2>${
        told.is_published
          ? say("{year} 年最美家庭", "The families of {year}", told)
          : say("{year} 年按当前积分可评定者", "Who would be chosen of {year} as it is now", told)
      }</h2>
      <p class="soft">${label(told, "rule")}</p>
      ${
        told.is_published
          ? html`<p class="soft small">${told.publisher_name || "–"} · ${time(told.published_at)}</p>`
          : (told.open_proposals > 0 || told.open_appeals > 0) &&
            html`<p class="chip chip-yellow">${say(
              "尚有 {open_proposals} 件提议、{open_appeals} 件申诉未决",
              "{open_proposals} proposals and {open_appeals} appeals are undecided",
              told,
            )}</p>`
      }
      ${
        told.items.length
          ? html`<${Places} code=${code} items=${told.items} />`
          : html`<p class="soft">${say("没有可评定的住户。", "No household can be chosen.")}</p>`
      }
      <${Refused} problem=${problem} />
      ${
        !told.is_published &&
        may.includes("lead") &&
        html`<div class="row row-wrap"><${Sure} label=${say("评定 {year} 年最美家庭", "Give the titles of {year}", told)}
        busy=${busy || year >= thisYear()} onYes=${give} ask=${say(
          "评定后不能更改，此后的更正不影响称号。",
          "Titles are given for good; what is corrected later does not change them.",
        )} />${
          year >= thisYear() &&
          html`<span class="soft">${say("年度结束后方可评定。", "They are given once the year is over.")}</span>`
        }</div>`
      }</section>`}<//></div>`;
}
