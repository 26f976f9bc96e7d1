// Letters of the headline and the teaser, words of the body, as they are typed.

export function watchCounts(form) {
  for (const field of form.querySelectorAll("[data-count=letters]")) {
    const marks = field.dataset.softMarks.split(" ").map(Number);
    const output = outputAfter(field);
    const show = () => {
      const letters = [...field.value.trim()].length;
      output.textContent = `${letters} huruf, sebaiknya paling banyak ${marks[0]}`;
      output.dataset.over = marks.filter((mark) => letters > mark).length;
    };
    field.addEventListener("input", show);
    show();
  }
  whenEditorReady(form, (editor, textarea) => {
    const output = outputAfter(textarea.closest(".django-ckeditor-widget"));
    const show = () => {
      const words = written(editor.editable().$).trim().split(/\s+/).filter(Boolean).length;
      output.textContent = `${words.toLocaleString("id")} kata`;
    };
    editor.on("change", show);
    editor.editable().attachListener(editor.editable(), "input", show); // dictation and autocorrection press no key
    show();
  });
}

// What the editor says of a chosen photo, to those who hear the page, is no part of the text.
function written(editable) {
  const said = editable.querySelector("[data-cke-hidden-sel]")?.innerText ?? "";
  return editable.innerText.replace(said, "");
}

export function whenEditorReady(form, act) {
  const textarea = form.querySelector("textarea[data-type=ckeditortype]");
  if (!textarea || !window.CKEDITOR) return;
  const existing = window.CKEDITOR.instances[textarea.id];
  if (existing?.status === "ready") act(existing, textarea);
  else window.CKEDITOR.on("instanceReady", ({ editor }) => editor.name === textarea.id && act(editor, textarea));
}

function outputAfter(element) {
  const output = document.createElement("output");
  output.className = "story-count";
  element.after(output);
  return output;
}
