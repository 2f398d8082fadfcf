/** The public API from a page: JSON in and out, problems as errors, how the line is, and who is signed in. */
import { keep, kept, language } from "./words.js";

/** @typedef {{status: number, body: any, etag: string | null, next: string | null}} Answer */
/** @typedef {"well" | "slow" | "offline" | "busy" | "fault"} Line */

const BASE = new URL("api/v1/", document.baseURI).href;
const SLOW_MS = 6000;
const GIVE_UP_MS = 60000;

/** What the service refused (RFC 9457), or that it could not be reached. */
export class Problem extends Error {
  /** @param {number} status @param {any} told @param {number} [retryAfter] */
  constructor(status, told, retryAfter) {
    super(told.detail || told.title || String(status));
    this.status = status;
    /** @type {string} */ this.code = told.code || "";
    /** @type {string} */ this.title = told.title || "";
    /** @type {string} */ this.detail = told.detail || "";
    /** @type {{pointer: string, detail: string}[]} */ this.errors = told.errors || [];
    /** @type {any[] | null} */ this.allowed = told.allowed_actions || null;
    /** @type {number | null} */ this.version = told.version || null;
    /** @type {any} */ this.told = told;
    this.retryAfter = retryAfter || 0;
    this.offline = status === 0;
  }
}

/** @type {Set<(line: Line) => void>} */
const watchers = new Set();
/** @type {Line} */
let line = "well";

/** How the line is now. */
export const lineNow = () => line;

/** Hears of every change of the line; gives how to stop. @param {(line: Line) => void} watcher */
export function watchLine(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** @param {Line} now */
function tell(now) {
  if (now === line) return;
  line = now;
  watchers.forEach((watcher) => watcher(now));
}

/** @type {(() => Promise<boolean>) | null} */
let askAgain = null;

/** Who asks to sign in again when the session is lost; true: try once more. @param {() => Promise<boolean>} ask */
export function whenLost(ask) {
  askAgain = ask;
}

/** @param {string} path @param {Record<string, any>} [query] */
function address(path, query = {}) {
  const url = new URL(path.replace(/^\//, ""), BASE);
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== "") url.searchParams.append(name, String(one));
    }
  }
  return url.href;
}

/** @param {string} url @param {RequestInit} init @param {AbortSignal} [signal] */
async function reach(url, init, signal) {
  const aborter = new AbortController();
  const stop = () => aborter.abort();
  if (signal && signal.aborted) stop();
  if (signal) signal.addEventListener("abort", stop);
  const late = setTimeout(() => {
    if (line === "well") tell("slow");
  }, SLOW_MS);
  const never = setTimeout(stop, GIVE_UP_MS);
  try {
    const answer = await fetch(url, { ...init, signal: aborter.signal });
    tell(answer.status === 429 ? "busy" : answer.status >= 500 ? "fault" : "well");
    return answer;
  } catch (error) {
    if (signal && signal.aborted) throw error;
    tell("offline");
    throw new Problem(0, {});
  } finally {
    clearTimeout(late);
    clearTimeout(never);
    if (signal) signal.removeEventListener("abort", stop);
  }
}

/** @param {Response} answer @returns {Promise<any>} */
async function bodyOf(answer) {
  if (answer.status === 204 || answer.status === 304) return null;
  const text = await answer.text().catch(() => {
    throw new Problem(0, {});
  });
  if (!/json/.test(answer.headers.get("content-type") || "")) return text;
  return text ? JSON.parse(text) : null;
}

/**
 * @param {string} method @param {string} path @param {RequestInit & {headers: Record<string, string>}} init
 * @param {{query?: Record<string, any>, signal?: AbortSignal, quiet?: boolean, user?: string}} how
 * @returns {Promise<Answer>}
 */
async function ask(method, path, init, how) {
  init.headers["Accept-Language"] = language();
  if (how.user) init.headers["X-Yikou-User"] = how.user;
  const answer = await reach(address(path, how.query), { ...init, method, credentials: "same-origin" }, how.signal);
  if (answer.status === 401 && askAgain && !how.quiet && (await askAgain())) {
    return ask(method, path, init, { ...how, quiet: true });
  }
  const body = await bodyOf(answer);
  if (answer.status >= 400) {
    throw new Problem(
      answer.status,
      body && typeof body === "object" ? body : {},
      Number(answer.headers.get("retry-after")) || 0,
    );
  }
  const next = body && typeof body === "object" ? body.next_cursor || null : null;
  return { status: answer.status, body, etag: answer.headers.get("etag"), next };
}

/**
 * Reads; with `etag` the answer may be a 304 without a body.
 * @param {string} path
 * @param {{query?: Record<string, any>, signal?: AbortSignal, etag?: string | null, quiet?: boolean,
 *   user?: string}} [how] `user`: a session of anybody else is as good as none
 */
export function get(path, how = {}) {
  /** @type {Record<string, string>} */
  const headers = {};
  if (how.etag) headers["If-None-Match"] = how.etag;
  return ask("GET", path, { headers, cache: how.etag ? "no-store" : "default" }, how);
}

/**
 * Writes: a key is made once an attempt and kept for its retries, `match` is the ETag that must hold still.
 * @param {"POST" | "PUT" | "PATCH" | "DELETE"} method @param {string} path @param {any} [body]
 * @param {{key?: string, match?: string | number | null, query?: Record<string, any>, signal?: AbortSignal,
 *   quiet?: boolean, user?: string}} [how]
 */
export function send(method, path, body, how = {}) {
  /** @type {Record<string, string>} */
  const headers = { "X-Yikou-Page": "1" };
  if (how.key) headers["Idempotency-Key"] = how.key;
  if (how.match) headers["If-Match"] = typeof how.match === "number" ? `"${how.match}"` : how.match;
  const plain = body === undefined || body === null || body instanceof FormData || body instanceof Blob;
  if (!plain) headers["Content-Type"] = "application/json";
  return ask(method, path, { headers, body: plain ? body : JSON.stringify(body) }, how);
}

/** A UUIDv7, also where a page over plain HTTP has no randomUUID. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let moment = Date.now();
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = moment % 256;
    moment = Math.floor(moment / 256);
  }
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

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
