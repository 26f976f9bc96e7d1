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
        init() {
          // Enter leads on below the photo, with Shift above it.
          this.on("key", ({ data }) => {
            const below = data.keyCode === 13;
            if (!below && data.keyCode !== CKEDITOR.SHIFT + 13) return undefined;
            write(editor, this.wrapper, below);
            return false;
          });
        },
      });
      editor.addCommand("pickphoto", {
        async: true,
        async exec() {
          const place = editor.getSelection()?.getRanges() ?? []; // the window takes it away
          const picked = await pickPhoto();
          editor.focus();
          for (const range of place) leaveBehind(CKEDITOR, range);
          if (place.length) editor.getSelection().selectRanges(place.slice(-1));
          if (picked) insert(CKEDITOR, editor, Number(picked.photo));
          editor.fire("afterCommandExec", { name: "pickphoto", command: this });
        },
      });
      editor.ui.addButton("Photo", { label: "Foto", title: "Foto dari perpustakaan", command: "pickphoto" });
    },
  });
}

// A photo comes behind what is chosen, a new link say, and replaces none of it.
function leaveBehind(CKEDITOR, range) {
  range.collapse(false);
  const link = range.startContainer.getAscendant("a", true);
  if (link) range.moveToPosition(link, CKEDITOR.POSITION_AFTER_END);
}

function insert(CKEDITOR, editor, photo) {
  editor.insertHtml(`<figure data-photo="${photo}"></figure>`);
  const { focused } = editor.widgets;
  if (focused && !focused.wrapper.getNext((node) => node.type === CKEDITOR.NODE_ELEMENT))
    write(editor, focused.wrapper, true);
}

function write(editor, photo, below) {
  const paragraph = editor.document.createElement("p");
  paragraph.appendBogus();
  if (below) paragraph.insertAfter(photo);
  else paragraph.insertBefore(photo);
  const range = editor.createRange();
  range.moveToElementEditStart(paragraph);
  editor.focus();
  range.select();
  editor.fire("change");
  editor.fire("saveSnapshot");
}

function isPhoto(element) {
  return element.name === "figure" && /^[1-9]\d*$/.test(element.attributes["data-photo"] ?? "");
}

function shown(CKEDITOR, figure) {
  const caption = captionOf(CKEDITOR, figure) ?? new CKEDITOR.htmlParser.element("figcaption");
  const photo = figure.attributes["data-photo"];
  figure.children = [];
  figure.attributes = { "data-photo": photo, class: "story-photo" };
  figure.add(
    new CKEDITOR.htmlParser.element("img", { src: thumbOf(photo), alt: `Foto ${photo}`, width: "240", height: "160" }),
  );
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
  const words = found
    ?.getHtml()
    .replace(/<[^>]*>/g, " ")
    .replace(/&nbsp;|\u00A0|\u200B/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  if (!words) return null;
  const caption = new CKEDITOR.htmlParser.element("figcaption");
  caption.add(new CKEDITOR.htmlParser.text(words));
  return caption;
}
