/** Planning a project 共建项目: what it is, which unit runs it, and its stages one after the other. */
import { meNow } from "../common/api.js";
import { Field, TextArea } from "../common/fields.js";
import { html, Icon } from "../common/ui.js";
import { say } from "../common/words.js";
import { Begin, Text, Unit, unitsOf, useDraft } from "./new.js";

const MOST_STAGES = 20;
const blank = () => ({ title: "", description: "", unit: "", stages: [{ title: "", due: "" }] });

/** The units of a group for which one may plan: who leads or runs it, for each; else one's own. @param {any} told */
function mine(told) {
  const me = meNow();
  return unitsOf(told).filter(
    (/** @type {any} */ one) => told.may_lead || told.may_manage || (me && me.department_codes.includes(one.value)),
  );
}

/**
 * The stages, each with what it brings and by which day.
 * @param {{stages: any[], onChange: (all: any[]) => void}} props
 */
function Stages({ stages, onChange }) {
  const set = (/** @type {number} */ at, /** @type {any} */ change) =>
    onChange(stages.map((one, index) => (index === at ? { ...one, ...change } : one)));
  return html`<ol class="cob-stages">${stages.map(
    (one, at) => html`<li key=${at}><fieldset class="stack-tight"><legend class="row"><strong class="grow">${say(
      "第 {n} 阶段",
      "Stage {n}",
      { n: at + 1 },
    )}</strong>${
      stages.length > 1 &&
      html`<button type="button" class="button-icon" aria-label=${say("去掉第 {n} 阶段", "Take stage {n} away", {
        n: at + 1,
      })} onClick=${() => onChange(stages.filter((_, index) => index !== at))}><${Icon} name="close" /></button>`
    }</legend>
      <${Text} label=${say("做成什么", "What it brings")} pointer=${`/stages/${at}/title`} value=${one.title}
        onChange=${(/** @type {string} */ title) => set(at, { title })} />
      <${Text} type="date" label=${say("完成期限", "By which day")} pointer=${`/stages/${at}/due_on`} value=${one.due}
        onChange=${(/** @type {string} */ due) => set(at, { due })} /></fieldset></li>`,
  )}</ol>
  ${
    stages.length < MOST_STAGES &&
    html`<div><button type="button" class="button" onClick=${() => onChange([...stages, { title: "", due: "" }])}>
      <${Icon} name="plus" />${say("再加一个阶段", "Add a stage")}</button></div>`
  }`;
}

/** @param {{told: any, onDone: () => void}} props */
export function NewProject({ told, onDone }) {
  const [draft, set] = useDraft(blank());
  const body = {
    title: draft.title,
    department_code: draft.unit,
    stages: draft.stages.map((/** @type {any} */ one) => ({ title: one.title, due_on: one.due })),
    ...(draft.description.trim() ? { description: draft.description } : {}),
  };
  const done = () => {
    set(blank());
    onDone();
  };
  return html`<${Begin} title=${say("项目立项", "Plan a project")} path=${`groups/${told.id}/projects`} body=${body}
    done=${say("项目已立项", "The project is planned")} onDone=${done}>
      <${Text} label=${say("项目名称", "What it is called")} pointer="/title" value=${draft.title}
        onChange=${(/** @type {string} */ title) => set({ title })} />
      <${Field} label=${say("内容", "What it is about")} pointer="/description" optional>${(/** @type {any} */ given) =>
        html`<${TextArea} ...${given} dir="auto" value=${draft.description}
          onChange=${(/** @type {string} */ description) => set({ description })} />`}<//>
      <${Unit} options=${mine(told)} draft=${draft} set=${set} label=${say("实施单位", "Run by")} />
      <p class="soft small">${say(
        "阶段须依次完成，每个阶段可附佐证照片。",
        "Stages are done one after the other, each with photos that show it.",
      )}</p>
      <${Stages} stages=${draft.stages} onChange=${(/** @type {any[]} */ stages) => set({ stages })} /><//>`;
}
