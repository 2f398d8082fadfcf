/** One case as this phone knows it: what it is, where it stands, and what I may do. */
import { get } from "../common/api.js";
import { Empty, Loading } from "../common/feedback.js";
import { Icon, html, useEffect, useState } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { canAsk } from "./asking.js";
import { Due, Head, usePhone, useStored, useWords } from "./parts.js";

/** @param {{path: string[]}} props */
export function Screen({ path }) {
  const { store } = usePhone();
  const words = useWords();
  const kept = useStored((memory) => memory.case(path[1]), /** @type {any} */ (undefined), [path[1]]);
  const waiting = useStored((memory) => memory.operations(), /** @type {any[]} */ ([]));
  const [fetched, setFetched] = useState(/** @type {any} */ (null));
  const [gone, setGone] = useState(false);
  useEffect(() => {
    store.case(path[1]).then((known) => {
      if (known) return;
      get(`/cases/${path[1]}`).then(
        ({ body }) => {
          setFetched({ ...body, actions: body.allowed_actions.map((/** @type {any} */ one) => one.action) });
        },
        () => setGone(true),
      );
    });
  }, []);
  const told = kept ? kept.told : fetched;
  if (!told && gone) {
    return html`<div class="stack phone"><${Head} title=${say("案卷", "Case")} />
      <${Empty} icon="off" title=${say("手机里没有这个案卷，联网后再看。", "Not on this phone: look again with a line.")} /></div>`;
  }
  if (!told) return html`<${Loading} />`;
  const sending = waiting.filter((one) => one.case_id === told.id);
  const actions = told.actions.filter((/** @type {string} */ code) => canAsk(words.action(code)));
  return html`<div class="stack phone">
    <${Head} title=${told.number} />
    <div class="bar"><span class="chip">${words.status(told.status)}</span><${Due} told=${told} />
      ${told.urgent && html`<span class="chip chip-red"><${Icon} name="warn" />${say("紧急", "urgent")}</span>`}</div>
    <p class="pre phone-words" dir="auto">${told.description}</p>
    <${Facts} told=${told} />
    ${sending.length > 0 && html`<p class="chip chip-yellow"><${Icon} name="clock" />
      ${say("待发送：{what}", "Not sent yet: {what}", {
        what: sending.map((one) => words.name(one.kind)).join(", "),
      })}</p>`}
    ${kept && kept.candidates.length > 0 && html`<${Similar} candidates=${kept.candidates} />`}
    <div class="phone-actions">${actions.map(
      (/** @type {string} */ code) => html`<a key=${code} class=${`button ${pressing(code) ? "button-primary" : ""}`}
        href=${`#/act/${told.id}/${code}`}>${words.name(code)}</a>`,
    )}</div>
    ${!actions.length && html`<p class="soft">${say("现在没有您可以办的动作。", "There is nothing for you to do now.")}</p>`}
    <${OnLine} id=${told.id} version=${told.version} />
  </div>`;
}

const PRESSING = ["submit_verification", "pass_check", "self_handle"];
/** @param {string} code */
const pressing = (code) => PRESSING.includes(code);

/** @param {{told: any}} props */
function Facts({ told }) {
  const facts = [
    [say("上报", "Reported"), time(told.reported_at)],
    [say("类别", "Category"), told.category_name],
    [say("地址", "Address"), told.address],
    [say("网格", "Grid"), told.area_name],
    [say("主办", "Unit"), told.lead_department_name],
    [say("处置结果", "Result"), told.result],
    [say("答复", "Reply"), told.reply],
    [say("限期", "Deadline"), told.due_at && time(told.due_at)],
  ].filter(([, value]) => value);
  return html`<dl class="facts">${facts.map(
    ([name, value]) => html`<dt>${name}</dt><dd dir="auto">${value}</dd>`,
  )}</dl>`;
}

/** What may be the same matter, as the answer to the report said. @param {{candidates: any[]}} props */
function Similar({ candidates }) {
  return html`<section class="card stack-tight"><h3>${say("可能与这些重复", "Perhaps the same as")}</h3>
    ${candidates.slice(0, 3).map(
      (one) => html`<a key=${one.id} href=${`#/case/${one.id}`}>
        <bdi>${one.description}</bdi> · ${label(one, "status_label")}</a>`,
    )}</section>`;
}

/** Photos and history, which need a line; silent without. @param {{id: string, version: number}} props */
function OnLine({ id, version }) {
  const [parts, setParts] = useState(/** @type {any} */ (null));
  const [reached, setReached] = useState(false);
  useEffect(() => {
    Promise.all([
      import("../common/photos.js"),
      import("../common/case_timeline.js"),
      get(`/cases/${id}`, { quiet: true }),
    ]).then(
      ([photos, timeline, { body }]) => {
        setParts({ Photos: photos.Photos, CaseTimeline: timeline.CaseTimeline, one: body });
        setReached(true);
      },
      () => setReached(false),
    );
  }, [id, version]);
  if (!parts || !reached || parts.one.id !== id) return null;
  return html`<section class="stack-tight"><h3>${say("照片", "Photos")}</h3>
      <${parts.Photos} caseId=${id} version=${version} /></section>
    <section class="stack-tight"><h3>${say("经过", "History")}</h3>
      <${parts.CaseTimeline} case=${parts.one} /></section>`;
}
