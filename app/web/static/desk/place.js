/**
 * Where somebody is at the desk: which list is shown, with which filters, and which case is open.
 *
 * Addresses: `#/queue/NAME/CASE`, `#/view/ID/CASE`, `#/list/CASE?status=…` and `#/case/CASE`; the case may be missing.
 */

/** @typedef {{kind: "queue" | "view" | "list", name: string, filters: Record<string, any>}} Source */
/** @typedef {{source: Source | null, caseId: string | null}} Place */

const FILTERS = [
  "status",
  "stage",
  "light",
  "open",
  "area",
  "department",
  "category",
  "channel",
  "nature",
  "source",
  "q",
  "external_id",
  "reported_from",
  "reported_to",
  "due_from",
  "due_to",
  "sort",
  "mine",
];

/** What of a query the list of cases understands. @param {Record<string, any>} query @returns {Record<string, any>} */
export function filtersOf(query) {
  /** @type {Record<string, any>} */
  const found = {};
  for (const name of FILTERS) {
    const told = query[name];
    if (told !== undefined && told !== "") found[name] = name === "status" ? String(told).split(",") : told;
  }
  return found;
}

/** @param {{path: string[], query: Record<string, any>}} route @returns {Place} */
export function placeOf({ path, query }) {
  const [kind, first, second] = path;
  if (kind === "queue" || kind === "view") {
    return { source: first ? { kind, name: first, filters: {} } : null, caseId: second ?? null };
  }
  if (kind === "list") {
    return { source: { kind: "list", name: "", filters: filtersOf(query) }, caseId: first ?? null };
  }
  return { source: null, caseId: kind === "case" ? (first ?? null) : null };
}

/** The address of a place, and its query. @param {Source | null} source @param {string | null} [caseId] */
export function addressOf(source, caseId = null) {
  const end = caseId ? `/${caseId}` : "";
  if (!source) return { path: caseId ? `/case/${caseId}` : "/", query: {} };
  if (source.kind === "list") return { path: `/list${end}`, query: asQuery(source.filters) };
  return { path: `/${source.kind}/${source.name}${end}`, query: {} };
}

/** Filters as they stand in an address. @param {Record<string, any>} filters @returns {Record<string, string>} */
function asQuery(filters) {
  const pairs = Object.entries(filters).map(([name, told]) => [
    name,
    Array.isArray(told) ? told.join(",") : String(told),
  ]);
  return Object.fromEntries(pairs);
}

/** Whether two lists are one. @param {Source | null} one @param {Source | null} other */
export function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Where the rows of a list are read. @param {Source} source @returns {{path: string, query: Record<string, any>}} */
export function readingOf(source) {
  if (source.kind === "list") return { path: "/cases", query: { sort: "due", open: "true", ...source.filters } };
  return { path: `/desk/${encodeURIComponent(source.name)}`, query: {} };
}
