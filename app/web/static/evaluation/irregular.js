/** Kinds of irregularity 异常: what each is called, and which a scheme counts all the same. */
import { html } from "../common/ui.js";
import { say } from "../common/words.js";

/** @type {() => Record<string, string>} */
export const KINDS = () => ({
  duplicate: say("同人重复上报", "Duplicate by the same hand"),
  reported_anew: say("结案后反复重报", "Reported anew after closing"),
  repeated_photo: say("照片重复使用", "Photo used again"),
  impossible_travel: say("轨迹异常", "Impossible travel"),
  self_handle_run: say("连续自报自办", "Run of self-handling"),
  rating_device: say("同一设备评价", "Ratings from one device"),
  rating_network: say("同一网络评价", "Ratings from one network"),
  rating_burst: say("评价突增", "Burst of ratings"),
});

/** What they are called. @param {string[]} codes */
export const kindsIn = (codes) => codes.map((code) => KINDS()[code] || code).join(say("、", ", "));

/** Which kinds are listed only. @param {{chosen: string[], onChange: (chosen: string[]) => void}} props */
export const ListedOnly = ({ chosen, onChange }) => html`<fieldset class="card stack-tight">
  <legend><h3>${say("查实异常如何处理", "What is found irregular")}</h3></legend>
  <p class="small soft">${say("未勾选的：不计入任何指标。勾选的：仅列示，照常计入得分。",
    "Left blank it counts in no figure. Ticked it is listed only, and counts.")}</p>
  <div class="grid-two">${Object.entries(KINDS()).map(([code, name]) => html`<label key=${code} class="row">
    <input type="checkbox" checked=${chosen.includes(code)} onChange=${(/** @type {any} */ event) => onChange(
      event.target.checked ? [...chosen, code] : chosen.filter((one) => one !== code))} />${name}</label>`)}</div>
</fieldset>`; // prettier-ignore
