/** What I was told 消息: from the service, and as it was last while there is no line. */
import { get, newId, send } from "../common/api.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { html, useEffect, useState } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { usePhone } from "./parts.js";

export function Screen() {
  const { store, sync } = usePhone();
  const [notices, setNotices] = useState(/** @type {any[] | null} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const load = async () => {
    setProblem(null);
    const kept = await store.get("inbox");
    if (kept) setNotices(kept);
    try {
      const { body } = await get("/inbox", { query: { limit: 50 } });
      setNotices(body.items);
      await store.set({ inbox: body.items });
      const unread = body.items.filter((/** @type {any} */ one) => !one.read_at);
      if (!unread.length) return;
      await send("POST", "/inbox/read", { ids: unread.map((/** @type {any} */ one) => one.id) }, { key: newId() });
      const home = await store.get("home");
      if (home) await store.set({ home: { ...home, inbox: { ...home.inbox, count: 0 } } });
      sync();
    } catch (error) {
      if (!kept) setProblem(error);
    }
  };
  useEffect(() => {
    load();
  }, []);
  if (problem) return html`<${ErrorState} problem=${problem} again=${load} />`;
  if (!notices) return html`<${Loading} />`;
  return html`<div class="stack phone"><h2>${say("消息", "Inbox")}</h2>
    ${notices.length
      ? html`<div class="card list phone-list">${notices.map(
          (one) => html`<${Notice} key=${one.id} notice=${one} />`,
        )}</div>`
      : html`<${Empty} title=${say("没有消息。", "No messages.")} />`}
  </div>`;
}

/** @param {{notice: any}} props */
function Notice({ notice }) {
  return html`<a class="phone-row" href=${`#/case/${notice.case_id}`}>
    <span class="bar"><b>${label(notice)}</b>
      ${!notice.read_at && html`<span class="chip chip-accent">${say("新", "new")}</span>`}
      <span class="small soft">${time(notice.created_at)}</span></span>
    ${notice.description && html`<span class="phone-row-words" dir="auto">${notice.description}</span>`}
    <span class="small soft number">${notice.number}
      ${notice.status ? ` · ${label(notice, "status_label")}` : ""}</span></a>`;
}
