/**
 * What the desk knows of each action: its letter, whether it waits a moment because nothing takes it back, whether the
 *   case stays open after it, and by what it is undone. What has no line has none of it.
 */

/**
 * @typedef {{letter?: string, pauses?: boolean, stays?: boolean, undo?: [string, Record<string, any>]}} Known
 */

/** Buttons of their own, in this order: decisions before words. @type {Record<string, Known>} */
export const FIRST = {
  file: { letter: "f", pauses: true },
  dispatch: { letter: "d", undo: ["recall", { reason_code: "wrong_unit" }] },
  approve_return: { letter: "a", pauses: true },
  refuse_return: { letter: "n", pauses: true },
  approve_suspension: { letter: "a", pauses: true },
  refuse_suspension: { letter: "n", pauses: true },
  approve_extension: { letter: "a", pauses: true },
  refuse_extension: { letter: "n", pauses: true },
  approve_excuse: { letter: "a", pauses: true, stays: true },
  refuse_excuse: { letter: "n", pauses: true, stays: true },
  request_check: { letter: "v" },
  close: { letter: "c", pauses: true },
  rework: { letter: "r", pauses: true },
  publish: { letter: "p", undo: ["withdraw", { reason_code: "wrong_units" }] },
  withdraw: { letter: "p" },
  merge: { letter: "m", undo: ["unmerge", {}] },
  unmerge: { letter: "m" },
  split: { letter: "s", pauses: true },
  request_verification: { letter: "v" },
  reject: { letter: "r", pauses: true },
  redirect: { letter: "d", stays: true },
  recall: { letter: "b" },
  refile: { letter: "f", stays: true },
  whistle: { letter: "w", stays: true },
  end_whistle: { letter: "w", stays: true },
  send_back: { letter: "b", pauses: true },
  reassign: { letter: "v", stays: true },
  issue_rating_link: { letter: "l", stays: true },
};

/** What stands behind “more”. @type {Record<string, Known>} */
const MORE = {
  cancel: { letter: "c", pauses: true },
  comment: { letter: "t", stays: true },
  urge: { letter: "g", stays: true },
  escalate: { letter: "e", pauses: true },
  delegate: { letter: "l", pauses: true },
  reveal_contact: { letter: "i", stays: true },
  force_close: { pauses: true },
  refuse_self_handling: { pauses: true },
  supplement: { stays: true },
  follow: { stays: true },
  unfollow: { stays: true },
  attach: { stays: true },
  correct_location: { stays: true },
  supervise: { stays: true },
  record_minutes: { stays: true },
  score_response: { stays: true },
  withdraw_whistle: { stays: true },
  add_assist: { stays: true },
  release_assist: { stays: true },
  view_original: { stays: true },
};

/** @type {Record<string, Known>} */
export const KNOWN = { ...FIRST, ...MORE };
