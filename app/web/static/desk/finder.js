/** Finding one of a list by words, by its code, or by the first letters of a code: a box, and what matches below it. */
import { html, useId, useState } from "../common/ui.js";
import { say } from "../common/words.js";

const SHOWN = 8;

/** Whether all words are somewhere in it. @param {string} text @param {string} words */
export function matches(text, words) {
  const low = text.toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => low.includes(word));
}

/**
 * @param {{label: string, items: any[] | null, codeOf?: (item: any) => string, nameOf: (item: any) => string,
 *   noteOf?: (item: any) => string, chosen: any, onPick: (item: any) => void, error?: string | null, hint?: string}} props
 */
export function Finder({ label, items, codeOf = (item) => item.code, nameOf, noteOf, chosen, onPick, error, hint }) {
  const [words, setWords] = useState("");
  const id = useId();
  const found = words.trim() && items
    ? items.filter((item) => matches(`${codeOf(item)} ${nameOf(item)} ${noteOf ? noteOf(item) : ""}`, words.trim())).slice(0, SHOWN)
    : [];
  const pick = (/** @type {any} */ item) => { onPick(item); setWords(""); };
  const keyed = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || event.ctrlKey || !words.trim()) return;
    event.preventDefault();
    if (found.length) pick(found[0]);
  };
  return html`<div class="field">
    <label class="field-label" for=${id}>${label}${chosen ? html`<span class="chip chip-accent desk-picked">${chosen}</span>` : null}</label>
    <input id=${id} type="search" autocomplete="off" value=${words} onKeyDown=${keyed} aria-invalid=${Boolean(error)}
      placeholder=${say("按名称或代码查找", "Find by name or code")}
      onInput=${(/** @type {any} */ event) => setWords(event.currentTarget.value)} />
    ${hint ? html`<span class="field-hint">${hint}</span>` : null}
    ${found.length ? html`<ul class="desk-found">${found.map((item) => html`<li key=${codeOf(item)}>
      <button type="button" onClick=${() => pick(item)}><strong>${nameOf(item)}</strong>
        <span class="soft small">${codeOf(item)}</span>${noteOf ? html`<span class="desk-reason">${noteOf(item)}</span>` : null}
      </button></li>`)}</ul>` : null}
    ${words.trim() && items && !found.length ? html`<span class="field-hint">${say("没有找到", "Nothing found")}</span>` : null}
    ${error ? html`<span class="field-error">${error}</span>` : null}
  </div>`;
}
