/** Doing something to the open case: sending now or after the pause, taking back, and what opens next. */
import { dismiss, sentenceOf, toast } from "../common/feedback.js";
import { useCallback, useEffect, useRef, useState } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { carryOut, isTakenBack, leads, PAUSE_MS, takeBack, waits } from "./sending.js";
import { TELLS } from "./told.js";

/** @typedef {import("./sending.js").Order} Order */
/** @typedef {{order: Order, problem: any}} Unsent */

/** @param {Order} order */
const namesOf = ({ label: name, number }) => ({ label: name, number });

/** The row that opens after this one: the next that nobody else looks at. @param {any[]} rows @param {string} id */
export function nextOf(rows, id) {
  const at = rows.findIndex((row) => row.id === id);
  const after = rows.slice(at + 1).concat(rows.slice(0, Math.max(at, 0)));
  return (after.find((row) => row.id !== id && !row.looked_at_by) ?? { id: null }).id;
}

/** One action at most waits for its pause to end; another one, or leaving the page, sends it at once. */
function useHeld(/** @type {(order: Order) => Promise<void>} */ sendIt) {
  const held = useRef(/** @type {{order: Order, timer: any, told: number} | null} */ (null));
  const take = useCallback(() => {
    const was = held.current;
    if (!was) return null;
    clearTimeout(was.timer);
    dismiss(was.told);
    held.current = null;
    return was.order;
  }, []);
  const release = useCallback(() => {
    const order = take();
    return order ? sendIt(order) : Promise.resolve();
  }, [sendIt]);
  const hold = useCallback(
    (/** @type {Order} */ order, /** @type {() => void} */ undo) => {
      void release();
      const text = say("{label} {number}：5 秒后发送", "{label} {number}: sent in 5 seconds", namesOf(order));
      held.current = { order, told: toast(text, { undo }), timer: setTimeout(release, PAUSE_MS) };
    },
    [release],
  );
  useEffect(() => {
    const hidden = () => {
      if (document.hidden) void release();
    };
    const leaving = (/** @type {BeforeUnloadEvent} */ event) => {
      if (!held.current) return;
      void release();
      event.preventDefault();
      event.returnValue = "";
    };
    document.addEventListener("visibilitychange", hidden);
    addEventListener("beforeunload", leaving);
    return () => {
      document.removeEventListener("visibilitychange", hidden);
      removeEventListener("beforeunload", leaving);
      void release();
    };
  }, [release]);
  return { hold, take, release };
}

/**
 * @param {{source: any, listed: any, caseId: string | null, open: (id: string | null, replace?: boolean) => void,
 *   reload: () => void}} desk
 */
export function useActing(desk) {
  const now = useRef(desk);
  now.current = desk;
  const [unsent, setUnsent] = useState(/** @type {Unsent[]} */ ([]));
  const told = useRef(0);
  const [answer, setAnswer] = useState(/** @type {{caseId: string, action: string, body: any} | null} */ (null));
  const undoing = useRef(/** @type {(() => void) | null} */ (null));
  const drafts = useRef(/** @type {Map<string, any>} */ (new Map())).current;

  const sendHeld = useCallback(async (/** @type {Order} */ order) => {
    try {
      await carryOut(order);
      drafts.delete(`${order.caseId} ${order.action}`);
    } catch (problem) {
      setUnsent((was) => was.filter((one) => one.order.caseId !== order.caseId).concat({ order, problem }));
    }
    now.current.listed.show([order.caseId]);
    now.current.reload();
  }, []);
  const { hold, take, release } = useHeld(sendHeld);

  const back = useCallback(
    (/** @type {Order} */ order) => {
      const undone = take();
      undoing.current = null;
      if (!undone) return;
      now.current.listed.show([order.caseId]);
      now.current.open(order.caseId);
      toast(say("已取消，未发送", "Cancelled; nothing was sent"));
    },
    [take],
  );

  const undoSent = useCallback(async (/** @type {Order} */ order, /** @type {number} */ version) => {
    undoing.current = null;
    dismiss(told.current);
    try {
      await takeBack(order, version);
      toast(say("{label} {number} 已撤回", "{label} {number} was taken back", namesOf(order)));
      now.current.listed.reload();
      now.current.open(order.caseId);
    } catch (problem) {
      toast(sentenceOf(problem), { danger: true });
    }
  }, []);

  const sendNow = useCallback(async (/** @type {Order} */ order) => {
    const { body } = await carryOut(order);
    drafts.delete(`${order.caseId} ${order.action}`);
    const { listed, open, reload } = now.current;
    setAnswer(TELLS.includes(order.action) ? { caseId: order.caseId, action: order.action, body } : null);
    if (isTakenBack(order.action)) undoing.current = () => void undoSent(order, body.version);
    const words = say("{label} {number} 已完成", "{label} {number}: done", namesOf(order));
    told.current = toast(words, { undo: undoing.current ?? undefined });
    const following = body.next ? body.next.row.id : nextOf(listed.items, order.caseId);
    void listed.reload();
    reload();
    if (leads(order.action) && now.current.caseId === order.caseId) open(following);
    return body;
  }, []);

  /** Does it; a Problem where it was refused at once. The text of the form stays until it is done. */
  const act = useCallback(
    async (
      /** @type {any} */ of,
      /** @type {any} */ offer,
      /** @type {any} */ body,
      /** @type {any} */ after = null,
    ) => {
      const { source, listed, open } = now.current;
      const queue = source && source.kind !== "list" ? source.name : null;
      /** @type {Order} */
      const order = {
        caseId: of.id,
        number: of.number,
        version: of.version,
        action: offer.action,
        path: offer.path,
        label: label(offer),
        body,
        queue,
        after,
      };
      drafts.set(`${of.id} ${offer.action}`, body);
      setUnsent((was) => was.filter((one) => one.order.caseId !== of.id));
      undoing.current = null;
      if (!waits(offer.action)) return sendNow(order);
      undoing.current = () => back(order);
      const following = nextOf(listed.items, of.id);
      hold(order, () => back(order));
      listed.hide([of.id]);
      if (leads(offer.action)) open(following);
      return null;
    },
    [],
  );

  const undo = useCallback(() => {
    if (undoing.current) undoing.current();
  }, []);
  const drop = useCallback((/** @type {string} */ id) => {
    setUnsent((was) => was.filter((one) => one.order.caseId !== id));
  }, []);
  return { act, undo, release, unsent, drop, drafts, answer };
}
