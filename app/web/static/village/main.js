/** Households and points 户档与积分 at `/village`: for who keeps a village, works in it, or sits in its council. */
import { Empty } from "../common/feedback.js";
import { useOne } from "../common/lists.js";
import { start } from "../common/shell.js";
import { hashOf, html, useRoute } from "../common/ui.js";
import { say } from "../common/words.js";
import { Household, Households } from "./households.js";
import { Read } from "./parts.js";
import { Proposals } from "./proposals.js";
import { Ranking, Shop } from "./shop.js";

const TABS = () => [
  { key: "households", label: say("户档", "Households"), shown: ["keep", "lead", "propose"] },
  { key: "proposals", label: say("评议", "Proposals"), shown: ["keep", "lead", "propose", "vote"] },
  { key: "shop", label: say("积分超市", "Shop"), shown: ["keep", "lead", "propose", "vote"] },
  { key: "ranking", label: say("排名", "Ranking"), shown: ["keep", "lead"] },
];

/** @param {{one: any, tab: string, id?: string}} props */
function Village({ one, tab, id }) {
  const tabs = TABS().filter((each) => each.shown.some((may) => one.may.includes(may)));
  const open = tab === "household" || tabs.some((each) => each.key === tab) ? tab : tabs[0] && tabs[0].key;
  return html`<div class="stack vil-narrow"><h1 dir="auto">${one.name}</h1>
    <nav class="row row-wrap vil-tabs" aria-label=${say("栏目", "Sections")}>${tabs.map(
      (each) => html`<a key=${each.key} class="chip" href=${hashOf(`${one.code}/${each.key}`)}
        aria-current=${each.key === open ? "page" : null}>${each.label}</a>`,
    )}</nav>
    ${open === "household" && html`<${Household} code=${one.code} id=${id} key=${id} />`}
    ${open === "households" && html`<${Households} code=${one.code} may=${one.may} />`}
    ${open === "proposals" && html`<${Proposals} code=${one.code} />`}
    ${open === "shop" && html`<${Shop} code=${one.code} may=${one.may} />`}
    ${open === "ranking" && html`<${Ranking} code=${one.code} />`}</div>`;
}

/** `#/CODE/TAB`, `#/CODE/household/ID`; without a code the villages, or the only one. */
function Villages() {
  const [code, tab, id] = useRoute().path;
  const mine = useOne("/villages");
  return html`<${Read} one=${mine}>${(/** @type {any} */ told) => {
    const found = told.items.find((/** @type {any} */ each) => each.code === code);
    const one = found || (told.items.length === 1 ? told.items[0] : null);
    if (one) return html`<${Village} one=${one} tab=${tab || ""} id=${id} />`;
    if (!told.items.length) {
      return html`<${Empty} title=${say("您在各村（社区）没有户档或积分事务", "You have nothing to do with households here")} />`;
    }
    return html`<ul class="list card vil-list">${told.items.map(
      (/** @type {any} */ each) => html`<li key=${each.code}><a class="vil-row" href=${hashOf(each.code)}>
      <strong class="grow" dir="auto">${each.name}</strong>
      <span class="chip">${say("{n} 户", "{n} households", { n: each.households })}</span></a></li>`,
    )}</ul>`;
  }}<//>`;
}

start({ title: () => say("户档与积分", "Households and points"), App: Villages });
