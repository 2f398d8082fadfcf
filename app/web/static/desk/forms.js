/** Which form an action is done with at the desk. */
import { html } from "../common/ui.js";
import { DispatchForm } from "./dispatching.js";
import { FilingForm } from "./filing.js";
import { lazily } from "./lazy.js";
import { AttachForm, PlainForm } from "./plain_form.js";
import { ApproveReturnForm } from "./returns.js";

const MergeForm = lazily(() => import("./merging.js"), "MergeForm");
const PublishForm = lazily(() => import("./publishing.js"), "PublishForm");
const SplitForm = lazily(() => import("./splitting.js"), "SplitForm");
const WhistleForm = lazily(() => import("./whistling.js"), "WhistleForm");

/** @type {Record<string, any>} */
const FORMS = {
  file: FilingForm,
  refile: FilingForm,
  dispatch: DispatchForm,
  redirect: DispatchForm,
  publish: PublishForm,
  merge: MergeForm,
  split: SplitForm,
  whistle: WhistleForm,
  approve_return: ApproveReturnForm,
  attach: AttachForm,
};

/** The form of an action that is offered. @param {any} props */
export const ActionForm = (props) => html`<${FORMS[props.offer.action] ?? PlainForm} ...${props} />`;
