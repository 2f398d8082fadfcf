/** Bulletins 简报: those sent to me, and where I supervise their writing, signing and receipts. */
import { start } from "../common/shell.js";
import { html, useRoute } from "../common/ui.js";
import { say } from "../common/words.js";
import { List } from "./list.js";
import { Reading } from "./reading.js";

/** `#/` with its filters, and `#/ID`. */
function App() {
  const { path, query } = useRoute();
  return path[0] ? html`<${Reading} key=${path[0]} id=${path[0]} />` : html`<${List} query=${query} />`;
}

start({ title: () => say("简报", "Bulletins"), App });
