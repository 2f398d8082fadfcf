/** Claiming 点单 and delivering 送单: the team is named with it, one of one's own units. */
import { Choice, Field, TextArea } from "../common/fields.js";
import { ErrorState, Loading } from "../common/feedback.js";
import { whole } from "../common/pickers.js";
import { meNow } from "../common/api.js";
import { html, useEffect, useState } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { useAct, useDraft } from "./acting.js";
import { FormFrame } from "./form_frame.js";

/** My units and teams that are in use, those above first. */
export function useMyUnits() {
  const who = meNow();
  const [units, setUnits] = useState(/** @type {any[] | null} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const reload = () => {
    const codes = new Set(who ? who.department_codes : []);
    setProblem(null);
    whole("/departments", { active: true }).then((all) => {
      const mine = all.filter((one) => codes.has(one.code));
      setUnits(mine.sort((a, b) => a.path.length - b.path.length || a.path.localeCompare(b.path)));
    }, setProblem);
  };
  useEffect(reload, []);
  return { units, problem, reload };
}

/**
 * Which of my units may have it: those it is published to, or its lead, with the teams below them.
 * @param {any} one @param {any[]} units
 */
function ableOf(one, units) {
  const heads = one.status === "pooled" ? one.pool_codes : [one.lead_department_code];
  const below = (/** @type {any} */ unit) => heads.some((/** @type {string} */ head) =>
    `/${unit.path}`.includes(`/${head}/`)); // prettier-ignore
  return units.filter((unit) => heads.includes(unit.code) || (unit.kind === "team" && below(unit)));
}

/** @param {import("./assigning.js").OwnForm} props */
export function TeamForm({ case: one, offer, onDone, onCancel, onStale }) {
  const { draft, set, drop } = useDraft(`${one.id}-${offer.action}`, { team: "", note: "" });
  const act = useAct(one, (changed) => (drop(), onDone(changed, offer.action)), onStale);
  const { units, problem, reload } = useMyUnits();
  if (problem) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (!units) return html`<${Loading} />`;
  const able = ableOf(one, units).filter((unit) => offer.action !== "deliver" || unit.code !== one.team_code);
  const team = draft.team || (able[0] ? able[0].code : "");
  const run = () => act.run(offer.path, { team: team || undefined, note: draft.note.trim() || undefined });
  return html`<${FormFrame} title=${label(offer)} submit=${label(offer)} act=${act} onSubmit=${run}
      onCancel=${onCancel}>
    ${offer.action === "claim" && html`<p class="field-hint">${say(
      "点单后由您经办，本单位不能再退单。",
      "Once claimed you handle it, and your unit cannot return it.",
    )}</p>`}
    <${Field} group=${able.length < 7} label=${say("送单队伍", "Who delivers")} error=${act.errors.team}>${(
        /** @type {any} */ given) =>
      html`<${Choice} ...${given} value=${team} onChange=${(/** @type {string} */ chosen) => set({ team: chosen })}
        options=${able.map((unit) => ({ value: unit.code, label: unit.name || unit.code }))} />`}<//>
    <${Field} label=${say("说明", "Note")} optional=${true} error=${act.errors.note}>${(/** @type {any} */ given) =>
      html`<${TextArea} ...${given} value=${draft.note} rows=${2} onChange=${(
          /** @type {string} */ note) => set({ note })} />`}<//>
  <//>`;
}
