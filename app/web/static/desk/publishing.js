/** Publishing to the pool 亮单: who may claim it, for how long, and who gets it when nobody does. */
import { html } from "../common/ui.js";
import { say } from "../common/words.js";
import { Form, useForm } from "./form.js";
import { useUnitProposals } from "./suggestions.js";
import { UnitField, UnitsField } from "./units_field.js";
import { Words } from "./words_field.js";

const MINUTES = [15, 30, 60, 120, 240];

/** @param {any} props */
export function PublishForm(props) {
  const { of, offer } = props;
  const form = useForm(props, { eligible: [], all_serving: true, fallback: "", minutes: 30, note: "" });
  const { body } = form;
  const proposals = useUnitProposals(of);
  const fallback = body.fallback || (proposals && proposals.length ? proposals[0].code : "");
  const submit = () => form.submit({ fallback, eligible: body.all_serving ? null : body.eligible });
  return html`<${Form}
    offer=${offer}
    form=${form}
    onClose=${props.onClose}
    onSubmit=${submit}
    seen=${of.version}
    canSend=${Boolean(fallback && (body.all_serving || body.eligible.length))}
  >
    <label class="row"
      ><input
        type="checkbox"
        data-first=""
        checked=${body.all_serving}
        onChange=${(/** @type {any} */ event) => form.set({ all_serving: event.currentTarget.checked })}
      />
      ${say("该地点管辖范围内的所有单位均可点单", "Every unit that serves the place may claim it")}</label
    >
    ${
      body.all_serving
        ? null
        : html`<${UnitsField}
            label=${say("可点单的单位", "Units that may claim it")}
            codes=${body.eligible}
            onChange=${(/** @type {string[]} */ codes) => form.set({ eligible: codes })}
            error=${form.errorOf("eligible")}
          />`
    }
    <${UnitField}
      label=${say("兜底单位", "Fallback unit")}
      code=${fallback}
      error=${form.errorOf("fallback")}
      hint=${say("到期无人点单即派给它", "It gets the case when nobody claims it in time")}
      onPick=${(/** @type {string} */ code) => form.set({ fallback: code })}
    />
    <label class="field"
      ><span class="field-label">${say("亮单时长", "How long")}</span>
      <select
        value=${String(body.minutes)}
        onChange=${(/** @type {any} */ event) => form.set({ minutes: Number(event.currentTarget.value) })}
      >
        ${MINUTES.map(
          (n) =>
            html`<option value=${String(n)}>
              ${say("{n} 分钟（工作时间）", "{n} minutes of working time", { n })}
            </option>`,
        )}
      </select></label
    >
    <${Words} form=${form} name="note" optional label=${say("说明", "Note")} />
  <//>`;
}
