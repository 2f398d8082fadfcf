/** Reporting 上报: the photo, the place and the time are there; a tap for the words, and it is saved. */
import { send as ask } from "../common/api.js";
import { toast } from "../common/feedback.js";
import { Icon, html, useEffect, useState, go } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { CategoryChips } from "./category.js";
import { ForResident, isHalf } from "./contact.js";
import { useDraft } from "./drafting.js";
import { Head, usePhone } from "./parts.js";
import { PlaceMap, useFix } from "./place.js";
import { emptyReport, followInstead, isEmpty, report } from "./reporting.js";
import { notKept, Shots } from "./shots.js";

/** @typedef {import("./records.js").Draft} Draft */

const PAUSE_MS = 700;
const MOST_SIMILAR = 3;

/** @param {{path: string[]}} props */
export function Screen({ path }) {
  const { store, sync } = usePhone();
  const { draft, latest, change, done } = useDraft(path[1], emptyReport, isEmpty);
  const { fix, problem, ask: locate } = useFix();
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    const now = latest.current;
    if (!fix || !now) return;
    const untouched = !now.body.location || (now.fix && samePlace(now.body.location, now.fix));
    const location = untouched ? { ...fix, datum: "wgs84" } : now.body.location;
    change({ ...now, fix, body: { ...now.body, location } });
  }, [fix, !draft]);
  if (!draft) return null;
  /** @param {Record<string, any>} more */
  const fill = (more) => change({ ...draft, body: { ...draft.body, ...more } });
  const missing = whatIsMissing(draft);
  const leave = async (/** @type {() => Promise<any>} */ work, /** @type {string} */ words) => {
    if (missing) {
      setAsked(true);
      return;
    }
    try {
      await work();
    } catch (error) {
      notKept(error);
      return;
    }
    done();
    toast(words);
    sync();
    go("", {}, { replace: true });
  };
  const followed = say("已改为关注，不另上报。", "You follow it instead; nothing more is reported.");
  const kept = say("已存手机，有网络时自动发送。", "Saved on this phone; it goes out when there is a line.");
  return html`<form class="stack phone phone-form" onSubmit=${(/** @type {Event} */ event) => {
    event.preventDefault();
    leave(() => report(store, draft), kept);
  }}>
    <${Head} title=${say("上报", "Report")} />
    <${Shots} draft=${draft} purpose="scene" onChange=${change} />
    <${CategoryChips} chosen=${draft.body.category_code} onChoose=${(/** @type {any} */ category) =>
      fill({ category_code: category.code, description: draft.body.description || category.name })} />
    <label class="field"><span class="field-label">${say("情况", "What is the matter")}</span>
      <textarea name="description" dir="auto" maxlength="4000" rows="3" value=${draft.body.description}
        aria-invalid=${asked && !draft.body.description.trim() ? "true" : undefined}
        placeholder=${say("可用键盘上的话筒说话输入", "The microphone of the keyboard takes dictation")}
        onInput=${(/** @type {any} */ event) => fill({ description: event.target.value })}></textarea></label>
    <${Phrases} onPick=${(/** @type {string} */ words) =>
      fill({ description: joined(draft.body.description, words) })} />
    <${PlaceMap} spot=${draft.body.location || null} fix=${fix || draft.fix || null} problem=${problem} onFix=${locate}
      onPick=${(/** @type {any} */ location) => fill({ location })} />
    <label class="field"><span class="field-label">${say("地址（可不填）", "Address (optional)")}</span>
      <input name="address" dir="auto" maxlength="200" value=${draft.body.address || ""}
        onInput=${(/** @type {any} */ event) => fill({ address: event.target.value })} /></label>
    <${ForResident} contact=${draft.body.contact}
      onChange=${(/** @type {any} */ contact) => fill({ contact })} />
    <${Handled} draft=${draft} onChange=${change} />
    <${Similar} draft=${draft} onFollow=${(/** @type {any} */ one) =>
      leave(() => followInstead(store, draft, one.id), followed)} />
    <div class="phone-send">
      ${asked && missing && html`<p class="field-error" role="alert">${missing}</p>`}
      <button class="button button-primary button-wide"><${Icon} name="send" />${say("上报", "Report")}</button>
    </div>
  </form>`;
}

/** @param {any} one @param {any} other */
const samePlace = (one, other) => one.lat === other.lat && one.lon === other.lon;

/** @param {string} said @param {string} more */
const joined = (said, more) => (said.trim() ? `${said.trim().replace(/[，,]$/, "")}${say("，", ", ")}${more}` : more);

/** What has to be said yet, in one sentence. @param {Draft} draft */
function whatIsMissing(draft) {
  if (!draft.body.description.trim()) return say("请写一句情况，或点一个类别。", "Say what is the matter, or tap a category.");
  if (isHalf(draft.body.contact)) {
    return say("居民姓名和电话请都填上，或都不填。", "Name and phone of the resident: both, or neither.");
  }
  if (!draft.handled) return "";
  const has = (/** @type {string[]} */ ...purposes) => draft.photos.some((shot) => purposes.includes(shot.purpose));
  if (!has("scene", "before") || !has("after")) {
    return say("自行处置需要处置前、处置后各一张照片。", "Handled by yourself: one photo before and one after are needed.");
  }
  return (draft.result || "").trim() ? "" : say("请写处置结果。", "Say what was done.");
}

/** Words that many reports need. @param {{onPick: (words: string) => void}} props */
function Phrases({ onPick }) {
  const phrases = [
    say("有安全隐患", "it is dangerous"),
    say("影响通行", "it blocks the way"),
    say("堆放较久", "it has lain for long"),
    say("已放警示牌", "a warning sign is set up"),
    say("群众反映强烈", "residents complain"),
  ];
  return html`<div class="phone-chips" role="group" aria-label=${say("常用语", "Phrases")}>${phrases.map(
    (words) => html`<button type="button" class="chip" onClick=${() => onPick(words)}>${words}</button>`,
  )}</div>`;
}

/**
 * Put right on the spot 自行处置: only where the category permits.
 * @param {{draft: Draft, onChange: (draft: Draft) => void}} props
 */
function Handled({ draft, onChange }) {
  const { store } = usePhone();
  const [permitted, setPermitted] = useState(false);
  const code = draft.body.category_code;
  useEffect(() => {
    store.reference("categories").then((all) => {
      const category = all.find((one) => one.code === code);
      setPermitted(Boolean(category && category.self_handle_allowed));
      if (draft.handled && !(category && category.self_handle_allowed)) onChange({ ...draft, handled: false });
    });
  }, [code]);
  if (!permitted) return null;
  return html`<div class="card stack-tight">
    <label class="row"><input type="checkbox" checked=${Boolean(draft.handled)}
      onChange=${(/** @type {any} */ event) => onChange({ ...draft, handled: event.target.checked })} />
      <span>${say("我已自行处置", "I have put it right myself")}</span></label>
    ${draft.handled && html`<${Shots} draft=${draft} purpose="after" onChange=${onChange} />
    <label class="field"><span class="field-label">${say("处置结果", "What was done")}</span>
      <textarea name="result" dir="auto" maxlength="2000" rows="2" value=${draft.result || ""}
        onInput=${(/** @type {any} */ event) => onChange({ ...draft, result: event.target.value })}
      ></textarea></label>`}
  </div>`;
}

/** What may be the same matter, while there is a line. @param {{draft: Draft, onFollow: (one: any) => void}} props */
function Similar({ draft, onFollow }) {
  const [found, setFound] = useState(/** @type {any[]} */ ([]));
  const { description, location, category_code } = draft.body;
  const words = description.trim();
  useEffect(() => {
    if (!words || !location) return undefined;
    const patience = new AbortController();
    const timer = setTimeout(() => {
      const how = { signal: patience.signal, quiet: true };
      ask("POST", "/cases/candidates", { description: words, location, category_code }, how)
        .then(({ body }) => setFound(body.items.slice(0, MOST_SIMILAR)), () => undefined);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      patience.abort();
    };
  }, [words, location && location.lat, location && location.lon, category_code]);
  if (!found.length) return null;
  return html`<section class="card stack-tight phone-similar" aria-live="polite">
    <h3>${say("附近可能已有人上报", "Perhaps it is known already")}</h3>
    ${found.map(
      (one) => html`<div key=${one.id} class="row"><p class="grow small"><bdi>${one.description}</bdi><br />
        <span class="soft">${one.status_label} · ${time(one.reported_at)}${
          one.distance_m === null ? "" : ` · ${say("{n} 米", "{n} m", { n: one.distance_m })}`
        }</span></p>
      <button type="button" class="button"
        onClick=${() => onFollow(one)}>${say("改为关注", "Follow instead")}</button></div>`,
    )}
  </section>`;
}
