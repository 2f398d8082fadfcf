/** Dispatching 派单 and redirecting 改派: three units with the reason, a lead, any assists with a time of their own. */
import { html, useEffect } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { Form, useForm } from "./form.js";
import { Proposals } from "./proposals.js";
import { useUnitProposals } from "./suggestions.js";
import { UnitField, UnitsField } from "./units_field.js";
import { Words } from "./words_field.js";

/** A code, or one with hours of its own. @param {any} assist */
const codeOf = (assist) => (typeof assist === "string" ? assist : assist.department);

/** The hours an assist has for itself. @param {{form: any}} props */
function AssistHours({ form }) {
  const assists = form.body.assists || [];
  if (!assists.length) return null;
  const change = (/** @type {string} */ code, /** @type {string} */ hours) =>
    form.set({
      assists: assists.map((/** @type {any} */ one) =>
        codeOf(one) !== code
          ? one
          : Number(hours) > 0
            ? { department: code, limit_amount: Number(hours), limit_unit: "working_hours" }
            : code,
      ),
    });
  return html`<div class="stack-tight">
    ${assists.map(
      (/** @type {any} */ one) =>
        html`<label class="row" key=${codeOf(one)}>
          <span class="grow"
            >${say("{unit} 的协办时限（工作时，空为随案）", "{unit}: working hours of its own (empty: with the case)", {
              unit: codeOf(one),
            })}</span
          >
          <input
            class="desk-small"
            type="number"
            min="1"
            max="8760"
            value=${one.limit_amount ?? ""}
            onChange=${(/** @type {any} */ event) => change(codeOf(one), event.currentTarget.value)}
        /></label>`,
    )}
  </div>`;
}

/** @param {any} props */
export function DispatchForm(props) {
  const { of, offer } = props;
  const form = useForm(props, {
    lead: "",
    assists: [],
    note: "",
    reason_code: offer.reasons.length ? offer.reasons[0].code : "",
  });
  const proposals = useUnitProposals(of);
  useEffect(() => {
    if (proposals && proposals.length && !form.body.lead) pick(proposals[0]);
  }, [proposals === null]);
  const pick = (/** @type {any} */ one) =>
    form.set({
      lead: one.code,
      assists:
        one.assists && one.assists.length && !(form.body.assists || []).length ? one.assists : form.body.assists || [],
    });
  const codes = (form.body.assists || []).map(codeOf);
  const assist = (/** @type {string[]} */ now) =>
    form.set({
      assists: now.map(
        (code) => (form.body.assists || []).find((/** @type {any} */ one) => codeOf(one) === code) ?? code,
      ),
    });
  const other = (proposals || []).some((one) => one.code === form.body.lead) ? "" : form.body.lead;
  return html`<${Form}
    offer=${offer}
    form=${form}
    onClose=${props.onClose}
    canSend=${Boolean(form.body.lead)}
    seen=${of.version}
  >
    <${Proposals}
      legend=${say("主办单位", "Lead unit")}
      name="lead"
      proposals=${proposals}
      value=${form.body.lead}
      onPick=${pick}
      none=${say("没有建议，请查找单位", "No suggestion: find a unit")}
    />
    <${UnitField}
      optional=${Boolean(proposals && proposals.length)}
      label=${say("其他单位", "Another unit")}
      code=${other}
      error=${form.errorOf("lead")}
      onPick=${(/** @type {string} */ code) => form.set({ lead: code })}
    />
    <${UnitsField}
      optional
      label=${say("协办单位", "Assisting units")}
      codes=${codes}
      onChange=${assist}
      error=${form.errorOf("assists")}
    />
    <${AssistHours} form=${form} />
    ${
      offer.reasons.length
        ? html`<label class="field"
            ><span class="field-label">${say("原因", "Reason")}</span>
            <select
              value=${form.body.reason_code}
              onChange=${(/** @type {any} */ event) => form.set({ reason_code: event.currentTarget.value })}
            >
              ${offer.reasons.map((/** @type {any} */ one) => html`<option value=${one.code}>${label(one)}</option>`)}
            </select></label
          >`
        : null
    }
    <${Words} form=${form} name="note" optional label=${say("给承办单位的话", "To the unit")} />
  <//>`;
}
