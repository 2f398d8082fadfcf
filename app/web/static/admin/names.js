/** What the codes of administration are called, as options of a field. */
import { language, say } from "../common/words.js";

/** @typedef {{value: any, label: string}} Option */

/** @param {Record<string, string>} names @returns {Option[]} */
const options = (names) => Object.entries(names).map(([value, label]) => ({ value, label }));

export const LEVELS = options({
  county: say("区县", "County"),
  town: say("乡镇街道", "Town"),
  village: say("村社区", "Village"),
  grid: say("网格", "Grid"),
});
export const GRID_KINDS = options({ general: say("综合网格", "General"), special: say("专属网格", "Special") });
export const DEPARTMENT_KINDS = options({
  bureau: say("局办", "Bureau"),
  station: say("站所", "Station"),
  team: say("团队", "Team"),
});
export const POSTS = options({
  grid_leader: say("网格长", "Grid leader"),
  full_time_worker: say("专职网格员", "Full-time worker"),
  part_time_worker: say("兼职网格员", "Part-time worker"),
  grid_instructor: say("网格指导员", "Grid instructor"),
  triage_clerk: say("受理员", "Triage clerk"),
  dispatcher: say("派遣员", "Dispatcher"),
  centre_leader: say("中心负责人", "Centre leader"),
  department_handler: say("部门经办人", "Department handler"),
  department_lead: say("部门负责人", "Department lead"),
  supervisor: say("督查员", "Supervisor"),
  administrator: say("系统管理员", "Administrator"),
  integration: say("系统对接", "Integration"),
});
export const LIMIT_UNITS = options({
  urgent_hours: say("紧急工作时（连续小时）", "Urgent hours"),
  working_hours: say("工作时", "Working hours"),
  working_days: say("工作日", "Working days"),
  calendar_days: say("自然日", "Calendar days"),
});
export const AUDIENCES = options({
  holder: say("经办人", "Whoever holds it"),
  unit: say("承办单位", "The unit"),
  department_lead: say("部门负责人", "Department lead"),
  dispatcher: say("派遣员", "Dispatcher"),
  centre_leader: say("中心负责人", "Centre leader"),
  supervisor: say("督查员", "Supervisor"),
  upper_supervisor: say("上级督查员", "Supervisor above"),
});
export const TERM_KINDS = options({ nature: say("诉求性质", "Nature"), source: say("来源", "Source") });
export const CHANNELS = options({
  worker: say("网格员上报", "Worker"),
  clerk: say("受理员登记", "Clerk"),
  resident: say("居民上报", "Resident"),
  integration: say("系统对接", "Integration"),
});
export const OUTCOMES = options({
  dispatch: say("派遣", "Dispatch"),
  publish: say("亮单", "Publish"),
  suggestion: say("推荐", "Suggest"),
  urgent: say("标为紧急", "Mark urgent"),
});
export const REPEAT_KINDS = options({
  caller: say("同一诉求人", "Same caller"),
  household: say("同一住户", "Same household"),
  place: say("同一地点", "Same place"),
  matter: say("同一事项", "Same matter"),
});
export const WEEKDAYS = options({
  monday: say("周一", "Monday"),
  tuesday: say("周二", "Tuesday"),
  wednesday: say("周三", "Wednesday"),
  thursday: say("周四", "Thursday"),
  friday: say("周五", "Friday"),
  saturday: say("周六", "Saturday"),
  sunday: say("周日", "Sunday"),
});
export const DATUMS = options({
  wgs84: say("WGS-84（GPS）", "WGS-84 (GPS)"),
  gcj02: say("GCJ-02（国内地图）", "GCJ-02 (Chinese maps)"),
  bd09: say("BD-09（百度）", "BD-09 (Baidu)"),
});

/** What a value is called. @param {Option[]} of @param {any} value */
export const called = (of, value) => (of.find((one) => one.value === value) || { label: value || "" }).label;

/** The name of a row in the reader's language, where it has one. @param {any} row */
export const nameOf = (row) => (language() === "en" && row.name_en) || row.name || "";

/** Posts that are held in a department and not in an area. */
export const OF_DEPARTMENT = ["department_handler", "department_lead"];

/** What the deeds of the trail are called. */
export const DEEDS = options({
  area: say("区划维护", "Area written"),
  boundary: say("边界维护", "Boundary drawn"),
  department: say("部门维护", "Department written"),
  category_standard: say("类别标准维护", "Category standard written"),
  category: say("类别维护", "Category written"),
  filing_rule: say("立案条件维护", "Filing rule written"),
  term: say("码值维护", "Term written"),
  responsibility: say("权责清单维护", "Row of the responsibility matrix written"),
  routing_rule: say("派遣规则维护", "Routing rule written"),
  routing_activated: say("启用权责或派遣规则", "Row or routing rule made active"),
  routing_deactivated: say("停用权责或派遣规则", "Row or routing rule made a draft"),
  crosswalk: say("类别对照维护", "Crosswalk written"),
  crosswalk_withdrawn: say("撤销类别对照", "Crosswalk withdrawn"),
  calendar: say("日历维护", "Calendar changed"),
  escalation: say("超期升级维护", "Escalation changed"),
  repeat_rules: say("重复诉求规则维护", "Rules of repeat demands written"),
  user: say("新建人员", "User created"),
  user_changed: say("变更人员", "User changed"),
  password_given: say("重置密码", "Password given"),
  password_changed: say("本人修改密码", "Own password changed"),
  appointment: say("任职", "Post granted"),
  appointment_dated: say("变更任期", "Post dated"),
  appointment_revoked: say("免职", "Post revoked"),
  hand_over: say("工作移交", "Work handed over"),
  hand_over_unit: say("单位移交", "Unit handed over"),
  substitution: say("指定代理人", "Substitute named"),
  substitution_ended: say("结束代理", "Substitution ended"),
  import: say("导入", "Imported"),
  export: say("导出", "Exported"),
});
