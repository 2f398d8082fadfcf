/** A field in which one searches by words and picks from a list: the pattern of a combobox, by pointer and keys. */
import { html, Icon, useEffect, useId, useRef, useState } from "./ui.js";
import { say } from "./words.js";

/** @typedef {{value: string, label: string, hint?: string, mark?: string}} Option */

/**
 * Asks again a moment after the last key.
 * @param {string} words @param {boolean} open
 * @param {(words: string, signal: AbortSignal) => Promise<Option[]>} search
 */
function useFound(words, open, search) {
  const [found, setFound] = useState(/** @type {Option[] | null} */ (null));
  const now = useRef(search);
  now.current = search;
  useEffect(() => {
    if (!open) return undefined;
    const aborter = new AbortController();
    const timer = setTimeout(
      () => now.current(words, aborter.signal).then(setFound, () => !aborter.signal.aborted && setFound([])),
      found === null ? 0 : 150,
    );
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [words, open]);
  return found;
}

/**
 * @param {{value: Option | null, onChange: (option: Option | null) => void, placeholder?: string,
 *   search: (words: string, signal: AbortSignal) => Promise<Option[]>, clears?: boolean, [given: string]: any}} props
 */
export function Combo({ value, onChange, search, placeholder, clears = true, ...given }) {
  const [words, setWords] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const list = useId();
  const input = useRef();
  const found = useFound(words, open, search);
  const shown = found || [];
  useEffect(() => setAt(0), [found]);

  const pick = (/** @type {Option} */ option) => {
    onChange(option);
    setWords("");
    setOpen(false);
    if (input.current) input.current.focus();
  };
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setOpen(true);
      if (open && shown.length) setAt((at + step + shown.length) % shown.length);
    } else if (event.key === "Enter" && open && shown[at]) {
      event.preventDefault();
      pick(shown[at]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };
  const typed = (/** @type {any} */ event) => {
    setWords(event.target.value);
    setOpen(true);
    if (value) onChange(null);
  };
  return html`<div class="combo" onFocusOut=${(/** @type {any} */ event) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
  }}>
    <div class="combo-field"><${Icon} name="search" />
      <input ref=${input} type="text" role="combobox" autocomplete="off" aria-autocomplete="list" ...${given}
        aria-expanded=${open ? "true" : "false"} aria-controls=${list}
        aria-activedescendant=${open && shown[at] ? `${list}-${at}` : undefined}
        placeholder=${placeholder || say("输入文字查找", "Type to search")} value=${value ? value.label : words}
        onInput=${typed} onFocus=${() => setOpen(true)} onClick=${() => setOpen(true)} onKeyDown=${pressed} />
      ${
        value &&
        clears &&
        html`<button type="button" class="button-icon" aria-label=${say("清除", "Clear")}
        onClick=${() => {
          onChange(null);
          input.current.focus();
        }}><${Icon} name="close" /></button>`
      }
    </div>
    <ul id=${list} role="listbox" class="combo-list" hidden=${!open || (found !== null && !shown.length)}
      aria-label=${say("查找结果", "Results")}>
      ${shown.map(
        (one, index) => html`<li id="${list}-${index}" key=${one.value} role="option" class="combo-option"
        aria-selected=${index === at ? "true" : "false"} onPointerDown=${(/** @type {Event} */ event) =>
          event.preventDefault()}
        onClick=${() => pick(one)}><span dir="auto">${one.label}</span>
        ${one.mark && html`<span class="chip chip-accent">${one.mark}</span>`}
        ${one.hint && html`<span class="soft small">${one.hint}</span>`}</li>`,
      )}
    </ul>
    ${
      open &&
      found !== null &&
      !shown.length &&
      html`<p class="combo-none" role="status">${say("没有找到", "Nothing found")}</p>`
    }
  </div>`;
}

/**
 * Several of them, each a chip that can be taken away.
 * @param {{value: Option[], onChange: (options: Option[]) => void, most?: number, [given: string]: any}} props
 */
export function Combos({ value, onChange, most = 20, ...rest }) {
  const take = (/** @type {Option | null} */ one) => {
    if (one && !value.some((had) => had.value === one.value)) onChange([...value, one]);
  };
  return html`<div class="stack-tight">
    ${
      value.length > 0 &&
      html`<div class="row row-wrap">${value.map(
        (one) => html`<span class="chip" key=${one.value}>${one.label}<button type="button" class="chip-off"
        aria-label=${say("去掉 {name}", "Remove {name}", { name: one.label })}
        onClick=${() => onChange(value.filter((had) => had.value !== one.value))}><${Icon} name="close" /></button>
            </span>`,
      )}</div>`
    }
    ${value.length < most && html`<${Combo} ...${rest} value=${null} onChange=${take} clears=${false} />`}
  </div>`;
}
