// Keeps the page of a running report up to date. Every half minute, unless nobody looks, it asks for the newest entries,
// which costs an answer without content as long as there are none. What is new is said and waits for a tap: the text
// that somebody reads does not move. What was retracted goes at once, and leaves its room.

const EVERY = 30_000; // milliseconds

const report = /** @type {HTMLElement} */ (document.querySelector("[data-live]"));
if (report) follow(report);

function follow(report) {
  const list = report.querySelector(".live__entries");
  const bar = report.querySelector(".live__bar");
  let askedAt = Date.now();
  let timer = setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);

  function look() {
    if (timer && !document.hidden && Date.now() - askedAt >= EVERY - 1000) ask();
  }

  async function ask() {
    askedAt = Date.now();
    const answer = await fetch(report.dataset.live).catch(() => null);
    if (!answer) return; // without a connection: the next time
    if (answer.status === 404 || answer.status === 410) location.reload(); // the story itself is gone
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = /** @type {HTMLElement} */ (page.querySelector(".live__entries"));
    if (!fresh) return;
    takeAway(fresh);
    if ("first" in report.dataset) offer(fresh);
    if ("finished" in fresh.dataset) {
      clearInterval(timer);
      timer = 0;
    }
  }

  function takeAway(fresh) {
    for (const anchor of fresh.dataset.gone.split(" ").filter(Boolean)) {
      const gone = document.getElementById(anchor);
      if (!gone || gone.classList.contains("live__entry--retracted")) continue;
      const notice = shortNotice(gone);
      const whole = /** @type {HTMLElement} */ (fresh.querySelector(`#${anchor}`));
      if (whole) notice.dataset.edition = whole.dataset.edition; // told of: not offered as a change
      notice.style.minHeight = `${gone.offsetHeight}px`;
      gone.replaceWith(notice);
      const moment = /** @type {HTMLElement} */ (report.querySelector(`[data-moment="${anchor}"]`));
      if (moment) moment.style.visibility = "hidden";
    }
  }

  // The whole notice may be higher than what it stands for, and would push what is below.
  function shortNotice(gone) {
    const notice = gone.cloneNode(false);
    notice.classList.add("live__entry--retracted");
    delete notice.dataset.entry;
    const reason = document.createElement("a");
    reason.href = `${report.dataset.address}?kabar=${gone.id.replace("kabar-", "")}#${gone.id}`;
    reason.textContent = "Alasannya";
    notice.append("Kabar ini dicabut. ", reason);
    return notice;
  }

  function offer(fresh) {
    const entries = [...fresh.querySelectorAll(".live__entry")];
    const unseen = entries.filter((entry) => !document.getElementById(entry.id));
    const added = unseen.filter((entry) => !entry.classList.contains("live__entry--retracted"));
    const changed = entries.filter((entry) => {
      const here = document.getElementById(entry.id);
      return here && here.dataset.edition !== /** @type {HTMLElement} */ (entry).dataset.edition;
    });
    const isMuch = added.length > 0 && unseen.length === entries.length && list.querySelector(".live__entry");
    const words = added.length
      ? `${isMuch ? "Lebih dari " : ""}${added.length} kabar baru`
      : changed.length
        ? `${changed.length} kabar diperbaiki`
        : "";
    say(words, () => {
      if (isMuch) {
        location.assign(`${report.dataset.address}#kabar`); // those between are not here
        location.reload();
        return;
      }
      show(unseen, changed);
    });
  }

  function say(words, act) {
    const button = bar.querySelector("button");
    if (!words) {
      if (button) button.remove();
      return;
    }
    if (button && button.textContent === words) {
      button.onclick = act;
      return;
    }
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--strong";
    made.textContent = words;
    made.onclick = act;
    bar.textContent = "";
    bar.append(made);
  }

  function show(unseen, changed) {
    bar.textContent = "";
    for (const entry of changed) document.getElementById(entry.id).replaceWith(entry);
    const nothing = list.querySelector(".live__empty");
    if (nothing) nothing.remove();
    list.prepend(...unseen);
    const first = /** @type {HTMLElement} */ (unseen[0] || changed[0]);
    first.focus({ preventScroll: true });
    first.scrollIntoView();
  }
}
