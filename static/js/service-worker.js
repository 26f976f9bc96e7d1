// Keeps the stories that were read last, and the front page, for when the connection is lost; withholds pictures
// from whoever saves data (data-saver.js). What is online always comes from there: a kept copy is shown only when
// the network gives no answer at all. At every page that comes from the network the copies are compared with the list of
// what the newsroom has withdrawn, and what shows anything of it goes.

const OFFLINE_PAGE = "/luring/";
const STORY = /^\/[-\w]+\/[-\w]+-[1-9]\d*\/$/;
const STORY_NUMBER = /-([1-9]\d*)\/$/;
const STORY_LINKS = /href="(?:https?:\/\/[^/"]+)?\/[-\w]+\/[-\w]+-([1-9]\d*)\//g;
const ENTRIES = /data-entry="([1-9]\d*)"/g;
const PART_LINKS = /(?:href|src)="(\/static\/[^"]+\.(?:css|js|svg)|\/tema\.css[^"]*)"/g;
const PICTURES = /\/media\/[^\s",?]+/g;
const WITHDRAWN = "/pencabutan.json";
const DAY = 24 * 3600 * 1000; // milliseconds
const PERSONAL = /^\/(admin|akun|komentar)\//;
const PARTS = /^\/(static\/|tema\.css$)/;
const KEPT = {
  stories: { name: "kateid-stories", most: 30 },
  parts: { name: "kateid-parts", most: 60 },
  pictures: { name: "kateid-pictures", most: 120 },
  ahead: { name: "kateid-ahead", most: 10 }, // pages that browsers fetched ahead, which nobody may ever read
};
const OFFLINE = "kateid-offline";
const LIST = "kateid-withdrawn";
const WISHES = "kateid-wishes";
const SAVE_DATA = "/hemat-data";
const SHOWN = "tampil"; // marks a picture that somebody asked to see
const NO_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"/>'; // without a shape of its own, so that nothing moves

addEventListener("install", (event) => event.waitUntil(keepOfflinePage().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(begin()));
addEventListener("message", (event) => {
  const { read } = event.data;
  event.waitUntil(read ? rememberAhead(read) : compare()); // or a page that was open is online again
});
addEventListener("fetch", (event) => {
  const answer = answerTo(event);
  if (answer) event.respondWith(answer);
});

async function begin() {
  await registration.navigationPreload?.enable();
  await clients.claim();
  await compare(); // first, since without a list no copy is shown
  for (const client of await clients.matchAll()) {
    const { pathname } = new URL(client.url);
    if (!isKept(pathname)) continue;
    const answer = await fetch(pathname, { credentials: "omit" });
    await keepParts(await answer.clone().text());
    await remember(pathname, answer);
  }
}

// What a page came with before there was a worker to keep it.
async function keepParts(html) {
  const addresses = Array.from(html.matchAll(PART_LINKS), ([, address]) => new Request(address));
  await Promise.all(addresses.map((address) => part(address, KEPT.parts).catch(() => {})));
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
    answer = await fromNetwork(event);
  } catch {
    return keptPage(path);
  }
  const keeping = isKept(path) ? remember(path, answer.clone(), isAhead(event.request)) : Promise.resolve();
  const compared = keeping.finally(() => compare(path));
  event.waitUntil(compared);
  if (path === OFFLINE_PAGE) await compared; // it lists the copies
  return (await savesData()) ? withoutHints(answer) : answer;
}

// Some browsers hand on a lost connection as an answer of type "error" where others reject.
async function fromNetwork(event) {
  const ahead = await event.preloadResponse?.catch(() => null);
  const answer = ahead && ahead.type !== "error" ? ahead : await fetch(event.request);
  if (answer.type === "error") throw new TypeError("no connection");
  return answer;
}

async function keptPage(path) {
  await comparing;
  await dropOld();
  const copy = isKept(path) && (await (await caches.open(KEPT.stories.name)).match(path));
  return copy ? withNote(copy) : (await caches.open(OFFLINE)).match(OFFLINE_PAGE);
}

// In the page itself, since not every browser can send a message to a page that only begins.
async function withNote(copy) {
  // On the reader's own clock, whose zone it names.
  const parts = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };
  const at = new Intl.DateTimeFormat("id-ID", { ...parts, timeZoneName: "short" });
  const words = `Sambungan terputus. Ini salinan dari ${at.format(new Date(copy.headers.get("Date")))}.`;
  const html = (await copy.text()).replace(/<body[^>]*>/, `$&<p class="offline-note" role="status">${words}</p>`);
  const headers = new Headers(copy.headers);
  for (const name of ["Content-Length", "Content-Encoding"]) headers.delete(name);
  return new Response(html, { headers });
}

// What was withdrawn: {"days": how long copies may be kept, "stories", "entries": their numbers}.

let comparing = Promise.resolve();

// One after another, so that no copy made meanwhile is missed.
function compare(newest) {
  comparing = comparing.then(() => dropWithdrawn(newest)).catch(() => {}); // the list that is there grows old
  return comparing;
}

async function dropWithdrawn(newest) {
  const cache = await caches.open(KEPT.stories.name);
  const before = await lastList();
  if (before && (await cache.keys()).length === 0) return;
  const signal = AbortSignal.timeout?.(10_000); // a copy that is asked for meanwhile waits
  const answer = await fetch(WITHDRAWN, { cache: "no-cache", credentials: "omit", signal });
  if (!answer.ok) return;
  const list = await answer.json();
  const isNew = String([before?.stories, "", before?.entries]) !== String([list.stories, "", list.entries]);
  for (const request of await cache.keys()) {
    if (!isNew && new URL(request.url).pathname !== newest) continue; // it was looked through
    const html = await (await cache.match(request)).text();
    const isGone =
      storiesIn(request, html).some((number) => list.stories.includes(Number(number))) ||
      entriesIn(html).some((number) => list.entries.includes(Number(number)));
    if (isGone) await forget(request, html);
  }
  await (await caches.open(LIST)).put(WITHDRAWN, new Response(JSON.stringify({ ...list, at: Date.now() })));
  await dropOld();
}

async function lastList() {
  return (await (await caches.open(LIST)).match(WITHDRAWN))?.json();
}

// The story itself, and those that its page lists beside it.
function storiesIn(request, html) {
  const own = STORY_NUMBER.exec(new URL(request.url).pathname)?.[1];
  return [own, ...Array.from(html.matchAll(STORY_LINKS), ([, number]) => number)];
}

// Those of a live report whose text the copy holds.
function entriesIn(html) {
  return Array.from(html.matchAll(ENTRIES), ([, number]) => number);
}

async function forget(request, html) {
  await (await caches.open(KEPT.stories.name)).delete(request);
  const pictures = await caches.open(KEPT.pictures.name);
  await Promise.all(Array.from(html.matchAll(PICTURES), ([address]) => pictures.delete(address)));
}

// No copy outlives its days, and none a list that is so old itself: nobody knows what was withdrawn since.
async function dropOld() {
  const list = await lastList();
  const oldest = Date.now() - (list?.days ?? 0) * DAY;
  const cache = await caches.open(KEPT.stories.name);
  for (const request of await cache.keys()) {
    const copy = await cache.match(request);
    const isOld = !list || list.at < oldest || Date.parse(copy.headers.get("Date")) < oldest;
    if (isOld) await forget(request, await copy.text());
  }
}

// Of what is fetched ahead this worker hears once, before anybody reads it. Its page tells when it is read (offline.js).
function isAhead(request) {
  return /prefetch/.test(request.headers.get("Sec-Purpose"));
}

async function rememberAhead(path) {
  const ahead = await caches.open(KEPT.ahead.name);
  const answer = await ahead.match(path);
  if (!answer) return;
  await remember(path, answer);
  await ahead.delete(path);
  await compare(path);
}

// Keeps a page, or forgets what is no longer there.
async function remember(path, answer, isUnread = false) {
  if (isForEverybody(answer)) return keep(path, answer, isUnread ? KEPT.ahead : KEPT.stories);
  const isGone = answer.type === "opaqueredirect" || answer.status === 404 || answer.status === 410;
  const copy = isGone && (await (await caches.open(KEPT.stories.name)).match(path));
  if (copy) await forget(path, await copy.text());
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
