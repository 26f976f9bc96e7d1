// The box for a pasted message: what is in it stays in this browser until the desk has it, and goes there by itself once
// there is a connection again.
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("quick-filing"));
const AGAIN = 5000; // milliseconds until the next try

if (form) {
  const store = `kateid:kirim:${form.dataset.person}`;
  const box = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("text"));
  const said = document.getElementById("quick-said");
  let waiting = false;
  let busy = false;
  if (!box.value) box.value = read(store);
  box.addEventListener("input", () => keep(store, box.value));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  addEventListener("online", () => waiting && send());
  addEventListener("focus", () => waiting && send());

  async function send() {
    if (busy) return;
    busy = true;
    said.textContent = "Mengirim …";
    const answer = await ask();
    busy = false;
    waiting = Boolean(answer.again);
    if (answer.address) {
      forget(store);
      location.assign(answer.address);
      return;
    }
    said.textContent = answer.error;
    if (answer.signedOut) {
      said.append(" ", signIn());
    } else if (waiting) setTimeout(() => waiting && send(), AGAIN);
  }

  async function ask() {
    const kept = keep(store, box.value) ? "Pesannya tersimpan di peramban ini" : "Jangan tutup halaman ini";
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        redirect: "manual",
        headers: { Accept: "application/json" },
      });
      if (response.type === "opaqueredirect" || response.status === 403) {
        return { error: `Sesi Anda berakhir. ${kept}.`, again: true, signedOut: true };
      }
      if (response.status === 413) return { error: "Fotonya terlalu besar untuk sekali kirim. Pilih lebih sedikit." };
      if (response.ok) return await response.json();
      return { error: `Server sedang beristirahat. ${kept}; dikirim sendiri begitu bisa.`, again: true };
    } catch (_) {
      return { error: `Belum terkirim: tidak tersambung. ${kept}; dikirim sendiri begitu bisa.`, again: true };
    }
  }

  function signIn() {
    const link = document.createElement("a");
    link.href = form.dataset.signIn;
    link.target = "_blank";
    link.rel = "opener";
    link.textContent = "Masuk lagi";
    return link;
  }
}

function keep(store, text) {
  try {
    localStorage.setItem(store, text);
    return true;
  } catch (_) {
    return false;
  }
}

function read(store) {
  try {
    return localStorage.getItem(store) || "";
  } catch (_) {
    return "";
  }
}

function forget(store) {
  try {
    localStorage.removeItem(store);
  } catch (_) {
    // a browser without a store keeps nothing
  }
}
