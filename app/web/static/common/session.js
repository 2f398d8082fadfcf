/** Who is signed in on this page, which screens are theirs, and signing in and out. */
import { get, Problem, send } from "./api.js";
import { keep, kept, say } from "./words.js";

/** @typedef {{id: string, name: string, posts: {post: string, area_path: string | null, department_codes: string[]}[],
 *   permissions: string[], area_scopes: string[], department_codes: string[]}} Me */

const KEPT = "yikou-me";
/** @type {Me | null} */
let known = null;

/** Who was here last on this device; without a line a screen goes on with that. @returns {Me | null} */
function remembered() {
  try {
    return JSON.parse(kept(KEPT) || "null");
  } catch {
    return null;
  }
}

/** Who I am, null where nobody is signed in; without a line who it was last. @returns {Promise<Me | null>} */
export async function me() {
  if (known) return known;
  try {
    known = (await get("/me", { quiet: true })).body;
    keep(KEPT, JSON.stringify(known));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 401) {
      keep(KEPT, null);
      return null;
    }
    known = remembered();
    if (!known) throw error;
  }
  return known;
}

/** Whether anybody is signed in here and may go on: asked where that is no error. @returns {Promise<boolean>} */
export async function isSignedIn() {
  const told = (await get("/session", { quiet: true })).body;
  return Boolean(told && !told.password_change_required);
}

/** Who it is, once `me()` has answered. */
export const meNow = () => known;

/** @param {string} permission */
export const may = (permission) => Boolean(known && known.permissions.includes(permission));

/**
 * Signs in; `stay` keeps it over the end of the browser.
 * @param {string} username @param {string} password @param {boolean} [stay]
 */
export async function signIn(username, password, stay = false) {
  await send("POST", "/session", { username, password, stay }, { quiet: true });
  known = null;
  return me();
}

/** Ends the session and leads to the start. */
export async function signOut() {
  try {
    await send("DELETE", "/session", undefined, { quiet: true });
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
  }
  keep(KEPT, null);
  known = null;
  location.assign("./");
}

/** The start page, which leads back here afterwards. */
export function toStart() {
  const here = location.pathname.split("/").pop() + location.hash;
  location.replace(`./?next=${encodeURIComponent(here)}`);
}

/** The screens of a person, most used first. @param {Me} who */
export function screensOf(who) {
  const posts = new Set(who.posts.map((held) => held.post));
  const has = (/** @type {string[]} */ ...names) => names.some((name) => posts.has(name));
  return [
    {
      path: "phone",
      name: say("手机端", "Phone"),
      icon: "phone",
      shown: has("grid_leader", "full_time_worker", "part_time_worker", "grid_instructor"),
    },
    {
      path: "desk",
      name: say("受理派遣台", "Desk"),
      icon: "menu",
      shown: has("triage_clerk", "dispatcher", "centre_leader"),
    },
    {
      path: "department",
      name: say("部门工作台", "Department"),
      icon: "unit",
      shown: has("department_handler", "department_lead"),
    },
    { path: "board", name: say("督查看板", "Board"), icon: "map", shown: has("supervisor", "centre_leader") },
    { path: "wall", name: say("大屏", "Wall"), icon: "photo", shown: has("supervisor", "centre_leader") },
    { path: "admin", name: say("系统管理", "Administration"), icon: "people", shown: has("administrator") },
  ].filter((screen) => screen.shown);
}
