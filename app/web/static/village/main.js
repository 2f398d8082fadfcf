/** Households and points 户档与积分 at `/village`: for who keeps a village, works in it, or sits in its council. */
import { Empty } from "../common/feedback.js";
import { useOne } from "../common/lists.js";
import { start } from "../common/shell.js";
import { hashOf, html, useEffect, useRoute } from "../common/ui.js";
import { say } from "../common/words.js";
import { Appeals } from "./appeals.js";
import { Council } from "./council.js";
import { Helping } from "./helping.js";
import { Household } from "./household.js";
import { Households } from "./households.js";
import { Lists, Published, Ranking, Titles } from "./lists.js";
import { Read } from "./parts.js";
import { Proposal, Proposals } from "./proposals.js";
import { Rules } from "./rules.js";
import { Redemptions, Shop } from "./shop.js";
import { Waiting } from "./waiting.js";

const ANYBODY = ["keep", "lead", "propose", "vote", "help"];
const OVER = ["keep", "lead"];
const AT_WORK = ["keep", "lead", "propose"];
const VOTES = ["keep", "lead", "propose", "vote"];

/** The rooms of a village, each with its pages; the first that somebody may see is theirs to begin with. */
const ROOMS = () => [
  { name: say("户档", "Households"), pages: [
    { key: "households", label: say("户档", "Households"), shown: AT_WORK, of: Households },
  ] },
  { name: say("评议", "Council"), pages: [
    { key: "proposals", label: say("提议", "Proposals"), shown: VOTES, of: Proposals },
    { key: "appeals", label: say("申诉", "Appeals"), shown: OVER, of: Appeals },
    { key: "council", label: say("评议会", "Seats"), shown: VOTES, of: Council },
    { key: "rules", label: say("积分办法", "Rules"), shown: ANYBODY, of: Rules },
  ] },
  { name: say("奖品", "Rewards"), pages: [
    { key: "shop", label: say("积分超市", "Shop"), shown: ANYBODY, of: Shop },
    { key: "redemptions", label: say("兑换记录", "Redeemed"), shown: OVER, of: Redemptions },
  ] },
  { name: say("排名", "Ranking"), pages: [
    { key: "ranking", label: say("排名", "Ranking"), shown: OVER, of: Ranking },
    { key: "lists", label: say("公示", "Lists"), shown: ANYBODY, of: Lists },
    { key: "titles", label: say("最美家庭", "Titles"), shown: OVER, of: Titles },
  ] },
  { name: say("帮扶", "Help"), pages: [
    { key: "help", label: say("结对帮扶", "Pairings"), shown: ["keep", "lead", "help"], of: Helping },
  ] },
]; // prettier-ignore

/** One of something, and the page it is of. @type {Record<string, {of: any, page: string}>} */
const SINGLE = {
  household: { of: Household, page: "households" },
  proposal: { of: Proposal, page: "proposals" },
  list: { of: Published, page: "lists" },
};

/** @param {{one: any, many: boolean, tab: string, id?: string}} props */
function Village({ one, many, tab, id }) {
  const rooms = ROOMS().flatMap(({ name, pages }) => {
    const shown = pages.filter((page) => page.shown.some((may) => one.may.includes(may)));
    return shown.length ? [{ name, pages: shown }] : [];
  });
  const single = id ? SINGLE[tab] : null;
  const wanted = single ? single.page : tab;
  const found = rooms.find((room) => room.pages.some((page) => page.key === wanted));
  const room = found || rooms[0];
  const page = room.pages.find((each) => each.key === wanted) || room.pages[0];
  const Page = single ? single.of : page.of;
  useEffect(() => scrollTo(0, 0), [tab, id]);
  return html`<div class="stack vil-narrow"><div class="row row-wrap"><h1 class="grow" dir="auto">${one.name}</h1>
    ${many && html`<a class="vil-call" href="#/">${say("其他村社区", "Other villages")}</a>`}</div>
    <nav class="stack-tight" aria-label=${say("栏目", "Sections")}>
    <div class="row row-wrap vil-tabs">${rooms.map(
      (each) => html`<a key=${each.name} class="chip" href=${hashOf(`${one.code}/${each.pages[0].key}`)}
        aria-current=${each === room ? "true" : null}>${each.name}</a>`,
    )}</div>
    ${
      room.pages.length > 1 &&
      html`<div class="row row-wrap vil-pages">${room.pages.map(
        (each) => html`<a key=${each.key} href=${hashOf(`${one.code}/${each.key}`)}
        aria-current=${each === page ? "page" : null}>${each.label}</a>`,
      )}</div>`
    }</nav>
    ${!tab && html`<${Waiting} code=${one.code} may=${one.may} />`}
    <${Page} key=${`${tab}/${id || ""}`} code=${one.code} may=${one.may} id=${id} /></div>`;
}

/** `#/CODE/PAGE`, `#/CODE/household/ID` and the like; without a code the villages, or the only one. */
function Villages() {
  const [code, tab, id] = useRoute().path;
  const mine = useOne("/villages");
  return html`<${Read} one=${mine}>${(/** @type {any} */ told) => {
    const found = told.items.find((/** @type {any} */ each) => each.code === code);
    const one = found || (told.items.length === 1 ? told.items[0] : null);
    if (one) return html`<${Village} one=${one} many=${told.items.length > 1} tab=${tab || ""} id=${id} />`;
    if (!told.items.length) {
      return html`<${Empty} title=${say("您在各村（社区）没有户档或积分事务", "You have nothing to do with households here")}>
      <p>${say(
        "户档归村（社区）及其乡镇街道；区县的岗位不接触住户。",
        "Households belong to a village and the town above it; a post at the county reaches none.",
      )}</p><//>`;
    }
    return html`<ul class="list card vil-list">${told.items.map(
      (/** @type {any} */ each) => html`<li key=${each.code}><a class="vil-row" href=${hashOf(each.code)}>
      <strong class="grow" dir="auto">${each.name}</strong>
      <span class="chip">${say("{n} 户", "{n} households", { n: each.households })}</span></a></li>`,
    )}</ul>`;
  }}<//>`;
}

start({ title: () => say("户档与积分", "Households and points"), App: Villages });
