// The gallery as a list of pictures to put in order; its text field, one line a photo, goes on holding the value.
import { hasLibrary, pickPhoto, thumbOf } from "./desk-photo-picker.js";

export function editGallery(field) {
  if (!field || !hasLibrary) return;
  const list = document.createElement("ol");
  list.className = "gallery-photos";
  const add = button("Tambah foto", async () => {
    const picked = await pickPhoto();
    if (picked && !entries(field).some((entry) => entry.photo === picked.photo)) {
      write(field, [...entries(field), { photo: picked.photo, caption: "" }]);
      draw();
    }
    add.focus();
  });
  const draw = () =>
    list.replaceChildren(...entries(field).map((entry, at, all) => row(field, entry, at, all.length, draw)));
  field.addEventListener("input", (event) => {
    if (event.target === field && !field.dataset.writing) draw();
  });
  field.after(list, add);
  field.hidden = true;
  field.closest(".form-row").querySelector(".help")?.setAttribute("hidden", "");
  draw();
}

function entries(field) {
  return field.value
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [, photo, caption = ""] = line.match(/^([^:]*):?(.*)$/);
      return { photo: photo.trim(), caption: caption.trim() };
    });
}

function write(field, photos) {
  field.dataset.writing = "1";
  field.value = photos.map(({ photo, caption }) => (caption ? `${photo}: ${caption}` : photo)).join("\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  delete field.dataset.writing;
}

function row(field, entry, at, length, draw) {
  const item = document.createElement("li");
  const image = new Image(240, 160);
  image.className = "photo-thumb";
  image.alt = `Foto ${entry.photo}`;
  if (/^\d+$/.test(entry.photo)) image.src = thumbOf(entry.photo);
  const caption = document.createElement("textarea");
  caption.rows = 2;
  caption.maxLength = 400;
  caption.value = entry.caption;
  caption.placeholder = "Keterangan dari perpustakaan";
  caption.setAttribute("aria-label", `Keterangan foto ke-${at + 1}`);
  caption.addEventListener("input", () => {
    const all = entries(field);
    all[at].caption = caption.value.replace(/\s+/g, " ").trim();
    write(field, all);
  });
  const change = (act, then) => () => {
    const all = entries(field);
    act(all);
    write(field, all);
    draw();
    then?.();
  };
  const focusOn = (place, name) => () => {
    field.nextElementSibling.children[place]
      ?.querySelector(`[data-act=${name}]:not(:disabled), [data-act]:not(:disabled)`)
      ?.focus();
  };
  const move = (by, name) => change((all) => all.splice(at + by, 0, ...all.splice(at, 1)), focusOn(at + by, name));
  const up = button("Naik", move(-1, "up"), "up", `Naikkan foto ke-${at + 1}`);
  const down = button("Turun", move(1, "down"), "down", `Turunkan foto ke-${at + 1}`);
  const remove = button(
    "Hapus",
    change((all) => all.splice(at, 1), focusOn(Math.max(at - 1, 0), "remove")),
    "remove",
    `Hapus foto ke-${at + 1} dari galeri`,
  );
  up.disabled = at === 0;
  down.disabled = at === length - 1;
  const tools = document.createElement("div");
  tools.className = "gallery-tools";
  tools.append(up, down, remove);
  item.append(image, caption, tools);
  return item;
}

function button(words, act, name = "", label = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = words;
  if (name) made.dataset.act = name;
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}
