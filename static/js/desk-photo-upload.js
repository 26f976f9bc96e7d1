// Uploads several photos, one after the other, each with its own progress and its own answer.
import { sendPhoto } from "./desk-photo-send.js";

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("photo-upload"));

if (form) {
  const single = document.getElementById("photo_form");
  form.hidden = false;
  single.hidden = true; // for who has no script; here one photo takes the same way as many
  const input = form.elements.upload;
  const drop = form.querySelector(".photo-upload__drop");
  const waiting = [];
  let busy = false;
  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
  });
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("photo-upload__drop--over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.remove("photo-upload__drop--over");
    });
  }
  drop.addEventListener("drop", (event) => take(event.dataTransfer.files));
  addEventListener("beforeunload", (event) => {
    if (busy) event.preventDefault();
  });

  function take(files) {
    for (const file of files) waiting.push({ file, row: rowFor(file) });
    next();
  }

  async function next() {
    if (busy || !waiting.length) return;
    busy = true;
    const { file, row, insist } = waiting.shift();
    tell(row, await send(file, row, insist), file);
    busy = false;
    next();
  }

  function send(file, row, insist) {
    const bar = row.querySelector("progress");
    const fields = new FormData(form);
    if (insist) fields.set("anyway", "1");
    return sendPhoto(form.action, fields, file, (share) => {
      bar.value = share;
      if (share < 1) return;
      bar.removeAttribute("value"); // the server is looking at it
      say(row, "Diperiksa…");
    });
  }

  function tell(row, answer, file) {
    row.querySelector("progress").remove();
    if (answer.photo) {
      row.classList.add("photo-upload__row--done");
      row.querySelector(".photo-upload__picture").src = answer.photo.thumbnail;
      say(row, "Tersimpan. ", link(answer.photo.address, "Lengkapi keterangannya"));
      return;
    }
    row.classList.add("photo-upload__row--refused");
    const parts = (answer.instead ?? []).map((photo) => {
      const picture = Object.assign(document.createElement("img"), { src: photo.thumbnail, alt: "" });
      const leading = link(photo.address, photo.title);
      leading.prepend(picture);
      return leading;
    });
    if (answer.mayInsist || (answer.again && !answer.signedOut)) {
      parts.push(button(answer.again ? "Coba lagi" : "Unggah juga", () => retry(row, file, answer.mayInsist)));
    }
    say(row, answer.error, ...parts);
  }

  function retry(row, file, insist) {
    const fresh = rowFor(file);
    row.replaceWith(fresh);
    waiting.push({ file, row: fresh, insist });
    next();
  }
}

function rowFor(file) {
  const row = document.createElement("li");
  row.className = "photo-upload__row";
  const picture = Object.assign(document.createElement("img"), { className: "photo-upload__picture", alt: "" });
  const name = Object.assign(document.createElement("span"), {
    className: "photo-upload__name",
    textContent: file.name,
  });
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.setAttribute("aria-label", `Unggahan ${file.name}`);
  const words = Object.assign(document.createElement("span"), {
    className: "photo-upload__words",
    textContent: "Menunggu…",
  });
  row.append(picture, name, bar, words);
  document.getElementById("photo-list").append(row);
  return row;
}

function say(row, ...parts) {
  row.querySelector(".photo-upload__words").replaceChildren(...parts);
}

function link(address, words) {
  return Object.assign(document.createElement("a"), { href: address, textContent: words });
}

function button(words, act) {
  const made = Object.assign(document.createElement("button"), {
    type: "button",
    className: "button",
    textContent: words,
  });
  made.addEventListener("click", act);
  return made;
}
