// A story's photos, large: photo by photo and closer, with fingers, wheel, keys or buttons. Each photo's own page does
// without, where scripts or dialogs are missing.

const SEQUENCES = [
  { links: [...document.querySelectorAll(".photo-link")], name: "Foto" }, // the lead and those in the text
  { links: [...document.querySelectorAll(".gallery__link")], name: "Galeri foto" },
];
const ENLARGED = 2; // the most that a small file is blown up before anybody asks for more
const STEP = 1.5; // of zooming by keys
const PAN = 80; // pixels, by arrow keys
const SECOND_TAP = 350; // milliseconds after the first
const NEAR = 30; // pixels beside the first

/** @typedef {{ open: () => void, close: () => void, show: (number: number, behavior?: ScrollBehavior) => void }} Viewer */

/** @type {Map<number, Viewer>} */
const viewers = new Map();
/** @type {Viewer | null} */
let opened = null;

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

function button(name, label, act) {
  const made = /** @type {HTMLButtonElement} */ (element("button", `viewer__button viewer__button--${name}`));
  made.type = "button";
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

// One photo: the whole of it, and its words below. A cut one has the whole ready in a template.
function slide(link) {
  const whole = link.querySelector("template")?.content.querySelector("picture") ?? link.querySelector("picture");
  const picture = whole.cloneNode(true);
  for (const file of picture.querySelectorAll("source, img")) file.sizes = "100vw";
  const image = picture.querySelector("img");
  image.removeAttribute("class");
  image.loading = "lazy";
  image.draggable = false;
  const frame = element("div", "viewer__frame", withheldLike(link, picture));
  const words = link.closest("figure").querySelector("figcaption").cloneNode(true);
  return element("li", "viewer__photo", element("figure", "viewer__figure", frame, words));
}

// Who saves data asks for each photo (data-saver.js).
function withheldLike(link, picture) {
  const ask = link.closest(".withheld")?.querySelector(":scope > button");
  return ask ? element("span", "withheld", picture, ask.cloneNode(true)) : picture;
}

// How near the photo in a frame is looked at. A photo that is larger than its frame is scrolled in it.
function lens(frame, onChange) {
  const image = frame.querySelector("img");
  const file = { width: Number(image.getAttribute("width")), height: Number(image.getAttribute("height")) };
  let zoom = 1;
  let fitting = 0; // pixels: the width at which the whole photo is seen

  function draw() {
    image.style.width = `${fitting * zoom}px`;
    const isNear = zoom > 1;
    frame.classList.toggle("viewer__frame--near", isNear);
    const sizes = `${Math.ceil(isNear ? Math.max(file.width, fitting) : fitting)}px`;
    for (const each of frame.querySelectorAll("source, img")) if (each.sizes !== sizes) each.sizes = sizes;
    onChange(isNear);
  }

  function most() {
    return Math.max(4, (ENLARGED * file.width) / fitting, filling());
  }

  // Where nothing of the frame is empty: how infographics and panoramas are read.
  function filling() {
    const fittingHeight = (fitting * file.height) / file.width;
    return Math.max(frame.clientWidth / fitting, frame.clientHeight / fittingHeight);
  }

  function fit() {
    const ratio = file.width / file.height;
    fitting = Math.min(frame.clientWidth, frame.clientHeight * ratio, ENLARGED * file.width);
    zoom = 1;
    draw();
  }

  // What is at a point of the window stays there.
  function zoomTo(to, point = middle()) {
    const before = image.getBoundingClientRect();
    const share = { x: (point.x - before.left) / before.width, y: (point.y - before.top) / before.height };
    zoom = Math.min(Math.max(to, 1), most());
    draw();
    const after = image.getBoundingClientRect();
    frame.scrollLeft += after.left + share.x * after.width - point.x;
    frame.scrollTop += after.top + share.y * after.height - point.y;
  }

  function middle() {
    const box = frame.getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  }

  return {
    fit,
    zoomTo,
    zoomBy: (factor, point) => zoomTo(zoom * factor, point),
    toggle: (point) => zoomTo(zoom > 1 ? 1 : Math.max(2.5, filling()), point),
    pan: (x, y) => frame.scrollBy({ left: x, top: y, behavior: "instant" }),
    isNear: () => zoom > 1,
    zoom: () => zoom,
  };
}

function followFingers(frame, glass) {
  let start = null;
  frame.addEventListener("touchstart", ({ touches }) => {
    start = touches.length === 2 ? { zoom: glass.zoom(), apart: apart(touches) } : null;
  });
  frame.addEventListener(
    "touchmove",
    (event) => {
      if (!start || event.touches.length !== 2) return;
      event.preventDefault();
      glass.zoomTo((start.zoom * apart(event.touches)) / start.apart, between(event.touches));
    },
    { passive: false },
  );
  frame.addEventListener("touchend", () => {
    if (start && glass.zoom() < 1.1) glass.zoomTo(1);
    start = null;
  });
}

function apart([one, other]) {
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}

function between([one, other]) {
  return { x: (one.clientX + other.clientX) / 2, y: (one.clientY + other.clientY) / 2 };
}

function followTaps(frame, glass) {
  let last = { at: -SECOND_TAP, x: 0, y: 0 };
  frame.addEventListener("click", (event) => {
    if (event.target.closest("button")) return;
    const tap = { at: event.timeStamp, x: event.clientX, y: event.clientY };
    const isSecond = tap.at - last.at < SECOND_TAP && Math.hypot(tap.x - last.x, tap.y - last.y) < NEAR;
    last = isSecond ? { ...tap, at: -SECOND_TAP } : tap;
    if (isSecond) glass.toggle(tap);
  });
}

function followMouse(frame, glass) {
  frame.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && Math.abs(event.deltaX) > Math.abs(event.deltaY)) return; // to the next photo, or along this
      event.preventDefault();
      glass.zoomBy(Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 300)), { x: event.clientX, y: event.clientY });
    },
    { passive: false },
  );
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button === 0 && glass.isNear()) frame.setPointerCapture(event.pointerId);
  });
  frame.addEventListener("pointermove", (event) => {
    if (frame.hasPointerCapture(event.pointerId)) glass.pan(-event.movementX, -event.movementY);
  });
}

/** @returns {Viewer} */
function build({ links, name }) {
  const slides = links.map(slide);
  const photos = element("ul", "viewer__photos", ...slides);
  photos.tabIndex = 0; // what scrolls is reached by keys
  photos.setAttribute("aria-label", "Foto");
  const place = element("p", "viewer__place");
  place.setAttribute("aria-live", "polite");
  const nearer = button("nearer", "Perbesar", () => glasses[shown].toggle());
  const previous = button("previous", "Foto sebelumnya", () => show(shown - 1));
  const next = button("next", "Foto berikutnya", () => show(shown + 1));
  const close = button("close", "Tutup galeri", () => dialog.close());
  const ways = links.length > 1 ? [previous, next] : [];
  const bar = element("div", "viewer__bar", place, nearer, ...ways, close);
  const dialog = /** @type {HTMLDialogElement} */ (element("dialog", "viewer", bar, photos));
  dialog.setAttribute("aria-label", name);
  const glasses = slides.map((photo) => lens(photo.querySelector(".viewer__frame"), showNearness));
  let shown = -1;

  for (const [number, photo] of slides.entries()) {
    const frame = photo.querySelector(".viewer__frame");
    for (const follow of [followFingers, followTaps, followMouse]) follow(frame, glasses[number]);
  }

  function showNearness(isNear) {
    nearer.setAttribute("aria-pressed", String(isNear));
    photos.classList.toggle("viewer__photos--still", isNear);
  }

  /** @param {ScrollBehavior} [behavior] */
  function show(to, behavior = "auto") {
    const number = Math.min(Math.max(to, 0), links.length - 1);
    glasses[shown]?.fit();
    photos.scrollTo({ left: number * photos.clientWidth, behavior });
    settle(number);
  }

  function settle(number) {
    if (number === shown) return;
    shown = number;
    place.textContent = `Foto ${shown + 1} dari ${links.length}`;
    disable(previous, shown === 0);
    disable(next, shown === links.length - 1);
    for (const [at, photo] of slides.entries()) photo.inert = at !== shown;
  }

  function disable(way, isEnd) {
    if (isEnd && document.activeElement === way) close.focus();
    way.disabled = isEnd;
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const glass = glasses[shown];
    const act = {
      "+": () => glass.zoomBy(STEP),
      "=": () => glass.zoomBy(STEP),
      "-": () => glass.zoomBy(1 / STEP),
      0: () => glass.zoomTo(1),
      Home: () => show(0),
      End: () => show(links.length - 1),
      ArrowLeft: () => (glass.isNear() ? glass.pan(-PAN, 0) : show(shown - 1)),
      ArrowRight: () => (glass.isNear() ? glass.pan(PAN, 0) : show(shown + 1)),
      ArrowUp: glass.isNear() && (() => glass.pan(0, -PAN)),
      ArrowDown: glass.isNear() && (() => glass.pan(0, PAN)),
      Tab: () => turnAround(event),
    }[event.key];
    if (!act) return;
    if (event.key !== "Tab") event.preventDefault();
    act();
  }

  // From the last button to the first, and back.
  function turnAround(event) {
    const stops = /** @type {HTMLElement[]} */ ([...dialog.querySelectorAll("button:enabled")]).filter(
      (stop) => !stop.closest("[inert]"),
    );
    const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    event.preventDefault();
    stops[(at + (event.shiftKey ? -1 : 1) + stops.length) % stops.length].focus();
  }

  photos.addEventListener("scroll", () => {
    // A dialog that closes has no width, and scrolls once more.
    if (dialog.open && photos.clientWidth) settle(Math.round(photos.scrollLeft / photos.clientWidth));
  });
  dialog.addEventListener("keydown", pressed);
  dialog.addEventListener("close", () => {
    // The event comes late: after Back, somebody may have gone Forward again by now.
    if (dialog.open || opened !== viewer) return;
    opened = null;
    if (history.state?.viewer) history.back(); // it was not Back that closed it
    links[shown].focus();
  });
  new ResizeObserver(() => {
    if (!dialog.open) return;
    for (const glass of glasses) glass.fit();
    photos.scrollTo({ left: shown * photos.clientWidth, behavior: "instant" });
  }).observe(photos);
  document.body.append(dialog);

  const viewer = {
    open() {
      dialog.showModal();
      for (const glass of glasses) glass.fit();
      close.focus();
    },
    close() {
      opened = null;
      dialog.close();
      links[shown].focus();
    },
    show,
  };
  return viewer;
}

function openAt({ sequence, number }) {
  const viewer = viewers.get(sequence) ?? build(SEQUENCES[sequence]);
  viewers.set(sequence, viewer);
  if (opened !== viewer) viewer.open();
  opened = viewer;
  viewer.show(number, "instant");
}

// The browser's Back closes the viewer, and Forward opens it again.
function begin() {
  for (const [sequence, { links }] of SEQUENCES.entries()) {
    for (const [number, link] of links.entries()) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        history.pushState({ ...history.state, viewer: { sequence, number } }, "");
        openAt({ sequence, number });
      });
    }
  }
  addEventListener("popstate", ({ state }) => {
    if (state?.viewer) openAt(state.viewer);
    else opened?.close();
  });
}

if ("showModal" in document.createElement("dialog")) begin();
