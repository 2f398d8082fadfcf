/** Hints that something has changed, while the tab is seen; what has changed is read by whoever hears one. */
import { useEffect, useRef } from "./ui.js";

/**
 * @typedef {{kind: "case" | "left" | "ready" | "reset" | "tick", caseId?: string, version?: number,
 *   queues: string[]}} Hint
 */

const ADDRESS = new URL("api/v1/events", document.baseURI);
const SILENT_MS = 40000;
const ASK_EACH_MS = 60000;

/** The stream of this page: one for all parts that listen. */
class Stream {
  constructor() {
    /** @type {Set<(hint: Hint) => void>} */
    this.listeners = new Set();
    /** @type {EventSource | null} */
    this.source = null;
    this.last = "";
    this.heard = 0;
    this.retry = 0;
    this.timer = 0;
    document.addEventListener("visibilitychange", () => this.mind());
  }

  /** Listens where somebody looks, and stops where nobody does. */
  mind() {
    const wanted = this.listeners.size > 0 && document.visibilityState === "visible";
    if (wanted && !this.source) this.open();
    if (!wanted) this.close();
    if (wanted && !this.timer) this.timer = setInterval(() => this.watch(), 5000);
    if (!wanted && this.timer) {
      clearInterval(this.timer);
      this.timer = 0;
    }
  }

  open() {
    const address = new URL(ADDRESS.href);
    if (this.last) address.searchParams.set("since", this.last);
    const source = new EventSource(address.href);
    this.source = source;
    this.heard = Date.now();
    for (const kind of ["ready", "case", "left", "reset", "end"]) {
      source.addEventListener(kind, (event) => this.hear(kind, /** @type {MessageEvent} */ (event)));
    }
    source.onopen = () => {
      this.retry = 0;
    };
    source.onerror = () => this.again();
  }

  close() {
    if (this.source) this.source.close();
    this.source = null;
  }

  /** Comes back after a random while, longer each time. */
  again() {
    this.close();
    this.retry = Math.min(this.retry + 1, 6);
    this.heard = Date.now() + 1000 * 2 ** this.retry * (0.5 + Math.random());
  }

  /** Opens again when the time has come, and asks where the stream is silent. */
  watch() {
    if (!this.source && Date.now() > this.heard) this.open();
    if (Date.now() - this.heard > SILENT_MS) {
      this.heard = Date.now();
      this.tell({ kind: "tick", queues: [] });
    }
  }

  /** @param {string} kind @param {MessageEvent} event */
  hear(kind, event) {
    const told = JSON.parse(event.data);
    this.heard = Date.now();
    if (event.lastEventId) this.last = event.lastEventId;
    if (kind === "end") this.again();
    else
      this.tell({
        kind: /** @type {any} */ (kind),
        caseId: told.case_id,
        version: told.version,
        queues: told.queues || [],
      });
  }

  /** @param {Hint} hint */
  tell(hint) {
    this.listeners.forEach((listener) => listener(hint));
  }
}

/** @type {Stream | null} */
let stream = null;

/**
 * Calls on every hint while the part is shown; also each minute (`tick`), for what time alone changes.
 * @param {(hint: Hint) => void} onHint
 */
export function useLive(onHint) {
  const now = useRef(onHint);
  now.current = onHint;
  useEffect(() => {
    const listener = (/** @type {Hint} */ hint) => now.current(hint);
    stream = stream || new Stream();
    const ours = stream;
    ours.listeners.add(listener);
    ours.mind();
    const minutely = setInterval(() => {
      if (document.visibilityState === "visible") listener({ kind: "tick", queues: [] });
    }, ASK_EACH_MS);
    return () => {
      clearInterval(minutely);
      ours.listeners.delete(listener);
      ours.mind();
    };
  }, []);
}
