// Says of what appeared in the last day how long ago that was, beside its hour. What would make a line higher or lower
// stays as it was, so that nothing on the page moves.

const DAY = 24 * 60; // minutes
const EVERY = 60_000; // milliseconds

/** @type {Map<HTMLElement, string>} the words that came with the page */
const printed = new Map();
for (const place of document.querySelectorAll(".card__time time, [data-ago]")) {
  const element = /** @type {HTMLElement} */ (place);
  printed.set(element, element.textContent);
}

function ago(element) {
  const at = Date.parse(element.getAttribute("datetime") || element.dataset.ago);
  const minutes = Math.floor((Date.now() - at) / 60_000);
  if (minutes < 0 || minutes >= DAY) return null; // a clock may be wrong
  if (minutes < 1) return "baru saja";
  return minutes < 60 ? `${minutes} menit lalu` : `${Math.floor(minutes / 60)} jam lalu`;
}

function worded(element, words) {
  const said = ago(element);
  if (!said) return words;
  if (element.dataset.ago) return ` · ${said}`;
  const hour = words.split(" | ")[1];
  return hour ? `${said} | ${hour}` : words;
}

function tell() {
  const places = [...printed.keys()];
  const heights = places.map((element) => element.parentElement.offsetHeight);
  for (const [element, words] of printed) element.textContent = worded(element, words);
  const moved = places.filter((element, at) => element.parentElement.offsetHeight !== heights[at]);
  for (const element of moved) element.textContent = printed.get(element);
}

tell();
setInterval(() => document.hidden || tell(), EVERY);
document.addEventListener("visibilitychange", () => document.hidden || tell());
