/** 评: proposals with their votes, and proposing for a household with evidence. */
import { newId, send } from "../common/api.js";
import { Choice, Field, TextArea } from "../common/fields.js";
import { useOne, usePages } from "../common/lists.js";
import { shrunk } from "../common/photo_fields.js";
import { html, Icon, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { asDay, Refused, Rows, signed, today, useDeed, wordOf, wrong } from "./parts.js";

/** @param {{code: string}} props */
export function Proposals({ code }) {
  const list = usePages(`/villages/${code}/proposals`);
  return html`<${Rows} list=${list} empty=${say("没有提议", "No proposals")} row=${(/** @type {any} */ one) =>
    html`<${Proposal} key=${one.id} code=${code} one=${one} onDone=${list.reload} />`} />`;
}

/** @param {{code: string, one: any, onDone: () => void}} props */
function Proposal({ code, one, onDone }) {
  const { act, busy, problem } = useDeed(code, onDone);
  const path = `proposals/${one.id}`;
  const vote = (/** @type {string} */ choice) =>
    act(`${path}/votes`, { votes: [{ seat_id: one.my_seat_id, choice }] }, say("已表决", "Your vote is given"));
  const told = say("赞成 {yes} · 反对 {no} · 弃权 {abstain}，法定 {quorum}/{voters}",
    "{yes} yes · {no} no · {abstain} abstain; quorum {quorum} of {voters}", one.count); // prettier-ignore
  return html`<li class="stack-tight"><div class="vil-row"><span class="grow"><strong
    dir="auto">${say("{n} 号", "No. {n}", {
    n: one.household_number,
  })} ${one.head_name || "–"} · ${one.rule_name}</strong>
      <br /><span class="soft small">${asDay(one.occurred_on)} · ${one.proposer_name || "–"}</span></span>
    <strong class="vil-points">${signed(one.kind === "award" ? one.points : -one.points)}</strong>
    <span class=${one.state === "open" ? "chip chip-yellow" : "chip"}>${wordOf(one.state)}</span></div>
    <p class="vil-words" dir="auto">${one.reason}</p>
    <p class="soft small">${told}${one.state === "open" ? ` · ${say("截止", "until")} ${time(one.closes_at)}` : ""}</p>
    <${Refused} problem=${problem} />
    <div class="row row-wrap">${
      one.may.includes("vote") &&
      ["yes", "no", "abstain"].map(
        (choice) => html`<button type="button" key=${choice} class="button" disabled=${busy}
          onClick=${() => vote(choice)}>${wordOf(choice)}</button>`,
      )
    }${
      one.may.includes("close") &&
      html`<button type="button" class="button" disabled=${busy} onClick=${() =>
        act(`${path}/close`, undefined, say("已计票", "Counted"))}>${say("计票", "Count")}</button>`
    }</div></li>`;
}

/** @param {{code: string, household: any, onDone: () => void}} props */
export function Propose({ code, household, onDone }) {
  const rules = useOne(`/villages/${code}/points-rules`);
  const [draft, setDraft] = useState(/** @type {any} */ ({ occurred_on: today(), reason: "", photos: [] }));
  const [sending, setSending] = useState(false);
  const { act, busy, problem } = useDeed(code, onDone);
  const set = (/** @type {any} */ more) => setDraft({ ...draft, ...more });
  const current = rules.body && rules.body.items.find((/** @type {any} */ each) => each.is_current);
  if (!current) return null;
  const rule = current.rules.find((/** @type {any} */ each) => each.code === draft.rule_code);
  const add = async (/** @type {any} */ event) => {
    const file = event.target.files[0];
    event.target.value = "";
    if (!file) return;
    setSending(true);
    try {
      const form = new FormData();
      form.set("photo", await shrunk(file), "photo.jpg");
      const kept = await send("POST", `/villages/${code}/photos`, form, { key: newId() });
      set({ photos: [...draft.photos, kept.body.id] });
    } finally {
      setSending(false);
    }
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    act("proposals", {
      household_id: household.id, rule_code: draft.rule_code, points: Number(draft.points || rule.least),
      occurred_on: draft.occurred_on, reason: draft.reason, photo_ids: draft.photos, activity: draft.activity || null,
    }, say("已提请评议", "Put to the council")); // prettier-ignore
  };
  const options = current.rules.map((/** @type {any} */ each) => ({
    value: each.code,
    label: `${each.kind === "award" ? "+" : "−"} ${each.name}`,
  }));
  return html`<details class="card"><summary>${say("提议加分或扣分", "Propose points")}</summary>
    <form class="stack" onSubmit=${submit} novalidate>
    <${Field} label=${say("规则", "Rule")} group error=${wrong(problem, "/rule_code")}>${(/** @type {any} */ given) =>
      html`<${Choice} ...${given} value=${draft.rule_code} options=${options}
        onChange=${(/** @type {string} */ code_) => set({ rule_code: code_, points: "" })} />`}<//>
    ${
      rule &&
      html`<${Field}
        label=${say("分值（{least}–{most}）", "Points ({least}–{most})", rule)} error=${wrong(problem, "/points")}>${(
        /** @type {any} */ given,
      ) => html`<input type="number" inputmode="numeric" min=${rule.least} max=${rule.most} ...${given}
        value=${draft.points || rule.least}
        onInput=${(/** @type {any} */ event) => set({ points: event.target.value })} />`}<//>`
    }
    <${Field} label=${say("发生日期", "Day of the deed")}
      error=${wrong(problem, "/occurred_on")}>${(/** @type {any} */ given) =>
      html`<input type="date" max=${today()} ...${given} value=${draft.occurred_on}
        onInput=${(/** @type {any} */ event) => set({ occurred_on: event.target.value })} />`}<//>
    <${Field} label=${say("事由（请勿写姓名）", "What was done (no names)")} error=${wrong(problem, "/reason")}>${(
      /** @type {any} */ given,
    ) => html`<${TextArea} ...${given} value=${draft.reason}
      onChange=${(/** @type {string} */ reason) => set({ reason })} />`}<//>
    <${Field} label=${say("活动（可不填）", "Activity (optional)")}>${(/** @type {any} */ given) =>
      html`<input ...${given} value=${draft.activity || ""}
        onInput=${(/** @type {any} */ event) => set({ activity: event.target.value })} />`}<//>
    <label class="button"><${Icon} name="camera" />${say("添加照片（{n}）", "Add a photo ({n})", { n: draft.photos.length })}
      <input class="unseen" type="file" accept="image/*" disabled=${sending} onChange=${add} /></label>
    <${Refused} problem=${problem} />
    <button class="button button-primary" disabled=${busy || sending || !rule || !draft.reason.trim()}>${say(
      "提请评议",
      "Put to the council",
    )}</button></form></details>`;
}
