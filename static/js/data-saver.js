// "Hemat data": no picture is fetched until somebody asks for it. service-worker.js withholds them; this module has
// the switch, remembers the wish where the worker can read it, and puts a button on each picture.

const WISH = "/hemat-data";
const SHOWN = "tampil"; // marks a picture that somebody asked to see

const toggle = document.querySelector("[data-data-saver]");
const { serviceWorker } = navigator; // missing on plain HTTP

if (serviceWorker) begin();

async function begin() {
  const saves = (await wish()) ?? (browserSaves() && (await remember(true)));
  toggle.setAttribute("aria-pressed", saves);
  toggle.parentElement.hidden = false;
  toggle.addEventListener("click", () => turn(!saves));
  if (!saves || !serviceWorker.controller) return;
  document.querySelectorAll("main img").forEach(withhold);
  // One listener for all, so that what other modules copy works too.
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.matches(".withheld__button")) show(target.parentElement);
  });
}

async function turn(on) {
  toggle.setAttribute("aria-busy", "true");
  await serviceWorker.ready;
  await remember(on);
  location.reload();
}

// What the reader chose, if they ever did.
async function wish() {
  const said = await (await caches.open("kateid-wishes")).match(WISH);
  return said && (await said.text()) === "on";
}

async function remember(on) {
  await (await caches.open("kateid-wishes")).put(WISH, new Response(on ? "on" : "off"));
  return on;
}

function browserSaves() {
  return Boolean(navigator.connection?.saveData) || matchMedia("(prefers-reduced-data: reduce)").matches;
}

function withhold(image) {
  const picture = image.closest("a") ?? image.closest("picture") ?? image; // no button stands inside a link
  const frame = document.createElement("span");
  frame.className = "withheld";
  picture.replaceWith(frame);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "withheld__button";
  button.textContent = "Tampilkan foto";
  const about = image.alt || image.closest("article")?.querySelector("h1, h2, h3, h4")?.textContent;
  if (about) button.setAttribute("aria-label", `Tampilkan foto: ${about}`);
  frame.append(picture, button);
}

function show(frame) {
  const places = [frame, ...[...frame.querySelectorAll("template")].map(({ content }) => content)];
  for (const source of places.flatMap((place) => [...place.querySelectorAll("source, img")])) {
    if (source.srcset) source.srcset = source.srcset.replace(/[^\s,]\S*(?=\s+[\d.]+[wx])/g, marked);
    if (source.getAttribute("src")) source.src = marked(source.src);
  }
  frame.tabIndex = -1; // where the button was, for who goes on by keyboard
  frame.focus();
  frame.querySelector("button").remove();
}

function marked(address) {
  const url = new URL(address, document.baseURI);
  url.searchParams.set(SHOWN, "");
  return url.href;
}
