// WhatsApp writes *bold*, _italic_ and ~struck~; CKEditor itself cleans what Word and Google Docs bring.

const MARKS = [
  [/(^|[\s>(“"])\*(\S(?:[^*<\n]*\S)?)\*(?=$|[\s<.,;:!?)”"])/g, "$1<strong>$2</strong>"],
  [/(^|[\s>(“"])_(\S(?:[^_<\n]*\S)?)_(?=$|[\s<.,;:!?)”"])/g, "$1<em>$2</em>"],
  [/(^|[\s>(“"])~(\S(?:[^~<\n]*\S)?)~(?=$|[\s<.,;:!?)”"])/g, "$1<s>$2</s>"],
];
const EMPTY_PARAGRAPH = /<p(?:\s[^>]*)?>(?:\s|<br[^>]*>|<\/?(?:span|b|strong|i|em)\b[^>]*>)*<\/p>/g;
// Joiners stay: emoji and Arabic are made with them (adminkit/characters.py).
const INVISIBLE = /[\u00AD\u200B\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]/g;

export function cleaned(html) {
  const plain = html
    .replace(INVISIBLE, "")
    .replace(/(?:&nbsp;|\u00A0)+/g, " ")
    .replace(/ {2,}/g, " ")
    .replace(EMPTY_PARAGRAPH, "");
  return MARKS.reduce((text, [mark, tag]) => text.replace(mark, tag), plain);
}
