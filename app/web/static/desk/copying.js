/** Copying the number of a case, to be pasted or told over the phone. */
import { toast } from "../common/feedback.js";
import { say } from "../common/words.js";

/** @param {string} number */
export async function copyNumber(number) {
  try {
    await navigator.clipboard.writeText(number);
  } catch {
    const box = document.createElement("textarea"); // over plain HTTP there is no clipboard
    box.value = number;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
  toast(say("已复制案卷号 {number}", "Copied the number {number}", { number }));
}
