/** Where somebody is signed in 登录会话, and ending that. */
import { send } from "../common/api.js";
import { ErrorState, sentenceOf, toast } from "../common/feedback.js";
import { usePages } from "../common/lists.js";
import { html } from "../common/ui.js";
import { say, time } from "../common/words.js";

/** @param {{user: any}} props */
export function Sessions({ user }) {
  const path = `/users/${user.id}/sessions`;
  const { items, problem, reload } = usePages(path);
  const end = async (/** @type {string} */ id) => {
    try {
      await send("DELETE", `${path}/${id}`);
      toast(say("会话已结束", "The session is ended"));
      reload();
    } catch (error) {
      toast(sentenceOf(error), { danger: true });
    }
  };
  if (problem) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  return html`<section class="card stack-tight"><h3>${say("登录会话", "Sessions")}</h3>
    ${items && !items.length && html`<p class="soft">${say("目前没有登录", "Nowhere signed in")}</p>`}
    <ul class="list">${(items || []).map(
      (one) => html`<li key=${one.id} class="row row-wrap admin-session">
      <span class="grow">${say("{when} 登录", "Since {when}", { when: time(one.created_at) })}
        <span class="soft small">${say(
        "最近使用 {when}",
        "last used {when}",
        { when: time(one.used_at) },
      )}</span></span>
      <button class="button button-danger" onClick=${() => end(one.id)}>${say("结束会话", "End it")}</button></li>`,
    )}</ul></section>`;
}
