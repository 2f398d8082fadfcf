/** Finding a case by its number, as it is pasted from a message, or by words. */
import { CaseRow } from "../common/case.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { usePages } from "../common/lists.js";
import { html, Icon, useEffect, useRef, useState, go } from "../common/ui.js";
import { say } from "../common/words.js";
import { addressOf } from "./case_page.js";

/** @param {{words: string}} props */
function Found({ words }) {
  const { items, more, loading, problem, reload } = usePages("/cases", { q: words, limit: 30 });
  if (problem && !items) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (!items) return html`<${Loading} rows=${4} />`;
  if (!items.length) return html`<${Empty} icon="search" title=${say("没有找到", "Nothing found")} />`;
  return html`<ul class="list card unit-rows">${items.map(
    (one) => html`<li key=${one.id}><${CaseRow} case=${one} href=${addressOf(one.id, "")} /></li>`,
  )}</ul>
    ${more && html`<button type="button" class="button button-wide" disabled=${loading}
      onClick=${more}>${say("更多", "More")}</button>`}`;
}

/** @param {{words: string}} props what was looked for stands in the address */
export function FindPage({ words }) {
  const [typed, setTyped] = useState(words);
  const input = useRef();
  useEffect(() => input.current.focus(), []);
  const find = (/** @type {Event} */ event) => {
    event.preventDefault();
    go("find", { q: typed.trim() }, { replace: true });
  };
  return html`<div class="stack"><h2>${say("查找", "Find")}</h2>
    <form class="row" role="search" onSubmit=${find}>
      <input ref=${input} type="search" class="grow" maxlength="50" value=${typed} aria-label=${say("案卷号或文字",
          "Number or words")}
        placeholder=${say("案卷号或文字，至少两个字", "Number or words, two characters at least")}
        onInput=${(/** @type {any} */ event) => setTyped(event.target.value)} />
      <button class="button button-primary" aria-label=${say("查找", "Find")}><${Icon} name="search" /></button></form>
    ${words.length > 1 && html`<${Found} key=${words} words=${words} />`}</div>`;
}
