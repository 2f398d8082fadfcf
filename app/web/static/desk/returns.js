/** Returns 退单: the history of the dispute, and approving one with the way it goes on. */
import { html } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { lastReturn, useDispute } from "./dispute.js";
import { Form, useForm } from "./form.js";
import { Words } from "./words_field.js";

/** What an event of the dispute says besides its name. @param {any} event */
function detailOf(event) {
  const names = event.names || {};
  if (event.action === "dispatch" || event.action === "redirect")
    return say("派给 {unit}", "to {unit}", { unit: names.lead ?? event.data.lead });
  if (event.action !== "request_return") return names.reason_code ?? "";
  const unit = names.proposed_department ?? event.data.proposed_department;
  return say("{reason}；建议 {unit}", "{reason}; proposes {unit}", { reason: names.reason_code ?? "", unit });
}

/** Who said what in which order. @param {{of: any}} props */
export function Returns({ of }) {
  const events = useDispute(of);
  if (!events || !events.length) return null;
  return html`<section class="desk-dispute" aria-label=${say("退单经过", "The dispute")}>
    <h3>${say("退单经过", "The dispute")}</h3>
    <ol>
      ${events.map(
        (/** @type {any} */ event) =>
          html`<li key=${event.seq} class=${`desk-step desk-step-${event.action}`}>
            <span class="row row-wrap"
              ><strong>${label(event)}</strong><span>${detailOf(event)}</span>
              <span class="soft small">${event.actor_name ?? ""} ${time(event.created_at, "minute")}</span></span
            >
            ${event.note ? html`<q class="desk-said" dir="auto">${event.note}</q>` : null}
          </li>`,
      )}
    </ol>
  </section>`;
}

/**
 * Approving: the case is to be dispatched anew, at once to the unit that was proposed where that is right.
 * @param {any} props
 */
export function ApproveReturnForm(props) {
  const { of, offer, acting } = props;
  const last = lastReturn(useDispute(of));
  const form = useForm(props, { note: "", goesOn: true });
  const submit = async () => {
    const { note, goesOn } = form.body;
    const body = note ? { note } : {};
    const after = goesOn && last ? { action: "dispatch", path: "dispatch", body: { lead: last.code } } : null;
    await acting.act(of, offer, body, after);
    props.onClose();
  };
  return html`<${Form} offer=${offer} form=${form} onClose=${props.onClose} onSubmit=${submit} seen=${of.version}>
    ${
      last
        ? html`<label class="row"
            ><input
              type="checkbox"
              data-first=""
              checked=${form.body.goesOn}
              onChange=${(/** @type {any} */ event) => form.set({ goesOn: event.currentTarget.checked })}
            />
            ${say("同意后立即派给 {unit}", "Then dispatch it to {unit}", {
              unit: last.name,
            })}
          </label>`
        : null
    }
    <${Words} form=${form} name="note" optional label=${say("意见", "Note")} />
  <//>`;
}
