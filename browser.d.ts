// What the scripts may assume of the page beyond the browser's own types; read by the type checker alone (jsconfig.json).

interface Window {
  CKEDITOR?: any; // comes with the editor's widget
  django?: any; // comes with the admin site, and jQuery in it
}

interface Document {
  prerendering?: boolean; // Chromium
}

interface Navigator {
  connection?: { saveData?: boolean }; // Chromium
}

// What our scripts look up is HTML, never SVG.
interface ParentNode {
  querySelector<E extends Element = HTMLElement>(selectors: string): E | null;
  querySelectorAll<E extends Element = HTMLElement>(selectors: string): NodeListOf<E>;
}

// A form's fields are found by their names.
interface HTMLFormControlsCollection {
  [name: string]: any;
}
