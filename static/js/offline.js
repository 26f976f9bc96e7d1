// Has what is read kept for a lost connection, and says so when a page is such a copy.

const { serviceWorker } = navigator; // missing on plain HTTP

if (serviceWorker) {
  serviceWorker.addEventListener("message", ({ data }) => say(data.copyOf));
  addEventListener("load", () => serviceWorker.register("/sw.js"));
}

function say(date) {
  const at = new Intl.DateTimeFormat("id-ID", { dateStyle: "long", timeStyle: "short", timeZone: "Asia/Makassar" });
  const note = document.createElement("p");
  note.className = "offline-note";
  note.setAttribute("role", "status");
  document.body.append(note);
  note.textContent = `Sambungan terputus. Ini salinan dari ${at.format(new Date(date))} WITA.`;
}
