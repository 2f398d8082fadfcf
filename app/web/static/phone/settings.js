/** What this phone can do, how full it is, and when it last heard of the service. */
import { html, useEffect, useState } from "../common/ui.js";
import { language, number, say, setLanguage, time } from "../common/words.js";
import { Head, usePhone, useStored } from "./parts.js";

const MEGABYTE = 1048576;

export function Screen() {
  const { me } = usePhone();
  const pulled = useStored((store) => store.get("pulled_at"), "");
  const cases = useStored(async (store) => (await store.cases()).length, 0);
  const [place, setPlace] = useState(/** @type {StorageEstimate | null} */ (null));
  const [kept, setKept] = useState(/** @type {boolean | null} */ (null));
  useEffect(() => {
    if (!navigator.storage) return;
    navigator.storage.estimate().then(setPlace, () => undefined);
    navigator.storage.persisted().then(setKept, () => undefined);
  }, []);
  const lasting = async () => setKept(await navigator.storage.persist());
  const alone = "serviceWorker" in navigator && navigator.serviceWorker.controller;
  return html`<div class="stack phone"><${Head} title=${say("设置", "Settings")} />
    <dl class="card facts">
      <dt>${say("用户", "User")}</dt><dd dir="auto">${me.name}</dd>
      <dt>${say("上次更新", "Last heard")}</dt><dd>${pulled ? time(pulled) : say("还没有", "not yet")}</dd>
      <dt>${say("手机里的案卷", "Cases kept here")}</dt><dd class="number">${number(cases)}</dd>
      ${place && html`<dt>${say("已用空间", "Space used")}</dt>
        <dd class="number">${say("{used} / {all} MB", "{used} of {all} MB", {
          used: number(Math.round((place.usage || 0) / MEGABYTE)),
          all: number(Math.round((place.quota || 0) / MEGABYTE)),
        })}</dd>`}
      <dt>${say("离线打开", "Opens off line")}</dt><dd>${offline(Boolean(alone))}</dd>
      ${kept !== null && html`<dt>${say("长期保存", "Kept for good")}</dt>
        <dd>${kept ? say("是", "yes") : html`<button type="button" class="button" onClick=${lasting}>
          ${say("请浏览器不要清理", "Ask the browser not to clear it")}</button>`}</dd>`}
    </dl>
    <fieldset class="card stack-tight"><legend class="unseen">${say("语言", "Language")}</legend>
      <div class="bar">
        <button type="button" class="button grow" lang="zh-CN" aria-pressed=${language() === "zh" ? "true" : "false"}
          onClick=${() => setLanguage("zh")}>中文</button>
        <button type="button" class="button grow" lang="en" aria-pressed=${language() === "en" ? "true" : "false"}
          onClick=${() => setLanguage("en")}>English</button>
      </div></fieldset>
    <p class="soft small">${say(
      "更换语言会重新打开页面；明暗和退出登录在右上角菜单。退出登录不会删除未发送的内容，只有您本人再次登录才能看到并发送。",
      "Light and dark, and signing out, are in the menu above. What is not sent stays; only you see and send it.",
    )}</p>
  </div>`;
}

/** @param {boolean} served by our own worker */
function offline(served) {
  if (served) return say("可以", "yes");
  if (!window.isSecureContext) {
    return say(
      "此连接不是 https，没有网络时打不开；已打开的页面仍可使用。",
      "Not without https: with no line it does not open. A page that is open goes on working.",
    );
  }
  return say("再打开一次后可以", "after it has been opened once more");
}
