/** Filters of a list: they stand in the address, so that they can be kept and shared, and can be saved as a view. */
import { newId, send, meNow } from "../common/api.js";
import { Field } from "../common/fields.js";
import { CategoryPicker } from "../common/pickers.js";
import { Dialog, sentenceOf, toast } from "../common/feedback.js";
import { html, useState, go } from "../common/ui.js";
import { say } from "../common/words.js";
import { AreaField } from "./area_field.js";
import { useAll } from "./catalogue.js";
import { addressOf } from "./place.js";
import { UnitField } from "./units_field.js";

const STATUSES = () => [
  ["reported", say("已上报", "Reported")],
  ["verifying", say("核查中", "Verifying")],
  ["filed", say("已立案待派", "Filed")],
  ["pooled", say("亮单中", "Pooled")],
  ["dispatched", say("待签收", "Dispatched")],
  ["handling", say("处置中", "Handling")],
  ["return_review", say("退单待审", "Return under review")],
  ["suspended", say("挂账", "Suspended")],
  ["resolved", say("已处置待核实", "Resolved")],
  ["checking", say("核实中", "Checking")],
  ["closed", say("已结案", "Closed")],
];
const LIGHTS = () => [
  ["", say("不限", "Any")],
  ["red", say("红：超期", "Red: overdue")],
  ["yellow", say("黄：将到期", "Yellow: due soon")],
  ["green", say("绿", "Green")],
];

/** @param {{label: string, value: any, choices: string[][], onChange: (code: string) => void}} props */
const Select = ({ label, value, choices, onChange }) =>
  html`<label class="field"
    ><span class="field-label">${label}</span>
    <select value=${value ?? ""} onChange=${(/** @type {any} */ event) => onChange(event.currentTarget.value)}>
      ${choices.map(([code, words]) => html`<option key=${code} value=${code}>${words}</option>`)}
    </select></label
  >`;

/** @param {{filters: Record<string, any>, onClose: () => void}} props */
export function Filters({ filters, onClose }) {
  const [told, setTold] = useState(/** @type {Record<string, any>} */ ({ open: "true", sort: "due", ...filters }));
  const set = (/** @type {Record<string, any>} */ changes) => setTold((was) => ({ ...was, ...changes }));
  const categories = useAll("/categories");
  const names = new Map((categories || []).map((one) => [one.code, one.name]));
  const statuses = told.status || [];
  const toggle = (/** @type {string} */ code) =>
    set({
      status: statuses.includes(code)
        ? statuses.filter((/** @type {string} */ one) => one !== code)
        : statuses.concat(code),
    });
  const show = (/** @type {Event} */ event) => {
    event.preventDefault();
    onClose();
    const kept = Object.fromEntries(
      Object.entries(told).filter(([, one]) => one !== "" && one !== null && (!Array.isArray(one) || one.length)),
    );
    const { path, query } = addressOf({ kind: "list", name: "", filters: kept });
    go(path, query);
  };
  return html`<${Dialog} title=${say("筛选案卷", "Filter cases")} onClose=${onClose} wide>
    <form class="stack" onSubmit=${show}>
      <label class="field"
        ><span class="field-label">${say("文字或案卷号", "Words or number")}</span>
        <input
          autofocus
          value=${told.q ?? ""}
          maxlength="50"
          onInput=${(/** @type {any} */ event) => set({ q: event.currentTarget.value })}
      /></label>
      <fieldset class="row row-wrap">
        <legend class="field-label">${say("状态", "Status")}</legend>
        ${STATUSES().map(
          ([code, words]) =>
            html`<label class="chip" key=${code}
              ><input type="checkbox" checked=${statuses.includes(code)} onChange=${() => toggle(code)} />
              ${words}</label
            >`,
        )}
      </fieldset>
      <div class="grid-two">
        <${Select}
          label=${say("时限", "Light")}
          value=${told.light}
          choices=${LIGHTS()}
          onChange=${(/** @type {string} */ light) => set({ light })}
        />
        <${Select}
          label=${say("范围", "Which")}
          value=${told.open}
          onChange=${(/** @type {string} */ open) => set({ open })}
          choices=${[
            ["true", say("未办结", "Open")],
            ["false", say("已办结", "Ended")],
            ["", say("全部", "All")],
          ]}
        />
        <${Select}
          label=${say("顺序", "Order")}
          value=${told.sort}
          onChange=${(/** @type {string} */ sort) => set({ sort })}
          choices=${[
            ["due", say("先到期的在前", "First due first")],
            ["reported", say("新上报的在前", "Newest first")],
          ]}
        />
        <${AreaField}
          label=${say("区划", "Area")}
          code=${told.area}
          onPick=${(/** @type {string} */ area) => set({ area })}
        />
        <${UnitField}
          label=${say("主办单位", "Lead unit")}
          code=${told.department}
          onPick=${(/** @type {string} */ department) => set({ department })}
        />
        <${Field} label=${say("类别", "Category")}
          >${(/** @type {any} */ given) =>
            html`<${CategoryPicker}
              ...${given}
              value=${told.category ? { value: told.category, label: names.get(told.category) || told.category } : null}
              onChange=${(/** @type {any} */ option) => set({ category: option ? option.value : "" })}
            />`}<//
        >
      </div>
      <div class="bar">
        <button class="button button-primary">${say("显示", "Show")}</button>
        <button
          type="button"
          class="button"
          onClick=${() => setTold({ open: "true", sort: "due", area: "", department: "", category: "" })}
        >
          ${say("清空", "Clear")}
        </button>
      </div>
    </form><//
  >`;
}

/**
 * Saves the filters of the list under a name, for oneself or for the centre.
 * @param {{filters: any, onClose: () => void, onSaved: (id: string) => void}} props
 */
export function SaveView({ filters, onClose, onSaved }) {
  const [name, setName] = useState("");
  const [isShared, setShared] = useState(false);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [key] = useState(newId);
  const post = ((meNow() || { posts: [] }).posts.find((one) => one.area_path) || { area_path: "" }).area_path || "";
  const area = post.split("/").filter(Boolean).pop();
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const query = { ...filters };
    for (const flag of ["open", "mine"])
      if (flag in query) query[flag] = query[flag] === "true" || query[flag] === true;
    try {
      const { body } = await send(
        "POST",
        "/views",
        { name: name.trim(), query, ...(isShared && area ? { area_code: area } : {}) },
        { key },
      );
      toast(say("已保存“{name}”", "Saved “{name}”", { name: body.name }));
      onSaved(body.id);
    } catch (refused) {
      setProblem(refused);
    }
  };
  return html`<${Dialog} title=${say("保存为常用筛选", "Save as a view")} onClose=${onClose}
    ><form class="stack" onSubmit=${save}>
      ${problem ? html`<p class="desk-refused" role="alert">${sentenceOf(problem)}</p>` : null}
      <label class="field"
        ><span class="field-label">${say("名称", "Name")}</span>
        <input
          autofocus
          maxlength="40"
          value=${name}
          onInput=${(/** @type {any} */ event) => setName(event.currentTarget.value)}
      /></label>
      ${
        area
          ? html`<label class="row"
              ><input
                type="checkbox"
                checked=${isShared}
                onChange=${(/** @type {any} */ event) => setShared(event.currentTarget.checked)}
              />
              ${say("与本中心共享", "Share it with my centre")}</label
            >`
          : null
      }
      <button class="button button-primary" disabled=${!name.trim()}>${say("保存", "Save")}</button>
    </form><//
  >`;
}
