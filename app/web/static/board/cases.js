/** The cases behind a number: a list to choose from, urge several of, and open one beside. */
import { get, newId, Problem, send } from "../common/api.js";
import { Empty, ErrorState, Loading, toast } from "../common/feedback.js";
import { usePages } from "../common/lists.js";
import { useLive } from "../common/live.js";
import { useAtMostEvery } from "../common/figures.js";
import { useKeys } from "../common/keys.js";
import { classes, html, Icon, useEffect, useMemo, useRef, useState, go, hashOf } from "../common/ui.js";
import { number, say } from "../common/words.js";
import { CaseSide } from "./case_side.js";
import { LateRow } from "./late_row.js";
import { narrowing } from "./narrowing.js";

const OURS = ["area_name", "department_name", "category_name", "days", "named", "figure"];
const AGAIN_MS = 15000;

const NAMES = () => /** @type {Record<string, string>} */ ({
  open: say("在办", "Open"), overdue: say("超期", "Overdue"), "stage-overdue": say("环节超时", "Late in stage"),
  upcoming: say("临期", "Due soon"), "auto-signed": say("自动签收", "Signed by the system"),
  suspended: say("挂账", "Suspended"), bounced: say("退单", "Returned"), redirected: say("改派", "Redirected"),
  orders: say("督办待回复", "Orders waiting"), reported: say("上报", "Reported"), closed: say("结案", "Closed"),
  "was-overdue": say("当时超期", "Overdue then"), ordered: say("被督办", "Under orders"),
  "typed-twice": say("重复录入", "Typed twice"), unread: say("无人阅看", "Read by nobody"),
}); // prettier-ignore

/** What the question is asked with. @param {Record<string, string>} query */
const askedOf = (query) => Object.fromEntries(Object.entries(query).filter(([name]) => !OURS.includes(name)));

/** How many there are in all. @param {string} question @param {Record<string, string>} asked @param {any} items */
function useTotal(question, asked, items) {
  const [total, setTotal] = useState(/** @type {number | null} */ (null));
  useEffect(() => {
    const stop = new AbortController();
    if (!items) setTotal(null);
    get("/supervision/summary", { query: { ...asked, question, by: "status" }, signal: stop.signal }).then(
      (answer) => setTotal(answer.body.total),
      () => undefined, // the list itself says what is wrong
    );
    return () => stop.abort();
  }, [question, JSON.stringify(asked), items]);
  return total;
}

/** Coming back from a case, the list is where it was left. @param {string | null} chosen */
function useWayBack(chosen) {
  const left = useRef(/** @type {string | null} */ (null));
  useEffect(() => {
    const row = !chosen && left.current && document.getElementById(`row-${left.current}`);
    if (row) row.focus();
    left.current = chosen;
  }, [chosen]);
}

/**
 * Urges one after the other; what each answered is counted.
 * @param {any[]} cases @param {string} note @param {(done: number) => void} onStep
 */
async function urgeAll(cases, note, onStep) {
  let urged = 0;
  /** @type {string[]} */
  const refused = [];
  for (const [at, one] of cases.entries()) {
    try {
      await send("POST", `/cases/${one.id}/urge`, note ? { note } : {}, { key: newId() });
      urged += 1;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.offline) throw problem;
      refused.push(`${one.number} ${problem.detail}`);
    }
    onStep(at + 1);
  }
  return { urged, refused };
}

/** @param {{chosen: any[], onDone: () => void}} props */
function BatchBar({ chosen, onDone }) {
  const [note, setNote] = useState("");
  const [step, setStep] = useState(/** @type {number | null} */ (null));
  const [refused, setRefused] = useState(/** @type {string[]} */ ([]));
  const urge = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setStep(0);
    try {
      const told = await urgeAll(chosen, note.trim(), setStep);
      setRefused(told.refused);
      toast(say("已催办 {n} 件", "Urged {n}", { n: told.urged }), { danger: told.urged === 0 });
      onDone();
    } catch {
      toast(say("网络中断，未全部催办", "The line was lost; not all were urged"), { danger: true });
    } finally {
      setStep(null);
    }
  };
  if (!chosen.length && !refused.length) return null;
  return html`<form class="batch card stack-tight" onSubmit=${urge}>
    ${chosen.length > 0 && html`<div class="bar"><b>${say("已选 {n} 件", "{n} chosen", { n: chosen.length })}</b>
      <input class="grow" aria-label=${say("催办内容", "What to say")} maxlength="2000" value=${note}
        placeholder=${say("催办内容（可不填）", "What to say (may be empty)")}
        onInput=${(/** @type {any} */ event) => setNote(event.target.value)} />
      <button class="button button-primary" disabled=${step !== null}><${Icon} name="bell" />${
        step === null ? say("催办", "Urge") : `${step} / ${chosen.length}`}</button></div>`}
    ${refused.length > 0 && html`<ul class="small field-error" role="alert">${refused.map((one) => html`<li key=${one}>
      ${one}</li>`)}</ul>`}
  </form>`; // prettier-ignore
}

/** @param {{question: string, chosen: string | null, query: Record<string, string>}} props */
export function Cases({ question, chosen, query }) {
  const asked = askedOf(query);
  const { items, more, loading, problem, reload } = usePages(`/supervision/${question}`, { ...asked, limit: 50 });
  const total = useTotal(question, asked, items);
  const [picked, setPicked] = useState(/** @type {Set<string>} */ (new Set()));
  useLive(useAtMostEvery(reload, AGAIN_MS));
  useEffect(() => setPicked(new Set()), [question, JSON.stringify(asked)]);
  useWayBack(chosen);
  const list = useMemo(() => (items || []).filter((one) => picked.has(one.id)), [items, picked]);
  const toggle = (/** @type {string} */ id) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  const all = () => setPicked(picked.size ? new Set() : new Set((items || []).map((one) => one.id)));
  const at = (/** @type {string} */ id) => hashOf(`cases/${question}/${id}`, query);
  const step = (/** @type {number} */ by) => () => {
    const all = items || [];
    const next = all[Math.min(Math.max(all.findIndex((one) => one.id === chosen) + by, 0), all.length - 1)];
    if (!next) return;
    go(`cases/${question}/${next.id}`, query, { replace: Boolean(chosen) });
    const row = document.getElementById(`row-${next.id}`);
    if (row) row.scrollIntoView({ block: "nearest" });
  };
  useKeys(
    {
      j: step(1),
      k: step(-1),
      x: () => chosen && toggle(chosen),
      Escape: () => (chosen ? go(`cases/${question}`, query) : go("", narrowing(query))),
    },
    {
      j: say("下一件", "Next case"),
      k: say("上一件", "Previous case"),
      x: say("选中或取消", "Choose it or not"),
      Escape: say("返回", "Back"),
    },
  );
  const parts = [query.named, query.area_name, query.department_name, query.category_name].filter(Boolean);
  return html`<div class=${classes("cases", chosen && "cases-one")}>
    <section class="cases-list stack-tight" aria-label=${say("案卷清单", "List of cases")}>
      <div class="row row-wrap"><a class="button-icon" href=${hashOf("", narrowing(query))}
          aria-label=${say("返回总览", "Back to the overview")}><${Icon} name="back" /></a>
        <h2 class="grow">${NAMES()[question] || question} <span class="number" data-total=${total}>${
          total === null ? "" : number(total)}</span>
          ${parts.length > 0 && html`<span class="small soft" dir="auto"> ${parts.join(" · ")}</span>`}</h2>
        ${items && items.length > 0 && html`<button type="button" class="button-plain" onClick=${all}>
          ${picked.size ? say("取消选择", "Choose none") : say("选中全部", "Choose all")}</button>`}</div>
      <${BatchBar} chosen=${list} onDone=${() => { setPicked(new Set()); reload(); }} />
      ${problem && html`<${ErrorState} problem=${problem} again=${reload} />`}
      ${!items && !problem && html`<${Loading} rows=${8} />`}
      ${items && items.length === 0 && html`<${Empty} title=${say("没有这样的案卷", "No such cases")} />`}
      <ul class="list card cases-rows">${(items || []).map((one) => html`<li key=${one.id} class="row cases-row">
        <label class="cases-pick"><span class="unseen">${say("选择案卷 {n}", "Choose case {n}", { n: one.number })}</span>
          <input type="checkbox" checked=${picked.has(one.id)} onChange=${() => toggle(one.id)} /></label>
        <div class="grow"><${LateRow} case=${one} href=${at(one.id)} selected=${one.id === chosen} /></div></li>`)}</ul>
      ${more && html`<button type="button" class="button button-wide" disabled=${loading} onClick=${more}>
        ${say("更多", "More")}</button>`}
    </section>
    ${chosen && html`<${CaseSide} key=${chosen} id=${chosen} row=${(items || []).find((one) => one.id === chosen)}
      back=${hashOf(`cases/${question}`, query)} onChanged=${reload} />`}
  </div>`; // prettier-ignore
}
