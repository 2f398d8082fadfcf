/** Parts that are fetched when they are first shown, so that the desk itself is there sooner. */
import { ErrorState, Loading } from "../common/feedback.js";
import { html, useEffect, useState } from "../common/ui.js";

/** @param {() => Promise<any>} load a module @param {string} name of the component in it @returns {any} */
export function lazily(load, name) {
  /** @type {any} */
  let known = null;
  return (/** @type {any} */ props) => {
    const [told, setTold] = useState(/** @type {{Part: any, problem: any}} */ ({ Part: known, problem: null }));
    useEffect(() => {
      let isHere = true;
      if (!known) {
        load().then(
          (module) => {
            known = module[name];
            if (isHere) setTold({ Part: known, problem: null });
          },
          (problem) => {
            if (isHere) setTold({ Part: null, problem });
          },
        );
      }
      return () => {
        isHere = false;
      };
    }, []);
    if (told.problem) return html`<${ErrorState} problem=${told.problem} />`;
    return told.Part ? html`<${told.Part} ...${props} />` : html`<${Loading} rows=${1} />`;
  };
}
