/** The bar of what is ticked: one action on up to 200 cases, and what became of each. */
import { newId, Problem, send } from "../common/api.js";
import { Dialog, sentenceOf } from "../common/feedback.js";
import { html, useState } from "../common/ui.js";
import { label, number, say } from "../common/words.js";
import { lazily } from "./lazy.js";
import { LETTERS } from "./letters.js";

const ActionForm = lazily(() => import("./forms.js"), "ActionForm");

export const BATCHED = ["file", "dispatch", "request_check", "close", "transfer"];
const MOST = 200;

/** What all rows offer, or some. @param {any[]} rows */
export function offersOf(rows) {
  const found = new Map();
  for (const row of rows) {
    for (const offer of row.allowed_actions || []) {
      if (BATCHED.includes(offer.action))
        found.set(offer.action, { offer, count: (found.get(offer.action) || { count: 0 }).count + 1 });
    }
  }
  return [...found.values()];
}

/** @param {any} result @param {any} row */
const outcomeOf = (result, row) =>
  ({
    done: say("已完成", "done"),
    replayed: say("已完成", "done"),
    later: say("系统繁忙，请再发一次", "busy: send it again"),
    refused: result.problem ? label(result.problem, "detail") : "",
  })[/** @type {string} */ (result.outcome)] ?? row.number;

/**
 * @param {{results: any[], rows: any[], refused: string | undefined, onAgain: (() => void) | null,
 *   onClose: () => void}} props
 */
function Results({ results, rows, refused, onAgain, onClose }) {
  const known = new Map(rows.map((row) => [row.id, row]));
  const well = results.filter((one) => one.outcome === "done" || one.outcome === "replayed").length;
  return html`<${Dialog}
    title=${say("{n} 件完成，{m} 件未完成", "{n} done, {m} not", { n: well, m: results.length - well })}
    onClose=${onClose}
  >
    ${refused ? html`<p class="desk-refused" role="alert">${refused}</p>` : null}
    <ul class="desk-lines desk-results">
      ${results.map(
        (one) =>
          html`<li key=${one.id} class=${`desk-result desk-result-${one.outcome}`}>
            <strong class="number">${(known.get(one.id) || {}).number}</strong>
            <span dir="auto">${outcomeOf(one, known.get(one.id) || {})}</span>
          </li>`,
      )}
    </ul>
    <div class="bar">
      ${
        onAgain
          ? html`<button type="button" class="button button-primary" onClick=${onAgain}>
              ${say("再发一次", "Send again")}
            </button>`
          : null
      }
      <button type="button" class="button" onClick=${onClose}>${say("知道了", "Close")}</button>
    </div>
  <//>`;
}

/**
 * @param {{rows: any[], doing: string | null, onStart: (action: string | null) => void, onForget: () => void,
 *   listed: any, reload: () => void}} props
 */
export function BatchBar({ rows, doing, onStart, onForget, listed, reload }) {
  const [told, setTold] = useState(/** @type {any} */ (null));
  const offers = offersOf(rows);
  const sendAll = async (/** @type {any} */ order) => {
    const items = order.rows.map((/** @type {any} */ row) => ({ id: row.id, version: row.version }));
    const { body } = await send("POST", `/cases/batch/${order.path}`, { body: order.body, items }, { key: order.key });
    setTold({ order, results: body.results });
    void listed.reload();
    reload();
  };
  const act = async (/** @type {any} */ _, /** @type {any} */ offer, /** @type {any} */ body) => {
    await sendAll({ rows: rows.slice(0, MOST), path: offer.path, body, key: newId() });
  };
  const again = async () => {
    try {
      await sendAll(told.order);
    } catch (problem) {
      setTold({ ...told, refused: problem instanceof Problem ? sentenceOf(problem) : String(problem) });
    }
  };
  const chosen = offers.find((one) => one.offer.action === doing);
  const isLater = told && told.results.some((/** @type {any} */ one) => one.outcome === "later");
  if (!rows.length && !told) return null;
  return html`<div class="desk-batch" role="region" aria-label=${say("批量操作", "Batch")}>
    <strong>${say("已选 {n} 件", "{n} chosen", { n: number(rows.length) })}</strong>
    ${offers.map(
      ({ offer, count }) =>
        html`<button
          type="button"
          class="button"
          key=${offer.action}
          data-action=${offer.action}
          onClick=${() => onStart(offer.action)}
        >
          ${label(offer)}${count < rows.length ? ` ${count}/${rows.length}` : ""}
          <kbd>${LETTERS[offer.action] ?? ""}</kbd>
        </button>`,
    )}
    ${
      offers.length
        ? null
        : html`<span class="soft"
            >${say("所选案卷没有可批量办理的操作", "Nothing can be done to these at once")}
          </span>`
    }
    <button type="button" class="button-plain" onClick=${onForget}>
      ${say("取消选择", "Choose none")} <kbd>Esc</kbd>
    </button>
    ${
      chosen
        ? html`<${Dialog}
            wide
            title=${say("批量：{label}", "Batch: {label}", { label: label(chosen.offer) })}
            onClose=${() => onStart(null)}
          >
            <${ActionForm}
              of=${rows[0]}
              offer=${chosen.offer}
              acting=${{ act, drafts: new Map(), unsent: [] }}
              reload=${async () => listed.reload()}
              onClose=${() => onStart(null)}
          /><//>`
        : null
    }
    ${
      told
        ? html`<${Results}
            results=${told.results}
            rows=${told.order.rows}
            refused=${told.refused}
            onAgain=${isLater ? again : null}
            onClose=${() => {
              setTold(null);
              onForget();
            }}
          />`
        : null
    }
  </div>`;
}
