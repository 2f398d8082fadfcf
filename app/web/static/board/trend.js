/** Day by day and by age: whether the backlog grows, and how old it is. */
import { Bars, Lines } from "../common/charts.js";
import { html } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { barsOf } from "./late.js";
import { listAt } from "./narrowing.js";

const TONES = ["yellow", "green"];

/** @param {{trend: any, ages: any, query: Record<string, string>}} props */
export function Trend({ trend, ages, query }) {
  if (!trend || !ages) return null;
  const figures = [
    { key: "overdue", name: say("日终超期", "Overdue at the end of the day"), tone: "red" },
    { key: "reported", name: say("上报", "Reported"), tone: "accent" },
    { key: "closed", name: say("结案", "Closed"), tone: "grey" },
  ];
  const steps = trend.items.map((/** @type {any} */ day) => time(`${day.day}T12:00:00+08:00`, "day"));
  const series = figures.map(({ key, name, tone }) => ({
    name,
    tone,
    values: trend.items.map((/** @type {any} */ day) => day[key]),
    hrefs: trend.items.map((/** @type {any} */ day, /** @type {number} */ at) =>
      listAt(day[`${key}_href`], query, `${steps[at]} ${name}`),
    ),
  }));
  const bars = barsOf(ages, query, "").map((/** @type {any} */ bar, /** @type {number} */ at) => ({
    ...bar,
    tone: at >= 4 ? "red" : TONES[at < 2 ? 1 : 0],
  }));
  return html`<section class="trend-grid" aria-label=${say("趋势与积压", "Trend and backlog")}>
    <div class="card"><${Lines} label=${say("趋势", "Trend")} steps=${steps} series=${series} /></div>
    <div class="card"><${Bars} label=${say("在办案卷的时长", "Age of what is open")} bars=${bars} /></div>
  </section>`;
}
