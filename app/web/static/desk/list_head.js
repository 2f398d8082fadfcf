/**
 * Above the rows: the queues where there is no room for a pane of them, filters of the list,
 *   and what could not be sent.
 */
import { sentenceOf } from "../common/feedback.js";
import { go } from "../common/routes.js";
import { html } from "../common/ui.js";
import { label, say } from "../common/words.js";

/** What was on hold and was refused. @param {{acting: any, open: any}} props */
function Unsent({ acting, open }) {
  return acting.unsent.map(
    (/** @type {any} */ { order, problem }) =>
      html`<div class="desk-unsent" role="alert" key=${order.caseId}>
        <span class="grow"
          >${say("{label} {number} 未完成：", "{label} {number} was not done: ", order)}${sentenceOf(problem)}</span
        >
        <button type="button" class="button" onClick=${() => open(order.caseId)}>${say("打开", "Open")}</button>
        <button type="button" class="button-plain" onClick=${() => acting.drop(order.caseId)}>
          ${say("放弃", "Drop")}
        </button>
      </div>`,
  );
}

/**
 * @param {{source: any, counts: any, listed: any, acting: any, open: any, onFilter: () => void, onSave: () => void,
 *   onFind: () => void}} props
 */
export function ListHead({ source, counts, listed, acting, open, onFilter, onSave, onFind }) {
  const name = source && source.kind !== "list" ? `${source.kind}/${source.name}` : "";
  return html`<div class="desk-list-tools">
    <div class="row desk-narrow">
      <select
        aria-label=${say("队列", "Queue")}
        value=${name}
        onChange=${(/** @type {any} */ event) => go(`/${event.currentTarget.value}`)}
      >
        ${name ? null : html`<option value="">${say("筛选结果", "Filtered cases")}</option>`}
        ${counts.queues.map(
          (/** @type {any} */ one) =>
            html`<option key=${one.name} value=${`queue/${one.name}`}>${label(one)} ${one.count}</option>`,
        )}
        ${counts.views.map(
          (/** @type {any} */ one) =>
            html`<option key=${one.id} value=${`view/${one.id}`}>${one.name} ${one.count ?? ""}</option>`,
        )}
      </select>
      <button type="button" class="button" onClick=${onFind}>${say("查找", "Find")}</button>
      <button type="button" class="button" onClick=${onFilter}>${say("筛选", "Filter")}</button>
    </div>
    ${
      source && source.kind === "list"
        ? html`<div class="bar">
            <button type="button" class="button" onClick=${onFilter}>${say("改筛选", "Change filters")}</button>
            <button type="button" class="button" onClick=${onSave}>${say("保存为常用筛选", "Save as a view")}</button>
          </div>`
        : null
    }
    ${listed.missing.map(
      (/** @type {any} */ one) => html`<p class="desk-hint" key=${one.field}>${label(one, "detail")}</p>`,
    )}
    <${Unsent} acting=${acting} open=${open} />
  </div>`;
}
