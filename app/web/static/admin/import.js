/** Import 批量导入: files dropped, tried at once with every error in its place, mended there, then applied. */
import { Problem, newId, send } from "../common/api.js";
import { sentenceOf, toast } from "../common/feedback.js";
import { Tick } from "../common/fields.js";
import { html, Icon, useEffect, useRef, useState } from "../common/ui.js";
import { number, say } from "../common/words.js";
import { mended } from "./csv.js";
import { Errors } from "./import_errors.js";
import { Changes } from "./import_changes.js";
import { Given } from "./passwords.js";
import { sendFiles } from "./sending.js";
import { TroubleMap } from "./trouble_map.js";

/** @typedef {{name: string, content: Blob, text: string | null}} Chosen `text`: of a file that can be mended here */

/** @param {File} file @returns {Promise<Chosen>} */
async function chosen(file) {
  if (!/\.csv$/i.test(file.name)) return { name: file.name, content: file, text: null };
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    return { name: file.name, content: file, text };
  } catch {
    return { name: file.name, content: file, text: null }; // another encoding: the service says which
  }
}

/** @param {{onFiles: (files: File[]) => void}} props */
function Drop({ onFiles }) {
  const [over, setOver] = useState(false);
  const input = useRef();
  const stop = (/** @type {any} */ event, /** @type {boolean} */ inside) => {
    event.preventDefault();
    setOver(inside);
  };
  const dropped = (/** @type {any} */ event) => {
    stop(event, false);
    onFiles([...event.dataTransfer.files]);
  };
  const picked = (/** @type {any} */ event) => {
    onFiles([...event.target.files]);
    event.target.value = "";
  };
  return html`<div class="admin-drop ${over ? "admin-drop-over" : ""}"
    onDragOver=${(/** @type {any} */ event) => stop(event, true)}
    onDragLeave=${(/** @type {any} */ event) => stop(event, false)} onDrop=${dropped}>
    <p>${say("把 CSV、GeoJSON 或 zip 拖到这里", "Drop CSV, GeoJSON or a zip here")}</p>
    <input type="file" class="unseen" ref=${input} multiple accept=".csv,.geojson,.zip" onChange=${picked}
      tabindex="-1"
      aria-label=${say("选择要导入的文件", "Files to import")} />
    <button type="button" class="button" onClick=${() => /** @type {any} */ (input.current).click()}>
      ${say("选择文件", "Choose files")}</button></div>`;
}

/** @param {{share: number | null}} props */
const Progress = ({ share }) => html`<div role="status" class="stack-tight"><span>${
  share !== null && share < 1
    ? say("正在上传 {n}%", "Being sent, {n} %", { n: Math.round(share * 100) })
    : say("正在逐行核对……", "Every line is being checked …")
}</span><progress class="admin-progress" max="1"
  value=${share !== null && share < 1 ? share : undefined}></progress></div>`;

/** @param {{people: any[]}} props */
function Passwords({ people }) {
  const [given, setGiven] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState("");
  const make = async () => {
    setProblem("");
    try {
      const ids = people.slice(0, 200).map((one) => one.id);
      setGiven((await send("POST", "/users/passwords", { user_ids: ids }, { key: newId() })).body);
    } catch (error) {
      setProblem(/** @type {any} */ (error).detail || sentenceOf(error));
    }
  };
  if (given) return html`<${Given} given=${given} />`;
  return html`<div class="bar"><p class="grow">${say("{n} 人还没有密码，不能登录。", "{n} people have no password yet.", {
    n: number(people.length),
  })}</p><button class="button" onClick=${make}>${say("生成一次性密码", "Make one-time passwords")}</button></div>
    ${problem && html`<p class="field-error" role="alert">${problem}</p>`}`;
}

/** @param {{files: Chosen[], onAway: (name: string) => void}} props */
const Files = ({ files, onAway }) => html`<ul class="row row-wrap">${files.map(
  (file) => html`<li key=${file.name} class="chip">${file.name}
    <button type="button" class="chip-off" aria-label=${say("去掉 {name}", "Take {name} away", { name: file.name })}
      onClick=${() => onAway(file.name)}><${Icon} name="close" /></button></li>`,
)}</ul>`;

/** What is chosen, tried whenever that changes. */
function useImport() {
  const [files, setFiles] = useState(/** @type {Chosen[]} */ ([]));
  const [share, setShare] = useState(/** @type {number | null} */ (null));
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState("");
  const turn = useRef(0);
  const run = async (/** @type {boolean} */ apply, /** @type {boolean} */ revive) => {
    turn.current += 1;
    const mine = turn.current;
    setBusy(true);
    setProblem("");
    try {
      const answer = await sendFiles(files, { apply, revive }, (done) => mine === turn.current && setShare(done));
      if (mine !== turn.current) return;
      setTold(answer);
      if (apply) toast(say("已导入", "Imported"));
    } catch (error) {
      if (mine === turn.current) setProblem((error instanceof Problem && error.detail) || sentenceOf(error));
    } finally {
      if (mine === turn.current) {
        setBusy(false);
        setShare(null);
      }
    }
  };
  useEffect(() => {
    setTold(null);
    if (files.length) run(false, false);
  }, [files]);
  const add = async (/** @type {File[]} */ more) => {
    const read = await Promise.all(more.map(chosen));
    setFiles((was) => [...was.filter((one) => !read.some((each) => each.name === one.name)), ...read]);
  };
  return { files, setFiles, add, share, busy, told, problem, run };
}

/** The room. */
export function Import() {
  const { files, setFiles, add, share, busy, told, problem, run } = useImport();
  const [revive, setRevive] = useState(false);
  /** @param {string} name @param {number} line @param {number} at @param {string} value */
  const mend = (name, line, at, value) =>
    setFiles(
      files.map((file) => {
        if (file.name !== name || file.text === null) return file;
        const text = mended(file.text, line, at, value);
        return { name, text, content: new Blob([text], { type: "text/csv" }) };
      }),
    );
  const good = told && !told.error_count;
  const needs = good && told.revivals.length > 0 && !told.applied;
  return html`<p class="soft">${say(
    "表格另存为“CSV UTF-8”，文件名和列见文档《导入》；导出的 zip 可直接导入。",
    "Save sheets as “CSV UTF-8”; the document on importing names files and columns. A zip of an export will do.",
  )} <a href="api/v1/export" download>${say("下载现有数据", "Download what there is")}</a></p>
    <${Drop} onFiles=${add} />
    ${files.length > 0 && html`<${Files} files=${files} onAway=${(/** @type {string} */ name) =>
      setFiles(files.filter((one) => one.name !== name))} />`}
    ${busy && html`<${Progress} share=${share} />`}
    ${problem && html`<p class="field-error" role="alert">${problem}</p>`}
    ${
      told &&
      told.error_count > 0 &&
      html`<section class="stack"><h3 class="field-error" role="alert">
        ${say("{n} 处错误，未导入任何内容", "{n} errors; nothing was imported", { n: number(told.error_count) })}</h3>
      <${TroubleMap} key=${JSON.stringify(told.boundaries).length} told=${told} />
      <${Errors} errors=${told.errors} files=${files} onMend=${mend} /></section>`
    }
    ${
      good &&
      html`<section class="stack"><${Changes} told=${told} />
      ${needs && html`<${Tick} value=${revive} onChange=${setRevive}
        label=${say("恢复以上已经终止的内容", "Take up again what had ended")} />`}
      ${!told.applied && html`<button class="button button-primary admin-start" disabled=${busy || (needs && !revive)}
        onClick=${() => run(true, revive)}>${say("确认导入", "Import it")}</button>`}
      ${told.applied && told.without_password.length > 0 && html`<${Passwords}
        people=${told.without_password} />`}</section>`
    }`;
}
