/** 奖 the points shop: rewards with their stock, redeemed for a household; what was redeemed, and what came back. */
import { usePages } from "../common/lists.js";
import { hashOf, html, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { Form } from "./form.js";
import { Filter, Rows, signed } from "./parts.js";
import { wordOf } from "./words.js";

/** @param {{code: string, may: string[]}} props */
export function Shop({ code, may }) {
  const [active, setActive] = useState(true);
  const list = usePages(`/villages/${code}/rewards`, { active });
  const keeps = may.includes("keep");
  const sees = keeps || may.includes("lead");
  return html`<div class="stack">
    <${Filter} label=${say("状态", "State")} value=${active} onChange=${setActive} options=${[
      { value: true, label: say("在架", "Offered") }, { value: false, label: say("已下架", "Offered no more") },
    ]} />
    ${keeps && html`<${Add} code=${code} onDone=${list.reload} />`}
    <${Rows} list=${list} empty=${say("没有奖品", "No rewards")} row=${(/** @type {any} */ one) =>
      html`<li key=${one.id}><div class="vil-row"><span class="grow"><strong dir="auto">${one.name}</strong><br />
      <span class="soft small">${say("{cost} 分 · 库存 {stock}", "{cost} points · {stock} in stock", one)}</span></span>
      ${!one.stock && html`<span class="chip chip-yellow">${say("缺货", "Out of stock")}</span>`}</div>
      <div class="vil-deeds">${keeps && html`<${Reward} code=${code} one=${one} onDone=${list.reload} />`}
      ${sees && html`<${Moves} code=${code} id=${one.id} key=${one.stock} />`}</div></li>`}
    /></div>`; // prettier-ignore
}

/** @param {{code: string, onDone: () => void}} props */
const Add = ({ code, onDone }) => html`<${Form} code=${code} title=${say("上架奖品", "Add a reward")} path="rewards"
  told=${say("已上架", "Added")} onDone=${onDone} initial=${{ stock: 0 }} fields=${[
    { name: "name", label: say("名称", "Name") },
    { name: "cost", label: say("所需积分", "Points for one"), kind: "number", min: 1 },
    { name: "stock", label: say("现有数量", "How many there are"), kind: "number", min: 0 },
  ]} />`; // prettier-ignore

/** What is done with a reward. @param {{code: string, one: any, onDone: () => void}} props */
function Reward({ code, one, onDone }) {
  const moved = (/** @type {any} */ draft) => ({
    quantity: draft.way === "out" ? -draft.quantity : draft.quantity,
    note: draft.note,
  });
  return html`${
    one.is_active && one.stock > 0 &&
    html`<${Form} code=${code} plainly title=${say("兑换", "Redeem")} path="redemptions" onDone=${onDone}
    told=${say("已兑换", "Redeemed")} initial=${{ quantity: 1 }} fields=${[
      { name: "household_id", label: say("为哪一户", "For which household"), kind: "household" },
      { name: "quantity", label: say("数量", "How many"), kind: "number", min: 1, max: one.stock },
    ]} body=${(/** @type {any} */ draft) => ({
      household_id: draft.household_id, reward_id: one.id, quantity: draft.quantity,
    })} />`
  }<${Form} code=${code} plainly title=${say("出入库", "Stock")} path=${`rewards/${one.id}/stock`} body=${moved}
    told=${say("库存已更新", "The stock is changed")} onDone=${onDone} initial=${{ way: "in" }} fields=${[
      { name: "way", label: say("方向", "Which way"), kind: "choice", options: [
        { value: "in", label: wordOf("in") }, { value: "out", label: wordOf("out") },
      ] },
      { name: "quantity", label: say("数量", "How many"), kind: "number", min: 1 },
      { name: "note", label: say("原因", "Why") },
    ]} />
  <${Form} code=${code} plainly title=${say("变更", "Change")} path=${`rewards/${one.id}`} method="PUT"
    key=${one.version} told=${say("已变更", "Changed")} onDone=${onDone} initial=${{
      name: one.name, cost: one.cost, is_active: one.is_active,
    }} body=${(/** @type {any} */ draft) => ({
      name: draft.name, cost: draft.cost, is_active: draft.is_active, version: one.version,
    })} fields=${[
      { name: "name", label: say("名称", "Name") },
      { name: "cost", label: say("所需积分", "Points for one"), kind: "number", min: 1 },
      { name: "is_active", label: say("在架供兑换", "Is offered"), kind: "tick" },
    ]} />`; // prettier-ignore
}

/** What came into a stock and left it. @param {{code: string, id: string}} props */
function Moves({ code, id }) {
  const [open, setOpen] = useState(false);
  const list = usePages(open ? `/villages/${code}/rewards/${id}/moves` : null);
  return html`<details class="vil-plain" onToggle=${(/** @type {any} */ event) => setOpen(event.currentTarget.open)}>
    <summary>${say("库存台账", "Moves of the stock")}</summary>${
      open &&
      html`<${Rows} list=${list} empty=${say("没有出入库", "Nothing came or went")} row=${(/** @type {any} */ one) =>
        html`<li key=${one.id} class="vil-row"><span class="grow">${wordOf(one.kind)}
      <span class="soft small" dir="auto"> ${one.note || ""}</span><br />
      <span class="soft small">${one.made_by_name || "–"} · ${time(one.created_at)}</span></span>
      <strong class="vil-points">${signed(one.quantity)}</strong></li>`} />`
    }</details>`;
}

/** @param {{code: string, may: string[]}} props */
export function Redemptions({ code, may }) {
  const list = usePages(`/villages/${code}/redemptions`);
  return html`<${Rows} list=${list} empty=${say("尚无兑换", "Nothing was redeemed")} hint=${say(
    "在奖品一栏为住户兑换。",
    "Rewards are redeemed for a household where they are listed.",
  )} row=${(/** @type {any} */ one) => html`<li key=${one.id} class="stack-tight"><a class="vil-row" href=${hashOf(
    `${code}/household/${one.household_id}`,
  )}><span class="grow"><strong dir="auto">${say("{n} 号", "No. {n}", {
    n: one.household_number,
  })} · ${one.reward_name} × ${one.quantity}</strong><br />
      <span class="soft small">${one.made_by_name || "–"} · ${time(one.created_at)}</span></span>
      ${one.state === "returned" && html`<span class="chip">${say("已退兑", "Came back")}</span>`}
      <strong class="vil-points">${say("{n} 分", "{n} points", { n: one.points })}</strong></a>
      ${one.return_reason && html`<p class="vil-words soft" dir="auto">${one.return_reason}</p>`}
      ${
        one.state === "made" && may.includes("keep") &&
        html`<div class="vil-deeds"><${Form} code=${code} plainly title=${say("退兑", "Take it back")}
        path=${`redemptions/${one.id}/return`} told=${say("已退兑", "Taken back")} onDone=${list.reload} sure=${say(
          "奖品退回库存，积分退回住户，一次为限。",
          "Stock and points go back, once.",
        )} fields=${[{ name: "reason", label: say("原因", "Why") }]} /></div>`
      }</li>`} />`; // prettier-ignore
}
