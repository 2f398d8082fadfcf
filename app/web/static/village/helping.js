/** 帮 who helps which household 结对帮扶: pairings with their goal, each visit, and what came of it. */
import { usePages } from "../common/lists.js";
import { hashOf, html, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { Form } from "./form.js";
import { asDay, during, Filter, named, Photos, pointed, Rows, today } from "./parts.js";

/** @param {{code: string, may: string[]}} props */
export function Helping({ code, may }) {
  const [open, setOpen] = useState(true);
  const list = usePages(`/villages/${code}/pairings`, { open });
  return html`<div class="stack">
    <${Filter} label=${say("状态", "State")} value=${open} onChange=${setOpen} options=${[
      { value: true, label: say("帮扶中", "Going on") }, { value: false, label: say("已结束", "Ended") },
    ]} />
    ${may.includes("keep") && html`<${Pair} code=${code} onDone=${list.reload} />`}
    <${Rows} list=${list} empty=${say("没有结对", "Nobody is paired")} hint=${say(
      "排名的末位是可能需要帮扶的住户。",
      "The bottom of the ranking shows who may need help.",
    )} row=${(/** @type {any} */ one) => html`<${Pairing} key=${one.id} code=${code} one=${one}
      onDone=${list.reload} />`} /></div>`; // prettier-ignore
}

/** @param {{code: string, onDone: () => void}} props */
function Pair({ code, onDone }) {
  const fields = [
    { name: "household_id", label: say("帮扶哪一户", "Which household is helped"), kind: "household" },
    { name: "of", label: say("由谁帮扶", "Who helps"), kind: "choice", options: [
      { value: "user", label: say("有账号的工作人员", "Somebody with an account") },
      { value: "person", label: say("住户成员", "Somebody of a household") },
    ] },
    { name: "user_id", label: say("工作人员", "Person"), kind: "user",
      shown: (/** @type {any} */ draft) => draft.of === "user" },
    { name: "helper_person_id", label: say("住户与成员", "Household and person"), kind: "person",
      shown: (/** @type {any} */ draft) => draft.of === "person" },
    { name: "since", label: say("自此日起", "From this day on"), kind: "day", min: today() },
    { name: "goal", label: say("目标（请勿写姓名）", "Goal (no names)"), kind: "words" },
  ]; // prettier-ignore
  const body = (/** @type {any} */ told) => ({
    household_id: told.household_id,
    ...(told.of === "user" ? { user_id: told.user_id } : { helper_person_id: told.helper_person_id }),
    since: told.since,
    goal: told.goal,
  });
  return html`<${Form} code=${code} title=${say("结对", "Pair")} path="pairings" fields=${fields} body=${body}
    told=${say("已结对", "Paired")} initial=${{ of: "user", since: today() }} onDone=${onDone} />`;
}

/** @param {{code: string, one: any, onDone: () => void}} props */
function Pairing({ code, one, onDone }) {
  const then =
    one.rank_then === null
      ? say("结对时 {points} 分", "{points} points then", { points: pointed(one.points_then) })
      : say("结对时 {points} 分，第 {rank} 名", "{points} points then, place {rank}", {
          points: pointed(one.points_then),
          rank: one.rank_then,
        });
  return html`<li class="stack-tight"><a class="vil-row" href=${hashOf(`${code}/household/${one.household_id}`)}>
    <span class="grow"><strong dir="auto">${named(one)}</strong><br />
      <span class="soft small">${say("帮扶人 {name}", "helped by {name}", { name: one.helper_name || "–" })}
        ${" · "}${during(one.since, one.ended_on)} · ${then}</span></span>
    <span class="chip">${say("走访 {n} 次", "{n} visits", { n: one.visits_count })}</span></a>
    <p class="vil-words" dir="auto">${one.goal}</p>
    ${one.outcome && html`<p class="vil-words soft" dir="auto">${one.outcome}</p>`}
    <div class="vil-deeds">${
      one.may.includes("visit") &&
      html`<${Form} code=${code} plainly title=${say("登记走访", "Record a visit")} path=${`pairings/${one.id}/visits`}
      told=${say("走访已登记", "The visit is recorded")} onDone=${onDone} sure=${say(
        "走访登记后不能修改。",
        "A visit that is recorded is not changed.",
      )} initial=${{ visited_on: today() }} fields=${[
        { name: "visited_on", label: say("走访日期", "Day of the visit"), kind: "day", min: one.since, max: today() },
        { name: "note", label: say("情况（请勿写姓名）", "What was found (no names)"), kind: "words" },
        { name: "photo_ids", label: say("照片", "Photos"), kind: "photos", optional: true },
      ]} />`
    }<${Visits} code=${code} id=${one.id} key=${one.visits_count} />${
      one.may.includes("end") &&
      html`<${Form} code=${code} plainly title=${say("结束结对", "End it")} path=${`pairings/${one.id}/end`}
      told=${say("已结束", "Ended")} onDone=${onDone} initial=${{ on: today() }} sure=${say(
        "结束后不再登记走访。",
        "No visit is recorded afterwards.",
      )} fields=${[
        { name: "on", label: say("最后一日", "Its last day"), kind: "day", min: one.since, max: today() },
        { name: "outcome", label: say("成效（请勿写姓名）", "What came of it (no names)"), kind: "words" },
      ]} />`
    }</div></li>`; // prettier-ignore
}

/** @param {{code: string, id: string}} props */
function Visits({ code, id }) {
  const [open, setOpen] = useState(false);
  const list = usePages(open ? `/villages/${code}/pairings/${id}/visits` : null);
  return html`<details class="vil-plain" onToggle=${(/** @type {any} */ event) => setOpen(event.currentTarget.open)}>
    <summary>${say("走访记录", "Visits")}</summary>${
      open &&
      html`<${Rows} list=${list} empty=${say("尚未走访", "No visit yet")} row=${(/** @type {any} */ one) =>
        html`<li key=${one.id} class="stack-tight"><div class="row row-wrap"><strong
        class="grow">${asDay(one.visited_on)}</strong>
        <span class="soft small" dir="auto">${one.recorded_by_name || "–"}</span></div>
        <p class="vil-words" dir="auto">${one.note}</p><${Photos} code=${code} ids=${one.photo_ids} /></li>`} />`
    }</details>`;
}
