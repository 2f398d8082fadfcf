/** Figures and points in words: what a value is, where its cases are listed, how an item's points came to be. */
import { whole } from "../common/pickers.js";
import { hashOf, useEffect, useState } from "../common/ui.js";
import { label, number, say } from "../common/words.js";

/** What every figure is, by its code; empty until it is known. @returns {Record<string, any>} */
export function useFiguresByCode() {
  const [found, setFound] = useState(/** @type {Record<string, any>} */ ({}));
  useEffect(() => {
    let gone = false;
    whole("/evaluation/figures").then(
      (all) => !gone && setFound(Object.fromEntries(all.map((one) => [one.code, one]))),
      () => undefined, // values are told as plain numbers then
    );
    return () => {
      gone = true;
    };
  }, []);
  return found;
}

/** Points and scores: two places at most. @param {number} points */
export const pointed = (points) => number(Math.round(points * 100) / 100);

/** Working minutes in words. @param {number} minutes */
export function lasting(minutes) {
  const hours = Math.floor(minutes / 60);
  const left = Math.round(minutes % 60);
  if (!hours) return say("{m} 工作分钟", "{m} working min", { m: left });
  return left
    ? say("{h} 工作时 {m} 分", "{h} h {m} min of work", { h: number(hours), m: left })
    : say("{h} 工作时", "{h} working h", { h: number(hours) });
}

/** A value as its measure has it. @param {number | null} value @param {string | undefined} measure */
export function valued(value, measure) {
  if (value === null || value === undefined) return "–";
  if (measure === "share") return `${number(Math.round(value * 1000) / 10)} %`;
  if (measure === "median" || measure === "p90") return lasting(value);
  return number(Math.round(value * 100) / 100);
}

const LISTS = /\/evaluation\/figures\/([a-z0-9_]+)\/cases\?(.*)$/;

/** Where the screen shows a list that the API names. @param {string} href @param {string} [named] whose it is */
export function listAt(href, named) {
  const [, figure = "", query = ""] = LISTS.exec(href) || [];
  const asked = new URLSearchParams(query);
  const listed = asked.getAll("listed_only").join(",");
  return hashOf(`cases/${figure}`, { ...Object.fromEntries(asked), listed_only: listed, named });
}

/** How far from earning nothing to earning all. @param {any} item @param {string | undefined} measure */
function scale(item, measure) {
  const values = { zero: valued(item.zero_at, measure), full: valued(item.full_at, measure) };
  return item.full_at > item.zero_at
    ? say("{zero} 及以下不得分，{full} 起满分", "nothing up to {zero}, all from {full}", values)
    : say("{zero} 及以上不得分，{full} 及以下满分", "nothing from {zero} on, all down to {full}", values);
}

/** How the points of an item came to be, in a sentence. @param {any} item @param {any} figure */
export function sentenceOf(item, figure) {
  const points = { points: item.points === null ? "–" : pointed(item.points), weight: pointed(item.weight) };
  if (item.is_corrected) {
    return say("经申诉更正为 {points} / {weight} 分。", "Corrected on appeal to {points} of {weight} points.", points);
  }
  if (!item.figure) {
    return item.points === null
      ? say("手工评分项，未评分：不计入，其余各项按比例折算。",
          "Scored by hand, and nobody has: left out, the others weigh in its place.")
      : say("手工评分，{points} / {weight} 分。", "Scored by hand: {points} of {weight} points.", points);
  } // prettier-ignore
  if (item.value === null) {
    return say("没有应计案件：不计入，其余各项按比例折算。", "Nothing counted: left out, the others weigh in its place.");
  }
  const measure = figure && figure.measure;
  const values = {
    ...points, hits: number(item.hits), counted: number(item.counted), value: valued(item.value, measure),
    scale: scale(item, measure), hit: figure ? label(figure, "hit") : "", of: figure ? label(figure, "counted") : "",
  }; // prettier-ignore
  if (measure === "share") {
    return say("{of} {counted} 件中{hit} {hits} 件，为 {value}；{scale}，计 {points} / {weight} 分。",
      "{hits} {hit}, of {counted} {of}: {value}. It earns {scale}: {points} of {weight} points.", values);
  } // prettier-ignore
  return say("{value}；{scale}，计 {points} / {weight} 分。", "{value}. It earns {scale}: {points} of {weight} points.",
    values);
}

/** How the score came to be of the points. @param {any} explanation */
export function sumOf(explanation) {
  const scored = explanation.items.filter((/** @type {any} */ item) => item.points !== null);
  const add = (/** @type {any[]} */ all, /** @type {string} */ name) => all.reduce((sum, one) => sum + one[name], 0);
  const earned = add(scored, "points");
  const weight = add(scored, "weight");
  const taken = add(explanation.deductions, "points");
  if (!weight) return say("没有可计分的项。", "No item could be scored.");
  const values = { earned: pointed(earned), weight: pointed(weight), taken: pointed(taken),
    whole: pointed((earned / weight) * 100) }; // prettier-ignore
  const first = Math.abs(weight - 100) < 1e-6
    ? say("各项合计 {earned} 分", "All items: {earned} points", values)
    : say("已计分各项 {earned} / {weight} 分，折算为 {whole} 分",
        "Scored items: {earned} of {weight} points, which is {whole} of 100", values); // prettier-ignore
  return taken ? say("{first}，扣 {taken} 分。", "{first}, less {taken}.", { first, ...values }) : say("{a}。", "{a}.",
    { a: first });
}
