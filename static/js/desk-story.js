// The story form: live counts, suggestions for topics, and nothing typed is ever lost.
import { watchCounts } from "./desk-story-counts.js";
import { editGallery } from "./desk-story-gallery.js";
import { keepTyping } from "./desk-story-keep.js";
import { markNotes } from "./desk-story-notes.js";
import { pickLeadPhoto } from "./desk-story-photo.js";
import { suggestTopics } from "./desk-story-topics.js";

const form = document.getElementById("article_form");
if (form) {
  watchCounts(form);
  suggestTopics(form.querySelector("[data-suggestions]"), document.getElementById("tag-suggestions"));
  pickLeadPhoto(form.querySelector("select[name=photo]"));
  editGallery(form.querySelector("[data-gallery]"));
  markNotes(form);
  keepTyping(form, document.getElementById("story-kept"));
}
