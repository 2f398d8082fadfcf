/** Away 请假代理: who stands in for whom and until when; naming a substitute for oneself or for whom one heads. */
import { newId, send, meNow } from "../common/api.js";
import { Empty, ErrorState, Loading, sentenceOf, toast } from "../common/feedback.js";
import { Choice, Field } from "../common/fields.js";
import { usePages } from "../common/lists.js";
import { html, Icon, useRef, useState } from "../common/ui.js";
import { say, time } from "../common/words.js";
import { errorsOf } from "./acting.js";
import { useMyUnits } from "./claiming.js";
import { dayOf } from "./more_time.js";
import { PeopleChoice } from "./people_choice.js";

const REASONS = () => [
  { value: "leave", label: say("休假", "Leave") }, { value: "sick", label: say("病假", "Sick") },
  { value: "training", label: say("外出学习", "Training") }, { value: "elsewhere", label: say("抽调", "Lent elsewhere") },
]; // prettier-ignore

/** @param {string} day */
const asDay = (day) => time(`${day}T04:00:00Z`, "day");
const today = () => dayOf(new Date());

/** @param {{one: any, onEnded: () => void}} props */
function Substitution({ one, onEnded }) {
  const key = useRef(newId());
  const [busy, setBusy] = useState(false);
  const over = one.ended_at || one.valid_to < today();
  const reason = REASONS().find((known) => known.value === one.reason_code);
  const end = async () => {
    setBusy(true);
    try {
      await send("POST", `/substitutions/${one.id}/end`, undefined, { key: key.current });
      toast(say("代理已结束", "It has ended"));
      onEnded();
    } catch (problem) {
      toast(sentenceOf(problem), { danger: true });
    } finally {
      setBusy(false);
    }
  };
  return html`<li class="row row-wrap unit-away"><span class="grow"><strong dir="auto">${say("{who} 由 {other} 代理",
      "{other} stands in for {who}", {
      who: one.absent_name || "", other: one.substitute_name || "",
    })}</strong><br /><span class="soft small">${asDay(one.valid_from)} – ${asDay(one.valid_to)}${reason
        ? ` · ${reason.label}` : ""}</span>
      ${one.note && html`<span class="soft small" dir="auto"> · ${one.note}</span>`}</span>
    ${one.is_current ? html`<span class="chip chip-green">${say("代理中", "Now")}</span>` : html`<span class="chip">${over
        ? say("已结束", "Over") : say("未开始", "To come")}</span>`}
    ${!over && html`<button type="button" class="button" disabled=${busy} onClick=${end}>${say("结束", "End it")}
        </button>`}</li>`;
}

/** @param {{who: string | null, name: string | null, onDone: () => void}} props */
function NameSubstitute({ who, name, onDone }) {
  const self = meNow();
  const { units } = useMyUnits();
  const [draft, setDraft] = useState({ unit: "", person: /** @type {string | null} */ (null), from: today(),
      to: today(), reason: "leave", note: "" });
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const attempt = useRef({ said: "", key: "" });
  const set = (/** @type {any} */ change) => setDraft((was) => ({ ...was, ...change }));
  const unit = draft.unit || (units && units[0] ? units[0].code : "");
  const errors = errorsOf(problem);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const absent = who && (!self || who !== self.id) ? { absent_id: who } : {};
    const body = { ...absent, substitute_id: draft.person, valid_from: draft.from, valid_to: draft.to,
        reason_code: draft.reason, note: draft.note.trim() || undefined };
    const said = JSON.stringify(body);
    if (attempt.current.said !== said) attempt.current = { said, key: newId() };
    setBusy(true);
    setProblem(null);
    try {
      await send("POST", "/substitutions", body, { key: attempt.current.key });
      toast(say("代理人已指定", "A substitute is named"));
      onDone();
    } catch (refused) {
      setProblem(refused);
    } finally {
      setBusy(false);
    }
  };
  const day = (/** @type {"from" | "to"} */ field, /** @type {string} */ label, /** @type {string} */ error) =>
      html`<${Field} label=${label} error=${error}>
    ${(/** @type {any} */ given) => html`<input type="date" required ...${given} value=${draft[field]} min=${today()}
      onInput=${(/** @type {any} */ event) => set({ [field]: event.target.value })} />`}<//>`;
  return html`<form class="card stack unit-form" onSubmit=${submit} noValidate>
    <h3>${who && name ? say("{name} 请假", "{name} is away", { name }) : say("本人请假", "I am away")}</h3>
    ${units && units.length > 1 && html`<${Field} label=${say("代理人所在单位", "Unit of the substitute")}>${(
        /** @type {any} */ given) => html`<select ...${given} value=${unit}
      onChange=${(/** @type {any} */ event) => set({ unit: event.target.value, person: null })}>${units.map(
        (/** @type {any} */ one) => html`<option key=${one.code} value=${one.code}>${one.name || one.code}</option>`)}
            </select>`}<//>`}
    ${unit && html`<${PeopleChoice} key=${unit} query=${{ department: unit }} unit=${unit} value=${draft.person}
        error=${errors.substitute_id}
      onChange=${(/** @type {string} */ person) => set({ person })} label=${say("由谁代理", "Who stands in")} />`}
    <div class="grid-two">${day("from", say("自", "From"), errors.valid_from)}${day("to", say("至（含当日）",
        "Until, that day included"), errors.valid_to)}</div>
    <${Field} group=${true} label=${say("原因", "Reason")} error=${errors.reason_code}>${(/** @type {any} */ given) =>
      html`<${Choice} ...${given} value=${draft.reason} onChange=${(/** @type {string} */ reason) => set({ reason })}
          options=${REASONS()} />`}<//>
    <${Field} label=${say("说明", "Note")} optional=${true} error=${errors.note}>${(/** @type {any} */ given) =>
        html`<input type="text" maxlength="300" ...${given}
      value=${draft.note} onInput=${(/** @type {any} */ event) => set({ note: event.target.value })} />`}<//>
    ${problem && html`<p class="field-error" role="alert">${sentenceOf(problem)}</p>`}
    <div class="bar"><button class="button button-primary" disabled=${busy || !draft.person}>${say("指定代理人",
        "Name the substitute")}</button></div>
  </form>`;
}

/** @param {{query: Record<string, string>}} props */
export function Screen({ query }) {
  const { who = null, name = null } = query;
  const { items, problem, reload, more } = usePages("/substitutions", { limit: 50 });
  return html`<div class="stack"><h2>${say("请假代理", "Away")}</h2>
    <p class="soft">${say(
      "代理人代为核查、核实并可移交请假人经办的案卷，权限仍以自己的岗位为限；到期自动结束。",
      "The substitute verifies, checks and hands on what waits for the absent, by their own posts; it ends by itself.",
    )}</p>
    <${NameSubstitute} key=${who || "me"} who=${who} name=${name} onDone=${reload} />
    <section class="stack-tight"><h3>${say("已有代理", "Substitutes")}</h3>
      ${problem && !items && html`<${ErrorState} problem=${problem} again=${reload} />`}
      ${!items && !problem && html`<${Loading} rows=${2} />`}
      ${items && !items.length && html`<${Empty} icon="people" title=${say("没有人请假", "Nobody is away")} />`}
      ${items && items.length > 0 && html`<ul class="list card unit-rows"><${Rows} items=${items} onEnded=${reload} />
          </ul>`}
      ${more && html`<button type="button" class="button button-wide" onClick=${more}><${Icon} name="down" />
          ${say("更多", "More")}</button>`}
    </section></div>`;
}

/** @param {{items: any[], onEnded: () => void}} props */
const Rows = ({ items, onEnded }) => items.map((one) => html`<${Substitution} key=${one.id} one=${one}
    onEnded=${onEnded} />`);
