/** Passwords that are told once 一次性密码: shown, copied, printed, and never again. */
import { toast } from "../common/feedback.js";
import { html, Icon } from "../common/ui.js";
import { say, time } from "../common/words.js";

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(say("已复制", "Copied"));
  } catch {
    toast(say("浏览器不允许复制，请手工抄录", "This browser lets nobody copy: write it down"), { danger: true });
  }
}

/** @param {{given: {users: any[], expires_at?: string}}} props */
export function Given({ given }) {
  const lines = given.users.map((one) => `${one.username}\t${one.display_name || ""}\t${one.password || ""}`);
  return html`<div class="stack">
    <p><strong>${say("密码只显示这一次，请立即转交本人。", "They are shown this once: hand them over now.")}</strong>
      ${
        given.expires_at &&
        html` <span class="soft">${say("有效至 {when}，首次登录须修改。", "Good until {when}; changed at the first sign-in.", {
          when: time(given.expires_at),
        })}</span>`
      }</p>
    <table class="admin-table"><thead><tr><th scope="col">${say("登录账号", "User name")}</th>
      <th scope="col">${say("姓名", "Name")}</th><th scope="col">${say("密码", "Password")}</th></tr></thead>
      <tbody>${given.users.map(
        (one) => html`<tr key=${one.username}><td data-label=${say("登录账号", "User name")}>${one.username}</td>
        <td data-label=${say("姓名", "Name")}>${one.display_name || ""}</td>
        <td data-label=${say("密码", "Password")}><code>${
          one.password || say("已显示过，不再显示", "It was shown before")
        }</code></td></tr>`,
      )}</tbody></table>
    <div class="bar"><button class="button" onClick=${() => copy(lines.join("\n"))}><${Icon} name="check" />
      ${say("复制到剪贴板", "Copy them")}</button></div></div>`;
}
