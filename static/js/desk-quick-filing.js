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
  let changed = false; // since it was sent
  if (!box.value) box.value = read(store);
  box.addEventListener("input", () => keep(store, box.value));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  form.addEventListener("input", () => {
    changed = true;
  });
  addEventListener("online", () => waiting && send());
  addEventListener("focus", () => waiting && send());

  async function send() {
    if (busy) return;
    busy = true;
    changed = false;
    said.textContent = "Mengirim …";
    const answer = await ask(new FormData(form));
    busy = false;
    waiting = Boolean(answer.again);
    if (answer.address) {
      if (changed) {
        said.textContent = "Ada yang Anda ubah selagi dikirim. Tekan “Lihat hasilnya” sekali lagi.";
        return;
      }
      forget(store);
      location.assign(answer.address);
      return;
    }
    said.textContent = answer.error;
    if (answer.signedOut) {
      said.append(" ", signIn());
    } else if (waiting) setTimeout(() => waiting && send(), AGAIN);
  }

  async function ask(fields) {
    const kept = keep(store, box.value) ? "Pesannya tersimpan di peramban ini" : "Jangan tutup halaman ini";
    try {
      let response = await post(fields);
      if (response.status === 403 && (await renew(fields))) response = await post(fields);
      if (response.type === "opaqueredirect" || response.status === 403) {
        return { error: `Sesi Anda berakhir. ${kept}.`, again: true, signedOut: true };
      }
      if (response.status === 413) return { error: "Fotonya terlalu besar untuk sekali kirim. Pilih lebih sedikit." };
      if (response.ok) return await response.json();
      if (response.status < 502 || response.status > 504) {
        return { error: `Server tidak dapat mengolah pesan ini. ${kept}. Coba kirim dalam beberapa bagian.` };
      }
      return { error: `Server sedang beristirahat. ${kept}; dikirim sendiri begitu bisa.`, again: true };
    } catch (_) {
      return { error: `Belum terkirim: tidak tersambung. ${kept}; dikirim sendiri begitu bisa.`, again: true };
    }
  }

  function post(body) {
    return fetch(form.action, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
  }

  // Whoever signed in again has another token, and may be somebody else.
  async function renew(fields) {
    const response = await fetch(form.dataset.token, { redirect: "manual", headers: { Accept: "application/json" } });
    const answer = response.ok ? await response.json() : {};
    if (String(answer.person) !== form.dataset.person) return false;
    const token = /** @type {HTMLInputElement} */ (form.elements.namedItem("csrfmiddlewaretoken"));
    token.value = answer.token;
    fields.set("csrfmiddlewaretoken", answer.token);
    return true;
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
