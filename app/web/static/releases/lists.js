/** Closed cases that may be released, the latest first; and what stands on the boards or was taken back. */
import { get } from "../common/api.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { usePages } from "../common/lists.js";
import { hashOf, html, Icon, useEffect, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";

const FIELDS = "number,status,description,category_name,area_name,reported_at,closed_at";
const MOST_PAGES = 5;

/** Cases of which something was released, as far back as a few pages tell; of each whether it stands. */
function useReleased() {
  const [known, setKnown] = useState(/** @type {Map<string, boolean> | null} */ (null));
  useEffect(() => {
    let gone = false;
    const read = async () => {
      const all = new Map();
      let cursor = /** @type {string | null} */ (null);
      for (let page = 0; page < MOST_PAGES && (page === 0 || cursor); page += 1) {
        const answer = await get("/releases", { query: { limit: 200, cursor } });
        for (const one of answer.body.items) {
          all.set(one.case_id, all.get(one.case_id) || one.withdrawn_at === null);
        }
        cursor = answer.next;
      }
      return all;
    };
    read().then(
      (all) => !gone && setKnown(all),
      () => !gone && setKnown(new Map()), // the case itself says what was released
    );
    return () => {
      gone = true;
    };
  }, []);
  return known;
}

/** @param {{one: any, again: boolean}} props */
const Row = ({ one, again }) => html`<a class="release-row" href=${hashOf(`case/${one.id}`)}>
  <span class="row row-wrap"><b class="number">${one.number}</b><span class="grow" dir="auto">${one.category_name
    || say("未归类", "no category")}</span>${again && html`<span class="chip chip-yellow">${say("撤回过",
    "Taken back before")}</span>`}<span class="small soft">${one.closed_at ? say("{at} 办结", "closed {at}", {
    at: time(one.closed_at, "day") }) : ""}</span></span>
  <span class="release-words" dir="auto">${one.description}</span>
  <span class="small soft" dir="auto">${one.area_name || say("不在任何网格", "in no grid")}</span></a>`; // prettier-ignore

export function Waiting() {
  const asked = { status: ["closed", "archived"], fields: FIELDS, limit: 50 };
  const { items, more, loading, problem, reload } = usePages("/cases", asked);
  const known = useReleased();
  if (problem && !items) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (!items || !known) return html`<${Loading} rows=${6} />`;
  const waiting = items.filter((one) => !known.get(one.id));
  return html`<section class="stack" aria-label=${say("待审核", "Waiting")}>
    <p class="soft">${say("已答复的案卷不会自动公开。点开一件，改好文字后公开到所在村社区；不宜公开的留着即可。",
      "No answered case is public by itself. Open one, mend its words, release it; or leave it where it is.")}</p>
    ${waiting.length === 0 ? html`<div class="card"><${Empty} title=${more ? say("这一页的案卷都已公开",
        "All of this page are on the boards") : say("没有待公开的案卷", "No closed case waits")} /></div>`
      : html`<div class="card list releases-rows">${waiting.map((one) => html`<${Row} key=${one.id} one=${one}
        again=${known.has(one.id)} />`)}</div>`}
    ${more && html`<button type="button" class="button" disabled=${loading} onClick=${more}>${say("更早的案卷",
      "Earlier cases")}</button>`}</section>`; // prettier-ignore
}

/** @param {{stands: boolean}} props */
export function Listed({ stands }) {
  const { items, more, loading, problem, reload } = usePages("/releases", { stands, limit: 50 });
  if (problem && !items) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (!items) return html`<${Loading} rows=${6} />`;
  return html`<section class="stack" aria-label=${stands ? say("已公开", "On the boards") : say("已撤回", "Taken back")}>
    ${items.length === 0 ? html`<div class="card"><${Empty} title=${stands ? say("还没有公开的案卷",
        "Nothing stands on a board") : say("没有撤回过", "Nothing was taken back")} /></div>`
      : html`<div class="card list releases-rows">${items.map((one) => html`<a key=${one.id} class="release-row"
        href=${hashOf(`case/${one.case_id}`)}><span class="row row-wrap"><b class="number">${one.number}</b>
          <span class="grow" dir="auto">${one.category_name || say("未归类", "no category")}</span>
          <span class="small soft">${time(one.released_at)}</span></span>
        <span class="release-words" dir="auto">${one.question}</span>
        <span class="small soft" dir="auto">${[one.area_name, one.released_by_name].filter(Boolean).join(" · ")}</span>
        ${one.withdrawn_at && html`<span class="small row" dir="auto"><${Icon} name="off" />${say(
          "{at} 由 {by} 撤回：{why}", "taken back {at} by {by}: {why}", { at: time(one.withdrawn_at),
          by: one.withdrawn_by_name || "–", why: one.withdraw_reason || "" })}</span>`}</a>`)}</div>`}
    ${more && html`<button type="button" class="button" disabled=${loading} onClick=${more}>${say("更早的",
      "Earlier ones")}</button>`}</section>`; // prettier-ignore
}
