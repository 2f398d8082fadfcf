/** The left pane: queues with what waits in each, saved views, and lists of one's own. */
import { may } from "../common/api.js";
import { html } from "../common/ui.js";
import { language, number, say } from "../common/words.js";
import { addressOf, isSame } from "./place.js";

const MANY = 10_000;

/** @param {any} item */
const labelOf = (item) => (language() === "zh" ? item.label_zh : item.label);

/** @param {{source: any, current: any, label: string, count: number | null, note?: string}} props */
function Entry({ source, current, label, count, note }) {
  const { path } = addressOf(source);
  const is = isSame(source, current);
  return html`<li>
    <a class="queue" href=${`#${path}`} aria-current=${is ? "page" : undefined} title=${note}>
      <span class="queue-name">${label}</span>
      ${
        count === null
          ? null
          : html`<span class=${count ? "queue-count" : "queue-count queue-empty"}>
              ${number(count)}${count >= MANY ? "+" : ""}</span
            >`
      }
    </a>
  </li>`;
}

/**
 * @param {{queues: any[], views: any[], current: any, isRead: boolean, onFind: () => void, onFilter: () => void,
 *   onCaller: () => void}} props
 */
export function QueuesPane({ queues, views, current, isRead, onFind, onFilter, onCaller }) {
  return html`<nav class="desk-queues" aria-label=${say("队列", "Queues")}>
    <button type="button" class="queue queue-find" onClick=${onFind}>
      <span class="queue-name">${say("查找", "Find")}</span><kbd>/</kbd>
    </button>
    <h2>${say("队列", "Queues")}</h2>
    <ul>
      ${queues.map(
        (queue) =>
          html`<${Entry}
            key=${queue.name}
            current=${current}
            label=${labelOf(queue)}
            source=${{ kind: "queue", name: queue.name, filters: {} }}
            count=${queue.count}
          />`,
      )}
    </ul>
    ${
      isRead && queues.length === 0
        ? html`<p class="desk-hint">${say("您的岗位没有待办队列", "Your posts have no queues")}</p>`
        : null
    }
    <h2>${say("常用筛选", "Saved views")}</h2>
    <ul>
      ${views.map(
        (view) =>
          html`<${Entry}
            key=${view.id}
            current=${current}
            label=${view.name}
            count=${view.count}
            source=${{ kind: "view", name: view.id, filters: {} }}
            note=${view.mine ? undefined : say("{name}共享", "Shared by {name}", { name: view.owner_name ?? "" })}
          />`,
      )}
    </ul>
    <button type="button" class="queue" onClick=${onFilter}>
      <span class="queue-name">${say("筛选案卷…", "Filter cases…")}</span>
    </button>
    <button type="button" class="queue" onClick=${onCaller}>
      <span class="queue-name">${say("来电查询…", "Who calls…")}</span>
    </button>
    ${
      may("triage")
        ? html`<a class="queue" href="./releases">
            <span class="queue-name">${say("公开审核…", "Public release…")}</span>
          </a>`
        : null
    }
  </nav>`;
}
