/** Departments 部门 with dated names, the areas they serve, and hours of their own. */
import { send } from "../common/api.js";
import { toast } from "../common/feedback.js";
import { html, useState } from "../common/ui.js";
import { number, say } from "../common/words.js";
import { Form } from "./form.js";
import { Hours } from "./hours.js";
import { called, DEPARTMENT_KINDS } from "./names.js";
import { ACTIVE, ResourceRoom, SEARCH, Use } from "./resource.js";

/** A unit that is dissolved hands its open work to another. @param {{row: any}} props */
function HandOver({ row }) {
  const [told, setTold] = useState("");
  const fields = [
    { name: "to", label: say("移交给", "To"), kind: "unit" },
    { name: "note", label: say("说明", "Note"), kind: "text", optional: true },
  ];
  const save = async (/** @type {any} */ body, /** @type {any} */ _, /** @type {string} */ key) =>
    (await send("POST", `/departments/${row.code}/hand-over`, body, { key })).body;
  const done = (/** @type {any} */ made) => {
    const words = say("已移交 {n} 件，未移交 {m} 件", "{n} handed over, {m} not", {
      n: number(made.handed),
      m: number(made.refused.length),
    });
    setTold(words);
    toast(words);
  };
  return html`<details class="card"><summary>${say("移交在办案卷", "Hand over its open cases")}</summary>
    <${Form} fields=${fields} first=${{}} save=${save} onDone=${done} word=${say("移交", "Hand over")} />
    ${told && html`<p role="status">${told}</p>`}</details>`;
}

/** @param {{row: any, reload: () => void}} props */
const More = ({ row }) => html`<div class="stack admin-more">
  <${Hours} base=${`/departments/${encodeURIComponent(row.code)}`} weeks=${row.weeks || []} holidays />
  <${HandOver} row=${row} /></div>`;

/** @type {import("./resource.js").Resource} */
const DEPARTMENTS = {
  room: "departments",
  path: "/departments",
  one: say("部门单位", "department"),
  keyOf: (row) => row.code,
  addressOf: (values) => encodeURIComponent(values.code || " "),
  without: ["code"],
  columns: [
    { label: say("代码", "Code"), of: (row) => row.code },
    { label: say("名称", "Name"), of: (row) => row.name || "" },
    { label: say("类型", "Kind"), of: (row) => called(DEPARTMENT_KINDS, row.kind) },
    { label: say("上级", "Above"), of: (row) => row.parent_code || "" },
    { label: say("状态", "State"), of: (row) => Use(row.is_active) },
  ],
  filters: [
    SEARCH,
    { name: "area", label: say("服务区划", "Serves"), kind: "area" },
    { name: "kind", label: say("类型", "Kind"), kind: "choice", options: DEPARTMENT_KINDS },
    ACTIVE,
  ],
  fields: [
    { name: "code", label: say("代码", "Code"), kind: "text", fixed: true },
    { name: "kind", label: say("类型", "Kind"), kind: "choice", options: DEPARTMENT_KINDS },
    { name: "parent_code", label: say("上级单位", "Unit above"), kind: "unit", optional: true,
      hint: say("局办留空；站所和团队须有上级", "Empty for a bureau; stations and teams have one") },
    { name: "names", label: say("名称", "Names"), kind: "names" },
    { name: "aliases", label: say("别名", "Aliases"), kind: "lines", optional: true,
      hint: say("每行一个，供历史数据和搜索识别", "One a line: by these history and search know it") },
    { name: "jurisdictions", label: say("管辖区划", "Areas it serves"), kind: "areas", empty: [] },
    { name: "claim_limit", label: say("点单上限", "Most cases to claim"), kind: "number", optional: true,
      unit: say("件", "cases") },
    { name: "is_active", label: say("状态", "State"), kind: "tick", unit: say("在用", "In use") },
  ],
  blank: { kind: "bureau", is_active: true, names: [], aliases: [], jurisdictions: [] },
  more: More,
}; // prettier-ignore

export const Departments = () => html`<${ResourceRoom} of=${DEPARTMENTS} />`;
