/** The desk: queues left, the list in the middle, the case right; what happens in one is heard by the others. */
import { KeysHelp } from "../common/keys.js";
import { meNow } from "../common/api.js";
import { html, useCallback, useEffect, useMemo, useRef, useState, go, hashOf, useRoute } from "../common/ui.js";
import { label, say } from "../common/words.js";
import { useActing } from "./acting.js";
import { BatchBar, offersOf } from "./batch.js";
import { useChosen } from "./chosen.js";
import { firstOf, useCounts } from "./counts.js";
import { lazily } from "./lazy.js";
import { useHearing } from "./hearing.js";
import { useListKeys } from "./list_keys.js";
import { ListHead } from "./list_head.js";
import { ListPane } from "./list_pane.js";
import { useListing } from "./listing.js";
import { addressOf, placeOf } from "./place.js";
import { QueuesPane } from "./queues_pane.js";
import { useOffered } from "./ticked.js";

const casePane = () => import("./case_pane.js");
const CasePane = lazily(casePane, "CasePane");
const Search = lazily(() => import("./search.js"), "Search");
const Filters = lazily(() => import("./filters.js"), "Filters");
const SaveView = lazily(() => import("./filters.js"), "SaveView");
const Caller = lazily(() => import("./caller.js"), "Caller");

/** What the list is called. @param {any} source @param {any} counts @param {any} listed */
function titleOf(source, counts, listed) {
  if (!source) return say("队列", "Queue");
  if (source.kind === "list") return say("筛选结果", "Filtered cases");
  const known = counts.queues.find((/** @type {any} */ queue) => queue.name === source.name);
  const view = counts.views.find((/** @type {any} */ one) => one.id === source.name);
  return (known && label(known)) || (view && view.name) || listed.label || "";
}

/** Where one is: the list of the address, or else the queue that presses most. @param {any} counts */
function usePlace(counts) {
  const route = useRoute();
  const told = JSON.stringify(placeOf(route));
  const place = useMemo(() => placeOf(route), [told]);
  const first = place.source ? null : firstOf(counts.queues);
  const name = first ? first.name : null;
  const kept = useRef(/** @type {any} */ (null));
  const source = useMemo(() => {
    if (place.source) kept.current = place.source;
    else if (!kept.current && name) kept.current = { kind: "queue", name, filters: {} };
    return kept.current;
  }, [place, name]);
  return { source, caseId: place.caseId };
}

/** The dialogs over the desk. @param {{shown: string | null, onClose: () => void, source: any, counts: any}} props */
function Dialogs({ shown, onClose, source, counts }) {
  const filters = source && source.kind === "list" ? source.filters : {};
  const saved = (/** @type {string} */ id) => {
    onClose();
    void counts.reload();
    go(`/view/${id}`);
  };
  if (shown === "find") return html`<${Search} queues=${counts.queues} onClose=${onClose} />`;
  if (shown === "filters") return html`<${Filters} filters=${filters} onClose=${onClose} />`;
  if (shown === "caller") return html`<${Caller} source=${source} onClose=${onClose} />`;
  if (shown === "save") return html`<${SaveView} filters=${filters} onClose=${onClose} onSaved=${saved} />`;
  return null;
}

/** The right side before a case is chosen. */
const NoCase = () =>
  html`<section class="desk-case desk-case-none" aria-label=${say("案卷", "Case")}>
    <p>${say("用 j、k 选择案卷，按 ? 查看全部快捷键", "Choose a case with j and k; ? shows all keys")}</p>
  </section>`;

export function Desk() {
  const counts = useCounts();
  const { source, caseId } = usePlace(counts);
  const listed = useListing(source);
  const chosen = useChosen(listed.items, JSON.stringify(source));
  const [shown, show] = useState(/** @type {string | null} */ (null));
  const [doing, setDoing] = useState(
    /** @type {{caseId: string | null, action: string | null}} */ ({ caseId: null, action: null }),
  );
  const action = doing.caseId === caseId ? doing.action : null;
  /** Begins something, or nothing; `instead` of one thing alone: its form closes, not one that was opened meanwhile. */
  const start = useCallback(
    (/** @type {string | null} */ next, /** @type {string | undefined} */ instead = undefined) =>
      setDoing((was) => (instead && was.action !== instead ? was : { caseId, action: next })),
    [caseId],
  );
  const open = useCallback(
    (/** @type {string | null} */ id, replace = false) => {
      const { path, query } = addressOf(source, id);
      go(path, query, { replace });
    },
    [source],
  );
  const at = useCallback(
    (/** @type {string} */ id) => {
      const { path, query } = addressOf(source, id);
      return hashOf(path, query);
    },
    [source],
  );
  const acting = useActing({ source, listed, caseId, open, reload: counts.reload });
  const changed = useHearing({ source, caseId, listed, counts });
  useEffect(() => {
    if (!listed.loading) casePane().catch(() => undefined); // ready before it is asked for, but after the list
  }, [listed.loading]);
  const [batch, startBatch] = useState(/** @type {string | null} */ (null));
  const ticked = useOffered(chosen.rows);
  useListKeys({
    listed,
    caseId,
    open,
    source,
    queues: counts.queues,
    undo: acting.undo,
    chosen,
    doing: action,
    onFind: () => show("find"),
    toQueue: (queue) => go(`/queue/${queue.name}`),
    onDone: () => start(null),
  });
  return html`<div class="desk" data-shows=${caseId ? "case" : "list"}>
    <${QueuesPane}
      ...${counts}
      current=${source}
      onFind=${() => show("find")}
      onFilter=${() => show("filters")}
      onCaller=${() => show("caller")}
    />
    <${ListPane}
      title=${titleOf(source, counts, listed)}
      listed=${listed}
      caseId=${caseId}
      chosen=${chosen.ids}
      me=${(meNow() || { id: "" }).id}
      at=${at}
      onChoose=${chosen.choose}
    >
      <${ListHead}
        source=${source}
        counts=${counts}
        listed=${listed}
        acting=${acting}
        open=${open}
        onFilter=${() => show("filters")}
        onSave=${() => show("save")}
        onFind=${() => show("find")}
      />
      <${BatchBar}
        rows=${ticked}
        doing=${batch}
        onStart=${startBatch}
        onForget=${chosen.forget}
        listed=${listed}
        reload=${counts.reload}
      />
    <//>
    ${
      caseId
        ? html`<${CasePane}
            key=${caseId}
            caseId=${caseId}
            row=${listed.items.find((row) => row.id === caseId) || null}
            changed=${changed}
            acting=${acting}
            source=${source}
            doing=${action}
            onStart=${offersOf(ticked).length ? startBatch : start}
            onClose=${() => open(null)}
          />`
        : html`<${NoCase} />`
    }
    <${KeysHelp} />
    <${Dialogs} shown=${shown} onClose=${() => show(null)} source=${source} counts=${counts} />
  </div>`;
}
