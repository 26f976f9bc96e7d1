// The box of a live report. What is typed stays in this browser until it has arrived; sending waits for a connection
// and for who has signed out, and goes on by itself. The box has a key, so that it arrives once.
// (Old engines read this: nothing newer than ES2019.)

const AGAIN = 5000; // milliseconds until the next try
const LOST = "Tidak tersambung. Tulisan tersimpan di perangkat ini dan terkirim sendiri begitu tersambung.";
const SIGNED_OUT = "Anda sudah keluar. Tulisan tersimpan di perangkat ini. ";
const FAILED = "Belum terkirim: situs sedang tidak dapat menjawab. Dicoba lagi sendiri.";

/** @typedef {HTMLFormElement & { text: HTMLTextAreaElement, key: HTMLInputElement, is_key: HTMLInputElement }} Box */

let waiting = 0;
begin();

/** @returns {Box | null} */
function theBox() {
  return document.querySelector("[data-live-box]");
}

function storeOf(box) {
  return `kateid:kabar:${box.dataset.liveBox}`;
}

function begin() {
  const box = theBox();
  if (!box) return;
  restore(box);
  box.addEventListener("input", () => store(box));
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    store(box);
    send(box);
  });
}

function store(box) {
  const kept = { key: box.key.value, text: box.text.value, isKey: box.is_key.checked };
  try {
    localStorage.setItem(storeOf(box), JSON.stringify(kept));
  } catch (_) {
    // a browser without a store: the box itself has it as long as the page is open
  }
}

function forget(box) {
  try {
    localStorage.removeItem(storeOf(box));
  } catch (_) {
    // as above
  }
}

function restore(box) {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(storeOf(box)) || "null");
  } catch (_) {
    // as above
  }
  if (!kept || !kept.text || box.text.value) return;
  box.key.value = kept.key; // perhaps it arrived and only the answer was lost
  box.text.value = kept.text;
  box.is_key.checked = kept.isKey;
}

function say(box, words, link) {
  const place = box.querySelector(".live-box__said");
  place.textContent = words;
  if (link) place.append(link);
}

async function send(box) {
  clearTimeout(waiting);
  waiting = 0;
  const button = box.querySelector("button[value=send]");
  if (button.disabled) return;
  button.disabled = true;
  const sent = new FormData(box);
  sent.set("step", "send");
  const answer = await fetch(location.href, { method: "POST", body: sent }).catch(() => null);
  button.disabled = false;
  if (!answer || answer.status >= 500) {
    say(box, answer ? FAILED : LOST);
    waiting = window.setTimeout(() => send(box), AGAIN);
    return;
  }
  const text = await answer.text();
  if (!text.includes("live-desk")) {
    askToSignIn(box, answer.status);
    return;
  }
  // The policy of this page speaks for what is parsed in it too, and no inline style is needed of it.
  const plain = text.replace(/<style[\s\S]*?<\/style>|\sstyle="[^"]*"/g, "");
  show(new DOMParser().parseFromString(plain, "text/html"), box, answer.redirected);
}

// The box came back empty, with what is new below it; or it stays, with what was wrong.
function show(page, box, arrived) {
  if (arrived) forget(box);
  for (const part of [".messagelist", ".live-desk"]) {
    const fresh = page.querySelector(part);
    const here = document.querySelector(part);
    if (fresh && here) here.replaceWith(fresh);
    else if (here) here.remove();
    else if (fresh) document.querySelector("#content").before(fresh);
  }
  begin();
  const next = theBox();
  if (next) next.text.focus();
}

function askToSignIn(box, status) {
  if (status === 404 || status === 409) {
    say(box, "Naskah ini tidak lagi terbuka bagi Anda. Salin tulisan Anda dari sini.");
    return;
  }
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = "Masuk lagi, lalu kirim.";
  say(box, SIGNED_OUT, link);
}

addEventListener("online", () => {
  const box = theBox();
  if (box && waiting) send(box);
});
