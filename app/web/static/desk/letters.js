/** Which letter does what to a case. A letter of two actions is that of whichever is offered. */

/** @type {Record<string, string>} */
export const LETTERS = {
  file: "f",
  refile: "f",
  dispatch: "d",
  redirect: "d",
  publish: "p",
  withdraw: "p",
  merge: "m",
  unmerge: "m",
  split: "s",
  whistle: "w",
  end_whistle: "w",
  reject: "r",
  rework: "r",
  request_verification: "v",
  request_check: "v",
  reassign: "v",
  approve_return: "a",
  approve_suspension: "a",
  approve_extension: "a",
  approve_excuse: "a",
  refuse_return: "n",
  refuse_suspension: "n",
  refuse_extension: "n",
  refuse_excuse: "n",
  recall: "b",
  send_back: "b",
  close: "c",
  cancel: "c",
  comment: "t",
  urge: "g",
  escalate: "e",
  delegate: "l",
  reveal_contact: "i",
  issue_rating_link: "i",
};

/** What comes first where several actions are offered: decisions before words. */
const FIRST = [
  "file",
  "dispatch",
  "approve_return",
  "refuse_return",
  "approve_suspension",
  "refuse_suspension",
  "approve_extension",
  "refuse_extension",
  "approve_excuse",
  "refuse_excuse",
  "request_check",
  "close",
  "rework",
  "publish",
  "withdraw",
  "merge",
  "unmerge",
  "split",
  "request_verification",
  "reject",
  "redirect",
  "recall",
  "refile",
  "whistle",
  "end_whistle",
  "send_back",
  "reassign",
];
const SHOWN = 6;

/**
 * The actions of a case in the order of the bar: those with the most weight first, then the others.
 * @template {{action: string}} O @param {O[]} offers @returns {{shown: O[], more: O[]}}
 */
export function inOrder(offers) {
  const weight = (/** @type {O} */ offer) => FIRST.indexOf(offer.action) + 1 || FIRST.length + 1;
  const sorted = offers.slice().sort((one, other) => weight(one) - weight(other));
  const shown = sorted.filter((offer) => FIRST.includes(offer.action)).slice(0, SHOWN);
  return { shown, more: sorted.filter((offer) => !shown.includes(offer)) };
}

/** The offer that a letter stands for now. @template {{action: string}} O @param {O[]} offers @param {string} letter */
export function offerOf(offers, letter) {
  return (
    inOrder(offers)
      .shown.concat(inOrder(offers).more)
      .find((offer) => LETTERS[offer.action] === letter) ?? null
  );
}

/** Each letter once. */
export const ALL = [...new Set(Object.values(LETTERS))];
