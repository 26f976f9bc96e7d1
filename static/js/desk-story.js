// The story form: live counts, suggestions for topics, clean pastes, and nothing typed is ever lost.
import { watchCounts, whenEditorReady } from "./desk-story-counts.js";
import { keepTyping } from "./desk-story-keep.js";
import { cleanPastes } from "./desk-story-paste.js";
import { suggestTopics } from "./desk-story-topics.js";

const BLOCKS = ["p", "h2", "h3", "blockquote", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "th", "td"];

const form = document.getElementById("article_form");
if (form) {
  whenEditorReady(form, writeOneBlockPerLine);
  watchCounts(form);
  suggestTopics(form.querySelector("[data-suggestions]"), document.getElementById("tag-suggestions"));
  keepTyping(form, document.getElementById("story-kept"));
  cleanPastes(window.CKEDITOR);
}

// As the sanitiser keeps it, so that saving an untouched story changes nothing.
function writeOneBlockPerLine(editor) {
  for (const block of BLOCKS) {
    editor.dataProcessor.writer.setRules(block, {
      indent: false, breakBeforeOpen: false, breakAfterOpen: false, breakBeforeClose: false, breakAfterClose: true,
    });
  }
}
