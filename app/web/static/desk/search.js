/**
 * Finding with `/` or Ctrl-K: a case by its pasted number, cases by words, units by name, initials or code, people and
 *   the queues.
 */
import { get } from "../common/api.js";
import { Dialog } from "../common/feedback.js";
import { hasInitials } from "../common/initials.js";
import { people } from "../common/pickers.js";
import { html, useEffect, useRef, useState, go } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { useAll } from "./catalogue.js";

const SOON_MS = 200;
const SHOWN = 8;
const PEOPLE = 4;

/** Whether all words are somewhere in it, or its initials. @param {string} text @param {string} words */
function matches(text, words) {
  const low = text.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => low.includes(word) || hasInitials(low, word));
}

/** Cases that match; none before two characters. @param {string} words @returns {any[]} */
function useCases(words) {
  const [items, setItems] = useState(/** @type {any[]} */ ([]));
  useEffect(() => {
    const said = words.trim();
    if (said.length < 2) {
      setItems([]);
      return undefined;
    }
    const aborter = new AbortController();
    const timer = setTimeout(() => {
      get("/cases", { query: { q: said.slice(0, 50), limit: SHOWN }, signal: aborter.signal }).then(
        ({ body }) => setItems(body.items),
        () => undefined,
      );
    }, SOON_MS);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [words]);
  return items;
}

/** People who can verify, check or handle here. @param {string} words @returns {any[]} */
function usePeople(words) {
  const [items, setItems] = useState(/** @type {any[]} */ ([]));
  useEffect(() => {
    const said = words.trim();
    if (!said) {
      setItems([]);
      return undefined;
    }
    const aborter = new AbortController();
    const timer = setTimeout(() => {
      people({ task: "verify" }, said.slice(0, 50), aborter.signal).then(
        (found) => setItems(found.slice(0, PEOPLE)),
        () => aborter.signal.aborted || setItems([]),
      );
    }, SOON_MS);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [words]);
  return items;
}

/** @param {{queues: any[], onClose: () => void}} props */
export function Search({ queues, onClose }) {
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const cases = useCases(words);
  const persons = usePeople(words);
  const units = useAll("/departments");
  useEffect(() => setAt(0), [words]);
  const said = words.trim();
  const found = [
    ...cases.map((one) => ({
      key: one.id,
      name: `${one.number} ${label(one, "status_label")}`,
      note: one.title ?? one.description,
      go: () => go(`/case/${one.id}`),
    })),
    ...queues
      .filter((one) => said && matches(`${one.label_zh} ${one.label}`, said))
      .map((one) => ({
        key: one.name,
        name: label(one),
        note: say("队列", "Queue"),
        go: () => go(`/queue/${one.name}`),
      })),
    ...(units || [])
      .filter((one) => said && matches(`${one.name} ${one.code}`, said))
      .slice(0, SHOWN)
      .map((one) => ({
        key: one.code,
        name: one.name,
        note: say("单位 {code}：在办案卷", "Unit {code}: its open cases", one),
        go: () => go("/list", { department: one.code, open: "true" }),
      })),
    ...persons.map((one) => ({
      key: one.id,
      name: one.name,
      note: say("人员，在手 {n} 件", "Person, {n} in hand", { n: one.load }),
      go: null,
    })),
  ];
  const take = (/** @type {any} */ one) => {
    if (one && one.go) {
      onClose();
      one.go();
    }
  };
  const keyed = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      setAt((was) => Math.min(found.length - 1, was + 1));
    }
    if (event.key === "ArrowUp") {
      event.preventDefault();
      setAt((was) => Math.max(0, was - 1));
    }
    if (event.key === "Enter") {
      event.preventDefault();
      take(found[at]);
    }
  };
  return html`<${Dialog} title=${say("查找", "Find")} onClose=${onClose} wide>
    <input
      ref=${box}
      autofocus
      role="combobox"
      aria-expanded=${found.length > 0}
      aria-controls="desk-search"
      autocomplete="off"
      value=${words}
      aria-activedescendant=${found[at] ? `desk-search-${at}` : undefined}
      onKeyDown=${keyed}
      aria-label=${say("案卷号、文字、单位或人员", "Number, words, unit or person")}
      placeholder=${say("案卷号、文字、单位或人员", "Number, words, unit or person")}
      onInput=${(/** @type {any} */ event) => setWords(event.currentTarget.value)}
    />
    <ul id="desk-search" class="desk-found desk-search" role="listbox" aria-label=${say("结果", "Results")}>
      ${found.map(
        (one, n) =>
          html`<li
            key=${one.key}
            id=${`desk-search-${n}`}
            role="option"
            aria-selected=${n === at}
            onClick=${() => take(one)}
            class=${n === at ? "desk-found-on" : undefined}
          >
            <strong>${one.name}</strong><span class="desk-reason" dir="auto">${one.note}</span>
          </li>`,
      )}
    </ul>
    ${
      said.length > 1 && !found.length
        ? html`<p class="desk-hint" role="status">${say("没有找到", "Nothing found")}</p>`
        : null
    }
  <//>`;
}
