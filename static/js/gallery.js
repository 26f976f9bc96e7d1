// A story's gallery, large: photo by photo, with fingers, keys or buttons. Each photo's own page does without.

const list = document.querySelector(".gallery__list");
const links = [...document.querySelectorAll(".gallery__link")];
let viewer;
let shown = 0;

function button(name, label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `viewer__button viewer__button--${name}`;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

// The list again, as wide as the screen; swiping is scrolling.
function strip() {
  const photos = /** @type {HTMLElement} */ (list.cloneNode(true));
  photos.className = "viewer__photos";
  photos.tabIndex = 0; // so that keys scroll it too
  photos.setAttribute("aria-label", "Foto");
  for (const link of photos.querySelectorAll(".gallery__link")) {
    link.replaceWith(...link.childNodes);
  }
  for (const picture of /** @type {NodeListOf<HTMLImageElement>} */ (photos.querySelectorAll("img, source")))
    picture.sizes = "100vw";
  for (const photo of photos.children) photo.className = "viewer__photo";
  return photos;
}

function build() {
  const dialog = document.createElement("dialog");
  dialog.className = "viewer";
  dialog.setAttribute("aria-label", "Galeri foto");
  const place = document.createElement("p");
  place.className = "viewer__place";
  place.setAttribute("aria-live", "polite");
  const photos = strip();
  dialog.append(
    photos,
    place,
    button("previous", "Foto sebelumnya", () => show(shown - 1)),
    button("next", "Foto berikutnya", () => show(shown + 1)),
    button("close", "Tutup galeri", () => dialog.close()),
  );
  photos.addEventListener("scroll", () => settle(Math.round(photos.scrollLeft / photos.clientWidth)));
  dialog.addEventListener("keydown", (event) => {
    const to = { ArrowLeft: shown - 1, ArrowRight: shown + 1, Home: 0, End: links.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(to);
  });
  dialog.addEventListener("close", () => links[shown].focus());
  document.body.append(dialog);
  return dialog;
}

function show(to, behavior = "auto") {
  const photos = viewer.querySelector(".viewer__photos");
  const number = Math.min(Math.max(to, 0), links.length - 1);
  photos.scrollTo({ left: number * photos.clientWidth, behavior });
  settle(number);
}

function settle(number) {
  if (number === shown && viewer.querySelector(".viewer__place").textContent) return;
  shown = number;
  viewer.querySelector(".viewer__place").textContent = `Foto ${shown + 1} dari ${links.length}`;
  viewer.querySelector(".viewer__button--previous").disabled = shown === 0;
  viewer.querySelector(".viewer__button--next").disabled = shown === links.length - 1;
  for (const [at, photo] of [...viewer.querySelector(".viewer__photos").children].entries()) photo.inert = at !== shown;
}

for (const [number, link] of links.entries()) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    viewer ??= build();
    viewer.showModal();
    show(number, "instant");
    viewer.querySelector(".viewer__button--close").focus();
  });
}
