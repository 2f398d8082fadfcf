/** What is suggested for a case: categories with their rules, and units with the reason; the first is one key away. */
import { limitOf } from "../common/case.js";
import { language, say } from "../common/words.js";
import { useAll, useRead } from "./catalogue.js";
import { lastReturn, useDispute } from "./dispute.js";

/** @param {number} score */
const percent = (score) => `${Math.round(score * 100)}%`;
/** @param {any} one */
const reasonOf = (one) => (language() === "zh" ? one.reason_zh : one.reason);

/** @typedef {{code: string, name: string, reasons: string[], chance: string | null, assists?: any[]}} Proposal */

/**
 * The filing rules that are likely: of the suggested categories, then of the one that was reported.
 * @param {any} of @returns {Proposal[] | null}
 */
export function useRuleProposals(of) {
  const told = useRead(`/cases/${of.id}/suggestions`, of.version);
  const rules = useAll("/filing-rules");
  if (!told || !rules) return null;
  /** @type {Proposal[]} */
  const found = [];
  const add = (/** @type {any} */ rule, /** @type {string | null} */ chance, /** @type {string} */ reason) => {
    if (!rule || !rule.is_active || rule.code === of.rule_code || found.some((one) => one.code === rule.code)) return;
    const name = `${rule.category_name ?? rule.category_code} · ${rule.condition}`;
    found.push({
      code: rule.code,
      name,
      chance,
      reasons: [`${limitOf(rule)} · ${rule.department_name || ""}`, reason].filter(Boolean),
    });
  };
  const known = new Map(rules.map((rule) => [rule.code, rule]));
  for (const one of told.categories) add(known.get(one.rule_codes[0]), percent(one.score), reasonOf(one));
  if (of.category_code) {
    for (const rule of rules.filter((each) => each.category_code === of.category_code)) {
      add(rule, null, say("上报时的类别", "The category of the report"));
    }
  }
  return found.slice(0, 4);
}

/** Who says so, in a word. @param {string} by */
const byWords = (by) =>
  ({
    rule: say("派遣规则", "Routing rule"),
    matrix: say("权责清单", "Matrix"),
    filing_rule: say("立案条件", "Filing rule"),
  })[by] ?? by;

/**
 * The units that are likely, each once with every reason: who is responsible, whom a return proposed, what was learned.
 * @param {any} of @returns {Proposal[] | null}
 */
export function useUnitProposals(of) {
  const told = useRead(`/cases/${of.id}/suggestions`, of.version);
  const routing = useRead(`/cases/${of.id}/routing`, of.version);
  const events = useDispute(of);
  if (!told || !routing || !events) return null;
  const last = lastReturn(events);
  /** @type {Proposal[]} */
  const found = [];
  const add = (
    /** @type {string | null} */ code,
    /** @type {any} */ name,
    /** @type {string} */ reason,
    /** @type {any} */ more = {},
  ) => {
    if (!code || code === of.lead_department_code) return;
    const known = found.find((one) => one.code === code);
    if (known) {
      known.reasons.push(reason);
      known.chance = known.chance ?? more.chance ?? null;
    } else {
      found.push({ code, name: name ?? code, reasons: [reason], chance: null, ...more });
    }
  };
  if (last && last.isApproved)
    add(last.code, last.name, say("{who} 退单时建议", "Proposed with its return by {who}", { who: last.by }));
  if (routing.department_code) {
    const why = language() === "zh" ? routing.why_zh : routing.why;
    add(
      routing.department_code,
      routing.department_name,
      say("{by}：{why}", "{by}: {why}", { by: byWords(routing.by), why }),
      {
        assists: routing.assist_codes,
      },
    );
  }
  for (const one of told.departments) {
    add(one.department_code, one.department_name, reasonOf(one), { chance: percent(one.score) });
  }
  return found.slice(0, 4);
}
