// Moderation without a mouse, ticking many at once, and who else is here. Everything works without it.

const BEAT = 45_000; // milliseconds; a moderator counts as here for two minutes

function typing(target) {
  return target.closest("textarea, select, input:not([type=checkbox])") !== null;
}

function cards() {
  return [...document.querySelectorAll("[data-card]")];
}

function move(step) {
  const all = cards();
  const here = all.findIndex((card) => card.contains(document.activeElement));
  const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
  next?.focus();
}

function act(key) {
  const places = [
    document.activeElement?.closest("[data-card]"),
    document.querySelector("[data-steps]"),
    document.querySelector(".undo"),
  ];
  for (const place of places) {
    const button = place?.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (button) return button.click();
  }
  // Where a reason has to be given first, the key leads to the page that asks for it.
  if (["t", "h", "k"].includes(key)) places[0]?.querySelector('[data-key="o"]')?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") move(1);
  else if (event.key === "k" && cards().length > 1) move(-1);
  else if (event.key === "x") document.activeElement?.closest("[data-card]")?.querySelector("[data-tick]")?.click();
  else if (/^[a-z]$/.test(event.key)) act(event.key);
});

/** @type {HTMLInputElement | null} */
const all = document.querySelector("[data-tick-all]");
all?.addEventListener("change", () => {
  for (const tick of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-tick]")))
    tick.checked = all.checked;
});

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
