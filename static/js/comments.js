// Brings the comment form, which is somebody's own, into a page that is everybody's; sends it without leaving the page.
// Without this module the links lead to pages that do the same.

const FRAGMENT = { "X-Fragment": "form" };
const NEAR = "600px"; // how far below the window the form is fetched already
const LOST_CONNECTION = "Tidak tersambung. Tulisan Anda masih ada: periksa jaringan, lalu kirim lagi.";

const section = document.querySelector("[data-comments]");
const holder = section?.querySelector("[data-comment-form]");
const draft = {
  key: `komentar:${section?.dataset.comments}`,
  read: () => JSON.parse(sessionStorage.getItem(draft.key) ?? "{}"),
  keep: (form) =>
    sessionStorage.setItem(draft.key, JSON.stringify({ text: form.text.value, replyTo: form.reply_to.value })),
  forget: () => sessionStorage.removeItem(draft.key),
};

/**
 * @typedef {HTMLFormElement & { text: HTMLTextAreaElement, reply_to: HTMLInputElement,
 *   csrfmiddlewaretoken: HTMLInputElement }} CommentForm
 * @returns {CommentForm | null} null to a stranger
 */
const form = () => holder.querySelector("[data-comment-sender]");
const commentOf = (pk) => section.querySelector(`[data-comment="${CSS.escape(pk)}"]`);

async function fetchForm() {
  const answer = await fetch(section.dataset.form, { headers: FRAGMENT });
  if (answer.status === 200) show(await answer.text()); // 204 to a stranger, for whom the page is right as it is
}

function show(html) {
  holder.innerHTML = html;
  prepare();
}

function prepare() {
  const person = holder.querySelector("[data-person]");
  if (person) markOwn(person.dataset);
  const sender = form();
  if (!sender) return;
  const { text, replyTo } = draft.read();
  if (text && !sender.text.value) {
    sender.text.value = text;
    if (replyTo && commentOf(replyTo)) answer(commentOf(replyTo).querySelector("[data-reply]"));
  }
  sender.addEventListener("input", () => draft.keep(sender));
  sender.addEventListener("submit", send);
  sender.querySelector("[data-answering-cancel]").addEventListener("click", () => answer(null));
  sender.querySelector("[data-answering-cancel]").hidden = false;
}

async function send(event) {
  event.preventDefault();
  const sender = form();
  /** @type {HTMLButtonElement} */
  const button = sender.querySelector("[type=submit]");
  if (button.disabled) return;
  button.disabled = true;
  draft.keep(sender);
  try {
    const answered = await fetch(sender.action, { method: "POST", body: new FormData(sender), headers: FRAGMENT });
    if (answered.redirected) {
      location.assign(answered.url); // to sign in again; the server keeps the words too
      return;
    }
    const type = answered.headers.get("Content-Type") ?? "";
    if (!type.startsWith("text/html") || answered.status >= 500) throw new Error(`${answered.status}`);
    if (answered.ok) draft.forget();
    show(await answered.text());
    if (answered.ok) insertNew();
  } catch {
    button.disabled = false;
    complain(sender, LOST_CONNECTION);
  }
}

function complain(sender, sentence) {
  sender.querySelector("[data-lost]")?.remove();
  const words = document.createElement("p");
  words.className = "comment-form__problem";
  words.dataset.lost = "";
  words.setAttribute("role", "alert");
  words.textContent = sentence;
  sender.prepend(words);
}

function insertNew() {
  /** @type {HTMLTemplateElement} */
  const made = holder.querySelector("[data-new-comment]");
  if (!made) return;
  const place = made.content.firstElementChild;
  const above = made.dataset.parent && commentOf(made.dataset.parent)?.closest(".comment-place");
  if (above) answersOf(above).append(place);
  else section.querySelector("[data-comment-list]")?.prepend(place);
  holder.querySelector("[role=status]")?.scrollIntoView({ block: "nearest" });
}

function answersOf(place) {
  let list = place.querySelector(":scope > .comment-list--answers");
  if (!list) {
    list = document.createElement("ol");
    list.className = "comment-list comment-list--answers";
    place.append(list);
  }
  return list;
}

// Takes the form below the comment that is answered, or back to its place.
function answer(link) {
  const sender = form();
  sender.reply_to.value = link?.dataset.reply ?? "";
  sender.querySelector("[data-answering]").hidden = !link;
  sender.querySelector("[data-answering-name]").textContent = link?.dataset.name ?? "";
  if (link) link.closest("article").after(holder);
  else home.after(holder);
  draft.keep(sender);
}

/** @param {DOMStringMap} person - of the element that carries `data-person` */
function markOwn({ own, editable, liked }) {
  for (const pk of liked.split(" ").filter(Boolean)) markLiked(pk, true);
  for (const pk of own.split(" ").filter(Boolean)) {
    const comment = commentOf(pk);
    if (!comment || comment.querySelector("[data-own-deed]")) continue;
    keepCountOnly(comment.querySelector("[data-like]"));
    comment.querySelector("[data-report]")?.closest("li").remove();
    if (` ${editable} `.includes(` ${pk} `)) addDeed(comment, pk, "sunting", "Sunting");
    addDeed(comment, pk, "hapus", "Hapus");
  }
}

function keepCountOnly(link) {
  const likes = link?.querySelector("[data-like-count]").textContent.replace(/\D/g, "");
  if (likes) link.replaceWith(`${likes} suka`);
  else link?.closest("li").remove();
}

function addDeed(comment, pk, address, word) {
  if (comment.querySelector(`a[href$="/${pk}/${address}/"]`)) return;
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `/komentar/${section.dataset.comments}/${pk}/${address}/`;
  link.textContent = word;
  link.dataset.ownDeed = "";
  item.append(link);
  comment.querySelector(".comment__deeds").append(item);
}

function markLiked(pk, liked, likes) {
  const link = commentOf(pk)?.querySelector("[data-like]");
  if (!link) return;
  link.classList.toggle("is-liked", liked);
  link.querySelector("[data-like-word]").textContent = liked ? "Disukai" : "Suka";
  if (likes !== undefined) link.querySelector("[data-like-count]").textContent = likes ? `(${likes})` : "";
}

async function like(link, token) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token);
  body.set("suka", link.classList.contains("is-liked") ? "0" : "1");
  try {
    const answered = await fetch(link.href, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answered.ok || answered.redirected) throw new Error(`${answered.status}`);
    const { likes, liked } = await answered.json();
    markLiked(link.dataset.like, liked, likes);
  } catch {
    location.assign(link.href); // whose page says what is wrong
  }
}

function onClick(event) {
  const sender = form();
  const link = event.target.closest("[data-reply], [data-like]");
  if (!link || !sender || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.dataset.like) {
    like(link, sender.csrfmiddlewaretoken.value);
  } else {
    answer(link);
    sender.text.focus();
  }
}

const home = document.createComment("where the form belongs");
if (holder) {
  holder.before(home);
  section.addEventListener("click", onClick);
  if (section.dataset.form) {
    new IntersectionObserver(
      ([seen], observer) => {
        if (!seen.isIntersecting) return;
        observer.disconnect();
        fetchForm().catch(() => {}); // the link to the form's own page stays
      },
      { rootMargin: NEAR },
    ).observe(holder);
  } else {
    prepare();
  }
}
