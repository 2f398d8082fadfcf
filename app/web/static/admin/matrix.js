/** Who is responsible: the matrix 权责清单 and the routing rules 派遣规则 above it, drafts until they are made active. */
import { newId, send } from "../common/api.js";
import { sentenceOf, toast } from "../common/feedback.js";
import { html, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { DryRun } from "./dry_run.js";
import { called, CHANNELS, nameOf, OUTCOMES } from "./names.js";
import { ACTIVE, ResourceRoom, SEARCH, Use } from "./resource.js";

/** @typedef {import("./resource.js").Resource} Resource */

const DRAFT = say("草稿", "Draft");
const WHEN = [
  { name: "weekdays", label: say("星期", "Weekdays"), kind: "weekdays", optional: true,
    hint: say("不选为每天", "None chosen: every day") },
  { name: "starts", label: say("每天自", "From, each day"), kind: "clock", optional: true },
  { name: "ends", label: say("每天至", "To, each day"), kind: "clock", optional: true },
  { name: "valid_from", label: say("生效日", "Valid from"), kind: "day" },
  { name: "valid_to", label: say("截止日", "Last day"), kind: "day", optional: true },
]; // prettier-ignore
const WHERE = [
  { name: "category_code", label: say("类别", "Category"), kind: "category", optional: true },
  {
    name: "area_code", label: say("区划", "Area"), kind: "area", optional: true,
    hint: say("不填为全部", "Empty: everywhere"),
  }, // prettier-ignore
];
const FILTERS = [
  SEARCH,
  { name: "category", label: say("类别", "Category"), kind: "category" },
  { name: "department", label: say("单位", "Unit"), kind: "unit" },
  { name: "area", label: say("区划", "Area"), kind: "area" },
  ACTIVE,
];
const WHOLE = {
  keyOf: (/** @type {any} */ row) => row.code,
  addressOf: (/** @type {any} */ values) => encodeURIComponent(values.code || " "),
  without: ["code"],
  filters: FILTERS,
};
const CODE = { name: "code", label: say("代码", "Code"), kind: "text", fixed: true };
const CODED = { label: say("代码", "Code"), of: (/** @type {any} */ row) => row.code };
const LEAD = { name: "lead_code", label: say("主办单位", "Lead"), kind: "unit" };
const ASSISTS = { name: "assist_codes", label: say("协办单位", "Assists"), kind: "units", optional: true, empty: [] };

/** A draft is tried, then made to count; what counts is made a draft again. @param {{row: any, reload: () => void,
 *   path: string, collection: string}} props */
function Counting({ row, reload, path, collection }) {
  const [active, setActive] = useState(row.is_active);
  const [problem, setProblem] = useState("");
  const turn = async () => {
    setProblem("");
    try {
      const step = active ? "deactivate" : "activate";
      await send("POST", `${path}/${encodeURIComponent(row.code)}/${step}`, undefined, { key: newId() });
      toast(active ? say("已改为草稿", "A draft again") : say("已启用", "It counts now"));
      setActive(!active);
      reload();
    } catch (error) {
      setProblem(/** @type {any} */ (error).detail || sentenceOf(error));
    }
  };
  const tried = { [active ? "deactivate" : "activate"]: [{ collection, code: row.code }] };
  return html`<section class="stack-tight admin-more"><div class="bar">${Use(active, DRAFT)}
      <button type="button" class="button" onClick=${turn}>${
        active ? say("改为草稿", "Make it a draft") : say("启用", "Make it count")
      }</button></div>
    ${problem && html`<p class="field-error" role="alert">${problem}</p>`}
    <${DryRun} key=${String(active)} tried=${tried}
      words=${active ? say("试算：如停用", "Try: without it") : say("试算：如启用", "Try: with it")} /></section>`;
}

/** @type {Resource} */
const MATRIX = {
  ...WHOLE,
  room: "matrix",
  path: "/responsibilities",
  one: say("权责", "row"),
  columns: [
    CODED,
    {
      label: say("类别或条件", "Category or rule"),
      of: (row) => row.category_name || row.category_code || row.rule_code || "",
    },
    { label: say("区划", "Area"), of: (row) => row.area_name || row.area_code || say("全部", "Everywhere") },
    { label: say("主办", "Lead"), of: (row) => row.lead_name || row.lead_code },
    { label: say("协办", "Assists"), of: (row) => (row.assist_names || row.assist_codes).join(say("、", ", ")) },
    { label: say("状态", "State"), of: (row) => Use(row.is_active, DRAFT) },
  ],
  fields: [
    CODE,
    WHERE[0],
    { name: "rule_code", label: say("或立案条件", "Or a filing rule"), kind: "rule", optional: true },
    WHERE[1],
    ...WHEN,
    LEAD,
    ASSISTS,
    { name: "basis", label: say("依据", "Basis"), kind: "text", optional: true },
  ],
  blank: { assist_codes: [] },
  more: (props) => html`<${Counting} ...${props} path="/responsibilities" collection="responsibilities" />`,
};

const sends = (/** @type {any} */ values) => values.outcome === "dispatch";
const publishes = (/** @type {any} */ values) => values.outcome === "publish";

/** @type {Resource} */
const RULES = {
  ...WHOLE,
  room: "routing",
  path: "/routing-rules",
  one: say("派遣规则", "routing rule"),
  columns: [
    CODED,
    { label: say("次序", "Position"), of: (row) => row.position },
    { label: say("名称", "Name"), of: nameOf },
    { label: say("结果", "Outcome"), of: (row) => called(OUTCOMES, row.outcome) },
    { label: say("去向", "To"), of: (row) => row.lead_name || (row.eligible_names || []).join(say("、", ", ")) },
    { label: say("状态", "State"), of: (row) => Use(row.is_active, DRAFT) },
  ],
  fields: [
    CODE,
    { name: "position", label: say("次序", "Position"), kind: "number", hint: say("小的先判断", "The lowest is asked first") },
    { name: "name", label: say("名称", "Name"), kind: "text" },
    { name: "name_en", label: say("英文名称", "English name"), kind: "text", optional: true },
    ...WHERE,
    { name: "channel", label: say("渠道", "Channel"), kind: "choice", options: [...CHANNELS], optional: true },
    { name: "nature_code", label: say("诉求性质代码", "Code of the nature"), kind: "text", optional: true },
    { name: "source_code", label: say("来源代码", "Code of the source"), kind: "text", optional: true },
    { name: "urgent", label: say("是否紧急", "Urgent"), kind: "truth", optional: true },
    { name: "working_time", label: say("是否工作时间", "In working time"), kind: "truth", optional: true },
    { name: "words", label: say("含有词语（任一）", "Has one of the words"), kind: "lines", optional: true },
    ...WHEN,
    { name: "outcome", label: say("结果", "Outcome"), kind: "choice", options: OUTCOMES },
    { ...LEAD, shown: sends },
    { ...ASSISTS, shown: sends },
    { name: "eligible_codes", label: say("可点单单位", "Units that may claim"), kind: "units", shown: publishes, empty: [] },
    { name: "fallback_code", label: say("兜底单位", "Fallback"), kind: "unit", shown: publishes },
    { name: "minutes", label: say("亮单时长", "Published for"), kind: "number", unit: say("分钟", "minutes"),
      shown: publishes },
    { name: "threshold", label: say("置信度下限（0 至 1）", "Least confidence, 0 to 1"), kind: "number", min: 0, max: 1,
      shown: (values) => values.outcome === "suggestion" },
    { name: "automatic", label: say("自动执行", "By itself"), kind: "tick",
      unit: say("立案后自动派遣", "Done when a case is filed"), empty: false, shown: (values) => values.outcome !== "urgent" },
  ],
  blank: { outcome: "dispatch", automatic: false, position: 100, words: [] },
  more: (props) => html`<${Counting} ...${props} path="/routing-rules" collection="routing_rules" />`,
}; // prettier-ignore

/** What is wrong with all of it now, and what it would have done. */
const Whole = () => html`<${DryRun} tried=${{}} words=${say("检查并试算现行规则", "Check, and try what counts now")} />`;

export const Matrix = () => html`<${Whole} /><${ResourceRoom} of=${MATRIX} />`;
export const RoutingRules = () => html`<${Whole} /><${ResourceRoom} of=${RULES} />`;
