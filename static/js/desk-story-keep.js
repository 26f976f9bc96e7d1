// Keeps what is being typed in this browser until the server has it: a lost connection,
// an expired session or a closed tab loses nothing.
import { whenEditorReady } from "./desk-story-counts.js";

const EVERY = 2000; // milliseconds

export function keepTyping(form, output) {
  const version = form.elements.base_version.value;
  const isNew = version === "0";
  const names = output.dataset.fields.split(" ");
  const own = `kateid:naskah:${output.dataset.person}:`; // a newsroom's computer has many users
  const key = own + (isNew ? "baru" : location.pathname);
  if (!isNew && document.referrer.endsWith("/add/")) localStorage.removeItem(`${own}baru`);
  // Only when the editor has written the text its own way can a change be told from none.
  whenEditorReady(form, () => {
    const initial = JSON.stringify(typed(form, names));
    const kept = JSON.parse(localStorage.getItem(key) ?? "null");
    const refused = form.querySelector(".errornote"); // what is kept is what the form still shows
    if (kept && !refused) {
      if (hasArrived(kept, version, output) || JSON.stringify(kept.fields) === initial) localStorage.removeItem(key);
      else offer(form, kept, output);
    }
    const keep = () => {
      const fields = typed(form, names);
      if (JSON.stringify(fields) === initial) return;
      localStorage.setItem(key, JSON.stringify({ version, fields }));
      if (!output.querySelector("button")) output.textContent = "Ketikan tersimpan di peramban ini.";
    };
    setInterval(keep, EVERY);
    addEventListener("pagehide", keep);
    form.addEventListener("submit", keep);
  });
}

// A newer version alone is no sign: somebody else may have made it.
function hasArrived(kept, version, output) {
  return kept.version !== version && output.dataset.arrived.split(" ").includes(kept.version);
}

function offer(form, kept, output) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = "Kembalikan ketikan yang belum tersimpan";
  button.addEventListener("click", () => {
    putBack(form, kept);
    output.replaceChildren();
  });
  output.replaceChildren(button);
}

function typed(form, names) {
  window.CKEDITOR?.instances.id_body?.updateElement();
  return Object.fromEntries(names.map((name) => [name, valueIn(form.elements[name])]));
}

// A text; whether a box is ticked; or of a list the chosen rows, each as [number, words].
function valueIn(element) {
  if (element?.type === "checkbox") return element.checked;
  if (element instanceof HTMLSelectElement) return [...element.selectedOptions].map(({ value, text }) => [value, text]);
  return element?.value ?? "";
}

function putBack(form, { version, fields }) {
  form.elements.base_version.value = version; // so that what was saved since is not written over
  for (const [name, value] of Object.entries(fields)) {
    if (form.elements[name]) write(form.elements[name], value);
  }
  whenEditorReady(form, (editor) => editor.setData(fields.body ?? ""));
}

function write(element, value) {
  if (element.type === "checkbox") element.checked = value;
  else if (element instanceof HTMLSelectElement) choose(element, value);
  else element.value = value;
  element.dispatchEvent(new Event("input"));
}

// A list holds only the rows that were chosen when the page came, so the others are put into it, in their order.
function choose(select, rows) {
  const chosen = rows.map(([value, text]) => {
    const option = [...select.options].find((one) => one.value === value) ?? new Option(text, value);
    if (select.multiple || !option.isConnected) select.append(option);
    return option;
  });
  for (const option of select.options) option.selected = chosen.includes(option);
  window.django?.jQuery(select).trigger("change"); // which Select2 draws
}
