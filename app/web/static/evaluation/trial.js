/** A trial 试算: what a scheme would make of days that are over, before any period uses it; nothing is kept. */
import { send } from "../common/api.js";
import { sentenceOf } from "../common/feedback.js";
import { Field } from "../common/fields.js";
import { AreaPicker } from "../common/pickers.js";
import { html, Icon, useState } from "../common/ui.js";
import { label, number, say } from "../common/words.js";
import { Colour } from "../common/colours.js";
import { daysOf, lastMonth } from "./days.js";
import { pointed } from "./told.js";

/** @param {{found: any[], scheme: any}} props */
function Found({ found, scheme }) {
  const { colours } = scheme.document;
  const named = (/** @type {string} */ code) => label(colours.find((/** @type {any} */ one) => one.code === code) ||
    {});
  const scored = found.filter((one) => one.score !== null);
  return html`<div class="stack-tight" role="status"><p class="row row-wrap">${colours.map((/** @type {any} */ one) =>
    html`<span
      key=${one.code} class="row"><${Colour} code=${one.code} name=${label(one)} /><b
        class="number">${number(scored.filter(
      (other) => other.colour === one.code).length)}</b></span>`)}
      <span class="small soft">${say("{n} 个有得分，共 {all} 个", "{n} of {all} have a score", { n: number(scored.length),
        all: number(found.length) })}</span></p>
    <div class="table-scroll" tabindex="0" role="region" aria-label=${say("试算结果",
      "Result of the trial")}><table><thead><tr>
      <th scope="col">${say("名次", "Rank")}</th><th scope="col">${say("对象", "Whose")}</th>
      <th scope="col">${say("得分", "Score")}</th><th scope="col">${say("颜色", "Colour")}</th></tr></thead>
      <tbody>${scored.slice(0, 100).map((one) => html`<tr key=${one.subject}><td class="number">${one.rank || "–"}</td>
        <th scope="row" dir="auto">${one.name}</th><td class="number">${pointed(one.score)}</td>
        <td><${Colour} code=${one.colour}
          name=${named(one.colour)} /></td></tr>`)}</tbody></table></div></div>`; // prettier-ignore
}

/** @param {{scheme: any}} props */
export function Trial({ scheme }) {
  const [days, setDays] = useState(lastMonth);
  const [area, setArea] = useState(/** @type {any} */ (null));
  const [state, setState] = useState(/** @type {any} */ ({ busy: false, found: null, problem: null, of: null }));
  const run = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setState({ busy: true, found: null, problem: null });
    try {
      const body = { area_code: area ? area.value : scheme.area_code, ...days };
      const answer = await send("POST", `/evaluation/schemes/${scheme.id}/trial`, body);
      setState({ busy: false, found: answer.body.items, problem: null, of: days });
    } catch (problem) {
      setState({ busy: false, found: null, problem });
    }
  };
  const day = (/** @type {"first" | "last"} */ name) => (/** @type {any} */ given) => html`<input
    type="date" ...${given}
    value=${days[name]} onChange=${(/** @type {any} */ event) => setDays({ ...days, [name]: event.target.value })} />`;
  return html`<section class="card stack-tight"><h3>${say("试算", "Try it")}</h3>
    <p class="small soft">${say("用已经过去的日子（如上月）先算一遍，不保存；手工评分项不计入。",
      "On days that are over, such as last month; nothing is kept, and what is scored by hand is left out.")}</p>
    <form class="choosing" onSubmit=${run}><${Field} label=${say("区划", "Area")} optional=${true}>${(
      /** @type {any} */ given) => html`<${AreaPicker} ...${given} value=${area} onChange=${setArea} />`}<//>
      <${Field} label=${say("自", "From")}>${day("first")}<//><${Field} label=${say("至", "Until")}>${day("last")}<//>
      <div class="bar"><button class="button button-primary" disabled=${state.busy}><${Icon} name="next" />${state.busy
        ? say("正在试算……", "Trying …") : say("试算", "Try it")}</button></div></form>
    ${state.problem && html`<p class="field-error" role="alert">${[sentenceOf(state.problem), ...(state.problem.errors
      || [])
      .map((/** @type {any} */ one) => one.detail)].join(" ")}</p>`}
    ${state.found && html`<h4>${daysOf(state.of)}</h4><${Found} found=${state.found} scheme=${scheme} />`}
  </section>`; // prettier-ignore
}
