// Moderation by keys: steps are taken without leaving the list, and the next comments come by themselves. Ticking many at
// once, and who else is here. Everything works without it, a page a step.

const BEAT = 45_000; // milliseconds; a moderator counts as here for two minutes
const FEW = 8; // comments that are left when the next page is fetched
const FRAGMENT = { "X-Fragment": "queue" };
const LOST = "Tidak tersambung. Langkah ini belum tersimpan: periksa jaringan, lalu ulangi.";

const REFUSED = {
  said: "",
  problems: ["Langkah ini tidak diterima. Muat ulang halaman, lalu coba lagi."],
  gone: [],
  urungkan: "",
};

/** @type {HTMLFormElement | null} */
const queue = document.querySelector("[data-queue]");
/** @type {HTMLElement | null} */
const list = document.querySelector("[data-cards]");
/** @type {HTMLElement | null} */
const status = document.querySelector("[data-said]");

function typing(target) {
  return target.closest("textarea, select, input:not([type=checkbox])") !== null;
}

function cards() {
  return /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-card]:not([aria-busy])")]);
}

function here() {
  return /** @type {HTMLElement | null} */ (document.activeElement?.closest("[data-card]"));
}

function move(step) {
  const all = cards();
  const place = all.findIndex((card) => card.contains(document.activeElement));
  all[Math.min(Math.max(place + step, 0), all.length - 1)]?.focus();
}

function act(key) {
  const beside = ["[data-steps]", "[data-claim]", ".undo"].map((place) => document.querySelector(place));
  for (const place of [here(), ...beside]) {
    /** @type {HTMLElement | null} */
    const button = place?.querySelector(`[data-key="${key}"]`);
    if (button) return button.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  if (event.key === "j") move(1);
  else if (event.key === "k" && cards().length > 1) move(-1);
  else if (event.key === "x") here()?.querySelector("[data-tick]")?.click();
  else if (/^[a-z1-9]$/.test(event.key)) act(event.key);
});

/** @type {HTMLInputElement | null} */
const all = document.querySelector("[data-tick-all]");
all?.addEventListener("change", () => {
  for (const tick of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-tick]")))
    tick.checked = all.checked;
});

// Steps, sent one after the other in the order in which they were pressed

let sent = Promise.resolve();
let waiting = 0;

/** @param {SubmitEvent} event */
function take(event) {
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
  const card = /** @type {HTMLElement | null} */ (button?.closest("[data-card]"));
  if (!card || button.dataset.leaves !== undefined) return;
  event.preventDefault();
  if (card.getAttribute("aria-busy")) return;
  const body = new FormData(queue);
  if (button.name) body.set(button.name, button.value);
  const others = body.get("beserta") === card.dataset.card ? pileOf(card) : [];
  leave(card, others);
  waiting += 1;
  sent = sent
    .then(() => send(button.formAction, body, [card, ...others]))
    .finally(() => {
      waiting -= 1;
    });
}

function pileOf(card) {
  return cards().filter((other) => other !== card && other.dataset.pile === card.dataset.pile);
}

// The next card has the focus at once, so that the next key is for it.
function leave(card, others) {
  for (const busy of [card, ...others]) busy.setAttribute("aria-busy", "true");
  const left = cards();
  const follows = (other) => card.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  const next = left.find(follows) ?? left[left.length - 1];
  if (next) next.focus();
  else status.focus();
}

async function send(address, body, busy) {
  const [card] = busy;
  try {
    const answered = await fetch(address, { method: "POST", body, headers: FRAGMENT });
    if (answered.redirected) {
      location.assign(answered.url); // to sign in again
      return;
    }
    const isAnswer = (answered.headers.get("Content-Type") ?? "").startsWith("application/json");
    const { said, problems, gone, urungkan } = isAnswer ? await answered.json() : REFUSED;
    if (said) say(said);
    for (const pk of gone) document.querySelector(`[data-card="${pk}"]`)?.closest("li").remove();
    for (const other of busy) other.removeAttribute("aria-busy");
    offerUndo(urungkan);
    if (problems.length) complain(card, problems);
    await fetchMore();
  } catch {
    for (const other of busy) other.removeAttribute("aria-busy");
    complain(card, [LOST]);
  }
}

function say(sentence) {
  status.textContent = sentence;
}

function complain(card, problems) {
  card.querySelector("[data-problem]")?.remove();
  const words = document.createElement("p");
  words.className = "errornote";
  words.dataset.problem = "";
  words.setAttribute("role", "alert");
  words.textContent = problems.slice(0, 10).join(" ");
  card.prepend(words);
}

function offerUndo(token) {
  /** @type {HTMLTemplateElement | null} */
  const blank = document.querySelector("[data-undo-blank]");
  if (!token || !blank) return;
  const strip = document.querySelector("[data-undo]");
  strip.replaceChildren(blank.content.cloneNode(true));
  /** @type {HTMLInputElement} */ (strip.querySelector("[name=urungkan]")).value = token;
}

async function fetchMore() {
  const next = list.dataset.next;
  const left = list.querySelectorAll("[data-card]").length;
  if (left === 0 && !next) {
    say(`${status.textContent} Tidak ada lagi di antrean ini.`);
    return;
  }
  if (!next || left > FEW) return;
  list.dataset.next = "";
  const answered = await fetch(next, { headers: FRAGMENT });
  if (!answered.ok || answered.redirected) {
    list.dataset.next = next;
    return;
  }
  const page = document.createElement("template");
  page.innerHTML = await answered.text();
  /** @type {HTMLElement} */
  const more = page.content.querySelector("[data-cards]");
  list.append(...more.children);
  list.dataset.next = more.dataset.next;
  const link = document.querySelector("[data-next-page]");
  if (more.dataset.next) link?.setAttribute("href", more.dataset.next);
  else link?.remove();
  if (!here()) cards()[0]?.focus();
}

if (queue && list && status) {
  status.tabIndex = -1;
  queue.addEventListener("submit", take);
  window.addEventListener("beforeunload", (event) => {
    if (waiting) event.preventDefault();
  });
}

// Who else is here

const presence = document.querySelector("[data-presence]");

async function beHere() {
  /** @type {HTMLInputElement | null} */
  const field = document.querySelector("[name=csrfmiddlewaretoken]");
  const token = field?.value;
  if (!token || document.hidden) return;
  const response = await fetch(presence.dataset.presence, { method: "POST", headers: { "X-CSRFToken": token } });
  if (!response.ok) return;
  const { names } = await response.json();
  presence.querySelector("[data-presence-names]").textContent = names.join(", ");
  presence.classList.toggle("hidden", names.length === 0);
}

if (presence) {
  beHere();
  setInterval(beHere, BEAT);
}
