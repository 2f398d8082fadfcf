/** The keys of the list: up and down, opening, ticking, another queue, undo and finding. */
import { useKeys } from "../common/keys.js";
import { useEffect } from "../common/ui.js";
import { say } from "../common/words.js";
import { copyNumber } from "./copying.js";

/** Puts the keys into the case: its number has the focus. */
function enterCase() {
  const head = /** @type {HTMLElement | null} */ (document.querySelector(".desk-case-number"));
  if (head) head.focus();
}

/**
 * @param {{listed: any, caseId: string | null, open: any, source: any, queues: any[], toQueue: (queue: any) => void,
 *   undo: () => void,
 *   chosen: any, onFind: () => void, doing: string | null, onDone: () => void}} desk
 */
export function useListKeys({ listed, caseId, open, source, queues, toQueue, undo, chosen, onFind, doing, onDone }) {
  const at = listed.items.findIndex((/** @type {any} */ row) => row.id === caseId);
  const row = at >= 0 ? listed.items[at] : null;
  const step = (/** @type {number} */ by) => () => {
    const next = listed.items[at < 0 ? (by > 0 ? 0 : listed.items.length - 1) : at + by];
    if (next) open(next.id, caseId !== null);
    if (listed.more && at + by > listed.items.length - 5) void listed.readMore();
  };
  const turn = (/** @type {number} */ by) => () => {
    const here = queues.findIndex((queue) => source && queue.name === source.name);
    const next = queues[(here + by + queues.length) % queues.length];
    if (next) toQueue(next);
  };
  const back = () => {
    if (doing) onDone();
    else if (chosen.rows.length) chosen.forget();
    else if (caseId) open(null);
  };
  useEffect(() => {
    const pressed = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter" && event.target === document.body && !document.querySelector("dialog[open]"))
        enterCase();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
  useKeys(
    {
      j: step(1),
      k: step(-1),
      Escape: back,
      x: (event) => {
        if (row) chosen.choose(row, event.shiftKey);
      },
      y: () => {
        if (row) void copyNumber(row.number);
      },
      u: undo,
      "/": onFind,
      "ctrl+k": onFind,
      "[": turn(-1),
      "]": turn(1),
    },
    {
      "j / k": say("下一件 / 上一件", "next / previous case"),
      Enter: say("进入案卷", "into the case"),
      Esc: say("返回", "back"),
      x: say("选择，用于批量（Shift+X 连选）", "tick for a batch (Shift+X: all between)"),
      y: say("复制案卷号", "copy the number"),
      u: say("撤销刚才的操作", "undo what was just done"),
      "/": say("查找（也可按 Ctrl-K）", "find (also Ctrl-K)"),
      "[ / ]": say("上一个 / 下一个队列", "previous / next queue"),
    },
  );
}
