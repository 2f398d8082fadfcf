/** The council 评议会 of a village: who has a seat, from when until when; seats given and ended by who leads. */
import { usePages } from "../common/lists.js";
import { html, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { Form } from "./form.js";
import { during, Filter, Rows, today } from "./parts.js";

/** @param {{code: string, may: string[]}} props */
export function Council({ code, may }) {
  const [current, setCurrent] = useState(true);
  const list = usePages(`/villages/${code}/council`, { current });
  const leads = may.includes("lead");
  return html`<div class="stack">
    <${Filter} label=${say("席位", "Seats")} value=${current} onChange=${setCurrent} options=${[
      { value: true, label: say("现任", "Today") }, { value: false, label: say("往届与将任", "Before and to come") },
    ]} />
    ${leads && html`<${Seat} code=${code} onDone=${list.reload} />`}
    <${Rows} list=${list} empty=${say("没有席位", "No seats")} hint=${say(
      "没有评议会就不能表决。",
      "Without a council nothing is voted on.",
    )} row=${(/** @type {any} */ one) => html`<li key=${one.id}><div class="vil-row"><span class="grow"><strong
      dir="auto">${one.member_name || "–"}</strong><br /><span class="soft small">${[
        one.household_number && say("{n} 号户", "household {n}", { n: one.household_number }),
        during(one.valid_from, one.valid_to),
      ]
        .filter(Boolean)
        .join(" · ")}</span></span>
      <span class="chip">${
        one.votes_alone ? say("自行表决", "Votes alone") : say("由会议代录", "By the minutes")
      }</span></div>
      ${
        leads && current && !one.valid_to &&
        html`<div class="vil-deeds"><${Form} code=${code} plainly title=${say("结束席位", "End the seat")}
        path=${`council/${one.id}/end`} told=${say("席位已定期结束", "Its last day is set")} onDone=${list.reload}
        initial=${{ valid_to: today() }} sure=${say(
          "席位到期后不再表决，已投的票仍然有效。",
          "It votes no more after that day; what was voted stays.",
        )} fields=${[
          { name: "valid_to", label: say("最后一日", "Its last day"), kind: "day", min: today() },
        ]} /></div>`
      }</li>`} /></div>`; // prettier-ignore
}

/** @param {{code: string, onDone: () => void}} props */
function Seat({ code, onDone }) {
  const fields = [
    { name: "of", label: say("谁", "Who"), kind: "choice", options: [
      { value: "person", label: say("住户成员", "Somebody of a household") },
      { value: "user", label: say("有账号的工作人员", "Somebody with an account") },
    ] },
    { name: "person_id", label: say("住户与成员", "Household and person"), kind: "person",
      shown: (/** @type {any} */ draft) => draft.of === "person" },
    { name: "user_id", label: say("工作人员", "Person"), kind: "user",
      shown: (/** @type {any} */ draft) => draft.of === "user" },
    { name: "valid_from", label: say("任职之日", "From this day on"), kind: "day" },
    { name: "valid_to", label: say("任期至", "Until"), kind: "day", optional: true, min: today() },
  ]; // prettier-ignore
  const body = (/** @type {any} */ told) => ({
    ...(told.of === "person" ? { person_id: told.person_id } : { user_id: told.user_id }),
    valid_from: told.valid_from,
    valid_to: told.valid_to || null,
  });
  return html`<${Form} code=${code} title=${say("增加席位", "Give a seat")} path="council" fields=${fields} body=${body}
    told=${say("已增加席位", "A seat is given")} initial=${{ of: "person", valid_from: today() }} onDone=${onDone} />`;
}
