// Sends a file with tus-js-client, breaks off once in the middle, goes on, and prints the address of the upload.
import { readFileSync } from "node:fs";
import * as tus from "tus-js-client";

const [endpoint, token, file, metadata] = process.argv.slice(2);
const content = readFileSync(file);
let broken = false;
const upload = new tus.Upload(content, {
  endpoint,
  headers: { Authorization: `Bearer ${token}` },
  metadata: JSON.parse(metadata),
  chunkSize: 200_000,
  retryDelays: [0, 200, 1000],
  onChunkComplete(_size, accepted, total) {
    if (!broken && accepted < total) {
      broken = true;
      upload.abort().then(() => upload.start());
    }
  },
  onError(error) {
    console.error(String(error));
    process.exit(1);
  },
  onSuccess() {
    console.log(JSON.stringify({ url: upload.url, broken }));
  },
});
upload.start();
