/** Areas 区划 as a tree; of each its facts, its boundary on the map, and what lies below it. */
import { get, send } from "../common/api.js";
import { Empty, ErrorState, Loading, toast } from "../common/feedback.js";
import { usePages } from "../common/lists.js";
import { AreaPicker } from "../common/pickers.js";
import { useAnswer } from "../common/turns.js";
import { html, Icon, useEffect, useState, go, useRoute } from "../common/ui.js";
import { say } from "../common/words.js";
import { Boundary } from "./boundary.js";
import { Form } from "./form.js";
import { called, GRID_KINDS, LEVELS, nameOf } from "./names.js";
import { Use } from "./resource.js";

const BELOW = /** @type {Record<string, string>} */ ({ county: "town", town: "village", village: "grid" });
const MOST_DRAWN = 30;

const FIELDS = [
  { name: "code", label: say("代码", "Code"), kind: "text", fixed: true,
    hint: say("以上级区划的代码开头", "Begins with that of the area above") },
  { name: "level", label: say("级别", "Level"), kind: "choice", options: LEVELS, fixed: true },
  { name: "parent_code", label: say("上级区划", "Area above"), kind: "text", optional: true, fixed: true },
  { name: "name", label: say("名称", "Name"), kind: "text" },
  { name: "name_en", label: say("英文名称", "English name"), kind: "text", optional: true },
  { name: "grid_kind", label: say("网格类型", "Kind of grid"), kind: "choice", options: GRID_KINDS,
    shown: (/** @type {any} */ values) => values.level === "grid" },
  { name: "is_active", label: say("状态", "State"), kind: "tick", unit: say("在用", "In use") },
  { name: "keep_originals", label: say("照片", "Photos"), kind: "tick",
    unit: say("手机连 Wi-Fi 时发送原图", "As taken, where a phone is on Wi-Fi") },
]; // prettier-ignore

/** @param {{area: any, at: string, open: Set<string>, turn: (code: string) => void, version: number}} props */
function Branch({ area, at, open, turn, version }) {
  const isOpen = open.has(area.code);
  const leaf = area.level === "grid";
  return html`<li><div class="admin-branch">${
    leaf
      ? html`<span class="admin-twig"></span>`
      : html`<button type="button" class="button-icon" aria-expanded=${isOpen} onClick=${() => turn(area.code)}
        aria-label=${say("{name} 的下级", "Below {name}", { name: nameOf(area) })}>
        <${Icon} name=${isOpen ? "down" : "next"} /></button>`
  }<a class="admin-room" href="#/areas/${encodeURIComponent(area.code)}" aria-current=${
    at === area.code ? "true" : undefined
  }>${nameOf(area)} <span class="soft small number">${area.code}</span>
    ${!area.is_active && html`<span class="chip">${say("已停用", "Retired")}</span>`}</a></div>
    ${isOpen && html`<${Branches} query=${{ parent: area.code }} at=${at} open=${open} turn=${turn}
      version=${version} />`}</li>`;
}

/** @param {{query: any, at: string, open: Set<string>, turn: (code: string) => void, version: number}} props */
function Branches({ query, at, open, turn, version }) {
  const { items, more, problem, reload } = usePages("/areas", { ...query, limit: 200 });
  useEffect(() => {
    if (version) reload();
  }, [version]);
  useEffect(() => {
    if (query.level && items && items.length === 1 && !open.has(items[0].code)) turn(items[0].code);
  }, [items]);
  if (problem) return html`<${ErrorState} problem=${problem} again=${reload} />`;
  if (!items) return html`<${Loading} rows=${1} />`;
  return html`<ul class="admin-tree">${items.map(
    (area) => html`<${Branch} key=${area.code} area=${area} at=${at} open=${open} turn=${turn} version=${version} />`,
  )}${more && html`<li><button type="button" class="button-plain"
    onClick=${more}>${say("更多", "More")}</button></li>`}</ul>`;
}

/** The area and what is drawn around it: its parent's boundary, and those of its children. @param {string} code */
function useArea(code) {
  const ask = async () => {
    const area = (await get(`/areas/${encodeURIComponent(code)}`)).body;
    const below = (await get("/areas", { query: { parent: code, active: true, limit: MOST_DRAWN } })).body.items;
    const drawn = below
      .filter((/** @type {any} */ each) => each.has_boundary)
      .map((/** @type {any} */ each) => each.code);
    const codes = [area.parent_code, ...drawn].filter(Boolean);
    const found = await Promise.all(codes.map((each) => get(`/areas/${encodeURIComponent(each)}`).catch(() => null)));
    const bodies = found.filter(Boolean).map((/** @type {any} */ each) => each.body);
    return { area, around: [...bodies, area].filter((each) => each.boundary) };
  };
  const { told, problem, reload } = useAnswer(ask, [code]);
  return { ...(told || { area: null, around: [] }), problem, read: reload };
}

/** @param {any} body @param {any} values @param {string} key */
const save = async ({ code, ...body }, values, key) =>
  (await send("PUT", `/areas/${encodeURIComponent(values.code || " ")}`, body, { key })).body;

/** @param {{code: string, onMade: () => void}} props */
function One({ code, onMade }) {
  const { area, around, problem, read } = useArea(code);
  if (problem) return html`<${ErrorState} problem=${problem} again=${read} />`;
  if (!area) return html`<${Loading} />`;
  const below = BELOW[area.level];
  const done = () => {
    toast(say("已保存", "Saved"));
    read();
    onMade();
  };
  return html`<div class="stack"><div class="bar"><h3 class="admin-name">${nameOf(area)}</h3>${Use(area.is_active)}
      ${
        below &&
        html`<a class="button" href="#/areas/new?parent=${encodeURIComponent(area.code)}&level=${below}">
        <${Icon} name="plus" />${say("新增下级{level}", "New {level} in it", { level: called(LEVELS, below) })}</a>`
      }</div>
    <${Boundary} key=${area.code} area=${area} around=${around} onMade=${done} />
    <section class="card"><${Form} key=${JSON.stringify(area)} fields=${FIELDS} first=${area} there save=${save}
      onDone=${done} /></section></div>`;
}

/** @param {{query: any, onMade: () => void}} props */
function Fresh({ query, onMade }) {
  const first = { level: query.level || "grid", parent_code: query.parent || "", code: query.parent || "",
    grid_kind: "general", is_active: true }; // prettier-ignore
  const done = (/** @type {any} */ made) => {
    onMade();
    go(`areas/${made.code}`, {}, { replace: true });
  };
  return html`<section class="card stack"><h3>${say("新增区划", "New area")}</h3>
    <${Form} key=${first.parent_code} fields=${FIELDS} first=${first} save=${save} onDone=${done}
      onCancel=${() => history.back()} /></section>`;
}

/** The room: the tree at the side, the area beside it. */
export function Areas() {
  const { path, query } = useRoute();
  const [open, setOpen] = useState(/** @type {Set<string>} */ (new Set()));
  const [version, setVersion] = useState(0);
  const at = path[1] || "";
  const turn = (/** @type {string} */ code) => {
    const next = new Set(open);
    if (!next.delete(code)) next.add(code);
    setOpen(next);
  };
  const changed = () => setVersion(version + 1);
  return html`<div class="admin-two"><section class="card stack-tight">
      <${AreaPicker} value=${null} aria-label=${say("查找区划", "Find an area")}
        onChange=${(/** @type {any} */ one) => one && go(`areas/${one.value}`)} />
      <${Branches} query=${{ level: "county" }} at=${at} open=${open} turn=${turn} version=${version} /></section>
    <div>${
      at === "new"
        ? html`<${Fresh} query=${query} onMade=${changed} />`
        : at
          ? html`<${One} key=${at} code=${at} onMade=${changed} />`
          : html`<${Empty} icon="map" title=${say("选择一个区划，查看边界和下级", "Choose an area to see its boundary")} />`
    }</div></div>`;
}
