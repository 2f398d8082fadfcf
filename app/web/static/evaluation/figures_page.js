/** Figures 指标 of an area, a unit or a worker in a period: a table by group; each number opens its list of cases. */
import { may, meNow } from "../common/api.js";
import { ErrorState, Loading } from "../common/feedback.js";
import { useOne } from "../common/lists.js";
import { AreaPicker, PersonPicker, UnitPicker } from "../common/pickers.js";
import { html, Icon, go, hashOf } from "../common/ui.js";
import { label, number, say, time } from "../common/words.js";
import { usual } from "./days.js";
import { Over } from "./series.js";
import { listAt, valued } from "./told.js";

/**
 * The stages of the flow and the figures of each; what is not named here stands last.
 * @type {() => {name: string, codes: string[]}[]}
 */
const groups = () => [
  { name: say("进口：受理与核实", "In: triage and verification"), codes: ["filing_rate", "triage_in_time",
    "verification_in_time", "duplicate_rate", "self_handling_rate"] },
  { name: say("派遣与签收", "Dispatch and signing"), codes: ["dispatch_in_time", "first_dispatch_accuracy", "claim_rate",
    "time_to_claim", "signing_in_time", "response_rate", "return_rate", "wrong_return_rate"] },
  { name: say("处置", "Handling"), codes: ["extension_rate", "suspension_rate", "handling_rate", "handling_in_time",
    "rework_rate", "handling_time_median", "handling_time_p90"] },
  { name: say("核查与结案", "Checking and closing"), codes: ["check_in_time", "check_pass_rate", "closing_rate",
    "closing_in_time", "overdue_unclosed", "done_at_once", "reopening_rate", "raising_rate"] },
  { name: say("督办与异常", "Orders and findings"), codes: ["order_answer_rate", "third_level_unanswered", "irregular"] },
  { name: say("群众评价", "Residents"), codes: ["rating_response", "solved_rate", "solved_of_all", "satisfied_rate",
    "satisfied_of_all"] },
]; // prettier-ignore

/** Whether the reader works in a unit. */
const isOfUnit = () => (meNow() || { department_codes: [] }).department_codes.length > 0;

/** Who may not look people up sees themselves, and whom a result led to. @param {{value: any}} props */
const Myself = ({ value }) => html`<p class="myself" dir="auto">${value ? value.label : (meNow() ||
  { name: "" }).name}</p>`;

/** Of whom figures may be asked here. */
const kinds = () =>
  [
    { kind: "area", name: say("区划", "Area"), Picker: AreaPicker, more: {} },
    { kind: "unit", name: say("单位", "Unit"), Picker: UnitPicker, more: {} },
    { kind: "worker", name: say("人员", "Person"), Picker: may("pick_people") ? PersonPicker : Myself,
      more: { task: isOfUnit() ? "handle" : "verify" } },
  ].filter(({ kind }) => kind !== "unit" || may("supervise") || isOfUnit()); // prettier-ignore

/** What one begins with: whose figures are nearest. */
function firstKind() {
  if (isOfUnit()) return "unit";
  return may("supervise") ? "area" : "worker";
}

/** @param {{query: Record<string, string>, chosen: any, told: any}} props */
function Choosing({ query, chosen, told }) {
  const change = (/** @type {Record<string, any>} */ next) => go("figures", { ...query, ...next }, { replace: true });
  const { Picker } = chosen;
  const value = query.subject ? { value: query.subject, label: query.named || (told && told.name) || query.subject } :
    null;
  const [week, month] = usual();
  const first = query.first || (query.last ? "" : month.first);
  const last = query.last || week.last;
  return html`<div class="card stack-tight"><div class="row row-wrap" role="group" aria-label=${say("对象", "Of whom")}>
      ${kinds().map(({ kind, name }) => html`<button type="button" key=${kind} class="chip"
        aria-pressed=${kind === chosen.kind} onClick=${() => change({ kind, subject: null, named: null })}>${name}
        </button>`)}</div>
    <div class="choosing"><div class="field"><span class="field-label small">${say("哪一个（不选为您自己的）",
        "Which one (yours unless chosen)")}</span>
        <${Picker} key=${chosen.kind} ...${chosen.more} value=${value} aria-label=${say("哪一个", "Which one")}
          onChange=${(/** @type {any} */ one) => change({ subject: one ? one.value : null, named: one ? one.label :
            null })}
        /></div>
      <label class="field"><span class="field-label small">${say("自", "From")}</span><input type="date" value=${first}
        onChange=${(/** @type {any} */ event) => change({ first: event.target.value || null, last })} /></label>
      <label class="field"><span class="field-label small">${say("至", "Until")}</span><input type="date" value=${last}
        onChange=${(/** @type {any} */ event) => change({ last: event.target.value || null, first })} /></label></div>
    <div class="row row-wrap" role="group" aria-label=${say("时段", "Period")}>${usual().map((one) => html`<button
      key=${one.name} type="button" class="chip" aria-pressed=${one.first === first && one.last === last}
      onClick=${() => change({ first: one.first,
        last: one.last })}>${one.name}</button>`)}</div></div>`; // prettier-ignore
}

/** @param {{one: any, told: any, query: Record<string, string>}} props */
function Row({ one, told, query }) {
  const open = query.over === one.code;
  const timed = one.measure === "median" || one.measure === "p90";
  const cell = (/** @type {number} */ n, /** @type {string} */ href) =>
    n ? html`<a class="number" href=${listAt(href, told.name)}>${number(n)}</a>` : html`<span
      class="soft number">0</span>`;
  const exempt = one.hit_href.replace(/part=hit$/, "part=exempt");
  return html`<tr><th scope="row">${timed ? label(one) : html`<a class="figure-name" aria-expanded=${open}
      href=${hashOf("figures", { ...query, over: open ? null : one.code })}>${label(one)}</a>`}</th>
    <td class="number"><b>${valued(one.value, one.measure)}</b></td>
    <td>${cell(one.hits, one.hit_href)}</td><td>${cell(one.counted, one.counted_href)}</td>
    <td>${cell(one.exempt, exempt)}</td></tr>
    ${open && html`<tr><td colspan="5"><${Over} figure=${one} told=${told} /></td></tr>`}`; // prettier-ignore
}

/** @param {{told: any, query: Record<string, string>}} props */
function Table({ told, query }) {
  const known = new Map(told.items.map((/** @type {any} */ one) => [one.code, one]));
  const named = groups().flatMap(({ codes }) => codes);
  const others = told.items.filter((/** @type {any} */ one) => !named.includes(one.code));
  /** @type {{name: string, codes: string[]}[]} */
  const all = [...groups(), { name: say("其他", "Others"), codes: others.map((/** @type {any} */ one) => one.code) }];
  return html`<div class="figures-groups">${all.filter(({ codes }) => codes.some((code) => known.has(code))).map(
    ({ name, codes }) => html`<section key=${name} class="card stack-tight"><h3>${name}</h3>
    <div class="table-scroll" tabindex="0" role="region" aria-label=${name}><table class="figures-table"><thead><tr>
      <th scope="col">${say("指标", "Figure")}</th><th scope="col">${say("值", "Value")}</th>
      <th scope="col">${say("分子", "Hits")}</th><th scope="col">${say("分母", "Of")}</th>
      <th scope="col">${say("免责", "Exempt")}</th></tr></thead>
      <tbody>${codes.filter((code) => known.has(code)).map((code) => html`<${Row} key=${code} one=${known.get(code)}
        told=${told} query=${query} />`)}</tbody></table></div></section>`)}</div>`; // prettier-ignore
}

/** @param {{query: Record<string, string>}} props */
export function Screen({ query }) {
  const chosen = kinds().find(({ kind }) => kind === (query.kind || firstKind())) || kinds()[0];
  const [week, month] = usual();
  const asked = { kind: chosen.kind, subject: query.subject, first: query.first || (query.last ? null : month.first),
    last: query.last || week.last }; // prettier-ignore
  const days = asked.first && asked.first > asked.last ? { ...asked, first: week.first } : asked;
  const { body: told, problem, reload } = useOne("/evaluation/figures/values", days);
  return html`<section class="stack" aria-label=${say("指标", "Figures")}>
    <${Choosing} query=${{ ...query, kind: chosen.kind }} chosen=${chosen} told=${told} />
    ${problem && !told ? html`<${ErrorState} problem=${problem} again=${reload} />` : !told ? html`<${Loading}
      rows=${8} />`
      : html`<div class="row row-wrap"><h2 class="grow" dir="auto">${told.name || told.subject}</h2>
        <span class="small soft row"><${Icon} name="clock" />${say("数据时间 {at}", "As of {at}", {
          at: time(told.as_of, "clock") })}</span></div>
      ${told.waiting > 0 && html`<p class="small soft">${say("尚有 {n} 天的数字正在汇总。", "{n} days are being summed up.", {
        n: told.waiting })}</p>`}
      <${Table} told=${told} query=${{ ...query, kind: chosen.kind }} />`}
  </section>`; // prettier-ignore
}
