/** Categories 类别 with their standards, filing rules 立案条件, and the code lists 码表. */
import { limitOf } from "../common/case.js";
import { html } from "../common/ui.js";
import { say } from "../common/words.js";
import { called, nameOf, LIMIT_UNITS, TERM_KINDS } from "./names.js";
import { ACTIVE, ResourceRoom, SEARCH, Use } from "./resource.js";

/** @typedef {import("./resource.js").Resource} Resource */

const CODE = { name: "code", label: say("代码", "Code"), kind: "text", fixed: true };
const NAME = { name: "name", label: say("名称", "Name"), kind: "text" };
const NAME_EN = { name: "name_en", label: say("英文名称", "English name"), kind: "text", optional: true };
const IN_USE = { name: "is_active", label: say("状态", "State"), kind: "tick", unit: say("在用", "In use") };
const CODED = { label: say("代码", "Code"), of: (/** @type {any} */ row) => row.code };
const NAMED = { label: say("名称", "Name"), of: nameOf };
const STATE = { label: say("状态", "State"), of: (/** @type {any} */ row) => Use(row.is_active) };
const codeOf = (/** @type {any} */ row) => row.code;
const addressOf = (/** @type {any} */ values) => encodeURIComponent(values.code || " ");

/** @type {Resource} */
const CATEGORIES = {
  room: "categories",
  path: "/categories",
  one: say("类别", "category"),
  keyOf: codeOf,
  addressOf,
  without: ["code"],
  columns: [
    CODED,
    NAMED,
    { label: say("上级", "Above"), of: (row) => row.parent_code || "" },
    { label: say("标准", "Standard"), of: (row) => row.standard_code },
    { label: say("自行处置", "Self-handled"), of: (row) => (row.self_handle_allowed ? say("可以", "Yes") : "") },
    {
      label: say("状态", "State"),
      of: (row) => Use(!row.retired_on, say("自 {day} 停用", "Retired on {day}", { day: row.retired_on || "" })),
    },
  ],
  filters: [SEARCH, { name: "standard", label: say("标准代码", "Code of the standard"), kind: "text" }, ACTIVE],
  fields: [
    CODE,
    { name: "standard_code", label: say("所属标准代码", "Code of its standard"), kind: "text" },
    { name: "parent_code", label: say("上级类别", "Category above"), kind: "text", optional: true,
      hint: say("大类留空；小类填大类代码", "Empty for one at the top") },
    NAME,
    NAME_EN,
    { name: "self_handle_allowed", label: say("自行处置", "Handled by oneself"), kind: "tick",
      unit: say("网格员可自行处置", "A worker may handle it"), empty: false },
    { name: "retired_on", label: say("自何日起停用", "Retired from"), kind: "day", optional: true },
  ],
  blank: { self_handle_allowed: false },
}; // prettier-ignore

/** @type {Resource} */
const STANDARDS = {
  room: "standards",
  path: "/category-standards",
  one: say("类别标准", "standard"),
  keyOf: codeOf,
  addressOf,
  without: ["code"],
  columns: [CODED, NAMED, { label: say("版本", "Version"), of: (row) => row.version }],
  filters: [SEARCH],
  fields: [CODE, NAME, NAME_EN, { name: "version", label: say("版本", "Version"), kind: "text" }],
  blank: {},
};

/** @type {Resource} */
const RULES = {
  room: "rules",
  path: "/filing-rules",
  one: say("立案条件", "filing rule"),
  keyOf: codeOf,
  addressOf,
  without: ["code"],
  columns: [
    CODED,
    { label: say("类别", "Category"), of: (row) => row.category_name || row.category_code },
    { label: say("立案条件", "Condition"), of: (row) => row.condition },
    { label: say("处置时限", "Limit"), of: (row) => limitOf(row) },
    { label: say("责任单位", "Unit"), of: (row) => row.department_name || row.department_code || "" },
    STATE,
  ],
  filters: [SEARCH, { name: "category", label: say("类别", "Category"), kind: "category" },
    { name: "department", label: say("责任单位", "Unit"), kind: "unit" }, ACTIVE],
  fields: [
    CODE,
    { name: "category_code", label: say("类别", "Category"), kind: "category" },
    { name: "condition", label: say("立案条件", "Condition"), kind: "long" },
    { name: "limit_amount", label: say("处置时限", "Limit"), kind: "number" },
    { name: "limit_unit", label: say("时限单位", "Unit of the limit"), kind: "choice", options: LIMIT_UNITS },
    { name: "close_condition", label: say("结案条件", "Condition for closing"), kind: "long" },
    { name: "department_code", label: say("责任单位", "Responsible unit"), kind: "unit", optional: true },
    IN_USE,
  ],
  blank: { is_active: true, limit_amount: 1, limit_unit: "working_days" },
}; // prettier-ignore

/** @type {Resource} */
const TERMS = {
  room: "terms",
  path: "/terms",
  one: say("码值", "term"),
  keyOf: (row) => `${row.kind}/${row.code}`,
  addressOf: (values) => `${values.kind || " "}/${encodeURIComponent(values.code || " ")}`,
  without: ["code", "kind"],
  columns: [CODED, NAMED, { label: say("种类", "Kind"), of: (row) => called(TERM_KINDS, row.kind) }, STATE],
  filters: [SEARCH, { name: "kind", label: say("种类", "Kind"), kind: "choice", options: TERM_KINDS }, ACTIVE],
  fields: [
    { name: "kind", label: say("种类", "Kind"), kind: "choice", options: TERM_KINDS, fixed: true },
    CODE,
    NAME,
    NAME_EN,
    IN_USE,
  ],
  blank: { kind: "nature", is_active: true },
};

export const Categories = () => html`<${ResourceRoom} of=${CATEGORIES} />`;
export const Standards = () => html`<${ResourceRoom} of=${STANDARDS} />`;
export const Rules = () => html`<${ResourceRoom} of=${RULES} />`;
export const Terms = () => html`<${ResourceRoom} of=${TERMS} />`;
