/** Which letter does what to a case. A letter of two actions is that of whichever is offered. */

import { FIRST, KNOWN } from "./known.js";

/** @type {Record<string, string>} */
export const LETTERS = Object.fromEntries(
  Object.entries(KNOWN).flatMap(([action, { letter }]) => (letter ? [[action, letter]] : [])),
);
const IN_ORDER = Object.keys(FIRST);
const SHOWN = 6;

/**
 * The actions of a case in the order of the bar: those with the most weight first, then the others.
 * @template {{action: string}} O @param {O[]} offers @returns {{shown: O[], more: O[]}}
 */
export function inOrder(offers) {
  const weight = (/** @type {O} */ offer) => IN_ORDER.indexOf(offer.action) + 1 || IN_ORDER.length + 1;
  const sorted = offers.slice().sort((one, other) => weight(one) - weight(other));
  const shown = sorted.filter((offer) => IN_ORDER.includes(offer.action)).slice(0, SHOWN);
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
