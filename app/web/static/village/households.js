/** The households 户档 of a village: found by number or grid, those there and those that ended, and a new one. */
import { Field } from "../common/fields.js";
import { useOne, usePages } from "../common/lists.js";
import { go, hashOf, html, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { Form } from "./form.js";
import { asDay, Filter, named, pointed, Rows, today } from "./parts.js";
import { KINDS, kindOf, RELATIVES, wordOf } from "./words.js";

/** @param {number} n */
const peopled = (n) => (n === 1 ? say("1 人", "1 person") : say("{n} 人", "{n} people", { n }));

/** @param {{code: string, may: string[]}} props */
export function Households({ code, may }) {
  const [wanted, setWanted] = useState("");
  const [ended, setEnded] = useState(false);
  const [grid, setGrid] = useState("");
  const grids = useGrids(code);
  const list = usePages(`/villages/${code}/households`, {
    ended,
    ...(grid ? { grid } : {}),
    ...(Number(wanted) > 0 ? { household_number: Number(wanted) } : {}),
  });
  const made = (/** @type {any} */ one) => go(`${code}/household/${one.id}`);
  const row = (/** @type {any} */ one) => html`<li key=${one.id}><a class="vil-row" href=${hashOf(
    `${code}/household/${one.id}`,
  )}><span class="grow"><strong dir="auto">${named(one)}</strong><br /><span class="soft small">${peopled(
    one.members_count,
  )} · ${kindOf(one.kind)}${one.ended_on ? ` · ${wordOf(one.end_reason)} ${asDay(one.ended_on)}` : ""}</span></span>
    <span class="chip vil-points">${say("{n} 分", "{n} points", { n: pointed(one.balance) })}</span></a></li>`;
  const found = Boolean(wanted || grid);
  const empty = found
    ? say("没有符合条件的住户", "No household is like this")
    : ended
      ? say("没有销档的住户", "No household has ended")
      : say("没有住户", "No households");
  const hint = say("户档由户档管理人员建立。", "Households are registered by who keeps the records.");
  return html`<div class="stack">
    <div class="vil-tools"><${Field} label=${say("按户号查找", "Find by number")}>${(/** @type {any} */ given) =>
      html`<input type="number" min="1" inputmode="numeric" class="narrow" ...${given} value=${wanted}
        onInput=${(/** @type {any} */ event) => setWanted(event.target.value)} />`}<//>
    ${grids.length > 1 && html`<${Field} label=${say("网格", "Grid")}>${(/** @type {any} */ given) => html`<select
      ...${given} value=${grid} onChange=${(/** @type {any} */ event) => setGrid(event.target.value)}>
      <option value="">${say("全部网格", "All grids")}</option>${grids.map(
        (/** @type {any} */ one) => html`<option key=${one.value} value=${one.value}>${one.label}</option>`,
      )}</select>`}<//>`}
    <${Filter} label=${say("状态", "State")} value=${ended} onChange=${setEnded} options=${[
      { value: false, label: say("在册", "On record") }, { value: true, label: say("已销档", "Ended") },
    ]} /></div>
    ${may.includes("keep") && html`<${Register} code=${code} onDone=${made} />`}
    <${Rows} list=${list} empty=${empty} hint=${ended || found ? "" : hint} row=${row} /></div>`; // prettier-ignore
}

/** The fields of an address. @param {any[]} grids */
export const ADDRESS = (grids) => [
  { name: "kind", label: say("户别", "Kind"), kind: "choice", options: KINDS() },
  { name: "address", label: say("住址", "Address") },
  { name: "grid_code", label: say("网格", "Grid"), kind: "choice", optional: true, options: grids },
]; // prettier-ignore

/** The grids of a village to choose from. @param {string} code */
export function useGrids(code) {
  const one = useOne("/areas", { parent: code, level: "grid", active: true, limit: 100 });
  return (one.body ? one.body.items : []).map((/** @type {any} */ each) => ({ value: each.code, label: each.name }));
}

/** The fields of somebody who lives there. @param {string} at the pointer of them @param {any[]} relations */
export const PERSON = (at, relations) => [
  { name: "name", label: say("姓名", "Name"), pointer: `${at}/name` },
  ...(relations.length
    ? [{ name: "relation", label: say("与户主关系", "Relation to the head"), kind: "choice", options: relations,
        pointer: `${at}/relation` }] // prettier-ignore
    : []),
  { name: "phone", label: say("电话", "Phone"), kind: "phone", pointer: `${at}/phone`, optional: true },
  { name: "birth_year", label: say("出生年份", "Year of birth"), kind: "number", min: 1900, max: 2100, optional: true,
    pointer: `${at}/birth_year` },
  { name: "user_id", label: say("本系统账号", "Account here"), kind: "user", optional: true, pointer: `${at}/user_id`,
    hint: say("有账号者不对本户表决。", "Who has an account does not vote on their own household.") },
]; // prettier-ignore

/** @param {{code: string, onDone: (made: any) => void}} props */
function Register({ code, onDone }) {
  const grids = useGrids(code);
  const fields = [
    ...PERSON("/members/0", []).map((asked) =>
      asked.name === "name" ? { ...asked, label: say("户主姓名", "Name of the head") } : asked,
    ),
    ...ADDRESS(grids),
    { name: "since", label: say("在村之日起", "In the village since"), kind: "day", max: today() },
  ];
  const body = (/** @type {any} */ told) => ({
    kind: told.kind,
    address: told.address,
    grid_code: told.grid_code || null,
    since: told.since,
    members: [
      { name: told.name, relation: "head", phone: told.phone || null, user_id: told.user_id || null,
        birth_year: told.birth_year ? Number(told.birth_year) : null },
    ],
  }); // prettier-ignore
  return html`<${Form} code=${code} title=${say("建档", "Register a household")} path="households" fields=${fields}
    told=${say("已建档", "Registered")} initial=${{ kind: "resident", since: today() }} body=${body} onDone=${onDone} />`;
}

/** Somebody comes into a household. @param {{code: string, id: string, since: string, onDone: any}} props */
export const Come = ({ code, id, since, onDone }) => html`<${Form} code=${code} plainly
  title=${say("增加成员", "Add somebody")} path=${`households/${id}/members`} onDone=${onDone}
  told=${say("已入户", "Added")} initial=${{ since: today() }} fields=${[
    ...PERSON("", RELATIVES()),
    { name: "since", label: say("入户日期", "Came on"), kind: "day", min: since, max: today() },
  ]} />`; // prettier-ignore
