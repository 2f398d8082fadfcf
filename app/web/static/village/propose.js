/** 评: proposing points for a household by a rule of the village, with evidence: photos, an activity, a case. */
import { get } from "../common/api.js";
import { useOne } from "../common/lists.js";
import { CasePicker } from "../common/pickers.js";
import { Field } from "../common/fields.js";
import { useAnswer } from "../common/turns.js";
import { html, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { Form } from "./form.js";
import { asDay, today } from "./parts.js";

/** The activities 共建活动 of the groups of a village, the last first. @param {string} code */
function useActivities(code) {
  const ask = async () => {
    const groups = (await get("/cobuilding/groups", { query: { area: code, limit: 20 } })).body.items;
    const pages = await Promise.all(
      groups.map((/** @type {any} */ one) =>
        get("/cobuilding/activities", { query: { group: one.id, limit: 100 } }).then((answer) => answer.body.items),
      ),
    );
    return pages.flat().filter((/** @type {any} */ one) => one.state !== "cancelled").reverse();
  };
  return useAnswer(ask, [code]).told || []; // in words it can be said without
}

/** @param {{code: string, household: any, onDone: () => void}} props */
export function Propose({ code, household, onDone }) {
  const rules = useOne(`/villages/${code}/points-rules`);
  const activities = useActivities(code);
  const [about, setAbout] = useState(/** @type {any} */ (null));
  if (!rules.body) return null;
  const current = rules.body.items.find((/** @type {any} */ each) => each.is_current);
  if (!current) {
    return html`<p class="soft">${say(
      "本村尚无生效的积分办法，不能提议。",
      "No rules of points hold in this village yet: nothing can be proposed.",
    )}</p>`;
  }
  const rule = (/** @type {any} */ draft) =>
    current.rules.find((/** @type {any} */ each) => each.code === draft.rule_code) || null;
  const varies = (/** @type {any} */ draft) => {
    const named = rule(draft);
    return named !== null && named.least < named.most;
  };
  const options = current.rules.map((/** @type {any} */ each) => {
    const points = each.least === each.most ? each.least : `${each.least}–${each.most}`;
    return { value: each.code, label: `${each.kind === "award" ? "+" : "−"} ${each.name} (${points})` };
  });
  const held = activities.slice(0, 50).map((each) => ({
    value: each.id,
    label: `${each.title} · ${asDay(each.starts_at)}`,
  }));
  const body = (/** @type {any} */ draft) => {
    const told = activities.find((each) => each.id === draft.activity_id);
    return {
      household_id: household.id,
      rule_code: draft.rule_code,
      points: Number(draft.points || rule(draft).least),
      occurred_on: draft.occurred_on,
      reason: draft.reason,
      photo_ids: draft.photo_ids || [],
      activity_id: told ? told.id : null,
      activity: told ? told.title : draft.activity || null,
      about_case_id: about ? about.value : null,
    };
  };
  const done = () => {
    setAbout(null);
    onDone();
  };
  const fields = [
    { name: "rule_code", label: say("规则", "Rule"), kind: "choice", options },
    { name: "points", label: say("分值（不填为最低分）", "Points (left out: the least)"), kind: "number", min: 1,
      optional: true, shown: varies },
    { name: "occurred_on", label: say("发生日期", "Day of the deed"), kind: "day", max: today() },
    { name: "reason", label: say("事由（请勿写姓名）", "What was done (no names)"), kind: "words" },
    { name: "photo_ids", label: say("照片", "Photos"), kind: "photos", optional: true,
      hint: say("扣分须有依据：照片、活动或案卷；有的规则必须有照片。",
        "A deduction needs evidence: a photo, an activity or a case; some rules ask for a photo.") },
    { name: "activity_id", label: say("共建活动", "Activity of co-building"), kind: "choice", optional: true,
      options: [...held, { value: "", label: say("无或其他", "None or another") }],
      shown: () => held.length > 0 },
    { name: "activity", label: say("其他活动", "Another activity"), optional: true,
      shown: (/** @type {any} */ draft) => !draft.activity_id },
  ]; // prettier-ignore
  return html`<${Form} code=${code} title=${say("提议加分或扣分", "Propose points")} path="proposals" fields=${fields}
    button=${say("提请评议", "Put to the council")} told=${say("已提请评议", "Put to the council")} body=${body}
    initial=${{ occurred_on: today(), activity_id: "" }} onDone=${done} after=${html`<${Field}
      label=${say("案卷", "A case")} optional>${(/** @type {any} */ given) =>
        html`<${CasePicker} ...${given} value=${about} onChange=${setAbout} />`}<//>`} />`;
}
