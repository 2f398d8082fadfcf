/** One case as its unit sees it: what it asks, what may be done, the photos, the facts, the history. */
import { CaseFacts, Light, Marks, nameOf, Status } from "../common/case.js";
import { CaseTimeline, useAppeals } from "../common/case_timeline.js";
import { ErrorState, Loading, toast } from "../common/feedback.js";
import { useLive } from "../common/live.js";
import { useOne } from "../common/lists.js";
import { Photos } from "../common/photos.js";
import { html, Icon, useEffect, useRef, useState, go, hashOf } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { Appeals } from "./appealing.js";
import { AssistPanel, OrderPanel } from "./asked_of_us.js";
import { Doing } from "./forms.js";
import { WhistlePanel } from "./whistles.js";

/** Moves that take a case out of its list. */
const GONE = ["resolve", "request_return", "complete_assist", "decline_whistle"];
/** Moves after which it waits for others, though it stays in the list. */
const WAITS = ["request_suspension", "request_extension", "request_excuse", "transfer"];

/** Whether the next case opens after it. @param {string} action @param {string} from */
const leads = (action, from) => GONE.includes(action) || WAITS.includes(action)
    || (action === "answer_supervision" && from === "ordered"); // prettier-ignore

/** What ending it will need 办结要求. @param {{needs: any[]}} props */
const Needs = ({ needs }) => html`<section class="stack-tight"><h3>${say("办结要求", "What ending it will need")}</h3>
  <ul class="stack-tight small">${needs.map((one) => html`<li key=${one.action + one.code} class="row">
    <${Icon} name=${one.is_met ? "check" : one.is_met === null ? "help" : "close"}
      label=${one.is_met ? say("已满足", "met") : one.is_met === null ? say("由人判断", "judged by people") : say("未满足",
          "not met")} />
    <span dir="auto">${label(one)}</span></li>`)}</ul></section>`;

/** Where it is, and a way there on the phone. @param {{case: any}} props */
function Where({ case: one }) {
  const where = [one.address, one.area_name].filter(Boolean).join(" · ");
  const at = one.location && `geo:${one.location.lat},${one.location.lon}?q=${one.location.lat},${one.location.lon}`;
  if (!where && !at) return null;
  return html`<p class="row row-wrap"><${Icon} name="pin" /><span class="grow" dir="auto">${where}</span>
    ${at && html`<a class="button unit-way" href=${at}><${Icon} name="map" />${say("导航", "Way there")}</a>`}</p>`;
}

/** What waits for others' word. */
const ASKED = () => /** @type {Record<string, string>} */ ({
  request_suspension: say("已申请挂账，待审", "Suspension asked for"),
  request_extension: say("已申请延期，待审", "Extension asked for"),
}); // prettier-ignore

/** What is left, in the words of the calendar. @param {{case: any, deadline: any}} props */
function Left({ case: one, deadline }) {
  const said = deadline && label(deadline, "sentence");
  const stage = one.status === "dispatched" && one.stage_due_at;
  return html`<p class="row row-wrap"><${Light} light=${one.light} />${said && html`<strong>${said}</strong>`}
    ${stage && html`<span class="chip ${Date.parse(stage) < Date.now() ? "chip-red" : ""}">${say("{at} 前签收",
        "sign by {at}", { at: time(stage) })}</span>`}
    ${one.pending_request && html`<span class="chip chip-yellow">${
      ASKED()[`request_${one.pending_request}`]
    }</span>`}</p>`;
}

/** Whom to call, as long as the page is open: looking again would be recorded again. @param {{contact: any}} props */
const Revealed = ({ contact }) => html`<p class="row row-wrap card" role="status"><${Icon} name="phone" />
  <strong dir="auto">${contact.name}</strong><span class="number grow">${contact.phone}</span>
  <a class="button button-primary" href="tel:${contact.phone.split("/")[0].replace("转", ",")}">${say("拨打", "Call")}</a>
      </p>`;

/** Where one goes when a case has left for others: on to the next, where list and case stand side by side. */
function next(/** @type {string} */ id, /** @type {string} */ from, /** @type {string} */ action) {
  const rows = /** @type {HTMLAnchorElement[]} */ (Array.from(document.querySelectorAll(".unit-list a.case-row")));
  const at = rows.findIndex((row) => row.hash.startsWith(`#/case/${id}`));
  const row = rows[at + 1] || (WAITS.includes(action) ? null : rows[at - 1]);
  if (at >= 0 && row && matchMedia("(min-width: 1200px)").matches) location.hash = row.hash;
  else go(from === "pool" ? "pool" : `queue/${from}`, {}, { replace: true });
}

/** @param {{id: string, from: string, doing: string | null}} props */
export function CasePage({ id, from, doing }) {
  const read = useOne(`/cases/${id}`);
  const clock = useOne(`/cases/${id}/deadline`);
  const appeals = useAppeals(read.body);
  const [open, setOpen] = useState(doing);
  const [contact, setContact] = useState(/** @type {any} */ (null));
  const head = useRef();
  const one = read.body;
  useEffect(() => setOpen(doing), [id, doing]);
  useEffect(() => {
    if (head.current) head.current.focus();
  }, [id, Boolean(one)]);
  const again = () => {
    read.reload();
    clock.reload();
  };
  useLive((hint) => {
    if (hint.caseId === id || hint.kind === "reset" || hint.kind === "tick") again();
  });
  if (read.problem && !one) return html`<${ErrorState} problem=${read.problem} again=${read.reload} />`;
  if (!one) return html`<${Loading} rows=${6} />`;
  const changed = (/** @type {any} */ now) => {
    read.put({ ...one, ...now });
    again();
  };
  const done = (/** @type {any} */ now, /** @type {string} */ action) => {
    setOpen(null);
    if (action === "reveal_contact") setContact(now.contact);
    changed(now);
    if (action === "resolve") toast(say("已提交，等待核实。", "It is done and waits to be checked."));
    else if (ASKED()[action]) toast(ASKED()[action]);
    else if (OWN_WORDS.has(action)) toast(say("已提交：{status}", "Done: {status}", { status: label(now,
        "status_label") }));
    if (from && leads(action, from)) next(id, from, action);
  };
  const ask = (/** @type {string} */ action) => setOpen(action);
  return html`<article class="stack unit-case" aria-labelledby="case-name">
    <header class="stack-tight">
      <p class="row row-wrap small"><span class="number" dir="ltr">${one.number}</span><${Status} case=${one} />
          <${Marks} case=${one} /></p>
      <h2 id="case-name" ref=${head} tabindex="-1" dir="auto">${nameOf(one).slice(0, 120)}</h2>
      ${one.description !== nameOf(one).slice(0, 120) &&
      html`<p class="pre unit-words" dir="auto">${one.description}</p>`}
      <${Left} case=${one} deadline=${clock.body} />
      <${Where} case=${one} />
      ${contact && html`<${Revealed} contact=${contact} />`}
    </header>
    <${OrderPanel} case=${one} onDoing=${ask} /><${WhistlePanel} case=${one} onDoing=${ask} /><${AssistPanel}
        case=${one} onDoing=${ask} />
    <section class="card unit-doing"><h3 class="unseen">${say("办理", "What may be done")}</h3>
      <${Doing} case=${one} doing=${open} onDoing=${setOpen} onDone=${done} onChanged=${changed} onStale=${again} />
          </section>
    <${Appeals} case=${one} appeals=${appeals} />
    ${(one.needs || []).length > 0 && html`<${Needs} needs=${one.needs} />`}
    <section class="stack-tight"><h3>${say("照片", "Photos")}</h3><${Photos} caseId=${id} version=${one.version} />
        </section>
    <section class="stack-tight"><h3>${say("基本情况", "Facts")}</h3><${CaseFacts} case=${one} /></section>
    <section class="stack-tight"><h3>${say("办理过程", "History")}</h3><${CaseTimeline} case=${one} appeals=${appeals} />
        </section>
  </article>`;
}

/** Forms that say nothing themselves when they are done. */
const OWN_WORDS = new Set(["sign", "transfer", "request_return", "claim", "deliver", "respond"]);

/** Where the case is shown. @param {string} id @param {string} from */
export const addressOf = (id, from) => hashOf(`case/${id}`, { from });
