/** The escalation ladder 超期升级 of a place: who hears when, and by when orders are answered. */
import { sentenceOf } from "../common/feedback.js";
import { Field, NumberField } from "../common/fields.js";
import { useOne } from "../common/lists.js";
import { html, Icon, useEffect, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { Moves, useChange } from "./changes.js";
import { AUDIENCES, LIMIT_UNITS } from "./names.js";
import { PlaceChoice } from "./place.js";

/** @param {{row: any, onChange: (row: any) => void, children?: any, label: string}} props */
const Limit = ({ row, onChange, children, label }) => html`<li class="admin-cells"><span
  class="admin-rung">${label}</span>
  <${NumberField} aria-label=${say("数量", "Amount")} value=${row.limit_amount}
    onChange=${(/** @type {any} */ limit_amount) => onChange({ ...row, limit_amount })} />
  <select aria-label=${say("单位", "Unit")} value=${row.limit_unit}
    onChange=${(/** @type {any} */ event) => onChange({ ...row, limit_unit: event.target.value })}>
    ${LIMIT_UNITS.map((one) => html`<option key=${one.value}
      value=${one.value}>${one.label}</option>`)}</select>${children}</li>`;

/** @param {any[]} all @param {number} at @param {any} row */
const changed = (all, at, row) => all.map((one, n) => (n === at ? row : one));

/** @param {{place: string, told: any, onMade: () => void}} props */
function Editing({ place, told, onMade }) {
  const [rungs, setRungs] = useState(/** @type {any[]} */ (told.rungs));
  const [replies, setReplies] = useState(/** @type {any[]} */ (told.replies));
  useEffect(() => {
    setRungs(told.rungs);
    setReplies(told.replies);
  }, [told]);
  const change = useChange("PUT", `/escalation/${place}`, () => ({ rungs, replies }));
  return html`<form class="stack" onSubmit=${(/** @type {any} */ event) => event.preventDefault()}>
    <${Field} group label=${say("超期之后，依次告知", "Once overdue, one after the other is told")}>
      ${() => html`<ol class="stack-tight">${rungs.map(
        (rung, at) => html`<${Limit} key=${at} row=${rung} label=${say("第 {n} 级", "Rung {n}", { n: at + 1 })}
        onChange=${(/** @type {any} */ row) => setRungs(changed(rungs, at, row))}>
        <select aria-label=${say("告知谁", "Who is told")} value=${rung.audience}
          onChange=${(/** @type {any} */ event) =>
          setRungs(changed(rungs, at, { ...rung, audience: event.target.value }))}>
          ${AUDIENCES.map((one) => html`<option key=${one.value} value=${one.value}>${one.label}</option>`)}</select>
        <button type="button" class="button-icon" aria-label=${say("去掉这一级", "Take this rung away")}
          onClick=${() => setRungs(rungs.filter((_, n) => n !== at))}><${Icon} name="close" /></button><//>`,
      )}</ol>
      <button type="button" class="button-plain admin-start" onClick=${() =>
        setRungs([...rungs, { limit_amount: 1, limit_unit: "working_hours", audience: "supervisor" }])}>
        <${Icon} name="plus" />${say("加一级", "Another rung")}</button>`}<//>
    <${Field} group label=${say("督办单须在多久内答复", "How soon an order is answered")}>
      ${() => html`<ol class="stack-tight">${replies.map(
        (reply, at) => html`<${Limit} key=${reply.level} row=${reply}
        label=${say("{n} 级督办", "Level {n}", { n: reply.level })}
        onChange=${(/** @type {any} */ row) => setReplies(changed(replies, at, row))} />`,
      )}</ol>`}<//>
    ${change.problem && html`<p class="field-error"
      role="alert">${change.problem.detail || sentenceOf(change.problem)}</p>`}
    ${change.told && html`<${Moves} told=${change.told} />`}
    <div class="bar"><button class="button" disabled=${change.busy} onClick=${() => change.ask()}>
        ${say("预览影响", "What would move")}</button>
      <button class="button button-primary" disabled=${change.busy}
        onClick=${async () => (await change.make()) && onMade()}>${say("保存", "Save")}</button>
      ${
        told.said_by === place &&
        html`<button class="button button-danger" disabled=${change.busy}
        onClick=${async () => (await change.make("DELETE")) && onMade()}>
        ${say("撤销，随上级", "Withdraw: as above")}</button>`
      }</div></form>`;
}

/** The room. */
export function Ladder() {
  const [place, setPlace] = useState("national");
  const one = useOne(`/escalation/${place}`);
  const from = one.body && one.body.said_by;
  return html`<${PlaceChoice} value=${place} onChange=${setPlace} />
    ${one.problem && html`<p class="field-error" role="alert">${sentenceOf(one.problem)}</p>`}
    ${
      one.body &&
      html`<div class="card stack">${
        from &&
        from !== place &&
        html`<p class="soft">${say("现随 {place} 的规定", "As {place} says", { place: from })}</p>`
      }
      <${Editing} key=${place} place=${place} told=${one.body} onMade=${one.reload} /></div>`
    }`;
}
