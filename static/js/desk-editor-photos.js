// Photos of the library inside the text: the text holds their numbers, the editor shows the pictures.
import { hasLibrary, pickPhoto, thumbOf } from "./desk-photo-picker.js";

const NAME = "storyphoto";

export function addPhotoPlugin(CKEDITOR) {
  CKEDITOR.plugins.add(NAME, {
    requires: "widget",
    init(editor) {
      if (!hasLibrary) return;
      editor.widgets.add(NAME, {
        pathName: "foto",
        editables: { caption: { selector: "figcaption", allowedContent: "br" } },
        upcast: (element) => isPhoto(element) && shown(CKEDITOR, element),
        downcast: (element) => stored(CKEDITOR, element),
      });
      editor.addCommand("pickphoto", {
        async: true,
        async exec() {
          const picked = await pickPhoto();
          editor.focus();
          if (picked) editor.insertHtml(`<figure data-photo="${Number(picked.photo)}"></figure>`);
          editor.fire("afterCommandExec", { name: "pickphoto", command: this });
        },
      });
      editor.ui.addButton("Photo", { label: "Foto", title: "Foto dari perpustakaan", command: "pickphoto" });
    },
  });
}

function isPhoto(element) {
  return element.name === "figure" && /^[1-9]\d*$/.test(element.attributes["data-photo"] ?? "");
}

function shown(CKEDITOR, figure) {
  const caption = captionOf(CKEDITOR, figure) ?? new CKEDITOR.htmlParser.element("figcaption");
  const photo = figure.attributes["data-photo"];
  figure.children = [];
  figure.attributes = { "data-photo": photo, class: "story-photo" };
  figure.add(new CKEDITOR.htmlParser.element("img", { src: thumbOf(photo), alt: `Foto ${photo}`, width: "240", height: "160" }));
  figure.add(caption);
  return figure;
}

// The one form that articles/richtext.py keeps.
function stored(CKEDITOR, figure) {
  const caption = captionOf(CKEDITOR, figure);
  const plain = new CKEDITOR.htmlParser.element("figure", { "data-photo": figure.attributes["data-photo"] });
  if (caption) plain.add(caption);
  return plain;
}

function captionOf(CKEDITOR, figure) {
  const found = figure.getFirst("figcaption");
  const words = found?.getHtml().replace(/<[^>]*>/g, " ").replace(/&nbsp;|\u00A0|\u200B/g, " ").replace(/\s+/g, " ").trim();
  if (!words) return null;
  const caption = new CKEDITOR.htmlParser.element("figcaption");
  caption.add(new CKEDITOR.htmlParser.text(words));
  return caption;
}
