/** What an action asks of a person, from the words the service gave: fields, reasons, photos. */
import { say } from "../common/words.js";

/** The fields this phone can fill in; an action that needs another is for a desk. */
const FIELDS = {
  note: () => say("说明", "Note"),
  finding: () => say("现场情况", "What was found"),
  result: () => say("处置结果", "Result"),
  reply: () => say("答复", "Reply"),
  answer: () => say("回复", "Answer"),
  missing: () => say("需要查明", "To be found out"),
  demand: () => say("要求", "Demand"),
};
const SPECIAL = ["reason_code", "confirmed", "location", "category_code", "photo_exemption", "close_condition_met"];
/** Where one photo of the place says more than words. */
const WITH_A_PHOTO = ["submit_verification", "pass_check", "fail_check", "comment", "progress"];
/** Over and done with elsewhere, or of no use on a phone. */
const NOT_HERE = ["report", "attach", "view_original", "issue_rating_link", "reveal_contact"];

/** @param {any} action as in the reference data */
export function canAsk(action) {
  if (!action || NOT_HERE.includes(action.code)) return false;
  return action.requires.every((/** @type {string} */ name) => name in FIELDS || SPECIAL.includes(name));
}

/**
 * The texts it asks for, in their order.
 * @param {any} action
 * @returns {{name: string, words: string, required: boolean}[]}
 */
export function textsOf(action) {
  return [...action.requires, ...action.accepts]
    .filter((name) => name in FIELDS)
    .map((name) => ({
      name,
      words: FIELDS[/** @type {keyof typeof FIELDS} */ (name)](),
      required: action.requires.includes(name),
    }));
}

/** Whether it asks for that. @param {any} action @param {string} name */
export const asks = (action, name) => action.requires.includes(name) || action.accepts.includes(name);

/** The photos it may have: those it needs, and otherwise one of the place. @param {any} action @returns {string[]} */
export function purposesOf(action) {
  if (action.photos.length) return action.photos;
  return WITH_A_PHOTO.includes(action.code) ? ["scene"] : [];
}

/**
 * What is still missing, in one sentence.
 * @param {any} action
 * @param {import("./records.js").Draft} draft
 */
export function lacking(action, draft) {
  for (const { name, words, required } of textsOf(action)) {
    if (!required || String(draft.body[name] || "").trim()) continue;
    return say("请填写：{what}", "Fill in: {what}", { what: words });
  }
  if (action.requires.includes("reason_code") && !draft.body.reason_code) return say("请选择理由。", "Choose a reason.");
  if (action.requires.includes("confirmed") && typeof draft.body.confirmed !== "boolean") {
    return say("请选择是否属实。", "Say whether it is as reported.");
  }
  if (action.requires.includes("category_code") && !draft.body.category_code) {
    return say("请选择类别。", "Choose a category.");
  }
  return "";
}
