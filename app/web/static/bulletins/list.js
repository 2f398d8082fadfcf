/** The list of bulletins, newest first, and a new one. */
import { may, meNow, newId, send } from "../common/api.js";
import { Dialog, Empty, ErrorState, Loading, sentenceOf } from "../common/feedback.js";
import { Choice, Field } from "../common/fields.js";
import { usePages } from "../common/lists.js";
import { AreaPicker } from "../common/pickers.js";
import { go, hashOf, html, Icon, useState } from "../common/ui.js";
import { label, language, say, time } from "../common/words.js";

/** What each kind is called. */
export const kinds = () => [
  { value: "weekly", label: say("周报", "Weekly") },
  { value: "monthly", label: say("月报", "Monthly") },
  { value: "quarterly", label: say("季报", "Quarterly") },
];

/** What it is cited by, or where it stands. @param {any} one */
export const cited = (one) => (one.number ? one.number[language()] : label(one, "status_label"));

/** @param {{query: Record<string, string>}} props */
export function List({ query }) {
  const [isNew, setNew] = useState(false);
  const writes = may("supervise");
  const pages = usePages("/bulletins", { kind: query.kind, status: query.status, unread: query.unread });
  const chips = [
    { query: {}, name: say("全部", "All") },
    { query: { unread: "true" }, name: say("待签阅", "To acknowledge") },
    ...(writes
      ? [
          { query: { status: "draft" }, name: say("草稿", "Drafts") },
          { query: { status: "submitted" }, name: say("待签发", "To sign") },
        ]
      : []),
    { query: { status: "published" }, name: say("已签发", "Signed") },
  ];
  return html`<div class="stack">
    <div class="row row-wrap"><nav class="row row-wrap grow" aria-label=${say("筛选", "Filter")}>${chips.map(
      (chip) => html`<a class="chip" key=${chip.name} href=${hashOf("", chip.query)}
        aria-current=${JSON.stringify(chip.query) === JSON.stringify(query) ? "true" : undefined}>${chip.name}</a>`,
    )}</nav>
    ${
      writes &&
      html`<button type="button" class="button button-primary" onClick=${() => setNew(true)}>
      <${Icon} name="plus" />${say("拟稿", "Draft one")}</button>`
    }</div>
    <${Rows} pages=${pages} />
    ${isNew && html`<${NewOne} onClose=${() => setNew(false)} />`}
  </div>`;
}

/** @param {{pages: any}} props */
function Rows({ pages }) {
  if (pages.problem) return html`<${ErrorState} problem=${pages.problem} again=${pages.reload} />`;
  if (!pages.items) return html`<${Loading} />`;
  if (!pages.items.length) return html`<${Empty} title=${say("没有简报", "No bulletins")} />`;
  return html`<div class="list card">${pages.items.map(
    (/** @type {any} */ one) => html`<a class="bulletins-row" key=${one.id} href=${hashOf(one.id)}>
      <span class="bulletins-title" dir="auto">${one.title}</span>
      <span class=${one.withdrawn_in ? "chip chip-off" : one.number ? "chip" : "chip chip-yellow"}>${
        one.withdrawn_in ? say("已撤销", "Withdrawn") : cited(one)
      }</span>
      <span class="soft small">${one.area_name} · ${one.starts_on} — ${one.ends_on}${
        one.signed_at ? ` · ${time(one.signed_at, "day")}` : ""
      }</span></a>`,
  )}</div>
  ${
    pages.more &&
    html`<button type="button" class="button more" disabled=${pages.loading}
    onClick=${pages.more}>${say("更多", "More")}</button>`
  }`;
}

/** The areas where I may write, by their codes. */
function mine() {
  const who = meNow();
  return who ? who.area_scopes.map((path) => path.replace(/\/$/, "").split("/").pop() || "") : [];
}

/** Yesterday, on the clock of the device: what most bulletins tell of is just over. */
const usualDay = () => new Date(Date.now() - 86400000).toISOString().slice(0, 10);

/** @param {{onClose: () => void}} props */
function NewOne({ onClose }) {
  const [told, setTold] = useState({ area: null, kind: "weekly", day: usualDay() });
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const [key] = useState(newId);
  const set = (/** @type {any} */ more) => setTold((was) => ({ ...was, ...more }));
  const draft = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    const area = told.area ? /** @type {any} */ (told.area).value : mine()[0];
    try {
      const { body } = await send("POST", "/bulletins", { area_code: area, kind: told.kind, day: told.day }, { key });
      go(body.id);
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${say("拟稿", "Draft a bulletin")} onClose=${onClose}>
    <form class="stack" onSubmit=${draft}>
      <${Field} label=${say("区划", "Area")} hint=${say("不选则为您所在的区划", "Left open: your own area")} optional>
        ${(/** @type {any} */ given) => html`<${AreaPicker} ...${given} value=${told.area}
          onChange=${(/** @type {any} */ area) => set({ area })} />`}<//>
      <${Field} label=${say("类型", "Kind")} group>${(/** @type {any} */ given) => html`<${Choice} ...${given}
        value=${told.kind} options=${kinds()} onChange=${(/** @type {any} */ kind) => set({ kind })} />`}<//>
      <${Field} label=${say("期间中的任一天", "A day of the period")}>${(/** @type {any} */ given) => html`<input
        type="date" required ...${given} value=${told.day}
        onChange=${(/** @type {any} */ event) => set({ day: event.target.value })} />`}<//>
      ${problem && html`<p class="field-error" role="alert">${sentenceOf(problem)}</p>`}
      <button class="button button-primary" disabled=${busy}>${say("取数并拟稿", "Count and draft")}</button>
    </form>
  <//>`;
}
