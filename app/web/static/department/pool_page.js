/** The pool 亮单 a unit may claim from 点单: first to expire first, with how far each lies from here. */
import { CaseRow } from "../common/case.js";
import { Empty, ErrorState, Loading } from "../common/feedback.js";
import { useLive } from "../common/live.js";
import { usePages } from "../common/lists.js";
import { placeNow } from "../common/photo_fields.js";
import { html, Icon, useState, hashOf } from "../common/ui.js";
import { number, say } from "../common/words.js";
import { titleOf, useCounts, useSoon } from "./queues.js";

/** @param {number} metres */
const distanceOf = (metres) =>
  metres < 1000 ? say("{n} 米", "{n} m", { n: number(metres) }) : say("{n} 公里", "{n} km",
      { n: number(Math.round(metres / 100) / 10) });

/** @param {number} seconds */
function expiresIn(seconds) {
  const minutes = Math.max(0, Math.round(seconds / 60));
  if (minutes < 90) return say("{n} 分钟后到期", "expires in {n} min", { n: number(minutes) });
  return say("{n} 小时后到期", "expires in {n} h", { n: number(Math.round(minutes / 60)) });
}

/** @param {{selected: string | null}} props */
export function PoolPage({ selected }) {
  const { all } = useCounts();
  const [here, setHere] = useState(/** @type {any} */ (null));
  const [none, setNone] = useState(false);
  const { items, more, loading, problem, reload } = usePages("/pool", { limit: 50, ...(here ? { lat: here.lat,
      lon: here.lon } : {}) });
  const soon = useSoon(reload, 400);
  useLive((hint) => {
    if (hint.kind !== "ready") soon();
  });
  const look = async () => {
    const found = await placeNow();
    setNone(!found);
    if (found) setHere(found);
  };
  return html`<div class="stack-tight"><header class="row row-wrap"><h2 class="grow">${titleOf(all, "pool")}</h2>
      <button type="button" class="button-plain" onClick=${look}><${Icon} name="pin" />${say("显示距离", "How far")}
          </button></header>
    ${none && html`<p class="field-hint" role="status">${say("设备未给出位置", "The device does not tell where it is")}</p>`}
    ${problem && !items && html`<${ErrorState} problem=${problem} again=${reload} />`}
    ${!items && !problem && html`<${Loading} rows=${4} />`}
    ${items && !items.length && html`<${Empty} title=${say("现在没有可点的单", "Nothing to claim just now")} />`}
    ${items && items.length > 0 && html`<ul class="list card unit-rows">${items.map((one) => html`<li key=${one.id}
        class="unit-pooled">
      <${CaseRow} case=${one} href=${hashOf(`case/${one.id}`, { from: "pool" })} selected=${one.id === selected}>
        ${one.seconds_left !== null && html`<span class="chip chip-yellow"><${Icon} name="clock" />
            ${expiresIn(one.seconds_left)}</span>`}
        ${one.distance_m !== null && html`<span class="chip"><${Icon} name="pin" />${distanceOf(one.distance_m)}
            </span>`}<//>
      <a class="button button-primary unit-claim" href=${hashOf(`case/${one.id}`, { from: "pool", do: "claim" })}
        aria-label=${say("点单 {number}", "Claim {number}", { number: one.number })}>${say("点单", "Claim")}</a></li>`)}
            </ul>`}
    ${more && html`<button type="button" class="button button-wide" disabled=${loading} onClick=${more}>${say("更多",
        "More")}</button>`}
  </div>`;
}
