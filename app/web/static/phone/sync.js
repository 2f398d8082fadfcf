/**
 * When things are sent and fetched: as soon as something was done, the line, the app or the timer comes back.
 *
 * The `online` event alone is not enough: a line that is cut further on fires none.
 */
import { Offline, Refused, SignedOut, speakFor, told } from "./line.js";
import { tidy } from "./pictures.js";
import { pull } from "./pull.js";
import { push } from "./push.js";
import { upload } from "./upload.js";

/** @typedef {import("./store.js").Store} Store */

/**
 * `lost`: sign in again; `other`: another user has signed in; `refused`: the service takes nothing from this user;
 * `full`: the phone has no place for what came.
 * @typedef {"well" | "offline" | "lost" | "other" | "refused" | "full"} Standing
 */
/** @typedef {{busy: boolean, standing: Standing, shares: Record<string, number>, problem: any}} State */

const IDLE_MS = 60000;
const FIRST_MS = 2000;
const LONGEST_MS = 30000;

/**
 * Sends and fetches from now on; `tell` hears how that stands.
 * @param {Store} store
 * @param {(state: State) => void} tell
 */
export function startSync(store, tell) {
  speakFor(store.userId); // also if another signs in while a round is under way
  /** @type {State} */
  let state = { busy: false, standing: "well", shares: {}, problem: null };
  let timer = 0;
  let failures = 0;
  let ended = false;
  let wanted = false;

  /** @param {Partial<State>} changes */
  const note = (changes) => {
    state = { ...state, ...changes };
    if (!ended) tell(state);
  };

  async function now() {
    wanted = true;
    if (state.busy || ended) return;
    clearTimeout(timer);
    note({ busy: true });
    try {
      while (wanted && !ended) {
        wanted = false;
        await once();
      }
    } finally {
      note({ busy: false, shares: {} });
      await later();
    }
  }

  async function once() {
    try {
      /** @param {string} photo @param {number} share */
      const progress = (photo, share) => note({ shares: { ...state.shares, [photo]: share } });
      const moved = await alone(store.userId, () => round(store, progress));
      failures = moved ? 0 : failures + 1; // what waits for others is asked for ever more seldom
      note({ standing: "well", problem: null });
    } catch (error) {
      failures += 1;
      if (error instanceof OtherUser) note({ standing: "other" });
      else if (error instanceof SignedOut) note({ standing: "lost" });
      else if (error instanceof Refused) note({ standing: "refused", problem: error.problem });
      else if (error instanceof Offline) note({ standing: "offline" });
      else if (error instanceof DOMException && error.name === "QuotaExceededError") note({ standing: "full" });
      else if (!ended) throw error;
    }
  }

  async function later() {
    if (ended) return;
    const kept = [...(await store.operations()), ...(await store.photos())];
    const waits = kept.some((one) => one.state === "waiting") || state.standing === "offline";
    if (ended || (!waits && document.hidden)) return;
    const soon = Math.min(FIRST_MS * 2 ** Math.min(failures, 8), LONGEST_MS) * (0.5 + Math.random() / 2);
    clearTimeout(timer);
    timer = window.setTimeout(now, waits ? soon : IDLE_MS);
  }

  const shown = () => {
    if (!document.hidden) now();
  };
  const signals = /** @type {const} */ (["online", "focus", "pageshow"]);
  for (const signal of signals) addEventListener(signal, now);
  document.addEventListener("visibilitychange", shown);
  tidy(store).then(now, now);
  return {
    now,
    stop() {
      ended = true;
      clearTimeout(timer);
      for (const signal of signals) removeEventListener(signal, now);
      document.removeEventListener("visibilitychange", shown);
    },
  };
}

class OtherUser extends Error {}

/**
 * Sends what waits, then the photos, then what waited for those; receives what changed. Gives how much was sent.
 * @param {Store} store
 * @param {(photo: string, share: number) => void} progress
 */
async function round(store, progress) {
  await isMine(store);
  const done = await push(store);
  const arrived = await upload(store, (photo, share) => progress(photo.id, share));
  const moved = done + arrived + (arrived ? await push(store) : 0);
  const cursor = await store.get("cursor");
  if (cursor && !moved) {
    const home = await told("GET", "/home", { query: { cursor } }).catch(withoutCursor);
    if (home) await store.set({ home });
    if (home && !home.pull) return moved;
  }
  await pull(store);
  await store.set({ home: await told("GET", "/home") });
  await provide(store);
  return moved;
}

/**
 * What a task needs on the spot is there before the line goes: the earlier photos of its case.
 * @param {Store} store
 */
async function provide(store) {
  const tasks = (await store.cases()).filter(
    ({ told: { verifier_id, checker_id, status } }) =>
      (status === "verifying" && verifier_id === store.userId) ||
      (status === "checking" && checker_id === store.userId),
  );
  const { fetchEarlier } = await import("./earlier.js");
  for (const { id } of tasks) {
    if (!(await store.get(`earlier:${id}`))) await fetchEarlier(store, id).catch(() => undefined);
  }
}

/** A cursor that the service does not know any more: pulling finds that out too. @param {unknown} error */
function withoutCursor(error) {
  if (error instanceof Refused && error.status === 400) return null;
  throw error;
}

/** Nothing of one user leaves in the name of another who has signed in since. @param {Store} store */
async function isMine(store) {
  const who = await told("GET", "/me", { anyone: true });
  if (who.id !== store.userId) throw new OtherUser();
}

/**
 * Two tabs do not send the same at once; where a browser has no locks they may: nothing is done twice by that.
 * @param {string} userId
 * @param {() => Promise<number>} work
 * @returns {Promise<number>}
 */
async function alone(userId, work) {
  if (!navigator.locks) return work();
  return navigator.locks.request(`yikou-phone-${userId}`, { ifAvailable: true }, async (lock) => (lock ? work() : 0));
}
