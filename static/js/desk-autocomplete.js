// Django's searching selects, named for those who hear the page.
const $ = window.django?.jQuery;

function labelOf(select) {
  return (
    document
      .querySelector(`label[for="${select.id}"]`)
      ?.textContent.replace(/[:*\s]+$/, "")
      .trim() ?? ""
  );
}

function nameParts(select) {
  const name = labelOf(select);
  const box = select.nextElementSibling;
  if (!name || !box?.classList.contains("select2")) {
    return;
  }
  for (const part of box.querySelectorAll(
    ".select2-selection, .select2-selection__rendered[role=textbox], .select2-search__field",
  )) {
    part.removeAttribute("aria-labelledby");
    part.setAttribute("aria-label", part.classList.contains("select2-selection") ? spoken(name, select) : name);
  }
}

function spoken(name, select) {
  const chosen = [...select.selectedOptions].map((option) => option.text.trim()).filter(Boolean);
  return chosen.length ? `${name}: ${chosen.join(", ")}` : name;
}

function nameSearch(select) {
  const field = document.querySelector(".select2-container--open .select2-search__field");
  field?.setAttribute("aria-label", `Cari ${labelOf(select).toLowerCase()}`);
}

// Who has signed out gets the form to sign in, as HTML or as JSON, which is no list.
function tellSignedOut(_event, request, { url }) {
  const isList = Boolean(request.responseJSON?.results);
  if (!url.includes("/autocomplete/") || request.status !== 200 || isList) return;
  const place = document.querySelector(".select2-container--open .select2-results__options");
  if (!place) return;
  const said = document.createElement("li");
  said.className = "select2-results__option select2-results__message";
  said.setAttribute("role", "alert");
  said.textContent = "Sesi Anda berakhir. Masuk lagi di jendela lain, lalu cari sekali lagi.";
  place.replaceChildren(said);
}

$?.(() => {
  $(document).on("ajaxComplete", (...told) => setTimeout(tellSignedOut, 0, ...told)); // after the list's own word
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    nameParts(select);
    $(select)
      .on("change", () => nameParts(select))
      .on("select2:open", () => nameSearch(select));
  }
});
