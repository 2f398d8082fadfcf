/** Copying a number or a link, to be pasted or told over the phone. */
import { toast } from "../common/feedback.js";
import { say } from "../common/words.js";

/** @param {string} text @param {string} [words] what is said then */
export async function copyText(text, words = say("已复制", "Copied")) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const box = document.createElement("textarea"); // over plain HTTP there is no clipboard
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
  toast(words);
}

/** @param {string} number */
export const copyNumber = (number) =>
  copyText(number, say("已复制案卷号 {number}", "Copied the number {number}", { number }));
