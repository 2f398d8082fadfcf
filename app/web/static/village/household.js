/** One household: its people masked, who comes and leaves, how it splits and ends, who looked at it in the clear. */
import { send } from "../common/api.js";
import { Choice, Field } from "../common/fields.js";
import { useOne, usePages } from "../common/lists.js";
import { Refusable, Refused } from "../common/refusal.js";
import { hashOf, html, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { Form } from "./form.js";
import { ADDRESS, Come, PERSON, useGrids } from "./households.js";
import { Ledger } from "./ledger.js";
import { asDay, during, named, pointed, Read, Rows, today } from "./parts.js";
import { Propose } from "./propose.js";
import { kindOf, PURPOSES, REASONS, RELATIONS, wordOf } from "./words.js";

/** @param {any} each @param {any} told */
const head = (each, told) => ({ value: each.person_id, label: `${each.name || "–"} · ${wordOf(each.relation)}`, told });

/** The account of somebody in the clear, as a picker has it. @param {any} known */
const accountOf = (known) =>
  known && known.account_id ? { value: known.account_id, label: known.account_name || "–" } : null;

/** @param {{code: string, id: string, may: string[]}} props */
export function Household({ code, id, may }) {
  const one = useOne(`/villages/${code}/households/${id}`);
  const [at, setAt] = useState(0);
  const [clear, setClear] = useState(/** @type {any} */ (null));
  const again = () => {
    one.reload();
    setClear(null);
    setAt(at + 1);
  };
  return html`<${Read} one=${one}>${(/** @type {any} */ told) => {
    const here = told.members.filter((/** @type {any} */ each) => !each.until);
    const keeps = told.may.includes("keep");
    return html`<div class="stack">
    <header class="stack-tight"><div class="row row-wrap"><h2 class="grow" dir="auto">${named(told)}</h2>
      <strong class="vil-points">${say("余额 {n} 分", "Balance {n}", { n: pointed(told.balance) })}</strong></div>
      <p class="soft"><span dir="auto">${told.address || say("住址未登记", "No address")}</span> · ${kindOf(
        told.kind,
      )} · ${during(told.since, told.ended_on)}</p>
      ${
        told.ended_on &&
        html`<p><span class="chip">${say("已销档", "Ended")} · ${wordOf(told.end_reason)} ${asDay(told.ended_on)}</span>
          </p>`
      }
      ${
        told.from_household_id &&
        html`<p><a href=${hashOf(`${code}/household/${told.from_household_id}`)}>${say(
          "由另一户分出或迁来",
          "Came from another household",
        )}</a></p>`
      }</header>
    <section class="stack-tight"><h3>${say("成员", "People")}</h3>
      <ul class="list card vil-list">${told.members.map(
        (/** @type {any} */ each) => html`<${Member} key=${each.person_id + each.since} code=${code} id=${id}
          each=${each} here=${here} keeps=${keeps} clear=${clear} onDone=${again} />`,
      )}</ul>
      ${keeps && html`<${Come} code=${code} id=${id} since=${told.since} onDone=${again} />`}
      ${told.may.includes("reveal") && html`<${Reveal} code=${code} id=${id} may=${may} told=${clear}
        onTold=${setClear} />`}
      ${may.includes("lead") && html`<${Looks} code=${code} id=${id} key=${`looks${at}`} />`}</section>
    ${told.may.includes("propose") && html`<${Propose} code=${code} household=${told} onDone=${again} />`}
    <${Ledger} code=${code} id=${id} may=${may} at=${at} onDone=${again} />
    ${keeps && html`<${Keep} code=${code} told=${told} here=${here} key=${told.version} onDone=${again} />`}
    </div>`;
  }}<//>`;
}

/** @param {{code: string, id: string, each: any, here: any[], keeps: boolean, clear: any, onDone: () => void}} props */
function Member({ code, id, each, here, keeps, clear, onDone }) {
  const known = clear && clear.people.find((/** @type {any} */ one) => one.person_id === each.person_id);
  const others = here.filter((one) => one.person_id !== each.person_id);
  const path = `households/${id}/members/${each.person_id}`;
  const may = keeps && !each.until;
  return html`<li><div class="vil-row"><span class="grow"><strong dir="auto">${each.name || "–"}</strong>
      ${each.has_account && html` <span class="soft small">${say("有账号", "has an account")}</span>`}<br />
      <span class="soft small">${[each.phone, during(each.since, each.until)].filter(Boolean).join(" · ")}</span></span>
    <span class="chip">${each.until ? say("已离户", "Left") : wordOf(each.relation)}</span></div>
    ${
      may &&
      html`<div class="vil-deeds"><${Form} code=${code} plainly title=${say("更正", "Correct")} path=${path}
        method="PUT" told=${say("已更正", "Corrected")} onDone=${onDone} key=${known ? "clear" : "masked"}
        initial=${{ ...known, relation: each.relation, user_id: accountOf(known) }} fields=${PERSON("", RELATIONS())}>
        <p class="soft small">${
          known
            ? say("已填入原有内容；删去即为没有。", "What was is filled in; what you take out is gone.")
            : say(
                "不填即为没有。请先在下方查看明文，原有内容即自动填入。",
                "What is left out is gone. Show the household in the clear below, and what was is filled in.",
              )
        }${each.has_account && !known ? say("原已关联账号，须再选一次。", " Their account has to be picked again.") : ""}</p><//>
      ${
        others.length > 0 &&
        html`<${Form} code=${code} plainly title=${say("离户", "Leaves")} path=${`${path}/leave`} onDone=${onDone}
        told=${say("已离户", "Left")} initial=${{ until: today() }} sure=${say(
          "离户后不能恢复，只能重新入户。",
          "This is not undone; they can only come in again.",
        )} fields=${[
          { name: "until", label: say("离户日期", "From this day on"), kind: "day", min: each.since, max: today() },
          ...(each.relation === "head"
            ? [{ name: "head_id", label: say("新户主", "Who is the head then"), kind: "choice",
                options: others.map((one) => head(one, null)) }] // prettier-ignore
            : []),
        ]} />`
      }</div>`
    }</li>`;
}

/** What changes a household: where it lives, how it splits, that it ends. @param {any} props */
function Keep({ code, told, here, onDone }) {
  const grids = useGrids(code);
  const path = `households/${told.id}`;
  const people = here.map((/** @type {any} */ each) => head(each, null));
  const goes = (/** @type {any} */ draft, /** @type {any} */ one) => Boolean(draft[`goes-${one.person_id}`]);
  const change = (/** @type {any} */ draft) => ({
    kind: draft.kind,
    address: draft.address,
    grid_code: draft.grid_code || null,
    version: told.version,
  });
  const split = (/** @type {any} */ draft) => {
    const going = here.filter((/** @type {any} */ one) => goes(draft, one));
    const heads = going.some((/** @type {any} */ one) => one.relation === "head");
    return {
      on: draft.on,
      person_ids: going.map((/** @type {any} */ one) => one.person_id),
      head_id: draft.head_id,
      address: draft.address,
      grid_code: draft.grid_code || null,
      points: Number(draft.points || 0),
      ...(heads ? { stays_head_id: draft.stays_head_id } : {}),
    };
  };
  const headGoes = (/** @type {any} */ draft) =>
    here.some((/** @type {any} */ one) => one.relation === "head" && goes(draft, one));
  return html`<section class="stack-tight"><h3>${say("变更户档", "Change the record")}</h3>
    <${Form} code=${code} title=${say("住址与户别", "Address and kind")} path=${path} method="PUT" body=${change}
      told=${say("已变更", "Changed")} fields=${ADDRESS(grids)} onDone=${onDone}
      initial=${{ kind: told.kind, address: told.address || "", grid_code: told.grid_code || "" }} />
    ${
      here.length > 1 &&
      html`<${Form} code=${code} title=${say("分户", "Split")} path=${`${path}/split`} body=${split} onDone=${onDone}
      told=${say("已分户", "Split")} initial=${{ on: today(), points: 0 }} sure=${say(
        "分户不能撤销。所选成员成为新的一户，积分按所填划转。",
        "A split is not undone. Who was chosen becomes a household of their own, with the points that are told.",
      )} fields=${[
        ...here.map((/** @type {any} */ one) => ({
          name: `goes-${one.person_id}`, kind: "tick", pointer: "/person_ids",
          label: say("{name} 分出", "{name} goes", { name: one.name || "–" }),
        })),
        { name: "head_id", label: say("新户户主", "Head of the new one"), kind: "choice", options: people },
        { name: "stays_head_id", label: say("原户新户主", "Head of who stays"), kind: "choice", options: people,
          shown: headGoes },
        { name: "address", label: say("新户住址", "Its address") },
        { name: "grid_code", label: say("网格", "Grid"), kind: "choice", optional: true, options: grids },
        { name: "points", label: say("带走积分", "Points that go along"), kind: "number", min: 0 },
        { name: "on", label: say("分户日期", "From this day on"), kind: "day", min: told.since, max: today() },
      ]} />`
    }
    <${Form} code=${code} title=${say("销档", "End the household")} path=${`${path}/end`} onDone=${onDone}
      told=${say("已销档", "Ended")} initial=${{ on: today() }} sure=${say(
        "销档不能撤销：户号不再使用，积分不能再兑换。",
        "This is not undone: its number is not used again, and its points buy nothing more.",
      )} fields=${[
        { name: "reason", label: say("原因", "Why"), kind: "choice", options: REASONS() },
        { name: "on", label: say("自此日起", "From this day on"), kind: "day", min: told.since, max: today() },
        { name: "to_village", label: say("迁往村社区代码", "Code of the village it moves to"), optional: true,
          shown: (/** @type {any} */ draft) => draft.reason === "moved" },
      ]} /></section>`; // prettier-ignore
}

/**
 * In the clear, for a purpose that is recorded.
 * @param {{code: string, id: string, may: string[], told: any, onTold: (told: any) => void}} props
 */
function Reveal({ code, id, may, told, onTold }) {
  const [purpose, setPurpose] = useState(may.includes("keep") ? "" : "visit");
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const look = async () => {
    setProblem(null);
    try {
      const body = { purpose, ...(note.trim() ? { note } : {}) };
      onTold((await send("POST", `/villages/${code}/households/${id}/reveal`, body)).body);
    } catch (refused) {
      setProblem(refused);
    }
  };
  if (told) {
    return html`<div class="card stack-tight"><div class="row">
      <strong class="grow">${say("明文", "In the clear")}</strong>
      <button type="button" class="button" onClick=${() => onTold(null)}>${say("收起", "Hide")}</button></div>
      <p dir="auto">${told.address || "–"}</p><ul class="list">${told.people.map(
        (/** @type {any} */ each) => html`<li key=${each.person_id} class="vil-row"><span class="grow"><strong
        dir="auto">${each.name}</strong> <span class="soft small">${wordOf(each.relation)}${
          each.birth_year ? ` · ${each.birth_year}` : ""
        }</span></span>
      ${each.phone && html`<a class="vil-call" href=${`tel:${each.phone}`}>${each.phone}</a>`}</li>`,
      )}</ul></div>`;
  }
  const purposes = may.includes("keep") ? PURPOSES() : PURPOSES().filter((one) => one.value === "visit");
  return html`<details class="vil-plain"><summary>${say("查看明文（将予记录）", "Show in the clear (recorded)")}</summary>
    <${Refusable} problem=${problem}><div class="stack-tight vil-form">
    <${Field} label=${say("目的", "What for")} pointer="/purpose" group>${() =>
      html`<${Choice} value=${purpose} onChange=${setPurpose} options=${purposes} />`}<//>
    <${Field} label=${say("说明", "Note")} pointer="/note" optional>${(/** @type {any} */ given) =>
      html`<input type="text" maxlength="300" dir="auto" ...${given} value=${note}
        onInput=${(/** @type {any} */ event) => setNote(event.target.value)} />`}<//>
    <${Refused} problem=${problem} />
    <div><button type="button" class="button" disabled=${!purpose} onClick=${look}>${say("查看", "Show")}</button></div>
      </div><//></details>`;
}

/** Who looked in the clear, the newest first. @param {{code: string, id: string}} props */
function Looks({ code, id }) {
  const [open, setOpen] = useState(false);
  const list = usePages(open ? `/villages/${code}/households/${id}/looks` : null);
  return html`<details class="vil-plain" onToggle=${(/** @type {any} */ event) => setOpen(event.currentTarget.open)}>
    <summary>${say("查看记录", "Who looked in the clear")}</summary>
    ${
      open &&
      html`<${Rows} list=${list} empty=${say("无人查看过明文", "Nobody has")} row=${(/** @type {any} */ one) =>
        html`<li key=${one.id} class="vil-row"><span class="grow"><strong dir="auto">${one.looker_name || "–"}</strong>
      ${one.note && html`<br /><span class="soft small" dir="auto">${one.note}</span>`}</span>
        <span class="chip">${wordOf(one.purpose)}</span>
        <span class="soft small">${time(one.looked_at)}</span></li>`} />`
    }</details>`;
}
