// Suggests known topics for the word being typed after the last comma.

export function suggestTopics(input, datalist) {
  if (!input || !datalist) return;
  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => suggest(input, datalist), 200);
  });
}

async function suggest(input, datalist) {
  const comma = input.value.lastIndexOf(",");
  const typed = input.value.slice(comma + 1).trim();
  const before = comma < 0 ? "" : `${input.value.slice(0, comma).trim()}, `;
  if (!typed) return datalist.replaceChildren();
  const response = await fetch(`${input.dataset.suggestions}?q=${encodeURIComponent(typed)}`);
  if (!response.ok || response.redirected) return; // the page to sign in: the form says so itself
  const { names } = await response.json();
  datalist.replaceChildren(...names.map((name) => new Option(before + name, before + name)));
}
