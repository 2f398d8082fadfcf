/** What I follow 关注: the cases whose news come to my inbox. */
import { Empty } from "../common/feedback.js";
import { html } from "../common/ui.js";
import { say } from "../common/words.js";
import { CaseRow, Head, isOpen, useStored, useWords } from "./parts.js";

export function Screen() {
  const words = useWords();
  const cases = useStored((store) => store.cases(), /** @type {any[] | null} */ (null));
  if (!cases) return null;
  const followed = cases.map(({ told }) => told).filter((told) => told.actions.includes("unfollow"));
  followed.sort((one, other) => Number(isOpen(other)) - Number(isOpen(one)) || (one.number < other.number ? 1 : -1));
  return html`<div class="stack phone"><${Head} title=${say("我关注的", "Following")} />
    ${followed.length
      ? html`<div class="card list phone-list">${followed.map(
          (told) => html`<${CaseRow} key=${told.id} told=${told} words=${words} />`,
        )}</div>`
      : html`<${Empty} title=${say("还没有关注案卷。", "You follow no case.")} />`}
  </div>`;
}
