// The lead photo: uploaded or picked beside the text, and what is said of it written right there.
import { sendPhoto } from "./desk-photo-send.js";
import { hasLibrary, pickPhoto } from "./desk-photo-picker.js";

export function pickLeadPhoto(select) {
  if (!select || !hasLibrary) return;
  const $ = window.django.jQuery;
  const tools = element("div", { className: "photo-tools" });
  const pick = element("button", { type: "button", className: "button", textContent: "Pilih dari perpustakaan" });
  const upload = uploader(select.form, choose);
  tools.append(upload.input, upload.label, pick, upload.said);
  (select.closest(".related-widget-wrapper") || select).after(tools);
  const row = select.closest(".form-row");
  row.addEventListener("dragover", (event) => event.preventDefault());
  row.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) upload.send(event.dataTransfer.files[0]);
  });

  function choose({ photo, label }) {
    const number = String(photo);
    if (![...select.options].some((option) => option.value === number)) select.append(new Option(label, number));
    $(select).val(number).trigger("change");
  }
  pick.addEventListener("click", async () => {
    const picked = await pickPhoto();
    pick.focus();
    if (picked) choose(picked);
  });
  $(select).on("change", () => showWords(select.value));
}

// What was typed of a photo that is not chosen any more stays in the form, out of sight.
async function showWords(number) {
  const { words } = document.getElementById("photo-library").dataset;
  const place = document.querySelector(".field-lead_words .readonly");
  for (const panel of place.querySelectorAll("[data-photo-words], .photo-words-none")) {
    panel.hidden = panel.dataset.photoWords !== number;
  }
  if (!number || document.getElementById(`foto-${number}`)) return;
  try {
    const response = await fetch(words.replace("/0/", `/${number}/`));
    if (!response.ok || response.redirected) return;
    const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
    place.append(...parsed.body.children);
  } catch (_) {
    // without a connection its own page has the same fields
  }
}

// A button that takes a file, and a line that says what became of it; nothing has to be chosen twice.
function uploader(form, choose) {
  const input = element("input", { type: "file", accept: "image/*", className: "visually-hidden", id: "lead-upload" });
  const label = element("label", { className: "button", htmlFor: "lead-upload", textContent: "Unggah foto" });
  const said = element("span", { className: "photo-said" });
  said.setAttribute("role", "status");
  input.addEventListener("change", () => {
    if (input.files.length) send(input.files[0]);
    input.value = "";
  });

  async function send(file, insist) {
    said.replaceChildren(`Mengunggah ${file.name} …`);
    const fields = new FormData();
    fields.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    if (insist) fields.set("anyway", "1");
    const { upload, signIn } = document.getElementById("photo-library").dataset;
    const answer = await sendPhoto(upload, fields, file, (share) => {
      said.textContent = share < 1 ? `Mengunggah ${Math.round(share * 100)} %` : "Diperiksa …";
    });
    if (answer.photo) {
      said.replaceChildren("Foto terunggah dan terpilih.");
      choose({ photo: answer.photo.id, label: answer.photo.title });
      return;
    }
    const parts = (answer.instead || []).map(({ id, title }) =>
      act(`Pakai “${title}”`, () => {
        said.replaceChildren();
        choose({ photo: id, label: title });
      }),
    );
    if (answer.signedOut) {
      parts.push(element("a", { href: signIn, target: "_blank", rel: "opener", textContent: "Masuk lagi" }));
    }
    if (answer.mayInsist || answer.again) {
      parts.push(act(answer.again ? "Coba lagi" : "Unggah juga", () => send(file, answer.mayInsist)));
    }
    said.replaceChildren(`${answer.error} `, ...parts);
  }
  return { label, input, said, send };
}

function act(words, does) {
  const button = element("button", { type: "button", className: "button", textContent: words });
  button.addEventListener("click", does);
  return button;
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
