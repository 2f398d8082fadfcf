/**
 * Ticked rows with what may be done to them. Rows of a queue or view say so; those of mere filters do not: there one
 *   case of each status is asked and speaks for the others, for a batch has a result per case.
 */
import { get } from "../common/api.js";
import { useEffect, useMemo, useState } from "../common/ui.js";

/** @param {any[]} rows @returns {any[]} */
export function useOffered(rows) {
  const [known, setKnown] = useState(/** @type {Record<string, any[]>} */ ({}));
  const silent = rows.filter((row) => !row.allowed_actions);
  const asked = [...new Map(silent.map((row) => [row.status, `${row.id} ${row.version}`])).values()].join();
  useEffect(() => {
    let isHere = true;
    const read = async (/** @type {string} */ told) => {
      const { body } = await get(`/cases/${told.split(" ")[0]}`);
      return [body.status, body.allowed_actions];
    };
    if (!asked) return undefined;
    Promise.all(asked.split(",").map(read)).then(
      (offers) => isHere && setKnown(Object.fromEntries(offers)),
      () => undefined,
    );
    return () => {
      isHere = false;
    };
  }, [asked]);
  return useMemo(
    () => rows.map((row) => (row.allowed_actions ? row : { ...row, allowed_actions: known[row.status] ?? null })),
    [rows, known],
  );
}
