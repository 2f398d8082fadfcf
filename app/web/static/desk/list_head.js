/**
 * Above the rows: the queues where there is no room for a pane of them, filters of the list,
 *   and what could not be sent.
 */
import { newId, send } from "../common/api.js";
import { sentenceOf, toast } from "../common/feedback.js";
import { html, go } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { firstOf } from "./counts.js";
import { addressOf } from "./place.js";

/** What its owner may do with a saved view. @param {{source: any, counts: any}} props */
function Own({ source, counts }) {
  const view =
    source && source.kind === "view" ? counts.views.find((/** @type {any} */ one) => one.id === source.name) : null;
  if (!view || !view.mine) return null;
  const change = () => {
    const { path, query } = addressOf({ kind: "list", name: "", filters: view.query });
    go(path, query);
  };
  const restore = async () => {
    const { body } = await send(
      "POST",
      "/views",
      { name: view.name, query: view.query, area_code: view.area_code },
      { key: newId() },
    );
    await counts.reload();
    go(`/view/${body.id}`);
  };
  const remove = async () => {
    try {
      await send("DELETE", `/views/${view.id}`, undefined, { match: view.version });
      toast(say("已删除“{name}”", "Removed “{name}”", { name: view.name }), { undo: () => void restore() });
      const first = firstOf(counts.queues);
      go(first ? `/queue/${first.name}` : "/");
      void counts.reload();
    } catch (problem) {
      toast(sentenceOf(problem), { danger: true });
    }
  };
  return html`<div class="bar">
    <button type="button" class="button" onClick=${change}>${say("改筛选", "Change filters")}</button>
    <button type="button" class="button-plain" onClick=${remove}>${say("删除常用筛选", "Remove the view")}</button>
  </div>`;
}

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
    <${Own} source=${source} counts=${counts} />
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
