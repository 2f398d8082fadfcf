/** The monthly self-assessment 月自查自评 of a group, by its lead unit; with the months that were assessed. */
import { Empty } from "../common/feedback.js";
import { Field } from "../common/fields.js";
import { useOne } from "../common/lists.js";
import { Refusable, Refused } from "../common/refusal.js";
import { hashOf, html, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { Marked, MarkForm, marksOf, unmarked } from "./form.js";
import { AddPhoto, asScore, Pictures, Read, today, useDeed } from "./parts.js";

/** @param {{month: any, form: any[], may: boolean, onAdded: () => void}} props */
const Month = ({ month, form, may, onAdded }) => html`<details class="card"><summary class="row"><strong class="grow">
    ${month.month.slice(0, 7)}</strong><span class="chip">${asScore(month.score)}</span>
    ${month.is_late && html`<span class="chip chip-yellow">${say("逾期提交", "Late")}</span>`}
    ${!month.photos.length && html`<span class="chip">${say("尚无佐证", "No evidence")}</span>`}</summary>
  <div class="stack-tight"><${Marked} form=${form} marks=${month.marks} />
  ${month.note && html`<p class="cob-words" dir="auto">${month.note}</p>`}
  <${Pictures} photos=${month.photos} />
  ${may && html`<${AddPhoto} subject="assessment" id=${month.id} onAdded=${onAdded} />`}</div></details>`;

/** @param {{id: string, form: any[], onDone: () => void}} props */
function NewMonth({ id, form, onDone }) {
  const [month, setMonth] = useState(today().slice(0, 7));
  const [draft, setDraft] = useState(/** @type {any} */ ({}));
  const [tried, setTried] = useState(false);
  const { act, busy, problem } = useDeed(onDone);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    setTried(true);
    if (unmarked(form, draft).length) return;
    act(`groups/${id}/assessments`, { month: `${month}-01`, marks: marksOf(form, draft) }, {
      told: say("自评已提交", "Handed in"),
    }); // prettier-ignore
  };
  return html`<${Refusable} problem=${problem}><form class="stack" onSubmit=${submit} novalidate>
    <${Field} label=${say("月份", "Month")} pointer="/month">${(/** @type {any} */ given) =>
      html`<input type="month" ...${given} value=${month} max=${today().slice(0, 7)}
        onInput=${(/** @type {any} */ event) => setMonth(event.target.value)} />`}<//>
    <${MarkForm} form=${form} draft=${draft} onChange=${setDraft} tried=${tried} />
    <${Refused} problem=${problem} />
    <button class="button button-primary" disabled=${busy}>${say("提交自评", "Hand in")}</button></form><//>`;
}

/** @param {{id: string}} props */
export function Assess({ id }) {
  const group = useOne(`/cobuilding/groups/${id}`);
  const one = useOne(`/cobuilding/groups/${id}/assessments`);
  return html`<${Read} one=${group}>${(/** @type {any} */ told) => html`<div class="stack cob-narrow">
    <header><h1>${say("月自查自评", "Self-assessment")}</h1>
      <a href=${hashOf(`group/${id}`)} dir="auto">${told.name}</a></header>
    <${Read} one=${one}>${(/** @type {any} */ found) => html`${
      told.may_lead && found.form.length > 0
        ? html`<${NewMonth} id=${id} form=${found.form} onDone=${one.reload} />`
        : null
    }
    <section class="stack-tight"><h2>${say("已自评的月份", "Months")}</h2>
      ${!found.items.length && html`<${Empty} title=${say("尚未自评", "No month was assessed yet")} />`}
      ${found.items.map((/** @type {any} */ month) => html`<${Month} key=${month.id} month=${month} form=${found.form}
        may=${told.may_lead} onAdded=${one.reload} />`)}</section>`}<//></div>`}<//>`;
}
