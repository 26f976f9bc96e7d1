// What the newsroom serves when it wants nothing kept any more: the worker empties what was kept and goes.

addEventListener("install", (event) => event.waitUntil(skipWaiting()));
addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const names = (await caches.keys()).filter((name) => name.startsWith("kateid-"));
  await Promise.all(names.map((name) => caches.delete(name)));
  await registration.unregister();
}
