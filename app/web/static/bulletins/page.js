/** What a bulletin says: its figures with plots, and the words of its editor. */
import { Bars, Lines } from "../common/charts.js";
import { html } from "../common/ui.js";
import { language, number, say, time } from "../common/words.js";
import { Rankings } from "./rankings.js";

/** A number, or that there is none. @param {number | null} told @param {string} [unit] */
const shown = (told, unit = "") => (told === null ? "–" : `${number(told)}${unit}`);
/** By how much, with its sign. @param {number | null | undefined} told @param {string} unit */
const since = (told, unit) =>
  told === null || told === undefined ? "–" : `${told > 0 ? "+" : ""}${number(told)}${unit}`;
/** Texts of several lines, as they are. @param {{text: string}} props */
const Words = ({ text }) => html`${text
  .split("\n")
  .filter((part) => part.trim())
  .map((part, at) => html`<p key=${at} dir="auto">${part}</p>`)}`;

const columns = () => ({
  reported: say("上报", "Reported"),
  filed: say("立案", "Filed"),
  closed: say("结案", "Closed"),
  on_time_rate: say("按期率", "On time"),
  overdue: say("期末超期", "Overdue"),
});

/** @param {{page: any}} props */
export function Page({ page }) {
  const { figures } = page;
  const key = language();
  return html`<p class="soft small">${figures.period[key]} · ${figures.period.first} — ${figures.period.last} · ${say(
    "数据截至 {at}",
    "counted as of {at}",
    { at: time(figures.as_of) },
  )}</p>
    ${page.foreword && html`<section class="card bulletins-words"><${Words} text=${page.foreword} /></section>`}
    <${Overview} figures=${figures} />
    <${Days} days=${figures.days} />
    <${Group} title=${say("各单位办理情况", "By unit")} lines=${figures.units} plot />
    <${Group} title=${say("各区域情况", "By area")} lines=${figures.areas} />
    <${Group} title=${say("主要问题类别", "By category")} lines=${figures.categories} />
    <${Orders} orders=${figures.orders} />
    <${Rankings} figures=${figures} />
    <${Mentions} title=${say("红榜", "Red list")} lines=${page.praised} />
    <${Mentions} title=${say("通报批评", "Criticism")} lines=${page.criticised} />
    <${Typical} cases=${page.typical} />
    ${
      page.remarks &&
      html`<section class="card bulletins-words"><h2>${say("下一步工作", "What comes next")}</h2>
      <${Words} text=${page.remarks} /></section>`
    }
    <p class="soft small">${
      page.addressees.length > 0 &&
      html`${say("发送：", "Sent to: ")}<span dir="auto">${page.addressees
        .map((/** @type {any} */ one) => one[key])
        .join(say("，", ", "))}</span><br />`
    }${say("编辑：", "Edited by: ")}<span dir="auto">${page.editors.join(say("，", ", "))}</span></p>`;
}

/** @param {{figures: any}} props */
function Overview({ figures }) {
  const names = columns();
  const heads = [say("本期", "Now"), say("上期", "Before"), say("去年同期", "A year ago"), say("环比", "Since before"),
    say("同比", "Since a year ago")]; // prettier-ignore
  const total = figures.total;
  return html`<section class="card"><h2>${say("总体情况", "Overview")}</h2><div class="bulletins-wide"
    tabindex="0" role="region" aria-label=${say("总体情况", "Overview")}><table>
    <thead><tr><td></td>${heads.map((head) => html`<th scope="col" class="number" key=${head}>${head}</th>`)}</tr>
      </thead>
    <tbody>${Object.entries(names).map(([name, said]) => {
      const unit = name === "on_time_rate" ? "%" : "";
      const points = name === "on_time_rate" ? say(" 个百分点", " pts") : "%";
      return html`<tr key=${name}><th scope="row">${said}</th>
        ${["now", "before", "year_ago"].map((when) => html`<td class="number" key=${when}>${shown(total[when][name],
          unit)}</td>`)}
        ${["since_before", "since_year_ago"].map((when) => html`<td class="number"
          key=${when}>${since(total[when][name], points)}</td>`)}
      </tr>`;
    })}</tbody></table></div></section>`; // prettier-ignore
}

const LONG = 31;

/** A line by day; of a quarter by week. @param {{days: any[]}} props */
function Days({ days }) {
  const weeks = days.length > LONG;
  const steps = weeks ? days.filter((_, at) => at % 7 === 0) : days;
  const sum = (/** @type {string} */ name) =>
    steps.map((_, at) =>
      weeks
        ? days.slice(at * 7, at * 7 + 7).reduce((all, day) => all + day[name], 0)
        : days[at][name],
    ); // prettier-ignore
  return html`<section class="card"><${Lines} steps=${steps.map((day) => day.day.slice(5))}
    label=${weeks ? say("每周上报与结案", "Reported and closed, by week") : say("每日上报与结案", "Reported and closed, by day")}
    series=${[
      { name: say("上报", "Reported"), tone: "yellow", values: sum("reported") },
      { name: say("结案", "Closed"), tone: "accent", values: sum("closed") },
    ]} /></section>`;
}

const PLOTTED = 10;

/** @param {{title: string, lines: any[], plot?: boolean}} props */
function Group({ title, lines, plot }) {
  if (!lines.length) return null;
  const names = columns();
  const key = language();
  const bars = lines.filter((line) => line.now.on_time_rate !== null).slice(0, PLOTTED);
  return html`<section class="card"><h2>${title}</h2><div class="bulletins-wide" tabindex="0" role="region"
    aria-label=${title}><table>
    <thead><tr><td></td>${Object.values(names).map((name) => html`<th scope="col" class="number"
      key=${name}>${name}</th>`)}
      <th scope="col" class="number">${say("上报环比", "Since before")}</th>
      <th scope="col" class="number">${say("上报同比", "Since a year ago")}</th></tr></thead>
    <tbody>${lines.map((line) => html`<tr key=${line.code || ""}><th scope="row" dir="auto">${line[key]}</th>
      ${Object.keys(names).map((name) => html`<td class="number" key=${name}>${shown(line.now[name],
        name === "on_time_rate" ? "%" : "")}</td>`)}
      <td class="number">${since(line.since_before.reported, "%")}</td>
      <td class="number">${since(line.since_year_ago.reported, "%")}</td></tr>`)}</tbody></table></div>
    ${plot && bars.length > 1 && html`<${Bars} label=${say("按期率（%）", "On time (%)")} bars=${bars.map((line) => ({
      name: line[key],
      value: line.now.on_time_rate,
      tone: line.now.on_time_rate >= 90 ? "green" : line.now.on_time_rate >= 75 ? "yellow" : "red",
    }))} />`}
  </section>`; // prettier-ignore
}

const answers = () => /** @type {Record<string, string>} */ ({
  in_time: say("按时回复", "Answered in time"),
  late: say("逾期回复", "Answered late"),
  waiting: say("待回复", "Waiting"),
  ended: say("未回复即终止", "Ended without an answer"),
}); // prettier-ignore

/** @param {{orders: any}} props */
function Orders({ orders }) {
  const said = answers();
  const key = language();
  if (!orders.total.orders) return null;
  return html`<section class="card"><h2>${say("督办与回复", "Orders and answers")}</h2>
    <p>${say("下达 {n} 件，按时回复 {t}，逾期回复 {l}，待回复 {w}。", "{n} orders: {t} answered in time, {l} late, {w} waiting.", {
      n: orders.total.orders, t: orders.total.in_time, l: orders.total.late, w: orders.total.waiting })}</p>
    <div class="bulletins-wide" tabindex="0" role="region" aria-label=${say("督办清单", "Orders")}><table><thead><tr>
      <th scope="col">${say("案卷", "Case")}</th>
      <th scope="col">${say("单位", "Unit")}</th><th scope="col">${say("级别", "Level")}</th>
      <th scope="col">${say("应回复", "Due")}</th><th scope="col">${say("结果", "Result")}</th></tr></thead>
    <tbody>${orders.lines.map((/** @type {any} */ line, /** @type {number} */ at) => html`<tr key=${at}>
      <td>${line.number}</td>
      <td dir="auto">${line.unit[key]}</td><td class="number">${line.level}</td><td>${time(line.reply_due_at)}</td>
      <td>${said[line.state]}</td></tr>`)}</tbody></table></div></section>`; // prettier-ignore
}

/** @param {{title: string, lines: any[]}} props */
function Mentions({ title, lines }) {
  if (!lines.length) return null;
  return html`<section class="card"><h2>${title}</h2><dl class="bulletins-mentions">${lines.map(
    (one, at) => html`<div key=${at}><dt dir="auto">${one[language()]}</dt><dd dir="auto">${one.reason}</dd></div>`,
  )}</dl></section>`;
}

/** @param {{cases: any[]}} props */
function Typical({ cases }) {
  const key = language();
  if (!cases.length) return null;
  return html`<section class="card bulletins-words"><h2>${say("典型案例", "Typical cases")}</h2>${cases.map(
    (one, at) => html`<article key=${at} class="stack-tight"><h3 dir="auto">${one.title}</h3>
      <p class="soft small">${one.category[key]} · ${one.area[key]} · ${one.unit[key]} · ${one.reported_on}${
        one.closed_on ? ` — ${one.closed_on}` : ""
      }</p><${Words} text=${one.text} />
      ${one.comment && html`<p class="soft" dir="auto">${say("点评：", "Comment: ")}${one.comment}</p>`}</article>`,
  )}</section>`;
}
