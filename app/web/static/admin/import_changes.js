/** What an import changes, file by file: counted, and the first rows from what to what. */
import { html, Icon } from "../common/ui.js";
import { label, number, say } from "../common/words.js";

const BECAME = /** @type {Record<string, string>} */ ({
  created: say("新增", "New"),
  changed: say("变更", "Changed"),
  retired: say("停用", "Retired"),
  withdrawn: say("撤销", "Withdrawn"),
});
const TONES = /** @type {Record<string, string>} */ ({
  created: "chip-green",
  changed: "chip-accent",
  retired: "chip-yellow",
  withdrawn: "chip-red",
});

/** @param {{change: any}} props */
const Change = ({ change }) => html`<li class="admin-change"><span
  class="chip ${TONES[change.became]}">${BECAME[change.became]}</span>
  <span class="number">${change.key}</span> ${
    change.line && html`<span class="soft small">${say("第 {n} 行", "line {n}", { n: change.line })}</span>`
  }
  ${change.columns.map(
    (/** @type {any} */ one) => html`<span key=${one.column} class="small"><span class="soft">${one.column}</span> ${
      one.before === null && one.after === null ? say("有变化", "changes") : `${one.before || "∅"} → ${one.after || "∅"}`
    }</span>`,
  )}</li>`;

/** @param {{file: any}} props */
function File({ file }) {
  const kinds = Object.keys(BECAME).filter((kind) => file[kind]);
  return html`<details class="card"><summary class="row row-wrap"><span class="grow">${file.file}</span>${kinds.map(
    (kind) => html`<span key=${kind} class="chip ${TONES[kind]}">${BECAME[kind]} ${number(file[kind])}</span>`,
  )}</summary><ul class="list">${file.changes.map(
    (/** @type {any} */ change) => html`<${Change} key=${change.key} change=${change} />`,
  )}</ul></details>`;
}

/** @param {{told: any}} props */
export function Changes({ told }) {
  const list = (/** @type {any[]} */ all, /** @type {string} */ title) =>
    all.length > 0 &&
    html`<section class="card stack-tight"><h4>${title}</h4><ul class="list">${all.map(
      (one, at) => html`<li key=${at} class="row"><${Icon} name="warn" /><span class="grow">${
        one.file ? `${one.file}:${one.line} ` : ""
      }${label(one, "detail")}</span></li>`,
    )}</ul></section>`;
  const changing = told.files.filter((/** @type {any} */ file) => Object.keys(BECAME).some((kind) => file[kind]));
  const others = told.files.filter((/** @type {any} */ file) => !changing.includes(file));
  const title = changing.length
    ? say("没有错误，导入后将有以下变化", "No errors; this is what would change")
    : say("没有错误，与现有数据一致", "No errors, and it is so already");
  return html`<div role="status"><h3>${told.applied ? say("已导入", "Imported") : title}</h3></div>
    ${changing.map((/** @type {any} */ file) => html`<${File} key=${file.file} file=${file} />`)}
    ${
      others.length > 0 &&
      html`<p class="soft">${say("没有变化：{files}", "Nothing changes in {files}", {
        files: others.map((/** @type {any} */ file) => file.file).join(say("、", ", ")),
      })}</p>`
    }
    ${list(told.revivals, say("将恢复已经终止的内容", "This had ended and would come back"))}
    ${list(told.remarks, say("权责与派遣规则有待改正", "Of who is responsible this is to be mended"))}`;
}
