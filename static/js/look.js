// How large letters are and which colours a page has, as its reader chose. In the head and at once, before anything is
// painted; what was chosen stays in this browser.

(() => {
  const CHOICES = { text: ["small", "large", "larger"], scheme: ["light", "dark"] };
  const root = document.documentElement;

  function chosen(name) {
    try {
      const said = localStorage.getItem(`kateid-${name}`);
      return CHOICES[name].includes(said) ? said : "";
    } catch {
      return ""; // a browser that keeps nothing
    }
  }

  function apply() {
    for (const name of Object.keys(CHOICES)) show(name, chosen(name));
  }

  function show(name, value) {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
  }

  function choose({ target }) {
    const { name, value } = target;
    show(name, value);
    try {
      localStorage.setItem(`kateid-${name}`, value);
    } catch {} // then it holds for this page
  }

  function begin() {
    const panel = /** @type {HTMLElement | null} */ (document.querySelector("[data-look]"));
    if (!panel) return;
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (panel.querySelectorAll("input"))) {
      input.checked = input.value === chosen(input.name);
    }
    panel.addEventListener("change", choose);
    panel.hidden = false;
  }

  apply();
  document.addEventListener("DOMContentLoaded", begin);
  addEventListener("pageshow", ({ persisted }) => persisted && apply()); // it was chosen on a later page
})();
