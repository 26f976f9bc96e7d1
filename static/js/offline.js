// Has what is read kept for a lost connection, and what was withdrawn meanwhile forgotten when it is there again.

const { serviceWorker } = navigator; // missing on plain HTTP

if (serviceWorker) {
  addEventListener("load", () => serviceWorker.register("/sw.js"));
  addEventListener("online", () => serviceWorker.controller?.postMessage("online"));
}
