// WhatsApp writes *bold*, _italic_ and ~struck~; CKEditor itself cleans what Word and Google Docs bring.

const MARKS = [
  [/(^|[\s>(“"])\*(\S(?:[^*<\n]*\S)?)\*(?=$|[\s<.,;:!?)”"])/g, "$1<strong>$2</strong>"],
  [/(^|[\s>(“"])_(\S(?:[^_<\n]*\S)?)_(?=$|[\s<.,;:!?)”"])/g, "$1<em>$2</em>"],
  [/(^|[\s>(“"])~(\S(?:[^~<\n]*\S)?)~(?=$|[\s<.,;:!?)”"])/g, "$1<s>$2</s>"],
];
const EMPTY_PARAGRAPH = /<p(?:\s[^>]*)?>(?:\s|<br[^>]*>|<\/?(?:span|b|strong|i|em)\b[^>]*>)*<\/p>/g;
// Google Docs and the web part paragraphs by a line that is empty.
const BLOCK = "p|h[1-6]|ul|ol|table|blockquote|figure|hr";
const BREAKS = "(?:\\s*<br\\b[^>]*>)+\\s*";
const EMPTY_LINE = /(?:<br\b[^>]*>\s*){2,}/gi;
const BREAKS_AFTER_BLOCK = new RegExp(`(</(?:${BLOCK})>)${BREAKS}`, "gi");
const BREAKS_BEFORE_BLOCK = new RegExp(`${BREAKS}(<(?:${BLOCK})\\b|</(?:p|h[1-6]|li|blockquote)>)`, "gi");
const BREAKS_AT_START = new RegExp(`^${BREAKS}|(<(?:p|h[1-6]|li)\\b[^>]*>)${BREAKS}`, "gi");
// Joiners stay: emoji and Arabic are made with them; the server takes off those that join nothing (adminkit/characters.py).
const INVISIBLE = /[\u00AD\u200B\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]/g;
const DIRECTION_MARKS = /[\u200E\u200F\u061C]/g; // WhatsApp puts one before a message
const RIGHT_TO_LEFT = /[\u0590-\u061B\u061D-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;

function withoutInvisible(html) {
  const clear = html.replace(INVISIBLE, "");
  return RIGHT_TO_LEFT.test(clear) ? clear : clear.replace(DIRECTION_MARKS, "");
}

// Google Docs says by styles what is bold, and wraps everything in a bold that is none. CKEditor's own reader of it
// fails at a span without the styles that it knows.
const FORMS = {
  strong: ({ fontWeight }) => fontWeight === "bold" || Number(fontWeight) >= 600,
  em: ({ fontStyle }) => fontStyle === "italic",
  s: ({ textDecoration }) => textDecoration.includes("line-through"),
  sup: ({ verticalAlign }) => verticalAlign === "super",
  sub: ({ verticalAlign }) => verticalAlign === "sub",
};
const EMOJI = /<img\b[^>]*\balt="(\p{Extended_Pictographic}[^"<>]{0,12})"[^>]*>/giu; // Telegram and Facebook send pictures

export function readable(html) {
  const read = html.replace(EMOJI, "$1");
  if (!/\bid=["']?docs-internal-guid-/.test(read)) return read;
  const { body } = new DOMParser().parseFromString(read, "text/html");
  for (const part of body.querySelectorAll("[id^=docs-internal-guid]")) part.removeAttribute("id");
  for (const bold of body.querySelectorAll("b")) {
    if (["normal", "400"].includes(bold.style.fontWeight)) bold.replaceWith(...bold.childNodes);
  }
  for (const span of body.querySelectorAll("span")) {
    if (!span.closest("h1, h2, h3, h4, h5, h6")) giveForm(span);
  }
  return body.innerHTML;
}

function giveForm(span) {
  for (const [name, has] of Object.entries(FORMS)) {
    if (!has(span.style)) continue;
    const form = document.createElement(name);
    form.append(...span.childNodes);
    span.append(form);
  }
}

// The words of a paste whose HTML has none, a line each paragraph.
export function paragraphsOf(plain) {
  const lines = plain.split(/\n+/).filter((line) => line.trim());
  return lines.map((line) => `<p>${line.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</p>`).join("");
}

export function hasWords(html) {
  return (
    /\S/.test(new DOMParser().parseFromString(html, "text/html").body.textContent) || /<(?:figure|hr|img)\b/i.test(html)
  );
}

// Comments, links that lead nowhere, and figures that are no photo of the library.
function withoutForeignParts(html) {
  const own = html
    .replace(/<!--(?!\{cke)[\s\S]*?-->/g, "")
    .replace(/\shref\s*=\s*(["']?)\s*(?:javascript|data|vbscript|file):[^"'>]*\1/gi, "");
  if (own.includes("data-photo")) return own;
  return own.replace(/<(\/?)figcaption\b[^>]*>/gi, "<$1p>").replace(/<\/?figure\b[^>]*>/gi, "");
}

// An empty line within a paragraph parts it in two.
function inParagraphs(html) {
  if (/<(?:li|td|th)\b/i.test(html)) return html;
  const parted = html.replace(EMPTY_LINE, "</p><p>");
  const isBare = parted !== html && !/<(?:p|h[1-6]|div|blockquote)\b/i.test(html);
  return isBare ? `<p>${parted}</p>` : parted;
}

export function cleaned(html) {
  const plain = withoutInvisible(withoutForeignParts(html))
    .replace(/(?:&nbsp;|\u00A0)+/g, " ")
    .replace(/ {2,}/g, " ")
    .replace(EMPTY_PARAGRAPH, "")
    .replace(/<div\b[^>]*>\s*<\/div>/gi, "")
    .replace(BREAKS_AFTER_BLOCK, "$1")
    .replace(BREAKS_BEFORE_BLOCK, "$1")
    .replace(BREAKS_AT_START, "$1");
  return MARKS.reduce((text, [mark, tag]) => text.replace(mark, tag), inParagraphs(plain));
}
