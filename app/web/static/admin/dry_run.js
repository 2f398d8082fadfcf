/** A dry run 试算: where the cases of the last days would have gone, and what is wrong with who is responsible. */
import { send } from "../common/api.js";
import { sentenceOf } from "../common/feedback.js";
import { NumberField } from "../common/fields.js";
import { html, Icon, useState } from "../common/ui.js";
import { label, number, say } from "../common/words.js";

/** @param {{figures: any}} props */
const Figures = ({ figures }) => html`<dl class="facts">${[
  [say("看过的案卷", "Cases looked at"), figures.looked_at],
  [say("会派往别处", "Would go elsewhere"), figures.elsewhere],
  [say("其中最终也到了那里", "Of them ended there anyway"), figures.ended_there],
  [say("去向不变", "Would go where they went"), figures.same],
  [say("无人负责", "To nobody"), figures.to_nobody],
].map(([name, n]) => html`<dt key=${name}>${name}</dt><dd class="number">${number(Number(n))}</dd>`)}</dl>`;

/** @param {{findings: any[]}} props */
const Findings = ({ findings }) => html`<ul class="list"
  aria-label=${say("须改正之处", "What is to be mended")}>${findings.map(
  (one, at) => html`<li key=${at} class="row"><span
    class="chip ${one.severity === "error" ? "chip-red" : "chip-yellow"}">
    <${Icon} name="warn" />${one.severity === "error" ? say("须改正", "Error") : say("提醒", "Warning")}</span>
    <span class="grow">${label(one, "detail")}</span></li>`,
)}</ul>`;

/** @param {{tried: any, words: string}} props */
export function DryRun({ tried, words }) {
  const [days, setDays] = useState(/** @type {number | null} */ (30));
  const [told, setTold] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    setProblem("");
    try {
      setTold((await send("POST", "/routing/dry-run", { days: days || 1, ...tried })).body);
    } catch (error) {
      setProblem(/** @type {any} */ (error).detail || sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  return html`<section class="card stack-tight"><div class="bar"><button type="button" class="button" disabled=${busy}
        onClick=${run}>${words}</button>
      <label class="row"><span>${say("近", "Last")}</span><${NumberField} value=${days} max=${30} onChange=${setDays}
        unit=${say("天", "days")} aria-label=${say("看多少天", "How many days")} /></label></div>
    ${problem && html`<p class="field-error" role="alert">${problem}</p>`}
    ${
      told &&
      html`<div class="stack" role="status">
      ${told.figures && html`<${Figures} figures=${told.figures} />`}
      ${
        told.findings.length
          ? html`<${Findings} findings=${told.findings} />`
          : html`<p>${say("未发现问题", "Nothing is wrong")}</p>`
      }
      ${
        told.items.length > 0 &&
        html`<ul class="list">${told.items.slice(0, 20).map(
          (/** @type {any} */ one) => html`<li key=${one.id} class="admin-move">
          <span class="number">${one.number}</span> <span>${one.went_to || say("未派", "nowhere")} → ${one.would_go_to ||
            say("无人负责", "nobody")}</span></li>`,
        )}</ul>`
      }</div>`
    }</section>`;
}
