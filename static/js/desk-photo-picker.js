// The photo library in a window over the story form: search, leaf through, pick one.

const library = document.getElementById("photo-library");
let dialog;
let answer;
let asked = 0; // answers come in any order; the last question counts

export const hasLibrary = Boolean(library);

export function thumbOf(photo) {
  return library.dataset.thumb.replace("/0/", `/${photo}/`);
}

// Gives {photo, label, caption} of what was picked, or null.
export function pickPhoto() {
  if (!dialog) dialog = build();
  dialog.querySelector(".photo-picker-content").innerHTML = "<p>Membuka perpustakaan …</p>";
  show(dialog);
  load(library.dataset.pick);
  return new Promise((resolve) => {
    answer = resolve;
  });
}

// Before Chrome 37, iOS 15.4 and Firefox 98 there are no windows in the page: it lies on top of the page all the same.
function show(made) {
  if (made.showModal) return made.showModal();
  made.setAttribute("open", "");
  return undefined;
}

function close(made) {
  if (made.close) return made.close();
  made.removeAttribute("open");
  return settle(null);
}

function isOpen(made) {
  return made.hasAttribute("open");
}

function build() {
  const made = document.createElement("dialog");
  made.className = "photo-picker";
  made.setAttribute("aria-labelledby", "photo-picker-title");
  made.innerHTML = `<header><h2 id="photo-picker-title">Pilih foto</h2>
    <button type="button" class="button" data-close>Tutup</button></header>
    <div class="photo-picker-content" aria-live="polite"></div>`;
  made.addEventListener("click", clicked);
  made.addEventListener("submit", searched);
  made.addEventListener("keydown", moved);
  made.addEventListener("close", () => settle(null));
  // Who uploaded a photo in another window finds it here.
  addEventListener("focus", () => {
    if (isOpen(made) && made.dataset.left) load(made.dataset.at);
  });
  document.body.append(made);
  return made;
}

async function load(address) {
  const content = dialog.querySelector(".photo-picker-content");
  dialog.dataset.at = address;
  delete dialog.dataset.left;
  const question = ++asked;
  const html = await answerOf(address);
  if (question !== asked) return;
  content.innerHTML = html;
  content.querySelector("input[type=search]")?.focus();
}

async function answerOf(address) {
  try {
    const response = await fetch(address);
    if (response.redirected) return signedOut();
    if (!response.ok) throw new Error(`${response.status}`);
    return await response.text();
  } catch (_) {
    return `<p class="errornote" role="alert">Perpustakaan foto tidak terbaca. Periksa sambungan, lalu coba lagi.</p>
      <p><a class="button" href="">Coba lagi</a></p>`;
  }
}

// Signing in happens in another window; coming back, the library is read again.
function signedOut() {
  return `<p class="errornote" role="alert">Sesi Anda berakhir. Masuk lagi di jendela lain, lalu kembali ke sini.</p>
    <p><a class="button" href="${library.dataset.signIn}" target="_blank" rel="opener">Masuk lagi</a></p>`;
}

function clicked(event) {
  if (event.target.closest("[data-close]")) return close(dialog);
  const picked = event.target.closest("[data-photo]");
  if (picked) return settle({ ...picked.dataset });
  const link = event.target.closest("a");
  if (!link) return undefined;
  if (link.target === "_blank") {
    dialog.dataset.left = "1";
    return undefined;
  }
  event.preventDefault();
  return load(new URL(link.getAttribute("href"), new URL(dialog.dataset.at, location.href)).href);
}

function searched(event) {
  event.preventDefault();
  const fields = /** @type {any} */ (new FormData(event.target)); // all of them text
  load(`${library.dataset.pick}?${new URLSearchParams(fields)}`);
}

// The arrow keys go from photo to photo.
function moved(event) {
  const photos = [...dialog.querySelectorAll("[data-photo]")];
  const at = photos.indexOf(event.target);
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: rowLength(photos), ArrowUp: -rowLength(photos) }[event.key];
  if (at < 0 || step === undefined) return;
  event.preventDefault();
  photos[at + step]?.focus();
}

function rowLength(photos) {
  return photos.filter((photo) => photo.offsetTop === photos[0].offsetTop).length;
}

function settle(picked) {
  const resolve = answer;
  answer = undefined;
  if (isOpen(dialog)) close(dialog);
  resolve?.(picked);
}
