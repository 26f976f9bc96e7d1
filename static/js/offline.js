// Has what is read kept for a lost connection, and what was withdrawn meanwhile forgotten when it is there again.

const { serviceWorker } = navigator; // missing on plain HTTP

if (serviceWorker) {
  addEventListener("load", () => serviceWorker.register("/sw.js"));
  if (document.prerendering) document.addEventListener("prerenderingchange", tellOfReading, { once: true });
  else tellOfReading();
  addEventListener("online", () => serviceWorker.controller?.postMessage("online"));
}

// A page that was fetched ahead is one that is read from now on.
function tellOfReading() {
  serviceWorker.controller?.postMessage({ read: location.pathname });
}
