/** Doing something about a case: the form is made of what the service said the action needs, also without a line. */
import { newId } from "../common/api.js";
import { Loading, toast } from "../common/feedback.js";
import { html, useEffect, useState, go } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { asks, lacking, purposesOf, textsOf } from "./asking.js";
import { CategoryChips } from "./category.js";
import { useDraft } from "./drafting.js";
import { Earlier } from "./earlier.js";
import { Head, usePhone, useStored, useWords } from "./parts.js";
import { add, operation, photo } from "./outbox.js";
import { PlaceMap, useFix } from "./place.js";
import { notKept, Shots } from "./shots.js";

/** @typedef {import("./records.js").Draft} Draft */

/** @param {{path: string[]}} props */
export function Screen({ path: [, caseId, kind, draftId] }) {
  const { store, sync } = usePhone();
  const words = useWords();
  const action = words.action(kind);
  const kept = useStored((memory) => memory.case(caseId), /** @type {any} */ (undefined));
  const { draft, change, done } = useDraft(draftId, () => fresh(caseId, kind), isEmpty);
  const { fix } = useFix();
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    if (!draft) return;
    const base_version = draft.base_version || (kept ? kept.told.version : null);
    if (fix === draft.fix && base_version === draft.base_version) return;
    change({ ...draft, fix: fix || draft.fix, base_version });
  }, [fix, kept, !draft]);
  if (!draft || !action) return html`<${Loading} />`;
  const missing = lacking(action, draft);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setAsked(true);
    if (missing) return;
    try {
      await add(store, whatIsDone(draft), { draft: draft.id });
    } catch (error) {
      notKept(error);
      return;
    }
    done();
    toast(say("已存手机，有网络时自动发送。", "Saved on this phone; it goes out when there is a line."));
    sync();
    go(`case/${caseId}`, {}, { replace: true });
  };
  /** @param {Record<string, any>} more */
  const fill = (more) => change({ ...draft, body: { ...draft.body, ...more } });
  return html`<form class="stack phone phone-form" onSubmit=${submit}>
    <${Head} title=${words.name(kind)} back=${`case/${caseId}`} />
    ${kept && html`<p class="soft" dir="auto">${kept.told.description}</p>`}
    ${isOnTheSpot(kind) && html`<${Earlier} caseId=${caseId} />`}
    ${purposesOf(action).map(
      (purpose) => html`<${Shots} key=${purpose} draft=${draft} purpose=${purpose} onChange=${change} />`,
    )}
    ${asks(action, "confirmed") && html`<${Confirmed} value=${draft.body.confirmed} onChange=${fill} />`}
    ${asks(action, "close_condition_met") && html`<label class="row"><input type="checkbox"
      checked=${Boolean(draft.body.close_condition_met)}
      onChange=${(/** @type {any} */ event) => fill({ close_condition_met: event.target.checked })} />
      <span>${say("符合结案条件", "The condition for closing is met")}</span></label>`}
    ${asks(action, "category_code") && html`<${CategoryChips} chosen=${draft.body.category_code}
      onChoose=${(/** @type {any} */ one) => fill({ category_code: one.code })} />`}
    ${asks(action, "reason_code") && html`<${Choices} title=${say("理由", "Reason")} options=${action.reasons}
      chosen=${draft.body.reason_code} onChoose=${(/** @type {string} */ code) => fill({ reason_code: code })} />`}
    ${textsOf(action).map(
      ({ name, words: title, required }) => html`<label key=${name} class="field">
        <span class="field-label">${title}${required ? "" : say("（可不填）", " (optional)")}</span>
        <textarea name=${name} dir="auto" rows="3" maxlength="2000" value=${draft.body[name] || ""}
          aria-invalid=${asked && required && !draft.body[name] ? "true" : undefined}
          onInput=${(/** @type {any} */ event) => fill({ [name]: event.target.value })}></textarea></label>`,
    )}
    ${asks(action, "photo_exemption") && action.photo_exemptions.length > 0 &&
    html`<${Choices} title=${say("免拍理由（有照片则不选）", "Why no photo (if there is none)")} options=${action.photo_exemptions}
      chosen=${draft.body.photo_exemption}
      onChoose=${(/** @type {string} */ code) =>
        fill({ photo_exemption: code === draft.body.photo_exemption ? undefined : code })} />`}
    ${kind === "submit_verification" && html`<${Corrected} draft=${draft} fix=${fix} onChange=${fill} />`}
    <div class="phone-send">
      ${asked && missing && html`<p class="field-error" role="alert">${missing}</p>`}
      <button class="button button-primary button-wide">${words.name(kind)}</button></div>
  </form>`;
}

/** @param {string} caseId @param {string} kind @returns {Draft} */
function fresh(caseId, kind) {
  const updated_at = new Date().toISOString();
  return { id: newId(), kind, case_id: caseId, body: {}, base_version: null, photos: [], updated_at };
}

/** @param {Draft} draft */
const isEmpty = ({ photos, body }) => !photos.length && Object.values(body).every((value) => !value && value !== false);

/** Whether the worker stands where others took photos before. @param {string} kind */
const isOnTheSpot = (kind) => kind.endsWith("_check") || kind === "submit_verification";

/** The photos first: the move may end the right to add them. @param {Draft} draft */
function whatIsDone({ case_id, kind, body, base_version, photos, fix }) {
  const said = Object.entries(body).filter(([, value]) => value !== undefined && value !== "");
  const place = fix ? { lat: fix.lat, lon: fix.lon } : {};
  const shots = photos.map((shot) => photo(case_id, shot.lat === null ? { ...shot, ...place } : shot));
  return [...shots, operation(newId(), kind, case_id, Object.fromEntries(said), base_version)];
}

/** @param {{title: string, options: any[], chosen: string | undefined, onChoose: (code: string) => void}} props */
function Choices({ title, options, chosen, onChoose }) {
  return html`<fieldset class="stack-tight"><legend class="field-label">${title}</legend>
    <div class="phone-chips phone-chips-all">
    ${options.map(
      (one) => html`<button key=${one.code} type="button" class="chip"
        aria-pressed=${one.code === chosen ? "true" : "false"}
        onClick=${() => onChoose(one.code)}>${label(one)}</button>`,
    )}</div></fieldset>`;
}

/** @param {{value: boolean | undefined, onChange: (more: {confirmed: boolean}) => void}} props */
function Confirmed({ value, onChange }) {
  /** @param {boolean} is @param {string} words */
  const choice = (is, words) => html`<button type="button"
    class=${`button grow ${value === is ? "button-primary" : ""}`}
    aria-pressed=${value === is ? "true" : "false"} onClick=${() => onChange({ confirmed: is })}>${words}</button>`;
  return html`<div class="row" role="group" aria-label=${say("是否属实", "As reported?")}>
    ${choice(true, say("属实", "As reported"))}${choice(false, say("不属实", "Not so"))}</div>`;
}

/**
 * Another place than was reported, if the worker says so.
 * @param {{draft: Draft, fix: any, onChange: (more: any) => void}} props
 */
function Corrected({ draft, fix, onChange }) {
  if (!draft.body.location) {
    return html`<button type="button" class="button" disabled=${!fix}
      onClick=${() => onChange({ location: { ...fix, datum: "wgs84" } })}>${say("更正位置", "Correct the place")}</button>`;
  }
  return html`<${PlaceMap} spot=${draft.body.location} fix=${fix} problem=""
    onFix=${() => onChange({ location: undefined })}
    onPick=${(/** @type {any} */ location) => onChange({ location })} />`;
}
