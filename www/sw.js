// Keeps a copy of the page's own files, so that it works with no network after the first load. Fresh files first, the copy when there is no network.
const CACHE = "mizan-1";
const FILES = [
  "./", "./index.html", "./favicon.svg", "./manifest.webmanifest", "./css/base.css", "./css/article.css", "./css/panel.css",
  ...["article", "bar", "claim", "dock", "dom", "export", "files", "intake", "main", "marks", "overview", "panel", "paste", "prefs", "store", "strings", "trust", "view", "welcome", "words"].map((m) => `./js/${m}.js`),
  ...["naskh-arabic", "naskh-latin", "plex-arabic-400", "plex-arabic-600", "plex-latin-400", "plex-latin-600"].map((f) => `./fonts/${f}.woff2`),
  ...["y12", "y31", "y32", "y51", "y52", "y61"].map((e) => `./examples/${e}.txt`),
  ...["analyzer", "client", "errors", "index", "load", "worker"].map((m) => `./pkg/${m}.js`), "./pkg/wasm/mizan.js", "./pkg/wasm/mizan_bg.wasm",
];

self.addEventListener("install", (e) => {
  self.skipWaiting();
  // One file that is not there must not cost the others.
  e.waitUntil(caches.open(CACHE).then((cache) => Promise.allSettled(FILES.map((f) => copy(cache, f)))));
});

async function copy(cache, file) {
  const fresh = await fetch(file);
  if (fresh.ok) await cache.put(file, fresh);
  else await fresh.body?.cancel(); // else it would keep its connection, and there are six
}

self.addEventListener("activate", (e) => {
  e.waitUntil(Promise.all([
    self.clients.claim(),
    caches.keys().then((keys) => Promise.all(keys.filter((k) => k.startsWith("mizan-") && k !== CACHE).map((k) => caches.delete(k)))),
  ]));
});

self.addEventListener("fetch", (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== "GET" || url.origin !== self.location.origin) return;
  e.respondWith(answer(e.request));
});

async function answer(request) {
  const cache = await caches.open(CACHE);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put(request.url.split("?")[0], fresh.clone());
    return fresh;
  } catch (error) {
    const copy = await cache.match(request, { ignoreSearch: true });
    if (copy) return copy;
    throw error;
  }
}
