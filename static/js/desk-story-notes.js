// Passages on which colleagues have a note are marked where one writes, and what is chosen there can be given one.
// The marks are painted over the text, so that nothing of them is ever saved with it.
import { whenEditorReady } from "./desk-story-counts.js";

const NAME = "kateid-notes";

export function markNotes(form) {
  const passages = [...document.querySelectorAll("[data-note-words]")].map(({ dataset }) => ({
    words: dataset.noteWords,
    number: Number(dataset.noteNumber), // of equal ones before it
  }));
  const link = /** @type {HTMLAnchorElement | null} */ (document.getElementById("note-chosen"));
  if (!link) return;
  const address = link.getAttribute("href");
  document.addEventListener("selectionchange", () => {
    const chosen = chosenIn(document.querySelector(".cke_wysiwyg_div"));
    if (chosen) link.href = `${address}?bagian=${encodeURIComponent(chosen)}`;
  });
  if (!passages.length || !window.Highlight || !window.CSS || !CSS.highlights) return;
  whenEditorReady(form, (editor) => {
    const paint = () => CSS.highlights.set(NAME, new Highlight(...rangesOf(editor.editable().$, passages)));
    let waiting;
    editor.on("change", () => {
      clearTimeout(waiting);
      waiting = setTimeout(paint, 300);
    });
    paint();
  });
}

function chosenIn(editable) {
  const selection = getSelection();
  if (!editable || !selection || !selection.rangeCount || !editable.contains(selection.anchorNode)) return "";
  return selection.toString().replace(/\s+/g, " ").trim().slice(0, 500);
}

// Where some words stand, each once; white space counts as one space, whatever it is made of.
function rangesOf(editable, passages) {
  const places = [];
  let text = "";
  const walker = document.createTreeWalker(editable, NodeFilter.SHOW_TEXT);
  let block = null;
  while (walker.nextNode()) {
    const node = /** @type {Text} */ (walker.currentNode);
    const own = node.parentElement.closest("p, h2, h3, li, td, th, figcaption, blockquote");
    if (own !== block && text && !text.endsWith(" ")) {
      text += " ";
      places.push([node, 0]);
    }
    block = own;
    for (let at = 0; at < node.data.length; at += 1) {
      const letter = /\s/.test(node.data[at]) ? " " : node.data[at];
      if (letter === " " && text.endsWith(" ")) continue;
      text += letter;
      places.push([node, at]);
    }
  }
  const ranges = [];
  for (const { words, number } of passages) {
    let start = text.indexOf(words);
    for (let left = number; left > 0 && start >= 0; left -= 1) start = text.indexOf(words, start + 1);
    if (start < 0) continue;
    const range = document.createRange();
    const [last, at] = places[start + words.length - 1];
    const [first, from] = places[start];
    range.setStart(first, from);
    range.setEnd(last, at + 1);
    ranges.push(range);
  }
  return ranges;
}
