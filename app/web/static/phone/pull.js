/** Receiving all that changed: `GET /sync/pull`, page by page, each page and its cursor kept together. */
import { told, Refused } from "./line.js";
import { putCase } from "./outbox.js";
import { asked } from "./store.js";

/** @typedef {import("./store.js").Store} Store */

/**
 * Gives how many cases were told of; a cursor the service does not know any more means starting again.
 * @param {Store} store
 */
export async function pull(store) {
  let cases = 0;
  for (;;) {
    const cursor = await store.get("cursor");
    let page;
    try {
      page = await told("GET", "/sync/pull", { query: { cursor } });
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 400 || !cursor) throw error;
      await store.set({ cursor: undefined });
      continue;
    }
    await keep(store, page);
    cases += page.cases.length;
    if (!page.more) return cases;
  }
}

/** @param {Store} store @param {any} page */
function keep(store, page) {
  return store.write(async ({ cases, reference, settings }) => {
    const sweep = (Number(await asked(settings.get("sweep"))) || 0) + (page.reset ? 1 : 0);
    for (const told of page.cases) putCase(cases, await asked(cases.get(told.id)), told, sweep);
    for (const id of page.left) cases.delete(id);
    for (const [name, set] of Object.entries(page.reference)) reference.put(set, name);
    if (!page.more) {
      for (const one of await asked(cases.getAll())) if (one.sweep < sweep) cases.delete(one.id);
    }
    settings.put(sweep, "sweep");
    settings.put(page.cursor, "cursor");
    settings.put(page.server_time, "pulled_at");
  });
}
