// The lead photo: shown as it is, and picked from the library beside its searching select.
import { hasLibrary, pickPhoto, thumbOf } from "./desk-photo-picker.js";

export function pickLeadPhoto(select) {
  if (!select || !hasLibrary) return;
  const $ = window.django.jQuery;
  const tools = document.createElement("div");
  tools.className = "photo-tools";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = "Pilih dari perpustakaan";
  tools.append(button);
  (select.closest(".related-widget-wrapper") ?? select).after(tools);

  const show = () => {
    tools.querySelector("img")?.remove();
    if (!select.value) return;
    const image = new Image(240, 160);
    image.className = "photo-thumb";
    image.alt = "Foto utama yang dipilih";
    image.src = thumbOf(select.value);
    tools.prepend(image);
  };
  button.addEventListener("click", async () => {
    const picked = await pickPhoto();
    button.focus();
    if (!picked) return;
    if (![...select.options].some((option) => option.value === picked.photo)) {
      select.append(new Option(picked.label, picked.photo));
    }
    $(select).val(picked.photo).trigger("change");
  });
  $(select).on("change", show);
  show();
}
