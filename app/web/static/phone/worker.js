/**
 * The service worker of the phone: keeps what the app is made of, so that it opens without a line.
 *
 * Above this text the service writes `FILES`, where all of that is: so this script changes with any file, and a new
 * version is fetched whole before it takes the place of the old one. What is of a person, the API, it never touches.
 */
/* global FILES */
const PREFIX = "yikou-phone-";
const NAME = PREFIX + FILES.map((file) => file.split("/")[1]).find(Boolean) + FILES.length;
const SHELL = "phone";

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(clear().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname.endsWith(`/${SHELL}`)) event.respondWith(shell(request));
  else if (url.pathname.includes("/static/")) event.respondWith(file(request));
});

/** Everything, or the old version stays. */
async function fill() {
  const cache = await caches.open(NAME);
  await cache.addAll(FILES.map((name) => new Request(name, { credentials: "same-origin" })));
  await cache.add(new Request(SHELL, { cache: "reload", credentials: "same-origin" }));
}

async function clear() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
  }
}

/** What is here, at once: it is of one version, and whole. A newer one takes its place for the next opening. */
async function shell(request) {
  const cache = await caches.open(NAME);
  return (await cache.match(SHELL)) || fetch(request);
}

async function file(request) {
  const kept = await caches.match(request);
  return kept || fetch(request);
}
