/** What the pages of a village share: reading, a deed that is done once and asked about before, rows, photos. */
import { newId, send } from "../common/api.js";
import { Dialog, Empty, ErrorState, Loading, toast } from "../common/feedback.js";
import { html, useRef, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";

/** A day in words. @param {string} day */
export const asDay = (day) => time(`${day.slice(0, 10)}T04:00:00Z`, "day");

/** Today, as the service writes days. */
export const today = () => new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10);

/** From a day until a day, or on. @param {string} since @param {string | null} until */
export const during = (since, until) => `${asDay(since)} – ${until ? asDay(until) : say("至今", "now")}`;

/** A number of points; less than nothing with a minus that is one. @param {number} points */
export const pointed = (points) => String(points).replace("-", "−");

/** Points with their sign. @param {number} points */
export const signed = (points) => (points > 0 ? `+${points}` : pointed(points));

/** A household by its number and the masked name of its head. @param {any} one */
export const named = (one) =>
  `${say("{n} 号", "No. {n}", { n: one.household_number })} ${one.head_name || ""}`.trim();

/** What is read is shown; else it is said. @param {{one: any, children: (body: any) => any}} props */
export function Read({ one, children }) {
  if (one.problem && !one.body) return html`<${ErrorState} problem=${one.problem} again=${one.reload} />`;
  if (!one.body) return html`<${Loading} />`;
  return children(one.body);
}

/** A list page by page. @param {{list: any, empty: string, hint?: string, row: (one: any) => any}} props */
export function Rows({ list, empty, hint, row }) {
  if (list.problem) return html`<${ErrorState} problem=${list.problem} again=${list.reload} />`;
  if (!list.items) return html`<${Loading} />`;
  if (!list.items.length) return html`<${Empty} title=${empty}>${hint && html`<p>${hint}</p>`}<//>`;
  return html`<ul class="list card vil-list">${list.items.map(row)}</ul>
    ${list.more && html`<button type="button" class="button" onClick=${list.more}>${say("更多", "More")}</button>`}`;
}

/**
 * A deed in a village, with a key of its own for its retries; gives what was answered, or null.
 * @param {string} code @param {() => void} done
 */
export function useDeed(code, done) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const attempt = useRef({ said: "", key: "" });
  const act = async (
    /** @type {string} */ path,
    /** @type {any} */ body,
    /** @type {string} */ told,
    /** @type {"POST" | "PUT"} */ method = "POST",
  ) => {
    const said = JSON.stringify([method, path, body]);
    if (attempt.current.said !== said) attempt.current = { said, key: newId() };
    setBusy(true);
    setProblem(null);
    try {
      const answer = await send(method, `/villages/${code}/${path}`, body, { key: attempt.current.key });
      attempt.current = { said: "", key: "" };
      toast(told);
      done();
      return answer.body;
    } catch (refused) {
      setProblem(refused);
      return null;
    } finally {
      setBusy(false);
    }
  };
  return { act, busy, problem };
}

/** Asked before what cannot be taken back. @param {{title: string, ask: string, onYes: any, onNo: any}} props */
export const Confirm = ({ title, ask, onYes, onNo }) => html`<${Dialog} title=${title} onClose=${onNo}>
  <div class="stack"><p>${ask}</p><div class="row row-wrap">
    <button type="button" class="button button-primary" onClick=${onYes}>${say("确定", "Go on")}</button>
    <button type="button" class="button" onClick=${onNo}>${say("取消", "Cancel")}</button></div></div><//>`;

/**
 * A button for what cannot be taken back: it says so, and asks.
 * @param {{label: string, ask: string, onYes: () => void, busy?: boolean}} props
 */
export function Sure({ label, ask, onYes, busy }) {
  const [asked, setAsked] = useState(false);
  const no = () => setAsked(false);
  const yes = () => {
    no();
    onYes();
  };
  return html`<button type="button" class="button" disabled=${busy} onClick=${() => setAsked(true)}>${label}</button>
    ${asked && html`<${Confirm} title=${label} ask=${ask} onYes=${yes} onNo=${no} />`}`;
}

/** Photos that are evidence, small, each opening large. @param {{code: string, ids: string[]}} props */
export const Photos = ({ code, ids }) =>
  ids.length
    ? html`<ul class="row row-wrap">${ids.map((id, at) => {
        const url = `./api/v1/villages/${code}/photos/${id}`;
        return html`<li key=${id}><a class="photo-small vil-photo" href=${url} target="_blank" rel="noopener">
          <img src=${`${url}?size=thumbnail`} loading="lazy"
            alt=${say("依据照片 {n}", "Evidence {n}", { n: at + 1 })} /></a></li>`;
      })}</ul>`
    : null;

/** Choosing what a list shows. @param {{label: string, value: any, onChange: any, options: any[]}} props */
export const Filter = ({ label, value, onChange, options }) =>
  html`<div class="row row-wrap vil-filter" role="group" aria-label=${label}>${options.map(
    (one) => html`<button type="button" key=${String(one.value)} class="chip"
      aria-pressed=${one.value === value ? "true" : "false"}
      onClick=${() => onChange(one.value)}>${one.label}</button>`,
  )}</div>`;
