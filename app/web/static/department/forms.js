/** Which form an action of a unit has: one of its own, or the one that every action has. */
import { Actions } from "../common/actions.js";
import { html, useRef } from "../common/ui.js";
import { offerOf } from "./acting.js";
import { SignForm, TransferForm } from "./assigning.js";
import { TeamForm } from "./claiming.js";
import { GoneProvider } from "./form_frame.js";
import { MoreTimeForm } from "./more_time.js";
import { ResolveForm } from "./resolving.js";
import { ReturnForm } from "./returning.js";
import { RespondForm } from "./whistles.js";

const OWN = /** @type {Record<string, any>} */ ({
  sign: SignForm, transfer: TransferForm, resolve: ResolveForm, request_return: ReturnForm,
      request_extension: MoreTimeForm,
  request_suspension: MoreTimeForm, claim: TeamForm, deliver: TeamForm, respond: RespondForm,
}); // prettier-ignore

/** What is done beside what it is about: its order, its assist, its whistle. */
export const BESIDE = ["answer_supervision", "complete_assist", "request_excuse", "respond", "decline_whistle"];

/**
 * The offer of an action, as it was last where it is offered no more.
 * @param {any} one @param {string | null} action
 */
function useOffer(one, action) {
  const last = useRef({ of: "", offer: /** @type {any} */ (null) });
  const [of, now] = [`${one.id} ${action}`, action && offerOf(one, action)];
  if (now) last.current = { of, offer: now };
  return { offer: last.current.of === of ? last.current.offer : null, gone: !now };
}

/**
 * The buttons of a case, or the form of the one that was pressed: it stays with what was written when others move on.
 * @param {{case: any, doing: string | null, onDoing: (action: string | null) => void,
 *   onDone: (changed: any, action: string) => void, onChanged: (changed: any) => void, onStale: () => void}} props
 */
export function Doing({ case: one, doing, onDoing, onDone, onChanged, onStale }) {
  const { offer, gone } = useOffer(one, doing);
  const Own = doing && OWN[doing];
  const close = () => onDoing(null);
  if (Own && offer) {
    return html`<${GoneProvider} value=${gone}><${Own} key=${one.id + doing} case=${one} offer=${offer} onDone=${onDone}
      onCancel=${close} onStale=${onStale} onChanged=${onChanged} /><//>`;
  }
  return html`<${Actions} case=${one} open=${Own ? null : doing} onOpen=${onDoing} onDone=${onDone} onMoved=${onStale}
    except=${BESIDE} />`;
}
