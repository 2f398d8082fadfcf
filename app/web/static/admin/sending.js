/** Sending files, with how much of them has gone. */
import { Problem } from "../common/api.js";
import { language } from "../common/words.js";

/**
 * @param {{name: string, content: Blob}[]} files @param {{apply: boolean, revive: boolean}} how
 * @param {(share: number) => void} onProgress 0 to 1; then it is being checked
 * @returns {Promise<any>}
 */
export function sendFiles(files, how, onProgress) {
  const form = new FormData();
  for (const file of files) form.append("files", file.content, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const url = new URL("api/v1/import", document.baseURI);
    url.searchParams.set("apply", String(how.apply));
    url.searchParams.set("revive", String(how.revive));
    request.open("POST", url.href);
    request.setRequestHeader("Accept-Language", language());
    request.setRequestHeader("X-Yikou-Page", "1");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onerror = () => reject(new Problem(0, {}));
    request.onload = () => {
      /** @type {any} */
      let body = {};
      try {
        body = JSON.parse(request.responseText);
      } catch {
        body = {};
      }
      if (request.status < 400) resolve(body);
      else reject(new Problem(request.status, body, Number(request.getResponseHeader("retry-after")) || 0));
    };
    request.send(form);
  });
}
