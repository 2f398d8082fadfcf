/** One bulletin: what it says, what one may do with it, its files, and who has read it. */
import { newId, send } from "../common/api.js";
import { Dialog, ErrorState, Loading, sentenceOf, toast } from "../common/feedback.js";
import { Field, TextArea } from "../common/fields.js";
import { useOne } from "../common/lists.js";
import { go, hashOf, html, Icon, useEffect, useState } from "../common/ui.js";
import { language, say, time } from "../common/words.js";
import { cited } from "./list.js";
import { Page } from "./page.js";

/** @param {{id: string}} props */
export function Reading({ id }) {
  const one = useOne(`/bulletins/${id}`);
  const [edits, setEdits] = useState(false);
  if (one.problem && !one.body) return html`<${ErrorState} problem=${one.problem} again=${one.reload} />`;
  if (!one.body) return html`<${Loading} rows=${6} />`;
  const done = async () => {
    setEdits(false);
    await one.reload();
  };
  if (edits) return html`<${Editing} bulletin=${one.body} onDone=${done} />`;
  return html`<article class="stack bulletins-one">
    <a class="button-plain" href=${hashOf("")}><${Icon} name="back" />${say("全部简报", "All bulletins")}</a>
    <${Head} bulletin=${one.body} />
    <${Actions} bulletin=${one.body} onDone=${done} onEdit=${() => setEdits(true)} />
    <${Page} page=${one.body.page} />
    ${one.body.status === "published" && html`<${Receipts} id=${id} seen=${one.body.has_read} />`}
  </article>`;
}

/** The editor is asked for when somebody edits. @param {{bulletin: any, onDone: () => void}} props */
function Editing(props) {
  const [part, setPart] = useState(/** @type {any} */ (null));
  useEffect(() => {
    import("./editor.js").then((module) => setPart(() => module.Editor));
  }, []);
  return part ? html`<${part} ...${props} />` : html`<${Loading} rows=${6} />`;
}

/** @param {{bulletin: any}} props */
function Head({ bulletin }) {
  const earlier = bulletin.page.withdraws;
  return html`<header class="stack-tight">
    <h1 dir="auto">${bulletin.title}</h1>
    <p class="row row-wrap"><span class=${bulletin.number ? "chip" : "chip chip-yellow"}>${cited(bulletin)}</span>
      <span class="soft">${bulletin.area_name}</span>
      ${
        bulletin.page.signed_by &&
        html`<span class="soft">${say("签发：{name}", "Signed by {name}", {
          name: bulletin.page.signed_by,
        })} ${bulletin.page.signed_on}</span>`
      }</p>
    ${
      bulletin.withdrawn_in &&
      html`<p class="bulletins-note" role="note"><${Icon} name="warn" />${say("本期已被撤销。", "This issue was withdrawn.")}
      <a href=${hashOf(bulletin.withdrawn_in)}>${say("见后一期", "See the later one")}</a></p>`
    }
    ${
      earlier &&
      html`<p class="bulletins-note" role="note"><${Icon} name="warn" /><span>${say("撤销{number}：",
        "Withdraws {number}: ", {
        number: earlier.number[language()],
      })}<span dir="auto">${earlier.reason}</span></span></p>`
    }
    ${
      bulletin.returned_note &&
      bulletin.status === "draft" &&
      html`<p class="bulletins-note" role="note"><${Icon} name="edit" />
      <span>${say("退回修改：", "Sent back: ")}<span dir="auto">${bulletin.returned_note}</span></span></p>`
    }
  </header>`;
}

/** The moves that are one tap, and what they say when they are done. */
const moves = () => [
  { action: "acknowledge", path: "acknowledge", name: say("签阅", "I have read it"), said: say("已签阅", "Acknowledged") },
  { action: "sign", path: "sign", name: say("签发", "Sign"), said: say("已签发", "Signed"),
    asks: say("签发后编号、定稿并发送，不再更改。确定签发？", "It is numbered, frozen and sent, and never changes again. Sign it?") },
  { action: "submit", path: "submit", name: say("送审", "Submit"), said: say("已送审", "Submitted") },
  { action: "refresh", path: "refresh", name: say("重新取数", "Count anew"), said: say("已重新取数", "Counted anew") },
  { action: "send_back", path: "send-back", name: say("退回修改", "Send back"), said: say("已退回", "Sent back"),
    notes: true },
  { action: "discard", path: "discard", name: say("作废", "Throw away"), said: say("已作废", "Thrown away"), danger: true,
    asks: say("作废后不再显示。确定作废？", "It is not shown any more. Throw it away?") },
]; // prettier-ignore

/** @param {{bulletin: any, onDone: () => Promise<void>, onEdit: () => void}} props */
function Actions({ bulletin, onDone, onEdit }) {
  const [asked, setAsked] = useState(/** @type {any} */ (null));
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [key, setKey] = useState(newId);
  const act = async (/** @type {any} */ move) => {
    setBusy(true);
    const match = move.action === "acknowledge" ? null : bulletin.version;
    try {
      await send("POST", `/bulletins/${bulletin.id}/${move.path}`, move.notes ? { note } : undefined, { key, match });
      toast(move.said);
      setAsked(null);
      if (move.action === "discard") go("");
      else await onDone();
    } catch (error) {
      toast(sentenceOf(error), { danger: true });
      await onDone();
    } finally {
      setBusy(false);
      setKey(newId());
    }
  };
  const offered = moves().filter((move) => bulletin.allowed_actions.includes(move.action));
  const primary = ["acknowledge", "sign", "submit"];
  return html`<div class="row row-wrap bulletins-actions">
    ${
      bulletin.allowed_actions.includes("edit") &&
      html`<button type="button" class="button button-primary" onClick=${onEdit}>
      <${Icon} name="edit" />${say("编辑", "Edit")}</button>`
    }
    ${offered.map((move) => html`<button type="button" key=${move.action} disabled=${busy}
      class=${move.danger ? "button button-danger" : primary.includes(move.action) ? "button button-primary" : "button"}
      onClick=${() => (move.asks || move.notes ? setAsked(move) : act(move))}>${move.name}</button>`)}
    <${Files} bulletin=${bulletin} />
    ${asked && html`<${Dialog} title=${asked.name} onClose=${() => setAsked(null)}><div class="stack">
      ${asked.asks && html`<p>${asked.asks}</p>`}
      ${asked.notes && html`<${Field} label=${say("须修改之处", "What is to be mended")}>${(/** @type {any} */ given) =>
        html`<${TextArea} ...${given} value=${note} onChange=${setNote} />`}<//>`}
      <button type="button" class=${asked.danger ? "button button-danger" : "button button-primary"}
        disabled=${busy || (asked.notes && !note.trim())} onClick=${() => act(asked)}>${asked.name}</button>
    </div><//>`}
  </div>`; // prettier-ignore
}

/** @param {{bulletin: any}} props */
function Files({ bulletin }) {
  const spoken = language();
  const at = (/** @type {string} */ format) =>
    new URL(`api/v1/bulletins/${bulletin.id}/file?format=${format}&language=${spoken}`, document.baseURI).href;
  return html`<a class="button" href=${at("pdf")} download>${"PDF"}</a><a class="button"
    href=${at("xlsx")} download>${"XLSX"}</a>`;
}

/** @param {{id: string, seen: boolean}} props */
function Receipts({ id, seen }) {
  const { body, problem, reload } = useOne(`/bulletins/${id}/receipts`);
  useEffect(() => {
    reload();
  }, [seen]);
  if (problem || !body || !body.addressed) return null;
  return html`<section class="card stack-tight"><h2>${say("签阅回执", "Receipts")}
      <span class="soft small">${say("{read} / {all} 已签阅", "{read} of {all} have read it", {
        read: body.read,
        all: body.addressed,
      })}</span></h2>
    <ul class="list bulletins-receipts">${body.items.map(
      (/** @type {any} */ one) => html`<li key=${`${one.kind} ${one.code}`} class="row row-wrap">
        <${Icon} name=${one.has_read ? "check" : "clock"} label=${
          one.has_read ? say("已签阅", "Read") : say("未签阅", "Not read")
        } />
        <b dir="auto">${one[language()]}</b>
        <span class="soft small">${
          one.readers.length
            ? one.readers.map((/** @type {any} */ who) => `${who.name} ${time(who.read_at)}`).join(" · ")
            : say("未签阅", "Not read")
        }</span></li>`,
    )}</ul></section>`;
}
