/** The dispatch desk 派遣台 at `/desk`. */
import { showKeys } from "../common/keys.js";
import { start } from "../common/shell.js";
import { html } from "../common/ui.js";
import { say } from "../common/words.js";
import { Desk } from "./desk.js";

const Nav = () =>
  html`<button type="button" class="button-plain desk-keys" onClick=${showKeys}>
    ${say("快捷键", "Keys")} <kbd>?</kbd>
  </button>`;

start({ title: say("受理派遣台", "Dispatch desk"), App: Desk, nav: Nav });
