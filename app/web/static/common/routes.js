/** Where one is inside a screen: the hash, `#/case/ID?filter=x`, so that the address can be kept and shared. */
import { useEffect, useState } from "./ui.js";

/** @typedef {{path: string[], query: Record<string, string>}} Route */

/** @param {string} part */
function plain(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What a hash says. @param {string} [hash] @returns {Route} */
export function routeOf(hash = location.hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?");
  return { path: path.split("/").filter(Boolean).map(plain), query: Object.fromEntries(new URLSearchParams(query)) };
}

/** The address of a place. @param {string} path @param {Record<string, string | number | null | undefined>} [query] */
export function hashOf(path, query = {}) {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") said.set(name, String(value));
  }
  const text = said.toString();
  return `#/${path.replace(/^\//, "")}${text ? `?${text}` : ""}`;
}

/**
 * Goes there; `replace` leaves no step back.
 * @param {string} path @param {Record<string, string | number | null | undefined>} [query]
 * @param {{replace?: boolean}} [how]
 */
export function go(path, query = {}, how = {}) {
  const hash = hashOf(path, query);
  if (how.replace) {
    history.replaceState(null, "", hash);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = hash;
  }
}

/** Where one is, and again whenever that changes. @returns {Route} */
export function useRoute() {
  const [route, setRoute] = useState(() => routeOf());
  useEffect(() => {
    const changed = () => setRoute(routeOf());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return route;
}
