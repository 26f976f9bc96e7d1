// While somebody types what they look for, offers what it may become: the browser shows it as it shows any list.
// Without this the field is a field.

const SHORTEST = 3; // characters, as in articles/search/beginnings.py
const LONGEST = 40;
const PAUSE = 150; // milliseconds without a key

const field = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-completions]"));
const list = field?.list;

/** @type {Map<string, {jenis: string, teks: string}[]>} what was asked for on this page */
const told = new Map();
let timer = 0;

function beginning() {
  return field.value.toLowerCase().trim().split(/\s+/).join(" ").slice(0, LONGEST);
}

async function ask(typed) {
  if (!told.has(typed)) {
    const response = await fetch(`${field.dataset.completions}?q=${encodeURIComponent(typed)}`);
    if (!response.ok) return [];
    told.set(typed, (await response.json()).saran);
  }
  return told.get(typed);
}

async function offer() {
  const typed = beginning();
  const found = typed.length < SHORTEST ? [] : await ask(typed);
  if (typed !== beginning()) return; // somebody typed on meanwhile
  const options = found.map(({ jenis, teks }) => {
    const option = document.createElement("option");
    option.value = teks;
    option.label = jenis === "Berita" ? teks : `${teks} (${jenis.toLowerCase()})`;
    return option;
  });
  list.replaceChildren(...options);
}

if (list) {
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => offer().catch(() => list.replaceChildren()), PAUSE); // no network: no list
  });
}
