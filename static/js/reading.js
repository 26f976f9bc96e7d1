// Says, once for each view of a story, that somebody reads it, and which host led them here. It says when the page is
// really seen: not while the browser only makes it ready, nor in a tab behind others. The view has a number that stays
// with its place in the browser's history, so that going back to it or loading it again is the same view. The number
// says nothing about who reads: every view has another, and it ends with its tab.

const story = document.querySelector("[data-reading]");

function numberOfThisView() {
  const number = history.state?.reading ?? crypto.getRandomValues(new Uint32Array(2)).join("-");
  history.replaceState({ ...history.state, reading: number }, "");
  return number;
}

function cameFrom() {
  return document.referrer && new URL(document.referrer).hostname;
}

function tell() {
  navigator.sendBeacon?.(
    story.dataset.reading,
    new URLSearchParams({ tampilan: numberOfThisView(), dari: cameFrom() }),
  );
}

function tellWhenSeen() {
  if (document.visibilityState === "visible") tell();
  else document.addEventListener("visibilitychange", tellWhenSeen, { once: true });
}

if (document.prerendering) document.addEventListener("prerenderingchange", tellWhenSeen, { once: true });
else tellWhenSeen();
