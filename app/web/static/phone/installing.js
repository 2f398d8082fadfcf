/** Keeps the app on the phone, so that it opens without a line: only over https, or on this very machine. */

/** Registers the service worker; no other script passes the policy. */
export function install() {
  if (!("serviceWorker" in navigator)) return;
  const address = new URL("phone-worker.js", document.baseURI).href;
  const types = /** @type {any} */ (window).trustedTypes;
  const createScriptURL = (/** @type {string} */ url) => only(url, address);
  const policy = types && types.createPolicy("yikou", { createScriptURL });
  const scope = new URL("phone", document.baseURI).pathname;
  const script = policy ? policy.createScriptURL(address) : address;
  navigator.serviceWorker.register(script, { scope }).catch(() => undefined); // without a line: at the next opening
}

/** @param {string} url @param {string} ours */
function only(url, ours) {
  if (url !== ours) throw new TypeError("not a script of ours");
  return url;
}
