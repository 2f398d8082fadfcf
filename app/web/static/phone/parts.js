/** What the screens of the phone share: its memory as they see it, rows of cases, a head with the way back. */
import { Icon, createContext, html, useContext, useEffect, useState, go } from "../common/ui.js";
import { label, say, time } from "../common/words.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./sync.js").State} Standing */
/** @typedef {{store: Store, me: any, standing: Standing, sync: () => void}} Here */

const PAUSE_MS = 50; // between two readings: one sending writes often

export const Phone = createContext(/** @type {any} */ (null));

/** The memory, who I am, how sending stands, and how to send at once. @returns {Here} */
export const usePhone = () => useContext(Phone);

/**
 * What is read from the memory, read again whenever that changes; the first value until it is there.
 * @template T
 * @param {(store: Store) => Promise<T>} read
 * @param {T} first
 * @param {any[]} depends
 * @returns {T}
 */
export function useStored(read, first, depends = []) {
  const { store } = usePhone();
  const [value, setValue] = useState(first);
  useEffect(() => {
    let ended = false;
    let asked = false;
    const again = () => {
      if (asked) return;
      asked = true;
      setTimeout(async () => {
        asked = false;
        const next = await read(store);
        if (!ended) setValue(() => next);
      }, PAUSE_MS);
    };
    again();
    const stop = store.onChange(again);
    return () => {
      ended = true;
      stop();
    };
  }, [store, ...depends]);
  return value;
}

/**
 * The words of statuses, actions and reasons, as the service gave them last.
 * @returns {{status: (code: string) => string, action: (code: string) => any, name: (code: string) => string}}
 */
export function useWords() {
  const items = useStored((store) => store.reference("words"), /** @type {any[]} */ ([]));
  /** @param {string} kind @param {string} code */
  const found = (kind, code) => items.find((one) => one.kind === kind && one.code === code);
  return {
    status: (code) => label(found("status", code) || { label: code }),
    action: (code) => found("action", code),
    name: (code) => label(found("action", code) || { label: code }),
  };
}

/** The earlier of the end of its stage and its deadline. @param {any} told */
export const actsBy = (told) => [told.stage_due_at, told.due_at].filter(Boolean).sort()[0] || null;

const ENDED = ["closed", "archived", "rejected", "merged", "cancelled"];
/** @param {any} told */
export const isOpen = (told) => !ENDED.includes(told.status);

/**
 * How urgent it looks by the clock of this phone, which decides nothing: colour, icon and words.
 * @param {{told: any}} props
 */
export function Due({ told }) {
  const by = actsBy(told);
  if (!by || !isOpen(told)) return null;
  const now = new Date().toISOString();
  const late = new Date(by).toISOString() < now;
  const soon = told.warn_at && new Date(told.warn_at).toISOString() < now;
  const [colour, icon, words] = late
    ? ["red", "late", say("已超时", "overdue")]
    : soon
      ? ["yellow", "warn", say("将到期", "due soon")]
      : ["green", "clock", say("正常", "in time")];
  return html`<span class=${`chip chip-${colour}`}><${Icon} name=${icon} />${words} · ${time(by)}</span>`;
}

/** One case of a list. @param {{told: any, words: any, children?: any, href?: string}} props */
export function CaseRow({ told, words, children, href }) {
  return html`<a class="phone-row" href=${href || `#/case/${told.id}`}>
    <span class="phone-row-words" dir="auto">${told.title || told.description}</span>
    <span class="bar small">
      <span class="chip">${words.status(told.status)}</span><${Due} told=${told} />${children}
    </span>
    <span class="small soft number">${told.number}${told.address ? html` · <bdi>${told.address}</bdi>` : ""}</span>
  </a>`;
}

/** A head with the way back. @param {{title: string, back?: string, children?: any}} props */
export function Head({ title, back = "", children }) {
  return html`<div class="row phone-head">
    <button type="button" class="button-icon" aria-label=${say("返回", "Back")} onClick=${() => go(back)}>
      <${Icon} name="back" /></button>
    <h2 class="grow">${title}</h2>${children}
  </div>`;
}

/** A picture that lies on this phone. @param {{id: string, alt: string}} props */
export function Picture({ id, alt }) {
  const { store } = usePhone();
  const [address, setAddress] = useState("");
  useEffect(() => {
    let made = "";
    let ended = false;
    store.bytes(id).then((blob) => {
      if (!blob || ended) return;
      made = URL.createObjectURL(blob);
      setAddress(made);
    });
    return () => {
      ended = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [id]);
  return address ? html`<img src=${address} alt=${alt} />` : html`<span class="bone phone-bone"></span>`;
}
