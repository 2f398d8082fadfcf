/** The history of a case: who did what and when, newest last, long ones page by page. */
import { get } from "./api.js";
import { ErrorState, Loading } from "./feedback.js";
import { useTurns } from "./turns.js";
import { Fragment, html, Icon, useCallback, useEffect, useState } from "./ui.js";
import { label, language, say, time } from "./words.js";

/** Fields whose content says something to people, and what it is called. */
const TOLD = () => /** @type {Record<string, string>} */ ({
  reason_code: say("原因", "Reason"), lead: say("主办", "Lead"), assists: say("协办", "Assists"), rule_code: say("立案条件",
      "Rule"),
  proposed_department: say("建议单位", "Proposed unit"), department: say("单位", "Unit"), departments: say("单位", "Units"),
  team: say("队伍", "Team"), fallback: say("兜底单位", "Fallback unit"), eligible: say("可点单单位", "May claim"),
  handler_id: say("经办人", "Handler"), person_id: say("人员", "Person"), verifier_id: say("核查人", "Verifier"),
  checker_id: say("核实人", "Checker"), area_code: say("区划", "Area"), category_code: say("类别", "Category"),
  photo_exemption: say("免拍理由", "Why no photo"),
}); // prettier-ignore
const WORDS = ["result", "reply", "finding", "demand", "answer", "missing", "place"];

/** @param {any} event @returns {[string, string][]} */
function saidOf(event) {
  const names = event.names || {};
  const told = Object.entries(TOLD()).flatMap(([field, name]) => {
    const value = names[field];
    if (!value) return [];
    return [
      /** @type {[string, string]} */ ([
        name,
        Array.isArray(value) ? value.filter(Boolean).join(say("、", ", ")) : String(value),
      ]),
    ];
  });
  const texts = WORDS.filter(
    (field) => event.data && typeof event.data[field] === "string" && event.data[field] !== event.note,
  );
  return [...told, ...texts.map((field) => /** @type {[string, string]} */ (["", event.data[field]]))];
}

/** @param {any} event */
const whoOf = (event) =>
  event.actor_name ||
  (event.actor_kind === "resident"
    ? say("市民", "Resident")
    : event.actor_kind === "system"
      ? say("系统", "System")
      : "");

/** One thing that happened. @param {{event: any}} props */
export const Happened = ({ event }) => html`<li class="happened">
  <span class="happened-dot" aria-hidden="true"></span>
  <div class="stack-tight grow">
    <p><strong>${label(event)}</strong> <span class="soft small">${[whoOf(event), time(event.created_at)]
      .filter(Boolean)
      .join(" · ")}</span></p>
    ${event.note && html`<p class="pre" dir="auto">${event.note}</p>`}
    ${saidOf(event).map(
      ([name, value]) =>
        html`<p key=${name + value} class="pre" dir="auto">${
          name &&
          html`<span class="soft">${name}
      </span> `
        }${value}</p>`,
    )}
  </div>
</li>`;

/** What stands among the events and is none. @typedef {{key: string, at: string, node: any}} Beside */

/**
 * Events in their order, what is no event before the first that is later. While later events are not read yet, what is
 * later than those that are waits with them.
 * @param {any[]} events @param {Beside[]} beside @param {boolean} isWhole
 */
function inOrder(events, beside, isWhole) {
  const rows = events.map((event) => ({
    key: event.seq, at: Date.parse(event.created_at), node: html`<${Happened} event=${event} />`,
  })); // prettier-ignore
  const last = rows.length ? rows[rows.length - 1].at : 0;
  for (const { key, at: told, node } of beside) {
    const at = Date.parse(told);
    const before = rows.findIndex((row) => row.at > at);
    if (before >= 0) rows.splice(before, 0, { key, at, node });
    else if (isWhole || at <= last) rows.push({ key, at, node });
  }
  return rows;
}

/** @param {{caseId: string, version?: number | string, beside?: Beside[]}} props */
export function Timeline({ caseId, version = 0, beside = [] }) {
  const [events, setEvents] = useState(/** @type {any[] | null} */ (null));
  const [after, setAfter] = useState(/** @type {number | null} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const begin = useTurns();
  const read = useCallback(
    async (/** @type {number | null} */ from, /** @type {any[]} */ before) => {
      const isNewest = begin();
      try {
        const { body } = await get(`/cases/${caseId}/events`, { query: { after: from, limit: 100 } });
        if (!isNewest()) return;
        setEvents([...before, ...body.items]);
        setAfter(body.next_after);
        setProblem(null);
      } catch (error) {
        if (isNewest()) setProblem(error);
      }
    },
    [caseId],
  );
  useEffect(() => { read(null, []); }, [caseId, version, language()]); // prettier-ignore
  if (problem && !events) return html`<${ErrorState} problem=${problem} again=${() => read(null, [])} />`;
  if (!events) return html`<${Loading} />`;
  const rows = inOrder(events, beside, after === null);
  return html`<ol class="timeline">${rows.map(({ key, node }) => html`<${Fragment} key=${key}>${node}<//>`)}</ol>
    ${
      after !== null &&
      html`<button type="button" class="button" onClick=${() => read(after, events)}><${Icon} name="down" />
      ${say("显示之后的记录", "Show what came after")}</button>`
    }`;
}
