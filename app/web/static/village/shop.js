/** 奖 the points shop with its stock, redeemed for a household; and the ranking of the year. */
import { get } from "../common/api.js";
import { Field } from "../common/fields.js";
import { useOne, usePages } from "../common/lists.js";
import { hashOf, html, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { Read, Refused, Rows, useDeed } from "./parts.js";

/** @param {{code: string, may: string[]}} props */
export function Shop({ code, may }) {
  const list = usePages(`/villages/${code}/rewards`, { active: true });
  const [number, setNumber] = useState("");
  const [unknown, setUnknown] = useState(false);
  const { act, busy, problem } = useDeed(code, list.reload);
  const redeem = async (/** @type {any} */ one) => {
    const query = { household_number: Number(number), limit: 1 };
    const found = (await get(`/villages/${code}/households`, { query })).body.items[0];
    setUnknown(!found);
    if (found) await act("redemptions", { household_id: found.id, reward_id: one.id }, say("已兑换", "Redeemed"));
  };
  const keeps = may.includes("keep");
  return html`<div class="stack">${
    keeps &&
    html`<${Field} label=${say("为几号户兑换", "For household No.")} error=${
      unknown ? say("没有这个户号", "There is no such number") : null
    }>${(/** @type {any} */ given) => html`<input type="number" min="1" inputmode="numeric" ...${given} value=${number}
      onInput=${(/** @type {any} */ event) => setNumber(event.target.value)} />`}<//>`
  }<${Refused} problem=${problem} />
    <${Rows} list=${list} empty=${say("没有奖品", "No rewards")} row=${(/** @type {any} */ one) =>
      html`<li key=${one.id} class="vil-row"><span class="grow"><strong dir="auto">${one.name}</strong><br />
      <span class="soft small">${say("{cost} 分 · 库存 {stock}", "{cost} points · {stock} in stock", one)}</span></span>
      ${
        keeps &&
        html`<button type="button" class="button" disabled=${busy || !Number(number) || !one.stock}
        onClick=${() => redeem(one)}>${say("兑换", "Redeem")}</button>`
      }</li>`} /></div>`;
}

/** @param {{code: string}} props */
export function Ranking({ code }) {
  const one = useOne(`/villages/${code}/standings`);
  return html`<${Read} one=${one}>${(/** @type {any} */ told) => html`<section class="stack-tight">
    <h2>${say("{year} 年积分排名", "Ranking of {year}", told)}</h2><ul class="list card vil-list">${told.items.map(
      (/** @type {any} */ each) => html`<li key=${each.household_id}><a class="vil-row"
        href=${hashOf(`${code}/household/${each.household_id}`)}><span class="vil-points">${each.rank}</span>
      <strong class="grow"
        dir="auto">${say("{n} 号", "No. {n}", { n: each.household_number })} ${each.head_name || "–"}</strong>
      ${each.helped && html`<span class="chip">${say("结对中", "Helped")}</span>`}
      <span class="vil-points">${say("{n} 分", "{n} points", { n: each.points })}</span></a></li>`,
    )}</ul></section>`}<//>`;
}
