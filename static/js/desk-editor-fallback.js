// Where the editor does not come (an old browser, a blocked or broken script), its plain field takes the text.
// No module, and nothing newer than ES2015: it has to run where the others do not.
(() => {
  const PATIENCE = 20000; // milliseconds after which a page that has loaded waits no longer
  const EVERY = 500;
  const SAID = "Penyunting tidak termuat di peramban ini. Tulis di sini; baris kosong memisahkan paragraf.";
  let broken = false;

  // Scripts of the editor that were not served; those of a page do not bubble.
  addEventListener(
    "error",
    ({ target }) => {
      const source = target instanceof HTMLScriptElement ? target.src : "";
      if (source.includes("/ckeditor/") || source.includes("/desk-editor")) broken = true;
    },
    true,
  );
  addEventListener("load", () => {
    const began = Date.now();
    const clock = setInterval(() => {
      const isOver = broken || Date.now() - began > PATIENCE;
      const waiting = fields().filter((field) => !isReady(field));
      if (isOver) waiting.forEach(giveBack);
      if (isOver || !waiting.length) clearInterval(clock);
    }, EVERY);
  });

  function fields() {
    return Array.from(document.querySelectorAll("textarea[data-type=ckeditortype]"));
  }

  function editorOf(field) {
    const { instances } = window.CKEDITOR || {};
    return instances ? instances[field.id] : null;
  }

  function isReady(field) {
    const editor = editorOf(field);
    return Boolean(editor) && editor.status === "ready";
  }

  // What stands in the field stays as it is: an editor that is half made must never write into it again.
  function giveBack(field) {
    const editor = editorOf(field);
    if (editor) {
      editor.updateElement = () => {};
      try {
        editor.destroy(true);
      } catch (_) {
        delete window.CKEDITOR.instances[field.id];
      }
      for (const frame of document.querySelectorAll(`#cke_${field.id}`)) frame.remove();
    }
    field.style.visibility = "";
    field.style.display = "";
    field.classList.add("editor-missing");
    const note = document.createElement("p");
    note.className = "editor-missing-note";
    note.setAttribute("role", "status");
    note.textContent = SAID;
    field.parentNode.insertBefore(note, field);
  }
})();
