/** Keys of a screen: letters alone can be switched off (WCAG 2.1.4), and `?` shows them all. */
import { Dialog } from "./feedback.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "./ui.js";
import { keep, kept, say } from "./words.js";

const KEPT = "yikou-keys";
/** @type {Map<object, {[key: string]: string}>} */
const told = new Map();
/** @type {Set<() => void>} */
const openers = new Set();

/** Whether single letters do something here. */
export const keysAreOn = () => kept(KEPT) !== "off";

/** @param {KeyboardEvent} event */
function nameOf(event) {
  const held = event.ctrlKey || event.metaKey ? "ctrl+" : event.altKey ? "alt+" : "";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return held + (event.shiftKey && key.length > 1 ? "shift+" : "") + key;
}

/** Where letters are written, or a dialog or a list of its own listens. @param {EventTarget | null} target */
function isWriting(target) {
  const element = /** @type {HTMLElement | null} */ (target);
  if (!element || !element.closest) return false;
  return Boolean(element.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]"));
}

/**
 * Does something on keys while the part that says so is shown.
 * @param {Record<string, (event: KeyboardEvent) => void>} actions
 * @param {Record<string, string>} [help] what each does, for `?`
 */
export function useKeys(actions, help = {}) {
  const now = useRef(actions);
  now.current = actions;
  const id = useRef({}).current;
  useEffect(() => {
    told.set(id, help);
  }, [JSON.stringify(help)]);
  // before it is painted: whoever sees a button may press its letter
  useLayoutEffect(() => {
    const pressed = (/** @type {KeyboardEvent} */ event) => {
      if (event.isComposing || event.defaultPrevented) return;
      const name = nameOf(event);
      const act = now.current[name];
      const modified = /^(ctrl|alt)\+/.test(name);
      if (!act || (!modified && (isWriting(event.target) || document.querySelector("dialog[open]")))) return;
      if (!modified && name.length === 1 && !keysAreOn()) return;
      event.preventDefault();
      act(event);
    };
    addEventListener("keydown", pressed);
    return () => {
      told.delete(id);
      removeEventListener("keydown", pressed);
    };
  }, []);
}

/** Opens the list of keys, as `?` does. */
export const showKeys = () => openers.forEach((open) => open());

const NAMES = /** @type {Record<string, string>} */ ({
  ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", " ": "␣",
}); // prettier-ignore

/** @param {{name: string}} props */
const Key = ({ name }) =>
  html`${name.split(/\+(?=.)/).map((part, at) => html`${at ? "+" : ""}<kbd>${NAMES[part] || part}</kbd>`)}`;

/** The list of keys, on `?`; a screen with keys shows it once. */
export function KeysHelp() {
  const [open, setOpen] = useState(false);
  const [on, setOn] = useState(keysAreOn());
  useEffect(() => {
    const show = () => setOpen(true);
    openers.add(show);
    const pressed = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "?" && !isWriting(event.target) && !document.querySelector("dialog[open]")) show();
    };
    addEventListener("keydown", pressed);
    return () => {
      openers.delete(show);
      removeEventListener("keydown", pressed);
    };
  }, []);
  if (!open) return null;
  const all = Object.assign({}, ...told.values(), { "?": say("显示这些按键", "Show these keys") });
  const turn = () => {
    keep(KEPT, on ? "off" : null);
    setOn(!on);
  };
  return html`<${Dialog} title=${say("按键", "Keys")} onClose=${() => setOpen(false)}>
    <dl class="facts keys">${Object.entries(all).map(
      ([name, does]) => html`<dt key=${name}><${Key} name=${name} /></dt><dd>${does}</dd>`,
    )}</dl>
    <label class="row"><input type="checkbox" checked=${on} onChange=${turn} />
      ${say("使用单个字母的按键", "Use keys of a single letter")}</label>
  <//>`;
}
