// Keeps the stories that were read last, and the front page, for when the connection is lost; withholds pictures
// from whoever saves data (data-saver.js). What is online always comes from there: a kept copy is shown only when
// the network gives no answer at all, and a story that is gone takes its copy along.

const OFFLINE_PAGE = "/luring/";
const STORY = /^\/[-\w]+\/[-\w]+-[1-9]\d*\/$/;
const PERSONAL = /^\/(admin|akun|komentar)\//;
const PARTS = /^\/(static\/|tema\.css$)/;
const KEPT = {
  stories: { name: "kateid-stories", most: 30 },
  parts: { name: "kateid-parts", most: 60 },
  pictures: { name: "kateid-pictures", most: 120 },
};
const OFFLINE = "kateid-offline";
const WISHES = "kateid-wishes";
const SAVE_DATA = "/hemat-data";
const SHOWN = "tampil"; // marks a picture that somebody asked to see
const NO_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"/>'; // without a shape of its own, so that nothing moves

addEventListener("install", (event) => event.waitUntil(keepOfflinePage().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(begin()));
addEventListener("fetch", (event) => {
  const answer = answerTo(event);
  if (answer) event.respondWith(answer);
});

async function begin() {
  await registration.navigationPreload?.enable();
  await clients.claim();
  for (const client of await clients.matchAll()) {
    const { pathname } = new URL(client.url);
    if (isKept(pathname)) await remember(pathname, await fetch(pathname, { credentials: "omit" }));
  }
}

function answerTo(event) {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET") return null;
  // The desk's pages too: the browser has asked for them ahead, and would ask again if nobody took that answer, which
  // may be the only one with the message for whoever asked.
  if (request.mode === "navigate") return pageFor(event, url.pathname);
  if (!isFromReadersPage(request) || isPersonal(url)) return null;
  if (url.origin === location.origin && PARTS.test(url.pathname)) return part(request, KEPT.parts);
  return request.destination === "image" ? picture(request, url) : null;
}

function isFromReadersPage(request) {
  const referrer = request.referrer && new URL(request.referrer);
  return referrer && referrer.origin === location.origin && !isPersonal(referrer);
}

function isPersonal({ origin, pathname }) {
  return origin === location.origin && PERSONAL.test(pathname);
}

async function pageFor(event, path) {
  let answer;
  try {
    answer = (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return keptPage(event, path);
  }
  if (isKept(path)) event.waitUntil(remember(path, answer.clone()));
  return (await savesData()) ? withoutHints(answer) : answer;
}

async function keptPage(event, path) {
  const copy = isKept(path) && (await (await caches.open(KEPT.stories.name)).match(path));
  if (!copy) return (await caches.open(OFFLINE)).match(OFFLINE_PAGE);
  event.waitUntil(tell(event.resultingClientId, { copyOf: copy.headers.get("Date") }));
  return copy;
}

async function tell(client, message) {
  (await clients.get(client))?.postMessage(message);
}

// Keeps a page, or forgets what is no longer there.
async function remember(path, answer) {
  if (isForEverybody(answer)) return keep(path, answer, KEPT.stories);
  const isGone = answer.type === "opaqueredirect" || answer.status === 404 || answer.status === 410;
  if (isGone) await (await caches.open(KEPT.stories.name)).delete(path);
}

function isKept(path) {
  return path === "/" || (STORY.test(path) && !PERSONAL.test(path));
}

function isForEverybody(answer) {
  return answer.status === 200 && !/private|no-store/.test(answer.headers.get("Cache-Control"));
}

// Nothing is fetched ahead for whoever saves data.
function withoutHints(answer) {
  if (answer.type === "opaqueredirect") return answer;
  const headers = new Headers(answer.headers);
  headers.delete("Speculation-Rules");
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers });
}

// A stylesheet, script or picture: at once where its name says that it never changes.
async function part(request, { name, most }) {
  const copy = await caches.match(request);
  if (copy?.headers.get("Cache-Control")?.includes("immutable")) return copy;
  try {
    const answer = await fetch(request);
    if (answer.ok) await keep(request, answer.clone(), { name, most });
    return answer;
  } catch (error) {
    if (copy) return copy;
    throw error;
  }
}

async function picture(request, url) {
  if (!(await savesData())) return part(request, KEPT.pictures);
  if (!url.searchParams.has(SHOWN)) return new Response(NO_PICTURE, { headers: { "Content-Type": "image/svg+xml" } });
  url.searchParams.delete(SHOWN);
  return part(new Request(url, { mode: "no-cors" }), KEPT.pictures);
}

async function savesData() {
  const wish = await (await caches.open(WISHES)).match(SAVE_DATA);
  return (await wish?.text()) === "on";
}

async function keep(request, answer, { name, most }) {
  const cache = await caches.open(name);
  await cache.delete(request);
  await cache.put(request, answer);
  const stories = (await cache.keys()).filter(({ url }) => new URL(url).pathname !== "/");
  await Promise.all(stories.slice(0, -most).map((oldest) => cache.delete(oldest)));
}

async function keepOfflinePage() {
  const page = await fetch(OFFLINE_PAGE, { cache: "reload", credentials: "omit" });
  if (!page.ok) throw new Error(`${OFFLINE_PAGE}: ${page.status}`);
  const addresses = (await page.clone().text()).matchAll(/(?:href|src)="([^"?]+\.(?:css|js|svg)(?:\?[^"]*)?)"/g);
  await caches.delete(OFFLINE);
  const cache = await caches.open(OFFLINE);
  await cache.addAll(new Set(Array.from(addresses, ([, address]) => address)));
  await cache.put(OFFLINE_PAGE, page);
}
