/** What has not reached the service: how far it is, and what was refused, with its reason and a way to mend it. */
import { Dialog, Empty, toast } from "../common/feedback.js";
import { Icon, html, useState, go } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { again, drop, finishPhoto, mend, notePhoto } from "./outbox.js";
import { Picture, usePhone, useStored, useWords } from "./parts.js";
import { purposeWords } from "./shots.js";

/** @typedef {import("./records.js").Operation} Operation */
/** @typedef {import("./records.js").Photo} Photo */

export function Screen() {
  const { standing, sync } = usePhone();
  const operations = useStored((store) => store.operations(), /** @type {Operation[] | null} */ (null));
  const photos = useStored((store) => store.photos(), /** @type {Photo[]} */ ([]));
  const cases = useStored((store) => store.cases(), /** @type {any[]} */ ([]));
  if (!operations) return null;
  const ids = [...new Set([...operations, ...photos].map((one) => one.case_id))];
  return html`<div class="stack phone">
    <div class="row"><h2 class="grow">${say("待发送", "Not sent yet")}</h2>
      <button type="button" class="button" onClick=${sync} disabled=${standing.busy}>
        ${standing.busy ? say("正在发送……", "Sending …") : say("立即发送", "Send now")}</button></div>
    ${ids.length
      ? html`<p class="soft small">${say(
          "以下内容都保存在这部手机里，有网络时自动发送。",
          "All of this is saved on this phone and goes out by itself when there is a line.",
        )}</p>`
      : html`<${Empty} title=${say("都已送达。", "Everything has arrived.")} />`}
    ${ids.map((id) => {
      const kept = cases.find((one) => one.id === id);
      return html`<${OfCase} key=${id} told=${kept && kept.told}
        operations=${operations.filter((one) => one.case_id === id)}
          photos=${photos.filter((one) => one.case_id === id)} />`;
    })}
  </div>`;
}

/** @param {{told: any, operations: Operation[], photos: Photo[]}} props */
function OfCase({ told, operations, photos }) {
  const { standing } = usePhone();
  const report = operations.find((one) => one.kind === "report");
  const title = report ? report.body.description : told ? told.description : say("案卷", "Case");
  return html`<section class="card stack-tight">
    <h3 class="phone-row-words" dir="auto">${title}</h3>
    ${operations.map((one) => html`<${OfOperation} key=${one.id} operation=${one} />`)}
    ${photos.length > 0 && html`<div class="phone-shots">${photos.map(
      (one) => html`<${OfPhoto} key=${one.id} photo=${one} share=${standing.shares[one.id]} />`,
    )}</div>`}
  </section>`;
}

/** @param {{operation: Operation}} props */
function OfOperation({ operation }) {
  const { store, sync } = usePhone();
  const words = useWords();
  const [asking, setAsking] = useState(false);
  const refused = operation.state === "attention";
  const moved = refused && operation.result.outcome === "conflict";
  const send = () => again(store, operation).then(sync);
  const correct = async () => {
    await mend(store, operation);
    if (operation.kind === "report") go(`report/${operation.id}`);
    else go(`act/${operation.case_id}/${operation.kind}/${operation.id}`);
  };
  const giveUp = async () => {
    await drop(store, operation);
    toast(say("已放弃。", "Given up."));
  };
  return html`<div class="stack-tight">
    <p class="bar"><span
      class=${`chip chip-${refused ? "red" : "yellow"}`}><${Icon} name=${refused ? "warn" : "clock"} />
      ${words.name(operation.kind)} · ${refused ? say("未被接收", "refused") : say("待发送", "not sent yet")}</span>
      <span class="small soft">${time(operation.device_time)}</span></p>
    ${operation.result && operation.result.problem && html`<${Why} result=${operation.result} />`}
    ${refused && html`<div class="bar">
      ${moved
        ? html`<button type="button" class="button" onClick=${send}>${say("仍然发送", "Send it all the same")}</button>`
        : html`<button type="button" class="button" onClick=${correct}>${say("修改后重发", "Mend and send")}</button>`}
      <button type="button" class="button button-danger"
        onClick=${() => setAsking(true)}>${say("放弃", "Give up")}</button>
    </div>`}
    ${asking && html`<${Dialog} title=${say("放弃这一项？", "Give this up?")} onClose=${() => setAsking(false)}>
      <div class="stack"><p>${say(
        "放弃后不能恢复；上报的照片也会一并删除。",
        "It cannot be brought back; photos of a report go with it.",
      )}</p>
        <button type="button" class="button button-danger"
          onClick=${giveUp}>${say("放弃", "Give up")}</button></div><//>`}
  </div>`;
}

/** Why the service took it not, and what happened meanwhile. @param {{result: any}} props */
function Why({ result }) {
  const { problem, since = [] } = result;
  return html`<div class="small phone-why"><p>${problem.detail || problem.title}</p>
    ${(problem.errors || []).map((/** @type {any} */ one) => html`<p>${one.detail}</p>`)}
    ${since.length > 0 && html`<p>${say("其间：", "Meanwhile: ")}${since
      .map((/** @type {any} */ one) => `${label(one)}${one.actor_name ? `（${one.actor_name}）` : ""}`)
      .join(say("，", ", "))}</p>`}</div>`;
}

/** @param {{photo: Photo, share: number | undefined}} props */
function OfPhoto({ photo, share }) {
  const { store, sync } = usePhone();
  const refused = photo.state === "attention";
  const percent = Math.round((photo.whole ? 1 : share || 0) * 100);
  return html`<figure><${Picture} id=${photo.id} alt=${purposeWords(photo.purpose)} />
    <figcaption class="small">${refused
      ? html`<span class="field-error">${photo.problem}</span>
        <button type="button" class="button" onClick=${() =>
          notePhoto(store, photo.id, { state: "waiting", problem: null, upload_id: null, whole: false }).then(sync)}>
          ${say("再发一次", "Send again")}</button>
        <button type="button" class="button button-danger" onClick=${() => finishPhoto(store, photo)}>
          ${say("放弃", "Give up")}</button>`
      : html`<progress max="100" value=${percent}
        aria-label=${say("照片已发送 {n}%", "{n}% of the photo sent", { n: percent })}></progress>
        <span class="number">${photo.whole ? say("已送达，等待入卷", "arrived, joins its case") : `${percent}%`}</span>`}
    </figcaption></figure>`;
}
