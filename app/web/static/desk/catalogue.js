/** What the district has of units and filing rules, read once while the page is open; and what belongs to a case. */
import { get } from "../common/api.js";
import { whole } from "../common/pickers.js";
import { useEffect, useState } from "../common/ui.js";

/** A list that hardly changes, whole; null until it is read. @param {string} path @returns {any[] | null} */
export function useAll(path) {
  const [items, setItems] = useState(/** @type {any[] | null} */ (null));
  useEffect(() => {
    let isHere = true;
    whole(path).then(
      (found) => {
        if (isHere) setItems(found);
      },
      () => undefined,
    );
    return () => {
      isHere = false;
    };
  }, [path]);
  return items;
}

/**
 * Something read for a case, anew with its version; null until then.
 * @param {string | null} path @param {any} [version] @returns {any}
 */
export function useRead(path, version) {
  const [body, setBody] = useState(/** @type {any} */ (null));
  useEffect(() => {
    if (!path) return undefined;
    let isHere = true;
    get(path).then(
      (answer) => {
        if (isHere) setBody(answer.body);
      },
      () => undefined,
    );
    return () => {
      isHere = false;
    };
  }, [path, version]);
  return body;
}
