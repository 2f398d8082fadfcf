/** The ledger 积分流水 of a household: each entry with the balance after it, what may be appealed, and corrections. */
import { usePages } from "../common/lists.js";
import { html, useEffect, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { Form } from "./form.js";
import { asDay, Filter, pointed, Rows, signed, today } from "./parts.js";
import { Evidence } from "./proposals.js";
import { appealWord, wordOf } from "./words.js";

/** @param {{code: string, id: string, may: string[], at: number, onDone: () => void}} props */
export function Ledger({ code, id, may, at, onDone }) {
  const [year, setYear] = useState(/** @type {number | null} */ (null));
  const list = usePages(`/villages/${code}/households/${id}/entries`, { year, limit: 20 });
  const now = Number(today().slice(0, 4));
  useEffect(() => {
    if (at) list.reload();
  }, [at]);
  const again = () => {
    list.reload();
    onDone();
  };
  return html`<section class="stack-tight"><h3>${say("积分流水", "Ledger")}</h3>
    <${Filter} label=${say("年度", "Year")} value=${year} onChange=${setYear} options=${[
      { value: null, label: say("全部", "All") }, { value: now, label: now }, { value: now - 1, label: now - 1 },
    ]} />
    <${Rows} list=${list} empty=${say("尚无流水", "No entries")} row=${(/** @type {any} */ entry) =>
      html`<${Entry} key=${entry.id} code=${code} entry=${entry} may=${may} onDone=${again} />`}
      /></section>`; // prettier-ignore
}

/** @param {{code: string, entry: any, may: string[], onDone: () => void}} props */
function Entry({ code, entry, may, onDone }) {
  const open = entry.appeal_until && !entry.appeal_state && Date.parse(entry.appeal_until) > Date.now();
  const mends = may.includes("lead") && ["award", "deduction"].includes(entry.kind);
  return html`<li class="stack-tight"><div class="vil-row"><span class="grow">
    <strong dir="auto">${entry.rule_name || wordOf(entry.kind)}</strong><br />
      <span class="soft small">${wordOf(entry.kind)} · ${asDay(entry.occurred_on)}${
        entry.appeal_state
          ? ` · ${say("申诉：{state}", "Appeal: {state}", { state: appealWord(entry.appeal_state) })}`
          : ""
      }</span></span>
    <strong class="vil-points">${signed(entry.points)}</strong>
    <span class="soft vil-sum">= ${pointed(entry.balance)}</span></div>
    ${entry.reason && html`<p class="vil-words small" dir="auto">${entry.reason}</p>`}
    <${Evidence} one=${entry} />
    ${
      (open || mends) &&
      html`<div class="vil-deeds">${
        open &&
        html`<${Form} code=${code} plainly title=${say("申诉，截止 {at}", "Appeal, until {at}", {
          at: time(entry.appeal_until),
        })}
        button=${say("登记申诉", "Take down the appeal")} path=${`entries/${entry.id}/appeal`} onDone=${onDone}
        told=${say("申诉已登记", "The appeal is taken down")} sure=${say(
          "一笔扣分只能申诉一次，登记后不能修改。",
          "There is one appeal against a deduction, and it is not changed afterwards.",
        )} fields=${[
          { name: "grounds", label: say("申诉理由", "Grounds"), kind: "words" },
          { name: "photo_ids", label: say("照片", "Photos"), kind: "photos", optional: true },
        ]} />`
      }${mends && html`<${Correct} code=${code} entry=${entry} onDone=${onDone} />`}</div>`
    }</li>`; // prettier-ignore
}

/** What an entry should have said: its difference becomes an entry of its own. @param {any} props */
function Correct({ code, entry, onDone }) {
  const sent = (/** @type {any} */ draft) => {
    const points = entry.kind === "deduction" ? -draft.should_be : draft.should_be;
    const told = { should_be: points || 0, reason: draft.reason, photo_ids: draft.photo_ids || [] };
    return draft.minutes ? { ...told, minutes: draft.minutes } : told;
  };
  const label =
    entry.kind === "deduction"
      ? say("应扣分值（0 为不应扣分）", "Points it should have taken (0: none)")
      : say("应加分值（0 为不应加分）", "Points it should have given (0: none)");
  return html`<${Form} code=${code} plainly title=${say("更正", "Correct")} path=${`entries/${entry.id}/correct`}
    body=${sent} told=${say("已更正", "Corrected")} onDone=${onDone} sure=${say(
      "更正另记一条流水，不能删除。",
      "The correction is an entry of its own and stays.",
    )} fields=${[
      { name: "should_be", label, kind: "number", min: 0 },
      { name: "reason", label: say("原因（请勿写姓名）", "Why (no names)"), kind: "words" },
      { name: "minutes", label: say("会议或核对记录", "Minutes"), kind: "words", optional: true,
        hint: say("调减须附记录或照片。", "What takes points needs minutes or a photo.") },
      { name: "photo_ids", label: say("照片", "Photos"), kind: "photos", optional: true },
    ]} />`; // prettier-ignore
}
