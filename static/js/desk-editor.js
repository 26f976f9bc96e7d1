// Every editor of the desk: it speaks Indonesian, takes clean pastes, and changes only what somebody typed.
import { cleaned, hasWords, paragraphsOf, readable } from "./desk-editor-paste.js";
import { addPhotoPlugin } from "./desk-editor-photos.js";
import { speakIndonesian } from "./desk-editor-words.js";

const HOLDS_WORDS = ["p", "h2", "h3", "li", "caption", "th", "td", "figure"];
const HOLDS_BLOCKS = ["blockquote", "ul", "ol", "table", "thead", "tbody", "tr"];

// Modules run before the editors are made.
if (window.CKEDITOR) addPhotoPlugin(window.CKEDITOR);
window.CKEDITOR?.on("instanceCreated", ({ editor }) => {
  neverPasteNothing(editor);
  editor.on("langLoaded", () => speakIndonesian(editor));
  const readers = 3; // the priority of CKEditor's own for Word and Google Docs
  editor.on(
    "paste",
    ({ data }) => {
      data.dataValue = readable(data.dataValue);
    },
    null,
    null,
    readers - 1,
  );
  editor.on("paste", ({ data }) => {
    const clean = cleaned(data.dataValue);
    const plain = data.dataTransfer ? data.dataTransfer.getData("text/plain") : "";
    data.dataValue = hasWords(clean) ? clean : paragraphsOf(plain);
  });
  editor.on(
    "instanceReady",
    () => {
      leaveUntouchedTextAlone(editor);
      writeOneBlockPerLine(editor);
    },
    null,
    null,
    1,
  );
});

// Where what cleans a paste fails, its words arrive without their form, and the writer is told.
function neverPasteNothing(editor) {
  const fire = editor.fire;
  editor.fire = function (name, data, ...more) {
    if (name !== "paste") return fire.call(this, name, data, ...more);
    try {
      return fire.call(this, name, data, ...more);
    } catch (_) {
      editor.insertText(plainOf(data));
      editor.showNotification(
        "Bentuk tempelan ini tidak terbaca. Kata-katanya ditempel sebagai teks biasa.",
        "warning",
      );
      return false;
    }
  };
}

function plainOf({ dataTransfer, dataValue }) {
  const plain = dataTransfer ? dataTransfer.getData("text/plain") : "";
  if (plain.trim()) return plain;
  const parted = dataValue.replace(/<br\b[^>]*>|<\/(?:p|div|h[1-6]|li|tr|td|th|blockquote)>/gi, "\n$&");
  return new DOMParser().parseFromString(parted, "text/html").body.textContent;
}

// Stories have no anchors to lead to.
window.CKEDITOR?.on("dialogDefinition", ({ data }) => {
  if (data.name !== "link") return;
  const type = data.definition.getContents("info").get("linkType");
  type.items = type.items.filter(([, value]) => value !== "anchor");
});

// The editor writes HTML its own way; saving a text that nobody touched must change nothing.
function leaveUntouchedTextAlone(editor) {
  const stored = editor.element.$.defaultValue;
  editor.resetDirty();
  editor.on("getData", ({ data }) => {
    if (!editor.checkDirty()) data.dataValue = stored;
  });
}

// The form of a text typed by hand, so that a small change stays small.
function writeOneBlockPerLine(editor) {
  const { writer } = editor.dataProcessor;
  const inline = {
    indent: false,
    breakBeforeOpen: false,
    breakAfterOpen: false,
    breakBeforeClose: false,
    needsSpace: false,
  };
  const line = { ...inline, breakBeforeOpen: true, breakAfterClose: true };
  writer.selfClosingEnd = ">";
  writer.setRules("br", inline);
  writer.setRules("hr", { ...line, breakAfterOpen: true });
  for (const block of HOLDS_WORDS) writer.setRules(block, line);
  writer.setRules("figcaption", inline);
  for (const block of HOLDS_BLOCKS) writer.setRules(block, { ...line, breakAfterOpen: true });
}
