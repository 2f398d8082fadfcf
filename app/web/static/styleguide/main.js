/** The style guide: every component in every state, without a service behind it. */
import { ActionForm, Actions } from "../common/actions.js";
import { Problem } from "../common/api.js";
import { CaseFacts, CaseRow, Light, Status, TimeLeft } from "../common/case.js";
import { Bars, Line } from "../common/charts.js";
import { Dialog, Empty, ErrorState, Loading, toast } from "../common/feedback.js";
import { Choice, DateTime, Field, NumberField, TextArea, Tick } from "../common/fields.js";
import { KeysHelp, showKeys, useKeys } from "../common/keys.js";
import { AreaMap } from "../common/map.js";
import { Photos } from "../common/photos.js";
import { PhotoAdd } from "../common/photo_fields.js";
import { UnitPicker } from "../common/pickers.js";
import { start } from "../common/shell.js";
import { Timeline } from "../common/timeline.js";
import { html, Icon, ICONS, useState } from "../common/ui.js";
import { say } from "../common/words.js";
import { answerAlone, sample, samples } from "./samples.js";

/** @param {{title: string, id: string, children?: any}} props */
const Part = ({ title, id, children }) => html`<section class="card stack" id=${id} aria-labelledby="${id}-title">
  <h2 id="${id}-title">${title}</h2>${children}
</section>`;

const Colours = () =>
  html`<div class="swatches">${"ink soft paper ground line edge accent red yellow green grey"
    .split(" ")
    .map(
      (name) =>
        html`<div key=${name} class="swatch"><span class="swatch-colour swatch-${name}"></span><code>${name}</code>
            </div>`,
    )}</div>`;

const Buttons = () => html`<div class="bar">
    <button type="button" class="button button-primary">${say("主要操作", "Primary")}</button>
    <button type="button" class="button">${say("普通操作", "Normal")}</button>
    <button type="button" class="button button-danger">${say("危险操作", "Danger")}</button>
    <button type="button" class="button" disabled>${say("不可用", "Disabled")}</button>
    <button type="button" class="button-plain">${say("文字按钮", "Plain")}</button>
    <button type="button" class="button-icon" aria-label=${say("更多", "More")}><${Icon} name="more" /></button>
  </div>
  <div class="row row-wrap"><span class="chip">${say("标签", "Chip")}</span><span class="chip chip-accent">${say("推荐",
      "Suggested")}</span>
    <button type="button" class="chip" aria-pressed="true">${say("已选", "Chosen")}</button>
    <button type="button" class="chip" aria-pressed="false">${say("未选", "Not chosen")}</button></div>
  <div class="icons">${ICONS.map((name) => html`<span key=${name} class="icon-sample"><${Icon} name=${name} /><code>
      ${name}</code></span>`)}</div>`;

const Lights = () => html`<div class="row row-wrap">${["green", "yellow", "red", null].map(
  (light) =>
    html`<span key=${light} class="row"><${Light} light=${light} brief=${true} /><${Light} light=${light} /></span>`,
)}</div>
  <div class="row row-wrap">${samples().map((one) => html`<span key=${one.id} class="row"><${Status} case=${one} />
      <${TimeLeft} case=${one} /></span>`)}</div>`;

function Fields() {
  const [text, setText] = useState("");
  const [one, setOne] = useState("a");
  const [tick, setTick] = useState(true);
  const [moment, setMoment] = useState(/** @type {string | null} */ (null));
  const [amount, setAmount] = useState(/** @type {number | null} */ (2));
  const [unit, setUnit] = useState(/** @type {any} */ (null));
  const [units, setUnits] = useState([{ value: "SWJ", label: say("水务局", "Water Affairs") }]);
  const few = [{ value: "a", label: say("属实", "True") }, { value: "b", label: say("不属实",
      "Not true") }]; // prettier-ignore
  return html`<div class="grid-two">
    <${Field} label=${say("说明", "Note")} hint=${say("最多 2000 字", "2,000 characters at most")} optional=${true}>
      ${(/** @type {any} */ given) => html`<${TextArea} ...${given} value=${text} onChange=${setText} caseId="1"
          templates="note" />`}<//>
    <${Field} label=${say("处置结果", "Result")} error=${say("请填写", "Please fill this in")}>
      ${(/** @type {any} */ given) => html`<${TextArea} ...${given} value="" onChange=${() => undefined} />`}<//>
    <${Field} label=${say("情况是否属实", "Is it true?")} group=${true}>
      ${(/** @type {any} */ given) => html`<${Choice} ...${given} value=${one} onChange=${setOne} options=${few} />`}
          <//>
    <${Field} label=${say("紧急", "Urgent")} group=${true}>
      ${(/** @type {any} */ given) => html`<${Tick} ...${given} value=${tick} onChange=${setTick}
          label=${say("按紧急件办理", "Urgent")} />`}<//>
    <${Field} label=${say("时间", "When")}>${(/** @type {any} */ given) => html`<${DateTime} ...${given} value=${moment}
        onChange=${setMoment} />`}<//>
    <${Field} label=${say("延长", "More time")}>
      ${(/** @type {any} */ given) => html`<${NumberField} ...${given} value=${amount} onChange=${setAmount} max=${4}
          unit=${say("工作时", "working hours")} />`}<//>
    <${Field} label=${say("主办单位", "Lead unit")}>
      ${(/** @type {any} */ given) => html`<${UnitPicker} ...${given} value=${unit} onChange=${setUnit} caseId="1" />`}
          <//>
    <${Field} label=${say("协办单位", "Assisting units")}>
      ${(/** @type {any} */ given) => html`<${UnitPicker} ...${given} multiple=${true} value=${units}
          onChange=${setUnits} />`}<//>
  </div>`;
}

function Feedback() {
  const [open, setOpen] = useState(false);
  const undone = () => toast(say("已撤销", "Undone"));
  return html`<div class="bar">
      <button type="button" class="button" onClick=${() => toast(say("已保存", "Saved"))}>${say("提示", "Toast")}</button>
      <button type="button" class="button" onClick=${() => toast(say("已派单", "Dispatched"), { undo: undone })}>
          ${say("可撤销的提示", "With undo")}</button>
      <button type="button" class="button" onClick=${() => toast(say("未能保存", "Not saved"), { danger: true })}>
          ${say("失败提示", "Failure")}</button>
      <button type="button" class="button" onClick=${() => setOpen(true)}>${say("打开对话框", "Open a dialog")}</button>
      <button type="button" class="button" onClick=${showKeys}><${Icon} name="keys" />${say("按键", "Keys")}</button>
    </div>
    ${
      open &&
      html`<${Dialog} title=${say("对话框", "A dialog")} onClose=${() => setOpen(false)}>
      <p>${say("按 Esc 键或右上角关闭。", "Esc or the cross closes it.")}</p><//>`
    }
    <div class="grid-two"><div class="framed"><${Empty} title=${say("今天没有待办", "Nothing waits for you")} /></div>
      <div class="framed"><${Loading} /></div>
      <div class="framed"><${ErrorState} problem=${new Problem(0, {})} again=${() => undefined} /></div>
      <div class="framed"><${ErrorState} problem=${new Problem(500, {})} again=${() => undefined} /></div>
      <div class="framed"><${ErrorState} problem=${new Problem(429, {}, 30)} /></div>
      <div class="framed"><${ErrorState} problem=${new Problem(404, {})} /></div></div>`;
}

function Charts() {
  const bars = [
    { name: say("城市管理局", "Urban Management"), value: 41, href: "#charts" },
    { name: say("水务局", "Water Affairs"), value: 17, href: "#charts", tone: "yellow" },
    { name: say("交通局", "Traffic"), value: 3, href: "#charts", tone: "red" },
  ];
  const days = [4, 9, 7, null, 12, 8, 15].map((value, index) => ({
    name: say("{n} 日", "day {n}", { n: index + 1 }),
    value,
  }));
  const west = [[[114.3, 22.69], [114.31, 22.69], [114.31, 22.7], [114.3, 22.7], [114.3, 22.69]]]; // prettier-ignore
  const east = [[[114.31, 22.69], [114.32, 22.69], [114.32, 22.7], [114.31, 22.7], [114.31, 22.69]]]; // prettier-ignore
  const areas = [
    { code: "1", name: say("第一网格", "First grid"), boundary: { type: "Polygon", coordinates: west } },
    { code: "2", name: say("第二网格", "Second grid"), boundary: { type: "Polygon", coordinates: east } },
  ];
  return html`<div class="grid-two"><${Bars} bars=${bars} label=${say("超期案卷", "Overdue cases")} />
    <${Line} points=${days} label=${say("每日结案", "Closed each day")} /></div>
    <${AreaMap} areas=${areas} points=${[{ id: "1", lat: 22.695, lon: 114.305, light: "red", name: "1000028" }]} />`;
}

function App() {
  useKeys({ t: () => toast(say("按了 t", "t was pressed")) }, { t: say("显示提示", "Show a toast") });
  const done = () => toast(say("已提交", "Sent"));
  return html`<div class="stack">
    <${Part} id="colours" title=${say("颜色", "Colours")}><${Colours} /><//>
    <${Part} id="buttons" title=${say("按钮与标签", "Buttons and chips")}><${Buttons} /><//>
    <${Part} id="lights" title=${say("灯、状态、时限", "Lights, statuses, time left")}><${Lights} /><//>
    <${Part} id="rows" title=${say("列表", "List")}><div class="list">${samples().map(
      (one, at) => html`<${CaseRow} key=${one.id} case=${one} href="#rows" selected=${at === 1} />`,
    )}</div><//>
    <${Part} id="facts" title=${say("案卷", "Case")}><${CaseFacts} case=${sample()} /><//>
    <${Part} id="actions" title=${say("操作", "Actions")}><${Actions} case=${sample()} onDone=${done} />
      <${Actions} case=${sample({ allowed_actions: [] })} onDone=${done} /><//>
    <${Part} id="form" title=${say("操作表单", "The form of an action")}><div class="grid-two">
      <${ActionForm} case=${sample()} action="resolve" onDone=${done} onCancel=${done} />
      <${ActionForm} case=${sample()} action="request_return" onDone=${done} />
      <${ActionForm} case=${sample()} action="request_extension" onDone=${done} />
      <${ActionForm} case=${sample()} action="request_suspension" onDone=${done} /></div><//>
    <${Part} id="fields" title=${say("字段", "Fields")}><${Fields} /><//>
    <${Part} id="photos" title=${say("照片", "Photos")}><${Photos} caseId="1" /><${PhotoAdd} caseId="1"
        purpose="after" /><//>
    <${Part} id="timeline" title=${say("经过", "History")}><${Timeline} caseId="1" /><//>
    <${Part} id="feedback" title=${say("反馈", "Feedback")}><${Feedback} /><//>
    <${Part} id="charts" title=${say("图表与地图", "Charts and maps")}><${Charts} /><//>
    <${KeysHelp} />
  </div>`;
}

answerAlone();
start({ title: () => say("组件一览", "Style guide"), App, open: true });
