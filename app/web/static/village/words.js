/** What the codes of households and points are called, and what there is to choose from. */
import { say } from "../common/words.js";

/** What something is, in words. @param {string} code */
export const wordOf = (code) =>
  ({
    open: say("评议中", "Voting"), passed: say("通过", "Passed"), rejected: say("未通过", "Rejected"),
    lapsed: say("未达法定人数", "Too few voted"), withdrawn: say("已撤回", "Withdrawn"), award: say("加分", "Award"),
    deduct: say("扣分", "Deduction"), deduction: say("扣分", "Deduction"), correction: say("更正", "Correction"),
    reversal: say("申诉改判", "Given back"), redemption: say("兑换", "Redemption"), return: say("退兑", "Return"),
    passed_on: say("分户转出", "Passed on"), received: say("分户转入", "Received"), granted: say("申诉成立", "Granted"),
    partly: say("部分成立", "Granted in part"), refused: say("申诉不成立", "Refused"), head: say("户主", "Head"),
    spouse: say("配偶", "Spouse"), child: say("子女", "Child"), parent: say("父母", "Parent"),
    other: say("其他亲属", "Relative"), tenant: say("租住人员", "Tenant"), yes: say("赞成", "Yes"), no: say("反对", "No"),
    abstain: say("弃权", "Abstain"), moved: say("迁出", "Moved away"), merged: say("并户", "Joined to another"),
    dissolved: say("销户", "Dissolved"), mistake: say("误建", "Made by mistake"), in: say("入库", "Came in"),
    out: say("出库", "Gone"), redeemed: say("兑换", "Redeemed"), returned: say("退兑", "Came back"),
    contact: say("联系住户", "To reach them"), visit: say("上门走访", "To visit"), verify: say("核对身份", "To verify"),
    correct: say("更正档案", "To correct"), appeal: say("办理申诉", "For an appeal"),
    number: say("只写户号", "By number"), masked_name: say("户号和脱敏姓名", "Number and masked name"),
    name: say("户号和户主姓名", "Number and name"), more_than_half: say("过半数", "More than half"),
    two_thirds: say("三分之二以上", "Two thirds"), three_quarters: say("四分之三以上", "Three quarters"),
    fewest_deducted: say("扣分少者在前", "Fewest points deducted"),
    most_awards: say("加分次数多者在前", "Most awards"), first_reached: say("先达到者在前", "Who was there first"),
    ranking: say("积分榜", "Ranking"), entries: say("积分明细", "Entries"),
  })[code] || code; // prettier-ignore

/** Of an appeal: "open" means another thing there. @param {string} state */
export const appealWord = (state) => (state === "open" ? say("待裁定", "To be decided") : wordOf(state));

/** @param {string[]} codes */
const among = (codes) => codes.map((value) => ({ value, label: wordOf(value) }));

export const RELATIONS = () => among(["head", "spouse", "child", "parent", "other", "tenant"]);
export const RELATIVES = () => RELATIONS().slice(1);
export const PURPOSES = () => among(["contact", "visit", "verify", "correct", "appeal"]);
export const REASONS = () => among(["moved", "merged", "dissolved", "mistake"]);
export const CHOICES = () => among(["yes", "no", "abstain"]);
export const LABELS = () => among(["number", "masked_name", "name"]);
export const MAJORITIES = () => among(["more_than_half", "two_thirds", "three_quarters"]);
export const TIES = () => among(["fewest_deducted", "most_awards", "first_reached"]);
export const LISTS = () => among(["ranking", "entries"]);
export const RULES = () => among(["award", "deduct"]);
export const STATES = () => among(["open", "passed", "rejected", "lapsed", "withdrawn"]);
export const APPEALS = () => ["open", "granted", "partly", "refused"].map((value) => ({
  value, label: appealWord(value),
})); // prettier-ignore

/** Kinds of households: a tenant among people is another word. */
export const KINDS = () => [
  { value: "resident", label: say("常住户", "Residents") }, { value: "tenant", label: say("租住户", "Tenants") },
  { value: "collective", label: say("集体户", "Collective") },
]; // prettier-ignore

/** @param {string} kind */
export const kindOf = (kind) => (KINDS().find((one) => one.value === kind) || { label: kind }).label;
