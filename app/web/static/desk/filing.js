/** Filing 立案, and filing under another rule 更正立案: the likely rules first, any other by its words. */
import { Field } from "../common/fields.js";
import { RulePicker } from "../common/pickers.js";
import { html, useEffect } from "../common/ui.js";
import { say } from "../common/words.js";
import { AreaField } from "./area_field.js";
import { useAll } from "./catalogue.js";
import { Form, useForm } from "./form.js";
import { Proposals } from "./proposals.js";
import { useRuleProposals } from "./suggestions.js";
import { Words } from "./words_field.js";

const TIERS = () => [
  ["", say("保密级别不变", "Privacy tier as it is")],
  ["normal", say("一般", "Normal")],
  ["restricted", say("限制", "Restricted")],
  ["confidential", say("保密", "Confidential")],
];

/** What only a first filing asks. @param {{of: any, form: any}} props */
function Besides({ of, form }) {
  return html`<div class="desk-besides">
    ${
      of.area_code
        ? null
        : html`<${AreaField}
            label=${say("所属网格", "Grid")}
            level="grid"
            code=${form.body.area_code}
            error=${form.errorOf("area_code")}
            onPick=${(/** @type {string} */ code) => form.set({ area_code: code })}
          />`
    }
    <label class="row"
      ><input
        type="checkbox"
        checked=${Boolean(form.body.urgent)}
        onChange=${(/** @type {any} */ event) => form.set({ urgent: event.currentTarget.checked })}
      />
      ${say("紧急", "Urgent")}</label
    >
    <label class="field"
      ><span class="unseen">${say("保密级别", "Privacy tier")}</span>
      <select
        value=${form.body.privacy_tier ?? ""}
        onChange=${(/** @type {any} */ event) => form.set({ privacy_tier: event.currentTarget.value })}
      >
        ${TIERS().map(([code, words]) => html`<option value=${code}>${words}</option>`)}
      </select></label
    >
  </div>`;
}

/** @param {any} props */
export function FilingForm(props) {
  const { of, offer } = props;
  const form = useForm(props, { rule_code: "", note: "" });
  const rules = useAll("/filing-rules");
  const proposals = useRuleProposals(of);
  useEffect(() => {
    if (proposals && proposals.length && !form.body.rule_code) form.set({ rule_code: proposals[0].code });
  }, [proposals === null]);
  const chosen = (rules || []).find((rule) => rule.code === form.body.rule_code);
  const isProposed = (proposals || []).some((one) => one.code === form.body.rule_code);
  const other =
    chosen && !isProposed
      ? { value: chosen.code, label: `${chosen.category_name || chosen.category_code} · ${chosen.condition}` }
      : null;
  const isFirst = offer.action === "file";
  const canSend = Boolean(form.body.rule_code && (isFirst || (form.body.note || "").trim()));
  return html`<${Form} offer=${offer} form=${form} onClose=${props.onClose} canSend=${canSend} seen=${of.version}>
    <${Proposals}
      legend=${say("建议的立案条件", "Suggested filing rules")}
      name="rule"
      proposals=${proposals}
      value=${form.body.rule_code}
      onPick=${(/** @type {any} */ one) => form.set({ rule_code: one.code })}
      none=${say("尚无可供学习的办结案卷，请查找立案条件", "Nothing learned yet: find a rule by its words")}
    />
    <${Field}
      label=${say("其他立案条件", "Another rule")}
      error=${form.errorOf("rule_code")}
      optional=${Boolean(proposals && proposals.length)}
    >
      ${(/** @type {any} */ given) =>
        html`<${RulePicker}
          ...${given}
          caseId=${of.id}
          category=${of.category_code}
          value=${other}
          onChange=${(/** @type {any} */ option) => form.set({ rule_code: option ? option.value : "" })}
        />`}<//
    >
    ${isFirst ? html`<${Besides} of=${of} form=${form} />` : null}
    <${Words}
      form=${form}
      name="note"
      of=${of}
      optional=${isFirst}
      label=${isFirst ? say("备注", "Note") : say("更正理由", "Why")}
    />
  <//>`;
}
