/** Forms of a village as data: a field each with its control, what was wrong beside it, sent once, asked before. */
import { get, newId, send } from "../common/api.js";
import { Combo } from "../common/combo.js";
import { Choice, Field, TextArea, Tick } from "../common/fields.js";
import { useOne } from "../common/lists.js";
import { shrunk } from "../common/photo_fields.js";
import { VillagePicker } from "../common/pickers.js";
import { Refusable, Refused } from "../common/refusal.js";
import { html, Icon, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { Confirm, named, useDeed } from "./parts.js";
import { wordOf } from "./words.js";

/** @typedef {{name: string, label: string, kind?: string, pointer?: string, hint?: string, optional?: boolean,
 *   options?: {value: any, label: string}[], min?: any, max?: any, person?: string, shown?: (draft: any) => boolean}}
 *   Asked */

/** Households by their number; without one, the first of the village. @param {string} code */
const searchHouseholds = (code) => async (/** @type {string} */ words, /** @type {AbortSignal} */ signal) => {
  const asked = (words.match(/\d+/) || [""])[0];
  const query = { ended: false, limit: 20, household_number: asked || null };
  const found = (await get(`/villages/${code}/households`, { query, signal })).body.items;
  return found.map((/** @type {any} */ one) => ({ value: one.id, label: named(one) }));
};

/** @param {{code: string, value: any, onChange: (option: any) => void, given: any}} props */
const PickHousehold = ({ code, value, onChange, given }) =>
  html`<${Combo} ...${given} value=${value || null} onChange=${onChange} search=${searchHouseholds(code)}
    placeholder=${say("按户号查找", "Find by number")} />`;

/**
 * Somebody of a household: first which, then who of them.
 * @param {{code: string, value: any, onChange: any, given: any}} props
 */
function PickPerson({ code, value, onChange, given }) {
  const [home, setHome] = useState(/** @type {any} */ (null));
  const one = useOne(home ? `/villages/${code}/households/${home.value}` : null);
  const pick = (/** @type {any} */ option) => {
    setHome(option);
    onChange(null);
  };
  const people = one.body ? one.body.members.filter((/** @type {any} */ each) => !each.until) : [];
  return html`<div class="stack-tight"><${PickHousehold} code=${code} value=${home} onChange=${pick} given=${given} />
    ${
      people.length > 0 &&
      html`<div role="group" aria-label=${say("成员", "People")}><${Choice} value=${value} onChange=${onChange}
      options=${people.map((/** @type {any} */ each) => ({
        value: each.person_id,
        label: `${each.name || "–"} · ${wordOf(each.relation)}`,
      }))} aria-label=${say("成员", "People")} /></div>`
    }</div>`;
}

/** Photos that wait for what they are evidence of. @param {{code: string, value: string[], onChange: any}} props */
function AddPhotos({ code, value, onChange }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const add = async (/** @type {any} */ event) => {
    const file = event.target.files[0];
    event.target.value = "";
    if (!file) return;
    setBusy(true);
    setProblem(null);
    try {
      const form = new FormData();
      form.set("photo", await shrunk(file), "photo.jpg");
      const kept = (await send("POST", `/villages/${code}/photos`, form, { key: newId() })).body;
      onChange(value.includes(kept.id) ? value : [...value, kept.id]);
    } catch (refused) {
      setProblem(refused);
    } finally {
      setBusy(false);
    }
  };
  return html`<div class="stack-tight"><div class="row row-wrap"><label class="button vil-file">
    <${Icon} name="camera" />${
    busy ? say("正在上传……", "Sending …") : say("添加照片（{n}）", "Add a photo ({n})", { n: value.length })
  }<input class="unseen" type="file" accept="image/*" disabled=${busy || value.length >= 9} onChange=${add} /></label>
    ${
      value.length > 0 &&
      html`<button type="button" class="button-plain" onClick=${() => onChange([])}>${say("全部去掉", "Remove all")}
        </button>`
    }</div><${Refused} problem=${problem} /></div>`;
}

/** @param {{code: string, asked: Asked, value: any, onChange: (value: any) => void, given: any}} props */
function Control({ code, asked, value, onChange, given }) {
  const typed = (/** @type {any} */ event) => onChange(event.target.value);
  if (asked.kind === "words") return html`<${TextArea} ...${given} value=${value} onChange=${onChange} />`;
  if (asked.kind === "choice")
    return html`<${Choice} ...${given} value=${value} onChange=${onChange} options=${asked.options} />`;
  if (asked.kind === "household")
    return html`<${PickHousehold} code=${code} value=${value} onChange=${onChange} given=${given} />`;
  if (asked.kind === "person")
    return html`<${PickPerson} code=${code} value=${value} onChange=${onChange} given=${given} />`;
  if (asked.kind === "user")
    return html`<${VillagePicker} ...${given} village=${code} value=${value} onChange=${onChange} />`;
  if (asked.kind === "number")
    return html`<input type="number" inputmode="numeric" class="narrow" ...${given} min=${asked.min} max=${asked.max}
      value=${value === undefined || value === null ? "" : value} onInput=${typed} />`;
  const type = asked.kind === "day" ? "date" : asked.kind === "phone" ? "tel" : "text";
  return html`<input type=${type} autocomplete="off" dir="auto" ...${given} min=${asked.min} max=${asked.max}
    class=${asked.kind === "day" ? "vil-day" : ""} value=${value || ""} onInput=${typed} />`;
}

/**
 * The fields of a form.
 * @param {{code: string, fields: Asked[], draft: any, onChange: (draft: any) => void}} props
 */
export function Fields({ code, fields, draft, onChange }) {
  return fields
    .filter((asked) => !asked.shown || asked.shown(draft))
    .map((asked) => {
      const value = draft[asked.name];
      const set = (/** @type {any} */ next) => onChange({ ...draft, [asked.name]: next });
      const pointer = asked.pointer || `/${asked.name}`;
      if (asked.kind === "tick")
        return html`<div key=${asked.name}><${Tick} label=${asked.label} value=${value} onChange=${set} /></div>`;
      if (asked.kind === "photos")
        return html`<${Field} key=${asked.name} label=${asked.label} group pointer=${pointer} hint=${asked.hint}
          optional=${asked.optional}>${() => html`<${AddPhotos} code=${code} value=${value || []}
            onChange=${set} />`}<//>`;
      const group = asked.kind === "choice" && (asked.options || []).length <= 6;
      return html`<${Field} key=${asked.name} label=${asked.label} group=${group} pointer=${pointer} hint=${asked.hint}
        optional=${asked.optional}>${(/** @type {any} */ given) =>
        html`<${Control} code=${code} asked=${asked} value=${value} onChange=${set} given=${given} />`}<//>`;
    });
}

/** What of a draft is sent: numbers as numbers, what was picked by its id, nothing for what is empty. */
export function plain(/** @type {Asked[]} */ fields, /** @type {any} */ draft) {
  const shown = fields.filter((asked) => !asked.shown || asked.shown(draft));
  return Object.fromEntries(
    shown.flatMap(({ name, kind }) => {
      const value = draft[name];
      if (kind === "tick") return [[name, Boolean(value)]];
      if (kind === "photos") return value && value.length ? [[name, value]] : [];
      if (value === undefined || value === null || String(value).trim() === "") return [];
      if (kind === "number") return [[name, Number(value)]];
      return [[name, kind === "household" || kind === "user" ? value.value : value]];
    }),
  );
}

/**
 * A form behind a button of its own, sent once; `sure` is asked where it cannot be taken back.
 * @param {{code: string, title: string, path: string, told: string, fields: Asked[], onDone: (made: any) => void,
 *   method?: "POST" | "PUT", initial?: any, body?: (draft: any) => any, sure?: string, button?: string,
 *   plainly?: boolean, after?: any, children?: any}} props
 */
export function Form(props) {
  const { code, title, path, told, fields, onDone, method = "POST", initial = {}, sure, button } = props;
  const [draft, setDraft] = useState(/** @type {any} */ (initial));
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState(false);
  const { act, busy, problem } = useDeed(code, () => undefined);
  const go = async () => {
    setAsking(false);
    const sent = plain(fields, draft);
    const made = await act(path, props.body ? props.body({ ...draft, ...sent }) : sent, told, method);
    if (!made) return;
    setDraft(initial);
    setOpen(false);
    onDone(made);
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (sure) setAsking(true);
    else go();
  };
  const shut = (/** @type {any} */ event) => setOpen(event.currentTarget.open);
  const lacks = fields.some((asked) => {
    const value = draft[asked.name];
    const empty = value === undefined || value === null || String(value).trim() === "";
    return !asked.optional && asked.kind !== "tick" && empty && (!asked.shown || asked.shown(draft));
  });
  return html`<details class=${props.plainly ? "vil-plain" : "card"} open=${open} onToggle=${shut}>
    <summary>${title}</summary>
    ${
      open &&
      html`<${Refusable} problem=${problem}><form class="stack vil-form" onSubmit=${submit} novalidate>${props.children}
      <${Fields} code=${code} fields=${fields} draft=${draft} onChange=${setDraft} />
      ${props.after}<${Refused} problem=${problem} />
      <div><button class="button button-primary" disabled=${busy || lacks}>${button || title}</button></div></form><//>`
    }
    ${
      asking &&
      html`<${Confirm} title=${title} ask=${sure} onYes=${go} onNo=${() => setAsking(false)} />`
    }</details>`;
}
