// Shows the buttons that share a story by the device's own sheet, and the one that copies its address. Without this
// module, or where the device has no such thing, they stay hidden: the plain links below the story are there for all.

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

for (const button of document.querySelectorAll("[data-share-link]")) {
  if (!navigator.share) break;
  button.hidden = false;
  button.addEventListener("click", () => {
    const { shareTitle: title, shareLink: url } = button.dataset;
    navigator.share({ title, url: `${url}#bagikan` }).catch(() => {}); // closed without sharing
  });
}
