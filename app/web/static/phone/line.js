/** The line to the service: one request, tried again as long as that may help, and told apart when it does not. */
import { get, Problem, send } from "../common/api.js";

const ROOT = new URL("api/v1", document.baseURI).href;
const PATIENCE_MS = 45000;
const LONGEST_WAIT = 30; // seconds

/** No answer came, or none of use: what waits goes on waiting. */
export class Offline extends Error {
  /** @param {number} [retryAfter] seconds */
  constructor(retryAfter = 0) {
    super("no answer");
    this.retryAfter = retryAfter;
  }
}

/** @type {string | undefined} */
let user;

/** In whose name everything is asked and sent from now on. @param {string} id */
export function speakFor(id) {
  user = id;
}

/** The session has ended, or is another user's: nothing is sent, and nothing lost. */
export class SignedOut extends Error {}

/** The service does not take it: the problem document. */
export class Refused extends Error {
  /** @param {number} status @param {any} problem */
  constructor(status, problem) {
    super((problem && problem.detail) || String(status));
    this.status = status;
    this.problem = problem || {};
  }
}

/**
 * What the service says as JSON. A lost session is not asked for here: whoever signs in may be another.
 * @param {"GET" | "POST"} method
 * @param {string} path
 * @param {{json?: any, query?: Record<string, any>, tries?: number, anyone?: boolean}} [asking]
 * @returns {Promise<any>}
 */
export async function told(method, path, { json, query, tries = 3, anyone = false } = {}) {
  return patiently(tries, async () => {
    try {
      const how = { query, quiet: true, user: anyone ? undefined : user };
      return { value: (await (method === "GET" ? get(path, how) : send(method, path, json, how))).body };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { status, code, retryAfter, told: problem } = error;
      if (passes(status, code)) return { retryAfter };
      if (status === 401) throw new SignedOut();
      throw new Refused(status, problem);
    }
  });
}

/**
 * One request with headers and bytes of its own; gives every answer that is final, also a refusal.
 * @param {string} method
 * @param {string} path
 * @param {{headers: Record<string, string>, bytes?: ArrayBuffer, tries?: number}} asking
 * @returns {Promise<Response>}
 */
export async function call(method, path, { headers, bytes, tries = 3 }) {
  const said = { "X-Yikou-Page": "1", ...(user && { "X-Yikou-User": user }), ...headers };
  return patiently(tries, async () => {
    const answer = await once(ROOT + path, { method, headers: said, body: bytes });
    if (!answer) return { retryAfter: 0 };
    if (answer.status === 401) throw new SignedOut();
    const { code } = answer.status === 409 ? await answer.clone().json().catch(() => ({})) : { code: "" };
    if (passes(answer.status, code)) return { retryAfter: Number(answer.headers.get("Retry-After")) || 0 };
    return { value: answer };
  });
}

/**
 * Asks until there is a value, each time later; at random, since all phones of a valley come back at once.
 * @template T
 * @param {number} tries
 * @param {() => Promise<{value?: T, retryAfter?: number}>} ask
 * @returns {Promise<T>}
 */
async function patiently(tries, ask) {
  for (let turn = 1; ; turn += 1) {
    const { value, retryAfter = 0 } = await ask();
    if (value !== undefined) return value;
    if (turn >= tries || retryAfter > LONGEST_WAIT) throw new Offline(retryAfter);
    const wait = retryAfter * 1000 + Math.random() * 500 * 2 ** turn;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** @param {string} address @param {RequestInit} options @returns {Promise<Response | null>} */
async function once(address, options) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    return await fetch(address, { ...options, credentials: "same-origin", cache: "no-store", signal: patience.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the same request may be answered otherwise in a while. @param {number} status @param {string} code */
function passes(status, code) {
  return status === 0 || status === 429 || status >= 500 || ["busy", "key-in-flight"].includes(code);
}
