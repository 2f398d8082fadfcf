/** What is read only when somebody asks for it: earlier demands, what is near by, the deadline, parts and whistles. */
import { html, useState, hashOf } from "../common/ui.js";
import { label, number, say, time } from "../common/words.js";
import { useRead } from "./catalogue.js";
import { lazily } from "./lazy.js";
import { OneLine } from "./one_line.js";
import { addressOf } from "./place.js";

const Near = lazily(() => import("./near.js"), "Near");
const Deadline = lazily(() => import("../common/deadline.js"), "Deadline");

/** @param {{id: string, source: any, children?: any}} props */
function Other({ id, source, children }) {
  const { path, query } = addressOf(source, id);
  return html`<a class="desk-line" href=${hashOf(path, query)}>${children}</a>`;
}

/** What came before: of the caller, the household, the place, the matter. @param {{of: any, source: any}} props */
function Before({ of, source }) {
  const told = useRead(`/cases/${of.id}/before?limit=20`, of.version);
  if (!told) return null;
  const kinds = new Map((of.repeats || []).map((/** @type {any} */ one) => [one.kind, label(one)]));
  return html`<ul class="desk-lines">
    ${told.items.map(
      (/** @type {any} */ one) =>
        html`<${OneLine}
          key=${one.id}
          one=${one}
          source=${source}
          note=${one.kinds.map((/** @type {string} */ kind) => kinds.get(kind) ?? kind).join(" · ")}
        />`,
    )}
    ${told.items.length ? null : html`<li class="desk-hint">${say("没有更早的诉求", "Nothing came before")}</li>`}
  </ul>`;
}

/** @param {{of: any, source: any}} props */
function Parts({ of, source }) {
  const told = useRead(`/cases/${of.id}/parts`, of.version);
  return html`<ul class="desk-lines">
    ${((told && told.items) || []).map((/** @type {any} */ one) =>
      one.id
        ? html`<${OneLine} key=${one.number} one=${{ ...one, reported_at: null }} source=${source} />`
        : html`<li key=${one.number}>${one.number} ${label(one, "status_label")}</li>`,
    )}
  </ul>`;
}

/** @param {{of: any}} props */
function Whistles({ of }) {
  const told = useRead(`/cases/${of.id}/whistles`, of.version);
  if (!told) return null;
  return html`<ul class="desk-lines">
    ${told.items.map(
      (/** @type {any} */ one) =>
        html`<li key=${one.id} class="desk-line">
          <span class="row row-wrap"
            ><strong>${one.place}</strong><span>${label(one, "state_label")}</span>
            <span class="soft small">${time(one.respond_by)}</span></span
          >
          <span class="desk-reason" dir="auto">${one.note}</span>
          ${one.calls.map(
            (/** @type {any} */ call) =>
              html`<span class="chip" key=${call.department_code}>
                ${say("{unit}：{state}", "{unit}: {state}", {
                  unit: call.department_name ?? call.department_code,
                  state: label(call, "state_label"),
                })}</span
              >`,
          )}
        </li>`,
    )}${told.items.length ? null : html`<li class="desk-hint">${say("没有吹哨", "No whistle was blown")}</li>`}
  </ul>`;
}

/** @param {{title: string, count?: number | null, children: () => any}} props */
function Section({ title, count = null, children }) {
  const [isOpen, setOpen] = useState(false);
  return html`<details class="desk-section" onToggle=${(/** @type {any} */ event) => setOpen(event.currentTarget.open)}>
    <summary>${title}${count ? html` <span class="chip">${number(count)}</span>` : null}</summary>
    ${isOpen ? children() : null}
  </details>`;
}

/** @param {{of: any, source: any}} props */
export function Sections({ of, source }) {
  return html`<div class="desk-sections">
    ${
      of.merged_into
        ? html`<p class="desk-section">
            <${Other} id=${of.merged_into} source=${source}>${say("已并入的案卷", "The case it was merged into")}<//>
          </p>`
        : null
    }
    ${
      of.parent_id
        ? html`<p class="desk-section">
            <${Other} id=${of.parent_id} source=${source}>${say("所属的原案卷", "The report it is a part of")}<//>
          </p>`
        : null
    }
    <${Section}
      title=${say("此前诉求（来电人、住户、地点、事项）", "Earlier: caller, household, place, matter")}
      count=${of.repeat_count}
    >
      ${() => html`<${Before} of=${of} source=${source} />`}<//
    >
    ${
      of.location
        ? html`<${Section} title=${say("附近在办", "Near by")}>${() => html`<${Near} of=${of} source=${source} />`}<//>`
        : null
    }
    ${
      of.filed_at
        ? html`<${Section} title=${say("时限说明", "Why it is due then")}
            >${() => html`<${Deadline} caseId=${of.id} version=${of.version} />`}
          <//>`
        : null
    }
    ${
      of.part_count
        ? html`<${Section} title=${say("分件", "Parts")} count=${of.part_count}
            >${() => html`<${Parts} of=${of} source=${source} />`}<//
          >`
        : null
    }
    <${Section} title=${say("吹哨报到", "Whistles")}>${() => html`<${Whistles} of=${of} />`}<//>
  </div>`;
}
