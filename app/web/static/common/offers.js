/** Which of the offered actions stands where, and what is said where there is none. */
import { say } from "./words.js";

/** @param {string} text */
const words = (text) => text.trim().split(/\s+/);

/** What leads on, in the order in which it is shown. */
export const FORWARD = words(`
  claim sign file dispatch resolve complete_assist submit_verification pass_check close respond
  answer_supervision approve_return approve_suspension approve_extension request_check self_handle
`);
/** What ends or refuses something. */
export const AGAINST = words(`
  reject cancel force_close fail_check refuse_return refuse_suspension refuse_extension refuse_self_handling
  withdraw decline_whistle
`);
/** Notes beside the flow, and what is rare: behind "more". */
export const BESIDE = words(`
  comment progress follow unfollow supplement reveal_contact urge correct_location hand_over hand_over_unit
  unmerge issue_rating_link attach remind_assist record_minutes split force_close cancel
`);
const NOT_BUTTONS = ["view_original", "report", "import", "rate"];

/** Offers in the order in which people look for them. @param {any[]} offers */
export function inOrder(offers) {
  const rank = (/** @type {any} */ one) => {
    const at = FORWARD.indexOf(one.action);
    return at >= 0 ? at : BESIDE.includes(one.action) ? 200 : 100;
  };
  return offers.filter((one) => !NOT_BUTTONS.includes(one.action)).sort((a, b) => rank(a) - rank(b));
}

const WAITS = () => /** @type {Record<string, string>} */ ({
  reported: say("等待中心受理", "It waits for triage"), verifying: say("网格员正在核查", "It is being verified on the spot"),
  filed: say("等待派单", "It waits to be dispatched"), pooled: say("等待单位点单", "It waits for a unit to claim it"),
  dispatched: say("等待责任单位签收", "It waits for its unit to sign"), handling: say("责任单位正在处置", "Its unit is handling it"),
  suspended: say("已挂账，到期自动恢复", "It is suspended and resumes by itself"), split: say("已拆分，等待各件办结",
      "It waits for its parts"),
  return_review: say("退单等待审核", "Its return is under review"), resolved: say("等待核实", "It waits to be checked"),
  checking: say("正在现场核实", "It is being checked on the spot"), closed: say("已结案，等待评价",
      "It is closed and waits for a rating"),
}); // prettier-ignore

/** Why there is nothing to press, in one sentence. @param {any} one */
export const whyNot = (one) => {
  const waits = WAITS()[one.status];
  return waits ? say("{waits}，您现在不需要操作。", "{waits}; there is nothing for you to do now.", { waits })
    : say("案卷已终结，不能再操作。", "The case has ended; nothing more can be done."); // prettier-ignore
};
