/** What the style guide shows instead of a district: it answers its own requests, and asks nobody. */
import { say } from "../common/words.js";

const HOUR = 3600000;
/** @param {number} hours */
const at = (hours) => new Date(Date.now() + hours * HOUR).toISOString();

/** @param {string} action @param {string} zh @param {string} en @param {Record<string, any>} [more] */
const offer = (action, zh, en, more = {}) => ({
  action, path: action.replace(/_/g, "-"), label_zh: zh, label: en, requires: [], accepts: [], reasons: [],
  photo_exemptions: [], limits: [], photos: [], photos_present: true, ...more,
}); // prettier-ignore

const RETURN = offer("request_return", "申请退单", "Ask to return", {
  requires: ["reason_code", "proposed_department"],
  accepts: ["note"],
  reasons: [
    { code: "not_our_duty", label_zh: "非本部门职责", label: "Not the duty of this department" },
    { code: "wrong_place", label_zh: "地点有误", label: "The place is wrong" },
  ],
});
const RESOLVE = offer("resolve", "处置完成", "Resolve", {
  requires: ["result"], accepts: ["photo_exemption"], photos: ["after"], photos_present: false,
  photo_exemptions: [{ code: "dark_or_unsafe", label_zh: "现场不具备拍摄条件", label: "Dark or unsafe on the spot" }],
}); // prettier-ignore
const EXTEND = offer("request_extension", "申请延期", "Ask for more time", {
  requires: ["reason_code", "amount"], accepts: ["note"],
  reasons: [{ code: "several_units", label_zh: "需多部门协同", label: "Several units have to act" }],
  limits: [{ field: "amount", most: 4, unit: "working_hours", unit_label_zh: "工作时", unit_label: "working hours",
      times_left: 2 }],
}); // prettier-ignore
const SUSPEND = offer("request_suspension", "申请挂账", "Ask to suspend", {
  requires: ["reason_code", "resume_at"], accepts: ["note"],
  reasons: [{ code: "needs_budget", label_zh: "需列支专项资金", label: "Money has to be granted first" }],
  limits: [{ field: "resume_at", most: 365, unit: "days", unit_label_zh: "天", unit_label: "days", times_left: 1 }],
}); // prettier-ignore
const COMMENT = offer("comment", "备注", "Comment", { requires: ["note"] });

/** A case, with what is said otherwise. @param {Record<string, any>} [more] */
export const sample = (more = {}) => ({
  id: "0193a0c0-0000-7000-8000-000000000001", number: "1000028", status: "handling", status_label_zh: "处置中",
  status_label: "Handling", stage: "command", light: "green", version: 4, urgent: false, title: null,
  description: say("路边井盖缺失，有安全隐患", "A manhole cover is missing beside the road"), dates_only: [],
  address: say("坪山街道六联社区", "Liulian community, Pingshan"), location: { lat: 22.6929, lon: 114.3468, datum: "wgs84",
      accuracy_m: 12 },
  area_code: "44031000100101", area_name: say("六和社区第一网格", "First grid of Liuhe"), category_code: "DCM-01-02",
  category_name: say("井盖缺失", "Missing cover"), lead_department_code: "CGJ", lead_department_name: say("城市管理局",
      "Urban Management"),
  handler_name: say("李处置", "Li Chuzhi"), reporter_name: say("林小格", "Lin Xiaoge"), reported_at: at(-5), due_at: at(3),
      stage_due_at: at(3),
  return_count: 0, rework_round: 0, repeat_count: 0, contact: { name: "王**", phone: "*******0000" },
      assist_codes: ["SWJ", "JJ"],
  assist_names: [say("水务局", "Water Affairs"), say("交通局", "Traffic")], open_assists: ["SWJ"], result: null,
      reply: null, rating: null,
  rule: { condition: say("井盖缺失或移位", "Cover missing or moved"), limit_amount: 4, limit_unit: "working_hours",
      close_condition: say("井盖恢复", "The cover is back") },
  allowed_actions: [RESOLVE, RETURN, EXTEND, SUSPEND, COMMENT], ...more,
}); // prettier-ignore

/** Cases of every light and mark. */
export const samples = () => [
  sample({ id: "1", light: "red", due_at: at(-2), urgent: true, order_due_at: at(1) }),
  sample({ id: "2", number: "1000029", light: "yellow", due_at: at(0.5), return_count: 1, rework_round: 1 }),
  sample({ id: "3", number: "1000030", repeat_count: 3, title: say("垃圾堆放", "Heap of rubbish") }),
  sample({ id: "4", number: "1000031", light: null, due_at: null, stage_due_at: null, status_label_zh: "已结案",
      status_label: "Closed",
    description: say("很长的诉求：", "A very long one: ") + say("楼下烧烤摊油烟扰民，多次反映未果。",
        "Smoke of the grill below, told of many times. ").repeat(12) }),
]; // prettier-ignore

/** A picture without a file. @param {string} sky @param {string} ground */
export function picture(sky, ground) {
  const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><path fill="${sky}" d="M0 0h400v300H0z"/>
    <path fill="${ground}" d="M0 180h400v120H0z"/><circle cx="200" cy="215" r="52" fill="#30363c"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(text)}`;
}

/** @param {string} id @param {string} purpose @param {string} url @param {Record<string, any>} [more] */
const photo = (id, purpose, url, more = {}) => ({
  id, purpose, round: 0, taken_at: at(-1), created_at: at(-1), near_case: true, repeated: false,
      uploaded_by_name: say("李处置", "Li Chuzhi"),
  preview_url: url, thumbnail_url: url, ...more,
}); // prettier-ignore

/** @param {number} seq @param {string} zh @param {string} en @param {Record<string, any>} [more] */
const event = (seq, zh, en, more = {}) => ({
  seq, action: "x", label_zh: zh, label: en, actor_kind: "user", actor_name: say("周受理", "Zhou Shouli"), note: null,
      data: {}, names: {},
  created_at: at(-5 + seq / 2), ...more,
}); // prettier-ignore

const UNITS = () => [
  { code: "CGJ", path: "CGJ/", name: say("城市管理局", "Urban Management") },
  { code: "SWJ", path: "SWJ/", name: say("水务局", "Water Affairs") },
  { code: "CGJ-1", path: "CGJ/CGJ-1/", name: say("坪山街道执法队", "Pingshan enforcement team") },
];

/** What each address answers. @param {string} path @returns {any} */
function answer(path) {
  if (/\/attachments$/.test(path)) {
    return { photos_pending: [{ id: "p" }], items: [
      photo("a", "before", picture("#b8c7d6", "#8a7f70")), photo("b", "after", picture("#cfe0ee", "#6f9a5e")),
      photo("c", "scene", picture("#e8d9c0", "#97867a"), { near_case: false, repeated: true }), photo("d", "after",
          "", { preview_url: null, thumbnail_url: null }),
    ] }; // prettier-ignore
  }
  if (/\/events$/.test(path)) {
    return { next_after: 4, items: [
      event(1, "上报", "Report", { note: say("路边井盖缺失", "A cover is missing") }), event(2, "立案", "File",
          { names: { rule_code: say("井盖缺失或移位", "Cover missing or moved") } }),
      event(3, "派单", "Dispatch", { names: { lead: say("城市管理局", "Urban Management"), assists: [say("水务局",
          "Water Affairs")] }, note: say("请两小时内到场", "Be there within two hours") }),
      event(4, "超时签收", "Signed automatically", { actor_kind: "system", actor_name: null }),
    ] }; // prettier-ignore
  }
  if (/\/templates$/.test(path))
    return { items: [{ id: "t", name: say("井盖类答复", "Covers"), text: say("井盖已恢复。", "The cover is back.") }] };
  if (/\/suggestions$/.test(path)) {
    return { categories: [], departments: [{ department_code: "CGJ", department_name: say("城市管理局", "Urban Management"),
      reason_zh: "本网格同类 41 件中 37 件由其处置", reason: "37 of 41 cases like it here" }] }; // prettier-ignore
  }
  if (/\/departments$/.test(path)) return { items: UNITS(), next_cursor: null };
  return { items: [], next_cursor: null };
}

/** Answers for the service from now on. */
export function answerAlone() {
  window.fetch = async (asked) => {
    const { pathname } = new URL(typeof asked === "string" ? asked : asked instanceof Request ? asked.url : asked.href);
    const body = pathname.endsWith("/me") ? { title: "401", code: "not-authenticated" } : answer(pathname);
    const status = pathname.endsWith("/me") ? 401 : 200;
    return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
  };
}
