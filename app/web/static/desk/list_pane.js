/** The list in the middle: rows most pressing first; the place in it stays when rows come and go. */
import { Light, Marks, TimeLeft } from "../common/case.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { html, useEffect, useMemo, useRef } from "../common/ui.js";
import { number, say, time } from "../common/words.js";

const NEAR_END = 400;

/**
 * @param {{row: any, isCurrent: boolean, isChosen: boolean, me: string, at: (id: string) => string,
 *   onChoose: Function}} props
 */
function Row({ row, isCurrent, isChosen, me, at, onChoose }) {
  return useMemo(() => {
    const other = row.looked_at_by && row.looked_at_by !== me ? row.looked_at_by_name : null;
    return html`<li
      class=${`desk-row${isCurrent ? " desk-row-current" : ""}${isChosen ? " desk-row-chosen" : ""}`}
      data-case=${row.id}
    >
      <label class="desk-choose">
        <input
          type="checkbox"
          checked=${isChosen}
          onClick=${(/** @type {MouseEvent} */ event) => onChoose(row, event.shiftKey)}
          aria-label=${say("选择案卷 {number}", "Choose case {number}", { number: row.number })}
        />
      </label>
      <a class="desk-row-body" href=${at(row.id)} aria-current=${isCurrent ? "true" : undefined}>
        <span class="desk-row-top">
          ${row.light || !row.stage_due_at ? html`<${Light} light=${row.light} />` : null}
          <span class="desk-number">${row.number}</span>
          <${TimeLeft} case=${row} />
        </span>
        <span class="desk-row-words" dir="auto">${row.title ?? row.description}</span>
        <span class="desk-row-facts">
          ${[row.category_name, row.address ?? row.area_name, row.lead_department_name].filter(Boolean).join(" · ")}
        </span>
        <span class="desk-row-marks">
          <${Marks} case=${row} />
          ${
            other === null
              ? null
              : html`<span class="chip desk-mark-look">
                  ${
                    row.looked_at_writing
                      ? say("{name} 正在办理", "{name} is writing", { name: other ?? "" })
                      : say("{name} 正在查看", "{name} is looking", { name: other ?? "" })
                  }</span
                >`
          }
          <time datetime=${row.reported_at}>${time(row.reported_at, "minute")}</time>
        </span>
      </a>
    </li>`;
  }, [row, isCurrent, isChosen, me, at]);
}

/** Keeps the row of the case that is open in sight, without moving the list where it is. */
function useInSight(/** @type {any} */ box, /** @type {string | null} */ caseId, /** @type {number} */ rows) {
  useEffect(() => {
    const found = caseId && box.current ? box.current.querySelector(`[data-case="${caseId}"]`) : null;
    if (found) found.scrollIntoView({ block: "nearest" });
  }, [caseId, rows > 0]);
}

/**
 * @param {{title: string, listed: any, caseId: string | null, chosen: Set<string>, me: string, at: any,
 *   onChoose: any, children?: any}} props
 */
export function ListPane({ title, listed, caseId, chosen, me, at, onChoose, children }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useInSight(box, caseId, listed.items.length);
  const nearEnd = (/** @type {Event} */ event) => {
    const at = /** @type {HTMLElement} */ (event.currentTarget);
    if (listed.more && at.scrollHeight - at.scrollTop - at.clientHeight < NEAR_END) void listed.readMore();
  };
  return html`<section class="desk-list" aria-labelledby="desk-list-title">
    <header class="desk-list-head">
      <h2 id="desk-list-title">${title}</h2>
      ${listed.count === null ? null : html`<span class="desk-count">${number(listed.count)}</span>`}
    </header>
    ${children} ${listed.problem ? html`<${ErrorState} problem=${listed.problem} again=${listed.reload} />` : null}
    <div class="desk-scroll" ref=${box} onScroll=${nearEnd} tabindex="-1">
      ${listed.loading ? html`<${Loading} />` : null}
      ${
        !listed.loading && !listed.items.length && !listed.problem
          ? html`<${Empty} title=${say("这里没有案卷了", "Nothing is left here")} />`
          : null
      }
      <ul class="desk-rows">
        ${listed.items.map(
          (/** @type {any} */ row) =>
            html`<${Row}
              key=${row.id}
              row=${row}
              me=${me}
              isCurrent=${row.id === caseId}
              isChosen=${chosen.has(row.id)}
              at=${at}
              onChoose=${onChoose}
            />`,
        )}
      </ul>
      ${
        listed.more
          ? html`<button type="button" class="button desk-more" onClick=${listed.readMore}>
              ${say("更多", "More")}
            </button>`
          : null
      }
    </div>
  </section>`;
}
