/** What the pages of co-building share: days, marks, states, photos as evidence, history, and a button that acts. */
import { newId, send } from "../common/api.js";
import { ErrorState, Loading, toast } from "../common/feedback.js";
import { placeNow, shrunk } from "../common/photo_fields.js";
import { Refused } from "../common/refusal.js";
import { html, Icon, useRef, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";

/** A day in words. @param {string} day */
export const asDay = (day) => time(`${day.slice(0, 10)}T04:00:00Z`, "day");

/** Today, as the service writes days. */
export const today = () => new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10);

/** A score, or that there is none. @param {number | null} score */
export const asScore = (score) => (score === null ? "–" : score.toFixed(2).replace(/\.?0+$/, ""));

/** What something is waiting for, or what became of it. @param {string} state */
export const stateOf = (state) =>
  ({
    open: say("进行中", "Open"), done: say("待验收", "Reported done"), accepted: say("已验收", "Accepted"),
    withdrawn: say("已撤销", "Withdrawn"), planned: say("已计划", "Planned"), held: say("已开展", "Held"),
    cancelled: say("已取消", "Cancelled"), running: say("实施中", "Running"), stopped: say("已终止", "Stopped"),
    assigned: say("待考评", "To inspect"), submitted: say("已提交", "Handed in"),
    computed: say("已计算待公布", "Computed"), published: say("已公布", "Published"),
  })[state] || state; // prettier-ignore

/** What kind of activity it is. */
export const KINDS = () => [
  { value: "meeting", label: say("例会", "Meeting") }, { value: "labour_day", label: say("义务劳动", "Labour day") },
  { value: "visit", label: say("走访", "Visit") }, { value: "talk", label: say("座谈", "Talk") },
]; // prettier-ignore

/** @param {string} kind */
export const kindOf = (kind) => (KINDS().find((one) => one.value === kind) || { label: kind }).label;

const DEEDS = () => ({
  created: say("新建", "Made"), reported: say("报告完成", "Reported done"), accepted: say("验收通过", "Accepted"),
  sent_back: say("退回", "Sent back"), changed: say("调整", "Changed"), withdrawn: say("撤销", "Withdrawn"),
  minuted: say("填写记录", "Minutes written"), cancelled: say("取消", "Cancelled"), did: say("开展共管", "Took care"),
  ended: say("结束", "Ended"), stage_done: say("阶段完成", "Stage done"),
}); // prettier-ignore

/** What was done, the last first. @param {{entries: any[]}} props */
export const History = ({ entries }) => html`<section class="stack-tight"><h2>${say("办理记录", "History")}</h2>
  <ul class="list cob-history">${[...entries].reverse().map(
    (one) => html`<li key=${one.id}><strong>${/** @type {any} */ (DEEDS())[one.kind] || one.kind}</strong>
      <span class="soft small"> ${one.entered_by_name || ""} · ${time(one.created_at)}</span>
      ${one.note && html`<p class="cob-words" dir="auto">${one.note}</p>`}</li>`,
  )}</ul></section>`;

/** What is read is read; else it is said. @param {{one: any, children: (body: any) => any}} props */
export function Read({ one, children }) {
  if (one.problem && !one.body) return html`<${ErrorState} problem=${one.problem} again=${one.reload} />`;
  if (!one.body) return html`<${Loading} />`;
  return children(one.body);
}

/**
 * A deed with a key of its own for its retries; what is refused is said.
 * @param {(answer: any) => void} done
 */
export function useDeed(done) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const attempt = useRef({ said: "", key: "" });
  const act = async (/** @type {string} */ path, /** @type {any} */ body, /** @type {any} */ how = {}) => {
    const said = JSON.stringify([path, body]);
    if (attempt.current.said !== said) attempt.current = { said, key: newId() };
    setBusy(true);
    setProblem(null);
    try {
      const answer = await send("POST", `/cobuilding/${path}`, body, { key: attempt.current.key, ...how });
      attempt.current = { said: "", key: "" };
      if (how.told) toast(how.told);
      done(answer);
      return true;
    } catch (refused) {
      setProblem(refused);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { act, busy, problem };
}

/** @param {{photos: any[]}} props */
export const Pictures = ({ photos }) =>
  photos.length
    ? html`<ul class="cob-photos">${photos.map(
        (one) => html`<li key=${one.id}><a href=${`.${one.url}`} target="_blank" rel="noopener">
          <img src=${`.${one.url}?size=thumbnail`} loading="lazy" alt=${say("佐证照片", "Evidence")} /></a>
          ${one.is_repeated && html`<span class="chip chip-yellow">${say("重复照片", "Used before")}</span>`}</li>`,
      )}</ul>`
    : null;

/**
 * Takes or chooses a photo and sends it at once, with when and where it was taken.
 * @param {{subject: string, id: string, item?: string, onAdded: (photo: any) => void, label?: string}} props
 */
export function AddPhoto({ subject, id, item, onAdded, label }) {
  const [state, setState] = useState(/** @type {any} */ ({ busy: false, problem: null, file: null }));
  const add = async (/** @type {File} */ file) => {
    setState({ busy: true, problem: null, file });
    try {
      const [small, place] = await Promise.all([shrunk(file), placeNow()]);
      const form = new FormData();
      form.set("photo", small, "photo.jpg");
      form.set("item_code", item || "");
      form.set("taken_at", new Date(Math.min(file.lastModified || Date.now(), Date.now())).toISOString());
      form.set("sent_at", new Date().toISOString());
      if (place) ["lat", "lon", "datum"].forEach((name) => form.set(name, String(/** @type {any} */ (place)[name])));
      onAdded((await send("POST", `/cobuilding/photos/${subject}/${id}`, form)).body);
      setState({ busy: false, problem: null, file: null });
    } catch (problem) {
      setState({ busy: false, problem, file });
    }
  };
  const chosen = (/** @type {any} */ event) => {
    const file = event.target.files[0];
    event.target.value = "";
    if (file) add(file);
  };
  return html`<div class="row row-wrap"><label class="button cob-add-photo"><${Icon} name="camera" />
      ${state.busy ? say("正在上传…", "Sending …") : label || say("添加照片", "Add a photo")}
      <input class="unseen" type="file" accept="image/*" disabled=${state.busy} onChange=${chosen} /></label>
    <${Refused} problem=${state.problem} />
    ${
      state.problem &&
      html`<button type="button" class="button" onClick=${() => add(state.file)}>${say("重试", "Try again")}</button>`
    }</div>`;
}
