// WhatsApp writes *bold*, _italic_ and ~struck~; CKEditor itself cleans what Word and Google Docs bring.

const MARKS = [
  [/(^|[\s>(“"])\*(\S(?:[^*<\n]*\S)?)\*(?=$|[\s<.,;:!?)”"])/g, "$1<strong>$2</strong>"],
  [/(^|[\s>(“"])_(\S(?:[^_<\n]*\S)?)_(?=$|[\s<.,;:!?)”"])/g, "$1<em>$2</em>"],
  [/(^|[\s>(“"])~(\S(?:[^~<\n]*\S)?)~(?=$|[\s<.,;:!?)”"])/g, "$1<s>$2</s>"],
];
const EMPTY_PARAGRAPH = /<p(?:\s[^>]*)?>(?:\s|<br[^>]*>|<\/?(?:span|b|strong|i|em)\b[^>]*>)*<\/p>/g;
// Joiners stay: emoji and Arabic are made with them; the server takes off those that join nothing (adminkit/characters.py).
const INVISIBLE = /[\u00AD\u200B\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]/g;
const DIRECTION_MARKS = /[\u200E\u200F\u061C]/g; // WhatsApp puts one before a message
const RIGHT_TO_LEFT = /[\u0590-\u061B\u061D-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;

function withoutInvisible(html) {
  const clear = html.replace(INVISIBLE, "");
  return RIGHT_TO_LEFT.test(clear) ? clear : clear.replace(DIRECTION_MARKS, "");
}

export function cleaned(html) {
  const plain = withoutInvisible(html)
    .replace(/(?:&nbsp;|\u00A0)+/g, " ")
    .replace(/ {2,}/g, " ")
    .replace(EMPTY_PARAGRAPH, "");
  return MARKS.reduce((text, [mark, tag]) => text.replace(mark, tag), plain);
}
