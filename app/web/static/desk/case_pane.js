/**
 * The right pane: one case with all that a decision needs, what may be done now, and the form of what is being done.
 */
import { get, may } from "../common/api.js";
import { CaseFacts, Light, Status, TimeLeft } from "../common/case.js";
import { CaseTimeline } from "../common/case_timeline.js";
import { ErrorState, Loading } from "../common/feedback.js";
import { useKeys } from "../common/keys.js";
import { Photos } from "../common/photos.js";
import { html, useCallback, useEffect, useRef, useState } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { ActionsBar } from "./actions_bar.js";
import { copyNumber } from "./copying.js";
import { ActionForm } from "./forms.js";
import { ALL, offerOf } from "./letters.js";
import { useLook } from "./looks.js";
import { Told } from "./told.js";
import { Returns } from "./returns.js";
import { Sections } from "./sections.js";
import { Why } from "./why.js";

const SOON_MS = 120;
const WORDS = ["note", "reply", "missing", "finding", "demand", "result"];

/** The case as it is now; what the list knows of it is shown until then. */
function useCase(/** @type {string | null} */ caseId, /** @type {any} */ row, /** @type {number} */ changed) {
  const [told, setTold] = useState(/** @type {{of: any, problem: any}} */ ({ of: null, problem: null }));
  const isNew = useRef(true);
  const reload = useCallback(async () => {
    if (!caseId) return;
    try {
      const { body } = await get(`/cases/${caseId}`);
      // of two answers the newer one stays, whichever comes first
      setTold((was) => (was.of && was.of.version > body.version ? was : { of: body, problem: null }));
    } catch (problem) {
      setTold((was) => ({ ...was, problem }));
    }
  }, [caseId]);
  useEffect(() => {
    const timer = setTimeout(reload, isNew.current ? SOON_MS : 0);
    isNew.current = false;
    return () => clearTimeout(timer);
  }, [reload, changed]);
  const of = told.of ? { ...row, ...told.of } : row;
  return { of, isWhole: told.of !== null, problem: told.problem, reload };
}

/** @param {{of: any, other: any, onClose: () => void}} props */
function Head({ of, other, onClose }) {
  return html`<header class="desk-case-head">
    <div class="row row-wrap">
      <button type="button" class="button-plain desk-back" onClick=${onClose}>
        ${say("返回列表", "Back to the list")}
      </button>
      <h2 class="desk-case-number" tabindex="-1">${of.number}</h2>
      <button
        type="button"
        class="button-plain"
        onClick=${() => copyNumber(of.number)}
        title=${say("复制案卷号", "Copy the number")}
      >
        ${say("复制", "Copy")} <kbd>y</kbd>
      </button>
      <${Status} case=${of} />
      <${Light} light=${of.light} />
      <${TimeLeft} case=${of} />
      ${of.urgent ? html`<span class="chip chip-red">${say("紧急", "Urgent")}</span>` : null}
    </div>
    ${
      other
        ? html`<p class="desk-look" role="status">
            ${
              other.writes
                ? say("{by} 正在办理此案", "{by} is writing on this case", { by: other.by })
                : say("{by} 正在查看此案，至 {until}", "{by} is looking at this case, until {until}", {
                    by: other.by,
                    until: time(other.until, "clock"),
                  })
            }
          </p>`
        : null
    }
  </header>`;
}

/** Letters do what the buttons do. */
function useCaseKeys(/** @type {any} */ of, /** @type {(action: string) => void} */ start) {
  /** @type {Record<string, () => void>} */
  const keys = {};
  const offers = (of && of.allowed_actions) || [];
  for (const letter of ALL) {
    const offer = offerOf(offers, letter);
    if (offer) keys[letter] = () => start(offer.action);
  }
  const offered = ALL.map((letter) => [letter, offerOf(offers, letter)]).filter(([, offer]) => offer);
  useKeys(keys, Object.fromEntries(offered.map(([letter, offer]) => [letter, label(offer)])));
}

/** The form of what is being done, or why it cannot be done any more. @param {any} props */
function Doing({ of, doing, isWhole, acting, reload, onStart }) {
  const offer = (of.allowed_actions || []).find((/** @type {any} */ one) => one.action === doing);
  const failed = acting.unsent.find(
    (/** @type {any} */ one) => one.order.caseId === of.id && one.order.action === doing,
  );
  if (offer) {
    return html`<${ActionForm}
      key=${`${of.id} ${offer.action}`}
      of=${of}
      offer=${offer}
      acting=${acting}
      reload=${reload}
      failed=${failed ? failed.problem : null}
      onClose=${() => onStart(null, doing)}
    />`;
  }
  if (!doing || !isWhole) return null;
  const draft = acting.drafts.get(`${of.id} ${doing}`) || {};
  const words = WORDS.map((name) => draft[name]).filter(Boolean);
  return html`<div class="desk-refused" role="status">
    <p>${say("案卷已有新进展，这一步现在不能做了。", "The case has moved on; this cannot be done any more.")}</p>
    ${
      words.length
        ? html`<p class="desk-kept" dir="auto">${say("您写的内容：", "What you wrote: ")}${words.join(" · ")}</p>`
        : null
    }
  </div>`;
}

/** What is known of it; the rest comes when it has been read. @param {any} props */
function Known({ of, isWhole, doing, acting, source }) {
  return html`<div class="desk-main">
      <${Why} of=${of} doing=${doing} acting=${acting} />
      <${Returns} of=${of} />
      <div class="desk-words pre" dir="auto">
        ${of.title ? html`<strong>${of.title}</strong> ` : null}${of.description}
      </div>
      ${
        isWhole
          ? html`<div class="desk-photos"><${Photos} caseId=${of.id} version=${of.version} /></div>
              <${CaseFacts} case=${of} />`
          : html`<${Loading} />`
      }
    </div>
    ${
      isWhole
        ? html`<div class="desk-side">
            <${Sections} of=${of} source=${source} />
            <h3>${say("办理过程", "History")}</h3>
            <${CaseTimeline} case=${of} />
          </div>`
        : null
    }`;
}

/**
 * @param {{caseId: string, row: any, changed: number, acting: any, source: any, doing: string | null,
 *   onStart: (action: string | null, instead?: string) => void, onClose: () => void}} props
 */
export function CasePane({ caseId, row, changed, acting, source, doing, onStart, onClose }) {
  const { of, isWhole, problem, reload } = useCase(caseId, row, changed);
  const other = useLook(caseId, changed, doing !== null);
  const failed = acting.unsent.find((/** @type {any} */ one) => one.order.caseId === caseId);
  useEffect(() => {
    if (failed) onStart(failed.order.action);
  }, [caseId]);
  useCaseKeys(of, onStart);
  if (!of) {
    return html`<section class="desk-case" aria-label=${say("案卷", "Case")}>
      ${problem ? html`<${ErrorState} problem=${problem} again=${reload} />` : html`<${Loading} />`}
    </section>`;
  }
  return html`<section class="desk-case" aria-label=${say("案卷 {number}", "Case {number}", { number: of.number })}>
    <${Head} of=${of} other=${other} onClose=${onClose} />
    <div class="desk-case-body">
      ${problem && isWhole ? html`<${ErrorState} problem=${problem} again=${reload} />` : null}
      <${ActionsBar} of=${of} doing=${doing} onStart=${onStart} />
      ${
        may("triage") && ["closed", "archived"].includes(of.status)
          ? html`<p class="desk-hint">
              <a href=${`./releases#/case/${of.id}`}>${say("公开审核……", "Public release …")}</a>
            </p>`
          : null
      }
      <${Doing} of=${of} doing=${doing} isWhole=${isWhole} acting=${acting} reload=${reload} onStart=${onStart} />
      <${Told} told=${acting.answer && acting.answer.caseId === of.id ? acting.answer : null} />
      <${Known} of=${of} isWhole=${isWhole} doing=${doing} acting=${acting} source=${source} />
    </div>
  </section>`;
}
