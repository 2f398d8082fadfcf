/** Merging 并案: likely the same matter, seen side by side with what differs and the photos, before it is decided. */
import { get, send } from "../common/api.js";
import { Photos } from "../common/photos.js";
import { useAnswer } from "../common/turns.js";
import { html, useEffect, useRef, useState } from "../common/ui.js";
import { label, say, time } from "../common/words.js";
import { Form, useForm } from "./form.js";
import { Words } from "./words_field.js";

const MOST = 4;

/** What is compared, in the order in which people look. */
const FACTS = () => [
  [say("状态", "Status"), (/** @type {any} */ of) => label(of, "status_label")],
  [say("内容", "Words"), (/** @type {any} */ of) => [of.title, of.description].filter(Boolean).join("\n")],
  [say("地址", "Address"), (/** @type {any} */ of) => of.address ?? ""],
  [say("网格", "Grid"), (/** @type {any} */ of) => of.area_name ?? ""],
  [say("类别", "Category"), (/** @type {any} */ of) => of.category_name ?? ""],
  [say("上报时间", "Reported"), (/** @type {any} */ of) => time(of.reported_at)],
  [say("上报人", "Reporter"), (/** @type {any} */ of) => of.reporter_name ?? ""],
  [say("联系人", "Contact"), (/** @type {any} */ of) => (of.contact ? `${of.contact.name} ${of.contact.phone}` : "")],
  [say("主办", "Lead"), (/** @type {any} */ of) => of.lead_department_name ?? ""],
  [say("时限", "Due"), (/** @type {any} */ of) => time(of.due_at)],
];

/** Two cases beside each other; what differs stands out. @param {{of: any, target: any}} props */
function SideBySide({ of, target }) {
  return html`<div class="desk-beside">
    <table>
      <caption class="unseen">
        ${say("两案对照", "Two cases side by side")}
      </caption>
      <thead>
        <tr>
          <td></td>
          <th scope="col">${say("本案 {number}（并入后停办）", "This one {number} (ends here)", of)}</th>
          <th scope="col">${say("{number}（继续办理）", "{number} (goes on)", target)}</th>
        </tr>
      </thead>
      <tbody>
        ${FACTS().map(([name, read]) => {
          const [one, other] = [/** @type {any} */ (read)(of), /** @type {any} */ (read)(target)];
          return html`<tr key=${name} class=${one === other ? undefined : "desk-differs"}>
            <th scope="row">
              ${name} ${one === other ? null : html`<span class="unseen">${say("（不同）", " (differs)")}</span>`}
            </th>
            <td class="pre" dir="auto">${one || "—"}</td>
            <td class="pre" dir="auto">${other || "—"}</td>
          </tr>`;
        })}
      </tbody>
    </table>
    <div class="grid-two">
      <div><${Photos} caseId=${of.id} compare=${false} /></div>
      <div><${Photos} caseId=${target.id} compare=${false} /></div>
    </div>
  </div>`;
}

/** What may be the same matter. @param {any} of @returns {any[] | null} */
function useCandidates(of) {
  const [items, setItems] = useState(/** @type {any[] | null} */ (null));
  useEffect(() => {
    const body = {
      description: of.description,
      limit: 6,
      ...(of.address ? { address: of.address } : {}),
      ...(of.location ? { location: { lat: of.location.lat, lon: of.location.lon, datum: "wgs84" } } : {}),
      ...(of.category_code ? { category_code: of.category_code } : {}),
    };
    send("POST", "/cases/candidates", body).then(
      (answer) => setItems(answer.body.items.filter((/** @type {any} */ one) => one.id !== of.id).slice(0, MOST)),
      () => setItems([]),
    );
  }, [of.id]);
  return items;
}

/** @param {any} props */
export function MergeForm(props) {
  const { of, offer } = props;
  const form = useForm(props, { target_id: "", note: "" });
  const [number, setNumber] = useState("");
  const [isMissing, setMissing] = useState(false);
  const candidates = useCandidates(of);
  const chosen = form.body.target_id;
  const isAsked = useRef(Boolean(chosen)); // a number that is asked for is not overtaken by what is merely alike
  const take = (/** @type {string} */ id) => {
    isAsked.current = true;
    form.set({ target_id: id });
  };
  useEffect(() => {
    if (candidates && candidates.length && !isAsked.current) form.set({ target_id: candidates[0].id });
  }, [candidates === null]);
  const target = useAnswer(async () => (chosen ? (await get(`/cases/${chosen}`)).body : null), [chosen]).told;
  const find = async () => {
    isAsked.current = true;
    const { body } = await get("/cases", { query: { q: number.trim(), limit: 5 } });
    const found = body.items.find((/** @type {any} */ one) => one.number === number.trim());
    setMissing(!found || found.id === of.id);
    if (found && found.id !== of.id) take(found.id);
  };
  const keyed = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && !event.ctrlKey) {
      event.preventDefault();
      void find();
    }
  };
  return html`<${Form}
    offer=${offer}
    form=${form}
    onClose=${props.onClose}
    canSend=${Boolean(target)}
    seen=${of.version}
  >
    <fieldset class="desk-proposals">
      <legend class="field-label">${say("并入哪一案", "Into which case")}</legend>
      ${(candidates || []).map(
        (one) =>
          html`<label key=${one.id} class=${`desk-proposal${one.id === chosen ? " desk-proposal-on" : ""}`}>
            <input
              type="radio"
              name="target"
              checked=${one.id === chosen}
              data-first=${one.id === chosen ? "" : undefined}
              onChange=${() => take(one.id)}
            />
            <span class="grow"
              ><span class="row row-wrap"
                ><strong>${one.number}</strong><span>${label(one, "status_label")}</span>
                <span class="chip chip-accent">${Math.round(one.score * 100)}%</span>
                ${
                  one.distance_m === null
                    ? null
                    : html`<span class="soft small">${say("{n} 米", "{n} m", { n: one.distance_m })}</span>`
                }</span
              >
              <span class="desk-reason" dir="auto">${one.description}</span>
              <span class="desk-reason"
                >${one.reasons.map((/** @type {any} */ reason) => label(reason)).join(" · ")}</span
              ></span
            >
          </label>`,
      )}
      ${
        candidates && !candidates.length
          ? html`<p class="desk-hint">${say("没有相似的在办案卷", "No open case is alike")}</p>`
          : null
      }
    </fieldset>
    <div class="row desk-ask">
      <label class="field grow"
        ><span class="field-label">${say("或输入案卷号", "Or its number")}</span>
        <input
          inputmode="numeric"
          value=${number}
          onKeyDown=${keyed}
          onInput=${(/** @type {any} */ event) => setNumber(event.currentTarget.value)}
      /></label>
      <button type="button" class="button" disabled=${!number.trim()} onClick=${find}>${say("查找", "Find")}</button>
    </div>
    ${isMissing ? html`<p class="field-error" role="alert">${say("没有这一案卷", "There is no such case")}</p>` : null}
    ${target ? html`<${SideBySide} of=${of} target=${target} />` : null}
    <${Words} form=${form} name="note" optional label=${say("说明", "Note")} />
  <//>`;
}
