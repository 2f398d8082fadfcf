/** The colour 红黄灰 of a result: never colour alone, but its name and a sign; and the thresholds as a drawn bar. */
import { classes, html, Icon } from "./ui.js";
import { label, number, say } from "./words.js";

/** Codes that districts use -> how they look; `fill` is for maps and bars, on light and on dark ground. */
const LOOKS = /** @type {Record<string, {tone: string, icon: string, fill: string}>} */ ({
  red: { tone: "red", icon: "flag", fill: "#c8372e" },
  yellow: { tone: "yellow", icon: "minus", fill: "#e5a50a" },
  green: { tone: "green", icon: "check", fill: "#2e8b57" },
  grey: { tone: "grey", icon: "down", fill: "#87929d" },
  gray: { tone: "grey", icon: "down", fill: "#87929d" },
});

/** How a colour looks. @param {string | null | undefined} code */
export const lookOf = (code) => LOOKS[code || ""] || { tone: "accent", icon: "more", fill: "#3a78b5" };

/** @param {{code: string | null, name?: string | null}} props */
export function Colour({ code, name }) {
  if (!code) return html`<span class="chip"><${Icon} name="minus" />${say("未定色", "No colour")}</span>`;
  const { tone, icon } = lookOf(code);
  return html`<span class=${classes("chip", tone !== "grey" && `chip-${tone}`)}><${Icon} name=${icon} />${name || code}
    </span>`;
}

/** Of a result, as it stands. @param {{result: any}} props */
export const ColourOf = ({ result }) => html`<${Colour} code=${result.colour} name=${label(result, "colour_label")} />`;

/** Where a colour begins and ends. @param {any[]} colours from the best down @param {number} at */
const endOf = (colours, at) => (at ? colours[at - 1].from_score : 100);

/**
 * The thresholds from 0 to 100 with the score marked; the same in words below.
 * @param {{colours: any[], score?: number | null}} props
 */
export function Thresholds({ colours, score = null }) {
  const marked = score !== null && score !== undefined;
  return html`<figure class="stack-tight"><svg class="thresholds" viewBox="0 0 100 10" preserveAspectRatio="none"
      aria-hidden="true">${colours.map((one, at) => html`<rect key=${one.code}
        fill=${lookOf(one.code).fill} x=${one.from_score} width=${Math.max(0, endOf(colours, at)
          - one.from_score)} height="10" />`)}
      ${marked && html`<rect class="thresholds-mark" x=${Math.min(99.2, Math.max(0, score - 0.4))} width="0.8"
        height="10" />`}</svg>
    <ul class="row row-wrap small" aria-label=${say("分数线", "Thresholds")}>${colours.map((one, at) => html`<li
      key=${one.code} class="row"><${Colour} code=${one.code} name=${label(one)} />
      <span class="number">${at ? say("{a} 至不足 {b} 分", "{a} to under {b}", { a: number(one.from_score),
        b: number(endOf(colours, at)) }) : say("{a} 分及以上", "{a} and more", { a: number(one.from_score) })}</span>
      </li>`)}</ul></figure>`; // prettier-ignore
}
