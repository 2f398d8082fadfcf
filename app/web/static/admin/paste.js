/** People pasted in from a sheet: the cells read, and what is wrong with each before anything is sent. */
import { say } from "../common/words.js";
import { called, OF_DEPARTMENT, POSTS } from "./names.js";

/** @typedef {{username: string, display_name: string, phone: string, post: string, area_code: string,
 *   department_code: string}} Person */
/** @typedef {Record<string, string>} Wrong by the name of the column */

/** The columns in the order in which they are pasted, each with what else a header may call it. */
export const COLUMNS = [
  { name: "username", label: say("登录账号", "User name"), also: ["账号", "用户名", "username", "user name", "login"] },
  { name: "display_name", label: say("姓名", "Name"), also: ["名字", "display_name", "name"] },
  { name: "phone", label: say("电话", "Phone"), also: ["手机", "手机号", "联系电话", "phone", "mobile"] },
  { name: "post", label: say("岗位", "Post"), also: ["职务", "post", "role"] },
  { name: "area_code", label: say("区划代码", "Area code"), also: ["网格", "区划", "area_code", "area"] },
  { name: "department_code", label: say("部门代码", "Department code"), also: ["部门", "单位", "department_code",
    "department"] },
]; // prettier-ignore

/** The cells of a sheet as it lies in the clipboard: tabs between cells, quotes around one with a break in it.
 * @param {string} text @returns {string[][]} */
export function cellsOf(text) {
  /** @type {string[][]} */
  const rows = [[]];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    const row = rows[rows.length - 1];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === "\t") {
      row.push(cell);
      cell = "";
    } else if (sign === "\n" || sign === "\r") {
      row.push(cell);
      cell = "";
      if (sign === "\r" && text[at + 1] === "\n") at += 1;
      rows.push([]);
    } else cell += sign;
  }
  rows[rows.length - 1].push(cell);
  const trimmed = rows.map((row) => row.map((one) => one.replace(/\s+/g, " ").trim()));
  return trimmed.filter((row) => row.some(Boolean));
}

/** The post that a cell names, by its code or what it is called. @param {string} told */
function postOf(told) {
  const found = POSTS.find((one) => one.value === told || one.label.toLowerCase() === told.toLowerCase());
  return found ? found.value : told;
}

/** @param {string} told */
const columnCalled = (told) => COLUMNS.find((one) => [one.label, ...one.also].some((name) => name.toLowerCase() ===
  told.toLowerCase())); // prettier-ignore

/** The people of a sheet; a first line of names says their order. @param {string} text @returns {Person[]} */
export function peopleIn(text) {
  const rows = cellsOf(text);
  const head = (rows[0] || []).map(columnCalled);
  const named = head.filter(Boolean).length >= 2;
  const order = named ? head.map((one) => (one ? one.name : "")) : COLUMNS.map((one) => one.name);
  return rows.slice(named ? 1 : 0).map((row) => {
    const person = /** @type {any} */ (Object.fromEntries(COLUMNS.map((one) => [one.name, ""])));
    row.forEach((cell, at) => {
      if (order[at]) person[order[at]] = cell;
    });
    return { ...person, post: postOf(person.post) };
  });
}

/** What is wrong with a person that one need not ask the service about. @param {Person} one @param {Person[]} all
 * @returns {Wrong} */
export function wrongWith(one, all) {
  const missing = say("必填", "Missing");
  /** @type {Wrong} */
  const wrong = {};
  const same = (/** @type {Person} */ other) => other.username.toLowerCase() === one.username.toLowerCase();
  if (!one.username) wrong.username = missing;
  else if (all.filter(same).length > 1) wrong.username = say("账号重复", "Stands twice");
  if (!one.display_name) wrong.display_name = missing;
  if (/^\d+(\.\d+)?E\+?\d+$|^\d+\.0+$/i.test(one.phone)) {
    wrong.phone = say("被表格改成了数字，请把该列设为文本", "A number by the spreadsheet: make the column text");
  } else if (one.phone && !/\d{3}/.test(one.phone)) wrong.phone = say("不像电话号码", "No phone number");
  if (!one.post) wrong.post = missing;
  else if (!POSTS.some((post) => post.value === one.post)) {
    wrong.post = say("没有这个岗位", "No such post");
  } else if (OF_DEPARTMENT.includes(one.post)) {
    if (!one.department_code) wrong.department_code = say("该岗位须填部门", "This post is in a department");
    if (one.area_code) wrong.area_code = say("该岗位不填区划", "This post has no area");
  } else {
    if (!one.area_code) wrong.area_code = say("该岗位须填区划", "This post is at an area");
    if (one.department_code) wrong.department_code = say("该岗位不填部门", "This post has no department");
  }
  return wrong;
}

/** What the service says, by the person and the column. @param {any} problem @returns {Record<number, Wrong>} */
export function wrongBy(problem) {
  /** @type {Record<number, Wrong>} */
  const found = {};
  for (const each of (problem && problem.errors) || []) {
    const [, list, at, column] = each.pointer.split("/");
    if (list !== "users" || at === undefined) continue;
    found[Number(at)] = { ...found[Number(at)], [column || "username"]: each.detail };
  }
  return found;
}

/** As it is sent. @param {Person} one */
export const sentOf = (one) =>
  Object.fromEntries(Object.entries(one).map(([name, value]) => [name, value === "" ? null : value]));

/** What a cell shows. @param {string} column @param {string} value */
export const shownIn = (column, value) => (column === "post" ? called(POSTS, value) : value);
