// Whatever is typed in the story form goes to the server while one types, and into this browser's store for as long as
// the server cannot be had. Saving waits for a connection and for who has signed out, and goes on by itself.
// (Old engines read this: nothing newer than ES2019.)
import { whenEditorReady } from "./desk-story-counts.js";

const EVERY = 1000; // milliseconds between two looks at the form
const AT_MOST = 2000; // between two sendings while somebody types on
const AGAIN = 4000; // until the next try when the server cannot be had
const PATIENCE = 15000; // for an answer
const EDITOR_PATIENCE = 5000; // for an editor whose scripts may have failed

const OFFLINE = "offline";
const SIGNED_OUT = "signed out";
const SOMEBODY_ELSE = "somebody else";
const REFUSED = "refused"; // the server will not keep it; the form may still be saved
const KEPT = "kept";

export function keepTyping(form, output) {
  const page = new Page(form, output);
  const begin = () => page.begin();
  whenEditorReady(form, begin); // only now can a change be told from none
  setTimeout(begin, window.CKEDITOR ? EDITOR_PATIENCE : 0);
}

class Page {
  constructor(form, output) {
    this.form = form;
    this.output = output;
    this.address = output.dataset.address;
    this.person = output.dataset.person;
    this.own = `kateid:ketikan:${this.person}:`; // a newsroom's computer has many users
    this.store = this.own + form.elements.typing_key.value;
    this.turn = Number(form.elements.turn.value);
    this.sent = null; // what the server has, or what the page came with
    this.seen = null;
    this.sentAt = 0;
    this.triedAt = 0;
    this.state = KEPT;
    this.pressed = null; // the button whose saving waits
    this.lastPressed = null;
    this.leaving = false;
    form.addEventListener("click", ({ target }) => {
      const button = target.closest("button[type=submit]");
      if (button) this.lastPressed = button;
    });
    form.addEventListener("submit", (event) => this.onSubmit(event));
    addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      form.querySelector("button[name=_save]").click();
    });
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) this.leaving = false; // Back, to the page as it was left
    });
  }

  begin() {
    if (this.sent !== null) return;
    this.sent = this.seen = this.typed();
    setInterval(() => this.look(), EVERY);
    this.form.addEventListener("focusout", () => this.look(true));
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
      else this.retry();
    });
    addEventListener("online", () => this.retry());
    addEventListener("focus", () => this.retry());
    addEventListener("storage", ({ key }) => {
      if (key === "kateid:masuk") this.retry();
    });
    watchChoices(document.getElementById("kept"));
    this.handOver();
  }

  // All fields as the form would send them, but for what has nothing to do with the text.
  typed() {
    bringBody(this.form);
    const fields = encoded(this.form);
    for (const name of ["csrfmiddlewaretoken", "turn"]) fields.delete(name);
    return fields.toString();
  }

  get isTrouble() {
    return this.state !== KEPT && this.state !== REFUSED;
  }

  look(atOnce) {
    if (this.leaving) return;
    const now = this.typed();
    const rested = now === this.seen || Date.now() - this.sentAt > AT_MOST;
    this.seen = now;
    if (now !== this.sent && this.state !== KEPT) this.keepHere(now);
    const mayTry = this.state === KEPT || Date.now() - this.triedAt > AGAIN;
    if (this.pressed && mayTry) this.save();
    else if (now !== this.sent && (rested || atOnce) && mayTry) this.send(now);
  }

  // Something happened after which the server may answer again.
  retry() {
    this.triedAt = 0;
    if (this.isTrouble || this.pressed) this.look(true);
  }

  // Gives true when the server has it.
  async send(now) {
    if (this.busy) return this.busy;
    this.busy = this.sendNow(now);
    const kept = await this.busy;
    this.busy = null;
    return kept;
  }

  async sendNow(now) {
    this.sentAt = this.triedAt = Date.now();
    this.nextTurn();
    this.keepHere(now);
    const [state, answer] = await this.post(now, this.turn);
    this.state = state;
    if (state === KEPT) {
      this.sent = now;
      forget(this.store, this.turn);
      if (answer.checks) replaceWith(document.getElementById("story-checks"), answer.checks);
    }
    this.tell(answer);
    return state === KEPT;
  }

  nextTurn() {
    this.turn += 1;
    this.form.elements.turn.value = this.turn;
  }

  async post(fields, turn) {
    const wasOut = this.state === SIGNED_OUT || this.state === SOMEBODY_ELSE;
    if (wasOut && (await this.refresh()) !== KEPT) return [this.state, {}];
    let [status, answer] = await this.ask(this.address, this.body(fields, turn));
    if (status === 403 && (await this.refresh()) === KEPT) {
      [status, answer] = await this.ask(this.address, this.body(fields, turn));
    }
    if (status === 200) return [KEPT, answer];
    if (status === 403) return [this.state === KEPT ? REFUSED : this.state, answer];
    if (status === SIGNED_OUT) return [SIGNED_OUT, answer];
    return [status === 0 || (status >= 502 && status <= 504) ? OFFLINE : REFUSED, answer];
  }

  body(fields, turn) {
    const body = new URLSearchParams(fields);
    body.set("turn", turn);
    body.set("person", this.person);
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    return body;
  }

  // Gives the status (0 where nothing answered) and the answer.
  async ask(address, body) {
    const control = new AbortController();
    const clock = setTimeout(() => control.abort(), PATIENCE);
    try {
      const response = await fetch(address, {
        method: body ? "POST" : "GET",
        body,
        redirect: "manual",
        signal: control.signal,
        headers: { Accept: "application/json" },
      });
      if (response.type === "opaqueredirect") return [SIGNED_OUT, {}];
      const isJson = (response.headers.get("Content-Type") || "").includes("json");
      return [response.status, isJson ? await response.json() : {}];
    } catch (_) {
      return [0, {}];
    } finally {
      clearTimeout(clock);
    }
  }

  // Whoever signed in again has another token, and may be somebody else.
  async refresh() {
    const { story, typing_key } = this.form.elements;
    const [status, answer] = await this.ask(`${this.address}?naskah=${story.value}&kunci=${typing_key.value}`);
    if (status === SIGNED_OUT) this.state = SIGNED_OUT;
    else if (status === 0) this.state = OFFLINE;
    else if (String(answer.person) !== this.person) this.state = SOMEBODY_ELSE;
    else {
      for (const form of document.forms) setToken(form, answer.token);
      this.state = KEPT;
      this.banner = answer.html;
    }
    return this.state;
  }

  tell(answer) {
    const { output } = this;
    const waits = this.pressed ? " Belum terkirim; dikirim sendiri begitu bisa." : "";
    output.classList.toggle("is-waiting", this.state !== KEPT);
    if (this.state === KEPT) output.textContent = `Tersimpan ${answer.at} (ketikan, hanya Anda)`;
    else if (this.state === REFUSED)
      output.textContent = `${answer.error || "Server menolak ketikan ini."} ${this.here()}`;
    else if (this.state === OFFLINE) output.textContent = `Tidak tersambung. ${this.here()}${waits}`;
    else if (this.state === SOMEBODY_ELSE) output.textContent = `Orang lain masuk di peramban ini. ${this.here()}`;
    else {
      output.textContent = `Sesi Anda berakhir. ${this.here()}${waits}`;
      output.append(signInLink(this.output.dataset.signIn));
    }
  }

  here() {
    return this.isHere
      ? `Tersimpan ${clock()} di peramban ini.`
      : "Salin naskah Anda: peramban ini tidak menyimpannya.";
  }

  keepHere(now) {
    try {
      localStorage.setItem(this.store, JSON.stringify({ turn: this.turn, fields: now }));
      this.isHere = true;
    } catch (_) {
      this.isHere = false;
    }
  }

  // Also after the form was sent: on a slow line somebody types on.
  leave() {
    if (this.sent === null) return;
    const now = this.typed();
    if (now === this.sent) return;
    this.nextTurn();
    this.keepHere(now);
    if (navigator.sendBeacon) navigator.sendBeacon(this.address, this.body(now, this.turn));
  }

  onSubmit(event) {
    if (this.leaving || this.sent === null) return; // also where the scripts came too late
    event.preventDefault();
    this.pressed = event.submitter || this.lastPressed;
    this.triedAt = 0;
    this.output.textContent = "Mengirim…";
    this.save();
  }

  // First what is typed goes where it cannot be lost, then the form is sent as browsers do.
  async save() {
    if (this.saving) return;
    this.saving = true;
    if (this.busy) await this.busy;
    await this.send(this.typed());
    this.saving = false;
    if (this.isTrouble) return;
    const button = this.pressed || this.form.querySelector("button[name=_save]");
    this.pressed = null;
    this.leaving = true;
    button.click();
  }

  // What this browser kept when the server could not be had goes there now; the banner then shows it.
  async handOver() {
    let moved = false;
    for (const key of storedKeys(this.own)) {
      if (key === this.store) continue;
      const { turn, fields } = read(key);
      const [state] = await this.post(fields, turn);
      if (state !== KEPT) continue;
      forget(key, turn);
      moved = true;
    }
    if (moved && (await this.refresh()) === KEPT) this.showBanner();
  }

  showBanner() {
    replaceWith(document.getElementById("kept"), this.banner);
  }
}

function replaceWith(place, html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  while (place.firstChild) place.firstChild.remove();
  place.append(...parsed.body.childNodes);
}

function encoded(form) {
  const fields = new URLSearchParams();
  new FormData(form).forEach((value, name) => {
    if (typeof value === "string") fields.append(name, value);
  });
  return fields;
}

// The editor writes its text into the form. One that broke must not write nothing over something.
function bringBody(form) {
  const { CKEDITOR } = window;
  const editor = CKEDITOR ? CKEDITOR.instances.id_body : null;
  if (!editor || editor.status !== "ready") return;
  let html;
  try {
    html = editor.getData();
  } catch (_) {
    html = "";
  }
  const seen = editor.editable();
  form.elements.body.value = !html && seen && seen.getText().trim() ? seen.getHtml() : html;
}

function setToken(form, token) {
  const field = form.elements.csrfmiddlewaretoken;
  if (field) field.value = token;
}

function storedKeys(own) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(own));
  } catch (_) {
    return [];
  }
}

// Only what the server has by now; the page, or another, may have typed on.
function forget(key, turn) {
  try {
    if (read(key).turn <= turn) localStorage.removeItem(key);
  } catch (_) {
    // a browser without a store keeps nothing
  }
}

function read(key) {
  return JSON.parse(localStorage.getItem(key) || "{}");
}

function clock() {
  const now = new Date();
  return [now.getHours(), now.getMinutes()].map((part) => String(part).padStart(2, "0")).join(".");
}

function signInLink(address) {
  const link = document.createElement("a");
  link.href = address;
  link.target = "_blank";
  link.rel = "opener"; // so that the window may close itself
  link.textContent = "Masuk lagi";
  return link;
}

// Throwing a copy away leaves the page, and what is typed on it, alone.
function watchChoices(place) {
  place.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { target } = event;
    const answer = await fetch(target.action, {
      method: "POST",
      body: encoded(target),
      redirect: "manual",
      headers: { Accept: "application/json" },
    }).catch(() => null);
    if (!answer || answer.status !== 204) return;
    const banner = target.closest(".kept");
    target.closest(".kept-copy").remove();
    if (!banner.querySelector(".kept-copy")) banner.remove();
  });
}
