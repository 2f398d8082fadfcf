/** What the district has of units and filing rules, read once while the page is open. */
import { get } from "../common/api.js";
import { useEffect, useState } from "../common/ui.js";

/** @type {Map<string, Promise<any[]>>} */
const read = new Map();

/** All pages of a list. @param {string} path @returns {Promise<any[]>} */
async function pagesOf(path) {
  /** @type {any[]} */
  let items = [];
  /** @type {string | null} */
  let cursor = null;
  do {
    const { body } = await get(path, { query: { limit: 200, cursor } });
    items = items.concat(body.items);
    cursor = body.next_cursor;
  } while (cursor);
  return items;
}

/** @param {string} path */
export function allOf(path) {
  const known = read.get(path);
  if (known) return known;
  const reading = pagesOf(path);
  read.set(path, reading);
  reading.catch(() => read.delete(path));
  return reading;
}

/** The same for a component; null until it is read. @param {string} path @returns {any[] | null} */
export function useAll(path) {
  const [items, setItems] = useState(/** @type {any[] | null} */ (null));
  useEffect(() => {
    let isHere = true;
    allOf(path).then((found) => { if (isHere) setItems(found); }, () => undefined);
    return () => { isHere = false; };
  }, [path]);
  return items;
}

/** Something read for a case, anew with its version; null until then. @param {string} path @param {any} [version] @returns {any} */
export function useRead(path, version) {
  const [body, setBody] = useState(/** @type {any} */ (null));
  useEffect(() => {
    let isHere = true;
    get(path).then((answer) => { if (isHere) setBody(answer.body); }, () => undefined);
    return () => { isHere = false; };
  }, [path, version]);
  return body;
}
