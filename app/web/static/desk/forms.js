/** Which form an action is done with at the desk. */
import { DispatchForm } from "./dispatching.js";
import { FilingForm } from "./filing.js";
import { MergeForm } from "./merging.js";
import { AttachForm, PlainForm } from "./plain_form.js";
import { PublishForm } from "./publishing.js";
import { ApproveReturnForm } from "./returns.js";
import { SplitForm } from "./splitting.js";
import { WhistleForm } from "./whistling.js";

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

/** @param {string} action */
export const formOf = (action) => FORMS[action] ?? PlainForm;
