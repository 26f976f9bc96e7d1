// Shows the button that copies a story's address; without this module it stays hidden.

const SAID_FOR = 3000; // milliseconds

for (const button of document.querySelectorAll("[data-copy-link]")) {
  if (!navigator.clipboard) break; // plain HTTP
  const label = button.textContent;
  const status = button.closest("section").querySelector("[data-copy-link-status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    let outcome = "Tautan disalin";
    try {
      await navigator.clipboard.writeText(button.dataset.copyLink);
    } catch {
      outcome = "Tautan tidak dapat disalin";
    }
    button.textContent = outcome;
    status.textContent = outcome;
    setTimeout(() => {
      button.textContent = label;
      status.textContent = "";
    }, SAID_FOR);
  });
}
