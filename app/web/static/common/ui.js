/** What screens are drawn with: Preact, its hooks and htm, the icons, and where one is inside a screen. */
import * as vendor from "../vendor/preact.js";

/** @typedef {any} Node anything that can be drawn */
/** @typedef {Record<string, any>} Props */

/** @type {(type: any, props?: Props | null, ...children: Node[]) => Node} */
export const h = vendor.h;
/** @type {(parts: TemplateStringsArray, ...values: any[]) => Node} */
export const html = vendor.html;
/** @type {(what: Node, where: Element) => void} */
export const render = vendor.render;
/** @type {any} */
export const Fragment = vendor.Fragment;
/** @type {<T>(initial: T) => any} */
export const createContext = vendor.createContext;
/** @type {<T>(initial: T | (() => T)) => [T, (next: T | ((was: T) => T)) => void]} */
export const useState = vendor.useState;
/** @type {<S, A>(step: (state: S, action: A) => S, initial: S) => [S, (action: A) => void]} */
export const useReducer = vendor.useReducer;
/** @type {(run: () => void | (() => void), depends?: any[]) => void} */
export const useEffect = vendor.useEffect;
/** @type {(run: () => void | (() => void), depends?: any[]) => void} */
export const useLayoutEffect = vendor.useLayoutEffect;
/** @type {<T>(make: () => T, depends: any[]) => T} */
export const useMemo = vendor.useMemo;
/** @type {<T extends Function>(call: T, depends: any[]) => T} */
export const useCallback = vendor.useCallback;
/** @type {(initial?: any) => {current: any}} */
export const useRef = vendor.useRef;
/** @type {(context: any) => any} */
export const useContext = vendor.useContext;
/** @type {() => string} */
export const useId = vendor.useId;
/** @type {(report?: (error: any) => void) => [any, () => void]} */
export const useErrorBoundary = /** @type {any} */ (vendor.useErrorBoundary);

/** Classes that hold, in one string. @param {...(string | false | null | undefined)} names */
export const classes = (...names) => names.filter(Boolean).join(" ");

const PATHS = /** @type {Record<string, string>} */ ({
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  down: "M5 9l7 7 7-7",
  up: "M5 15l7-7 7 7",
  check: "M4 13l5 5L20 6",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  warn: "M12 3.5L22 20.5H2zM12 10v4.5M12 17.5h.01",
  late: "M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zM12 7.5v5.5M12 16.5h.01",
  clock: "M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zM12 7v5.5l3.5 2",
  pause: "M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zM10 8.5v7M14 8.5v7",
  camera: "M4 8h3.5L9 5.5h6L16.5 8H20v11H4zM12 10a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4z",
  photo: "M3.5 5h17v14h-17zM3.5 16l5-5 4 4 3-3 5 5M15.5 9h.01",
  pin: "M12 21.5s-7-6.6-7-12a7 7 0 0 1 14 0c0 5.4-7 12-7 12zM12 7a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20.5c.8-4 4-6 8-6s7.2 2 8 6",
  people:
    "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 19.5c.6-3.5 3-5 6.5-5s5.9 1.5 6.5 5M16 6a3 3 0 0 1 0 6M18 15l3 4",
  unit: "M4 20.5V7l8-3.5L20 7v13.5M2.5 20.5h19M9 11h.01M15 11h.01M9 15h.01M15 15h.01",
  phone: "M7 2.5h10v19H7zM11 18.5h2",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L21 21",
  menu: "M4 6.5h16M4 12h16M4 17.5h16",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4",
  send: "M21 3L10 14M21 3l-7 18-4-7-7-4z",
  off: "M3 3l18 18M5 12a10 10 0 0 1 4-2.5M19 12a10 10 0 0 0-6-3M8.5 15.5a5 5 0 0 1 6 0M12 19h.01M2 8.5A15 15 0 0 1 6 6",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l2 2M17 17L19 19M19 5l-2 2M7 17L5 19",
  help: "M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zM9.3 9.5c.2-3.5 5.6-3.3 5.4 0-.1 2-2.7 2-2.7 4.2M12 17h.01",
  keys: "M2.5 6h19v12h-19zM6 10h.01M10 10h.01M14 10h.01M18 10h.01M8 14h8",
  map: "M9 4L3 6.5v13.5L9 17.5l6 2.5 6-2.5V4l-6 2.5zM9 4v13.5M15 6.5V20",
  flag: "M5 21.5V3.5h12l-2.5 4.5 2.5 4.5H5",
  edit: "M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19z",
  out: "M10 4H4.5v16H10M15 8l4 4-4 4M9 12h10",
});

/** The names of all drawings. */
export const ICONS = Object.keys(PATHS);

/** A drawing beside words; alone it needs a label. @param {{name: string, label?: string}} props */
export function Icon({ name, label }) {
  const said = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return html`<svg class="icon" viewBox="0 0 24 24" ...${said}><path d=${PATHS[name] || PATHS.more} /></svg>`;
}

/**
 * Where one is: the hash, `#/case/ID?filter=x`, so that the address can be kept and shared.
 * @typedef {{path: string[], query: Record<string, string>}} Route
 */

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
  const drawn = useRef(location.hash);
  useEffect(() => {
    const changed = () => setRoute(routeOf());
    addEventListener("hashchange", changed);
    if (location.hash !== drawn.current) changed(); // somebody went on before anybody listened
    return () => removeEventListener("hashchange", changed);
  }, []);
  return route;
}

/**
 * A part of a screen that is fetched when somebody goes there: the `Screen` of the module that a name stands for; null
 * until it is here, and of a name that stands for none.
 * @param {Record<string, () => Promise<any>>} parts @param {string} name
 */
export function useLater(parts, name) {
  const [loaded, setLoaded] = useState(/** @type {Record<string, any>} */ ({}));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const load = () => {
    setProblem(null);
    if (!parts[name] || loaded[name]) return;
    parts[name]().then(
      ({ Screen }) => setLoaded((was) => ({ ...was, [name]: Screen })),
      () => setProblem({ offline: true }),
    );
  };
  useEffect(load, [name]);
  return { Screen: loaded[name] || null, problem, load };
}
