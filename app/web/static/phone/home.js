/** The first screen: report, what is due, what waits for me, what I sent and what became of it. */
import { Icon, html, go } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { CaseRow, usePhone, useStored, useWords } from "./parts.js";

const MOST = 30;

export function Home() {
  const { me, standing } = usePhone();
  const words = useWords();
  const home = useStored((store) => store.get("home"), /** @type {any} */ (null));
  const cases = useStored((store) => store.cases(), /** @type {any[]} */ ([]));
  const operations = useStored((store) => store.operations(), /** @type {any[]} */ ([]));
  const photos = useStored((store) => store.photos(), /** @type {any[]} */ ([]));
  const drafts = useStored((store) => store.drafts(), /** @type {any[]} */ ([]));
  const mine = cases.filter(({ told }) => told.reporter_id === me.id).map(({ told }) => told);
  mine.sort((one, other) => (one.reported_at < other.reported_at ? 1 : -1));
  const unsent = operations.filter((one) => one.kind === "report");
  const due = home ? home.due_next.map((/** @type {any} */ one) => newest(one.case, cases)) : [];
  return html`<div class="stack phone">
    <${Camera} />
    <${Unsent} operations=${operations} photos=${photos} standing=${standing} />
    ${drafts.length > 0 &&
    html`<a class="card row phone-link" href="#/drafts"><${Icon} name="edit" />
      <span class="grow">${say("草稿 {n} 份", "{n} drafts", { n: drafts.length })}</span><${Icon} name="next" /></a>`}
    ${home && html`<nav class="phone-queues" aria-label=${say("我的队列", "My queues")}>${home.queues.map(
      (/** @type {any} */ one) => html`<a class="card" href=${`#/tasks/${one.name}`}>
        <b class="big number">${one.count}</b><span class="small">${label(one)}</span></a>`,
    )}</nav>`}
    ${due.length > 0 &&
    html`<section class="stack-tight"><h2>${say("最先到期", "Due first")}</h2>
      <div class="card list phone-list">${due.map(
        (/** @type {any} */ told) => html`<${CaseRow} key=${told.id} told=${told} words=${words} />`,
      )}</div></section>`}
    <section class="stack-tight"><h2>${say("我上报的", "What I reported")}</h2>
      <div class="card list phone-list">
        ${unsent.map((one) => html`<${UnsentRow} key=${one.id} operation=${one} />`)}
        ${mine.slice(0, MOST).map((told) => html`<${CaseRow} key=${told.id} told=${told} words=${words}>
          <span class="soft">${time(told.reported_at)}</span><//>`)}
        ${!unsent.length && !mine.length &&
        html`<p class="phone-row soft">${say("还没有上报。", "Nothing reported yet.")}</p>`}
      </div></section>
    ${!window.isSecureContext && html`<p class="soft small">${say(
      "此连接不是 https：浏览器不提供定位，没有网络时也打不开本页；已打开的页面照常保存和发送。",
      "Not https: no place, and without a line this page does not open. While open it saves and sends as ever.",
    )}</p>`}
    <nav class="bar" aria-label=${say("更多", "More")}>
      <a class="button grow" href="#/following"><${Icon} name="flag" />${say("我关注的", "Following")}</a>
      <a class="button button-wide" href="./evaluation"><${Icon} name="check" />${say("我的考评", "My score")}</a>
      <a class="button grow" href="#/settings"><${Icon} name="more" />${say("设置", "Settings")}</a>
    </nav>
  </div>`;
}

/** The copy of the list, or the newer one of the memory. @param {any} told @param {any[]} cases */
function newest(told, cases) {
  const kept = cases.find((one) => one.id === told.id);
  return kept && kept.told.version >= told.version ? kept.told : told;
}

/** The first of three taps: the camera opens at once; and a way without it. */
function Camera() {
  const { store } = usePhone();
  const taken = async (/** @type {any} */ event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    const { begin } = await import("./reporting.js");
    go(`report/${await begin(store, file)}`);
  };
  return html`<div class="phone-report">
    <label class="button button-primary phone-camera"><${Icon} name="camera" />${say("拍照上报", "Photo report")}
      <input class="unseen" type="file" accept="image/*" capture="environment" onChange=${taken} /></label>
    <a class="button" href="#/report">${say("不拍照", "No photo")}</a>
  </div>`;
}

/** How many are not sent, and why. @param {{operations: any[], photos: any[], standing: any}} props */
function Unsent({ operations, photos, standing }) {
  const refused = [...operations, ...photos].filter((one) => one.state === "attention").length;
  const waiting = operations.length + photos.length - refused;
  if (!refused && !waiting) return null;
  return html`<a class=${`card row phone-link ${refused ? "phone-refused" : "phone-unsent"}`} href="#/outbox">
    <${Icon} name=${refused ? "warn" : "send"} /><span class="grow">
      ${refused > 0 && html`<b>${say("{n} 项未被接收，请处理", "{n} were refused: have a look", { n: refused })}</b><br />`}
      ${waiting > 0 &&
      say("已存手机，待发送 {n} 项", "{n} saved on this phone, not sent yet", { n: waiting })}${
        waiting > 0 && standing.busy ? say("，正在发送……", ", sending …") : ""
      }</span><${Icon} name="next" /></a>`;
}

/** @param {{operation: any}} props */
function UnsentRow({ operation }) {
  const refused = operation.state === "attention";
  return html`<a class="phone-row" href="#/outbox">
    <span class="phone-row-words" dir="auto">${operation.body.description}</span>
    <span class="bar small"><span class=${`chip chip-${refused ? "red" : "yellow"}`}>
      <${Icon} name=${refused ? "warn" : "clock"} />${refused ? say("未被接收", "refused") : say("待发送", "not sent yet")}
    </span><span class="soft">${time(operation.device_time)}</span></span></a>`;
}
