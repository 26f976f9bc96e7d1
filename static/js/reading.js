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

// Links that readers sent on say which way they went, since the apps that open them do not. The mark goes at once, so
// that who copies the address passes on none.
const SENT_BY = { "#wa": "whatsapp.com", "#tg": "t.me", "#bagikan": "dibagikan" };

function cameFrom() {
  const sentBy = SENT_BY[location.hash];
  if (sentBy) history.replaceState(history.state, "", location.pathname + location.search);
  return sentBy ?? (document.referrer && new URL(document.referrer).hostname);
}

const from = cameFrom();

function tell() {
  navigator.sendBeacon?.(story.dataset.reading, new URLSearchParams({ tampilan: numberOfThisView(), dari: from }));
}

function tellWhenSeen() {
  if (document.visibilityState === "visible") tell();
  else document.addEventListener("visibilitychange", tellWhenSeen, { once: true });
}

if (document.prerendering) document.addEventListener("prerenderingchange", tellWhenSeen, { once: true });
else tellWhenSeen();
