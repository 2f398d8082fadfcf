/** The category 类别: those used last in one tap, all others by a search. */
import { Dialog } from "../common/feedback.js";
import { Icon, html, useState } from "../common/ui.js";
import { language, say } from "../common/words.js";
import { useStored } from "./parts.js";

const MOST = 5;

/** @param {any} category */
const nameOf = (category) => (language() === "en" && category.name_en) || category.name;

/** @param {{chosen: string | undefined, onChoose: (category: {code: string, name: string}) => void}} props */
export function CategoryChips({ chosen, onChoose }) {
  const all = useStored((store) => store.reference("categories"), /** @type {any[]} */ ([]));
  const used = useStored((store) => store.get("categories_used"), /** @type {string[]} */ ([])) || [];
  const [open, setOpen] = useState(false);
  const leaves = all.filter((one) => one.parent_code && !all.some((other) => other.parent_code === one.code));
  const first = [...new Set([chosen, ...used])].map((code) => leaves.find((one) => one.code === code)).filter(Boolean);
  const shown = [...new Set([...first, ...leaves])].slice(0, MOST);
  /** @param {any} category */
  const choose = (category) => {
    setOpen(false);
    onChoose({ code: category.code, name: nameOf(category) });
  };
  return html`<div class="phone-chips" role="group" aria-label=${say("类别", "Category")}>
    ${shown.map(
      (one) => html`<button key=${one.code} type="button" class="chip"
        aria-pressed=${one.code === chosen ? "true" : "false"}
        onClick=${() => choose(one)}>${nameOf(one)}</button>`,
    )}
    <button type="button" class="chip"
      onClick=${() => setOpen(true)}><${Icon} name="search" />${say("全部类别", "All")}</button>
    ${open && html`<${All} categories=${all} leaves=${leaves} onChoose=${choose} onClose=${() => setOpen(false)} />`}
  </div>`;
}

/** @param {{categories: any[], leaves: any[], onChoose: (category: any) => void, onClose: () => void}} props */
function All({ categories, leaves, onChoose, onClose }) {
  const [words, setWords] = useState("");
  const found = leaves.filter((one) => nameOf(one).toLowerCase().includes(words.trim().toLowerCase()));
  const heads = [...new Set(found.map((one) => one.parent_code))];
  const head = (/** @type {string} */ code) => nameOf(categories.find((one) => one.code === code) || { name: code });
  return html`<${Dialog} title=${say("类别", "Category")} onClose=${onClose}>
    <div class="stack-tight"><input type="search" aria-label=${say("查找类别", "Find a category")} value=${words}
      placeholder=${say("查找", "Find")} onInput=${(/** @type {any} */ event) => setWords(event.target.value)} />
      ${heads.map(
        (code) => html`<section key=${code} class="stack-tight"><h3 class="soft small">${head(code)}</h3>
          <div class="phone-chips phone-chips-all">${found
            .filter((one) => one.parent_code === code)
            .map((one) => html`<button key=${one.code} type="button" class="chip" onClick=${() => onChoose(one)}>
              ${nameOf(one)}</button>`)}</div></section>`,
      )}
    </div><//>`;
}
