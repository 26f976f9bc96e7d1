// Lists the stories that service-worker.js has kept, the last read first, each with the time of its copy.

const list = document.querySelector("[data-kept]");
const none = document.querySelector("[data-kept-none]");

if (globalThis.caches) kept().then(show); // plain HTTP has none

function show(stories) {
  list.append(...stories.map(entry));
  list.hidden = stories.length === 0;
  none.hidden = stories.length > 0;
}

async function kept() {
  const cache = await caches.open("kateid-stories");
  const pages = [...(await cache.keys())].reverse().map(async (request) => {
    const page = await cache.match(request);
    const html = new DOMParser().parseFromString(await page.text(), "text/html");
    return { address: new URL(request.url).pathname, story: html.querySelector("article.story") };
  });
  return (await Promise.all(pages)).filter(({ story }) => story);
}

function entry({ address, story }) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = story.querySelector("h1").textContent;
  const headline = document.createElement("h3");
  headline.className = "card__headline";
  const label = story.querySelector(".label"); // what was paid for says so here too
  if (label) {
    const small = label.cloneNode(true);
    small.classList.remove("label--large");
    headline.append(small, " ");
  }
  headline.append(link);
  const time = document.createElement("p");
  time.className = "card__time";
  time.textContent = story.querySelector("time").textContent;
  const item = document.createElement("li");
  item.className = "card";
  item.append(headline, time);
  return item;
}
