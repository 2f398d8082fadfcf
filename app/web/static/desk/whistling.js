/** Blowing the whistle 吹哨: which units come where, by when, and what for. */
import { html } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { Form, useForm } from "./form.js";
import { UnitsField } from "./units_field.js";
import { Words } from "./words_field.js";

const WITHIN = [15, 30, 60, 120, 240];
const MINUTE_MS = 60_000;

/** @param {any} props */
export function WhistleForm(props) {
  const { of, offer } = props;
  const form = useForm(props, {
    departments: of.lead_department_code ? [of.lead_department_code] : [],
    place: of.address ?? "",
    within: 30,
    note: "",
  });
  const { body } = form;
  const by = new Date(Date.now() + body.within * MINUTE_MS).toISOString();
  const submit = () =>
    form.submit({ within: null, respond_by: new Date(Date.now() + body.within * MINUTE_MS).toISOString() });
  return html`<${Form}
    offer=${offer}
    form=${form}
    onClose=${props.onClose}
    onSubmit=${submit}
    seen=${of.version}
    canSend=${Boolean(body.departments.length && body.place.trim() && body.note.trim())}
  >
    <${UnitsField}
      label=${say("召集的单位", "Units to call")}
      codes=${body.departments}
      error=${form.errorOf("departments")}
      onChange=${(/** @type {string[]} */ departments) => form.set({ departments })}
    />
    <${Words} form=${form} name="place" rows=${1} label=${say("集合地点", "Where to meet")} />
    <label class="field"
      ><span class="field-label">${say("几分钟内报到", "Respond within")}</span>
      <select
        value=${String(body.within)}
        onChange=${(/** @type {any} */ event) => form.set({ within: Number(event.currentTarget.value) })}
      >
        ${WITHIN.map((n) => html`<option key=${n} value=${String(n)}>${say("{n} 分钟", "{n} minutes", { n })}</option>`)}
      </select>
      <span class="field-hint">${say("即 {at} 前", "That is by {at}", { at: time(by) })}</span></label
    >
    <${Words} form=${form} name="note" label=${say("事由", "What for")} />
  <//>`;
}
