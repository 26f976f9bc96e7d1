// The story form: live counts, suggestions for topics, clean pastes, and nothing typed is ever lost.
import { watchCounts, whenEditorReady } from "./desk-story-counts.js";
import { keepTyping } from "./desk-story-keep.js";
import { cleanPastes } from "./desk-story-paste.js";
import { suggestTopics } from "./desk-story-topics.js";

const HOLDS_WORDS = ["p", "h2", "h3", "li", "caption", "th", "td"];
const HOLDS_BLOCKS = ["blockquote", "ul", "ol", "table", "thead", "tbody", "tr"];

const form = document.getElementById("article_form");
if (form) {
  whenEditorReady(form, leaveUntouchedTextAlone);
  whenEditorReady(form, writeOneBlockPerLine);
  watchCounts(form);
  suggestTopics(form.querySelector("[data-suggestions]"), document.getElementById("tag-suggestions"));
  keepTyping(form, document.getElementById("story-kept"));
  cleanPastes(window.CKEDITOR);
}

// The editor writes HTML its own way; saving a text that nobody touched must change nothing.
function leaveUntouchedTextAlone(editor, textarea) {
  const stored = textarea.defaultValue;
  editor.resetDirty();
  editor.on("getData", (event) => { if (!editor.checkDirty()) event.data.dataValue = stored; });
}

// The form of a text typed by hand, so that a small change stays small.
function writeOneBlockPerLine(editor) {
  const { writer } = editor.dataProcessor;
  const inline = { indent: false, breakBeforeOpen: false, breakAfterOpen: false, breakBeforeClose: false, needsSpace: false };
  const line = { ...inline, breakBeforeOpen: true, breakAfterClose: true };
  writer.selfClosingEnd = ">";
  writer.setRules("br", inline);
  writer.setRules("hr", { ...line, breakAfterOpen: true });
  for (const block of HOLDS_WORDS) writer.setRules(block, line);
  for (const block of HOLDS_BLOCKS) writer.setRules(block, { ...line, breakAfterOpen: true });
}
