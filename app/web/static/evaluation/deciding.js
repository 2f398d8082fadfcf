/** Deciding an appeal: granted or not, with a note; of a result also which points are right instead. */
import { ErrorState, Loading, sentenceOf, toast } from "../common/feedback.js";
import { Choice, Field, TextArea } from "../common/fields.js";
import { useOne } from "../common/lists.js";
import { html, useState } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { useSending } from "./appealing.js";
import { pointed } from "./told.js";

/**
 * @param {{path: string, onDone: () => void, onCancel: () => void, more?: (grant: boolean, errors: any[]) => any,
 *   points?: () => Record<string, number> | null}} props
 */
function Decision({ path, onDone, onCancel, more, points }) {
  const [grant, setGrant] = useState(/** @type {boolean | null} */ (null));
  const [note, setNote] = useState("");
  const sending = useSending(() => {
    toast(say("已作出决定。", "It is decided."));
    onDone();
  });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const body = { grant, note: note.trim(), ...(grant && points ? { points: points() } : {}) };
    sending.run("POST", path, body);
  };
  const elsewhere = ((sending.problem && sending.problem.errors) || []).map((/** @type {any} */ one) => one.detail);
  return html`<form class="stack-tight" onSubmit=${submit}><${Field} group=${true} label=${say("决定",
    "Decision")}>${() =>
      html`<${Choice} value=${grant} onChange=${setGrant} options=${[{ value: true, label: say("成立", "Grant") },
        { value: false, label: say("不成立", "Refuse") }]} />`}<//>
    ${grant && more && more(grant, elsewhere)}
    <${Field} label=${say("说明", "Why")} error=${sending.errors.note}>${(/** @type {any} */ given) => html`<${TextArea}
      ...${given} required rows=${2} value=${note} onChange=${setNote} />`}<//>
    ${sending.problem && html`<p class="field-error" role="alert">${[sentenceOf(sending.problem),
      ...elsewhere].join(" ")}</p>`}
    <div class="bar"><button class="button button-primary" disabled=${sending.busy || grant === null ||
      !note.trim()}>${say(
      "提交", "Decide")}</button><button type="button" class="button" onClick=${onCancel}>${say("取消", "Cancel")}</button>
    </div></form>`; // prettier-ignore
}

/** @param {{appeal: any, onDone: () => void, onCancel: () => void}} props */
export const CaseDecision = ({ appeal, onDone, onCancel }) => html`<${Decision} onDone=${onDone} onCancel=${onCancel}
  path=${`/cases/${appeal.case_id}/appeals/${appeal.id}/decide`} more=${() => html`<p class="small soft">${say(
  "须两名审核人先后同意；成立后案卷免责不计，事实仍保留。",
  "Two different reviewers grant it; the case is then exempt, and what happened stays.")}</p>`} />`; // prettier-ignore

/** @param {{appeal: any, onDone: () => void, onCancel: () => void}} props */
export function ResultDecision({ appeal, onDone, onCancel }) {
  const read = useOne(`/evaluation/periods/${appeal.period_id}/results/${encodeURIComponent(appeal.subject)}`);
  const [given, setGiven] = useState(/** @type {Record<string, string>} */ ({}));
  if (read.problem) return html`<${ErrorState} problem=${read.problem} again=${read.reload} />`;
  if (!read.body) return html`<${Loading} />`;
  const { items } = read.body.explanation;
  const points = () => {
    const said = Object.entries(given).filter(([, value]) => value !== "");
    return said.length ? Object.fromEntries(said.map(([code, value]) => [code, Number(value)])) : null;
  };
  return html`<${Decision} path=${`/evaluation/appeals/${appeal.id}/decide`} onDone=${onDone} onCancel=${onCancel}
    points=${points} more=${() => html`<${Field} group=${true} label=${say("更正后的分数", "The points that are right")}
      hint=${say("只填要更正的项；其余各项和颜色随之重算，原结果仍可查看。",
        "Only what is to be corrected; the score and the colour follow, what was published stays readable.")}>${() =>
      html`<div class="grid-two">${items.map((/** @type {any} */ item) => html`<label key=${item.code} class="field">
        <span class="field-label small">${say("{item}：现 {points} / {weight}", "{item}: now {points} of {weight}", {
          item: label(item), points: item.points === null ? "–" : pointed(item.points),
            weight: pointed(item.weight) })}</span>
        <input type="number" inputmode="decimal" step="any" min="0" max=${item.weight} value=${given[item.code] || ""}
          onInput=${(/** @type {any} */ event) => setGiven({ ...given, [item.code]: event.target.value })} /></label>`)}
      </div>`}<//>`} />`; // prettier-ignore
}
