// Areas that nobody may recognise: drawn on the picture, moved, and sent with the form.
import { at, clamp, movable, place } from "./desk-photo-box.js";

const SMALLEST = 0.02;
const form = /** @type {HTMLFormElement} */ (document.getElementById("photo-step"));
const stage = document.getElementById("stage");
const areas = JSON.parse(form.elements.areas.value || "[]");
const boxes = new Map();
let chosen = null;
let drawing = null;

for (const area of areas) add(area);
document.getElementById("add").addEventListener("click", () => {
  const area = { shape: form.elements.shape.value, x: 0.4, y: 0.35, width: 0.2, height: 0.25 };
  areas.push(area);
  add(area).focus();
  keep();
});
document.getElementById("remove").addEventListener("click", () => remove(chosen ?? areas[areas.length - 1]));
stage.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  stage.setPointerCapture(event.pointerId);
  const [x, y] = at(stage, event);
  drawing = { from: [x, y], area: { shape: form.elements.shape.value, x, y, width: 0, height: 0 } };
});
stage.addEventListener("pointermove", (event) => {
  if (!drawing) return;
  const [x, y] = at(stage, event);
  const { from, area } = drawing;
  Object.assign(area, {
    x: Math.min(x, from[0]),
    y: Math.min(y, from[1]),
    width: Math.abs(x - from[0]),
    height: Math.abs(y - from[1]),
  });
  if (!boxes.has(area)) add(area);
  show(area);
});
for (const end of ["pointerup", "pointercancel"]) {
  stage.addEventListener(end, () => {
    if (!drawing) return;
    const { area } = drawing;
    drawing = null;
    if (area.width < SMALLEST || area.height < SMALLEST) {
      boxes.get(area)?.remove();
      boxes.delete(area);
    } else {
      areas.push(area);
      choose(area);
    }
    keep();
  });
}
keep();

function add(area) {
  const box = document.createElement("div");
  box.className = `photo-area photo-area--${area.shape}`;
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "Bidang yang disamarkan");
  boxes.set(area, box);
  box.addEventListener("focus", () => choose(area));
  movable(box, stage, {
    move: (dx, dy) => change(area, { x: clamp(area.x + dx, 1 - area.width), y: clamp(area.y + dy, 1 - area.height) }),
    resize: (dx, dy) =>
      change(area, {
        width: Math.max(SMALLEST, clamp(area.width + dx, 1 - area.x)),
        height: Math.max(SMALLEST, clamp(area.height + dy, 1 - area.y)),
      }),
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Delete" || event.key === "Backspace") remove(area);
  });
  stage.append(box);
  show(area);
  return box;
}

function change(area, values) {
  Object.assign(area, values);
  show(area);
  keep();
}

function choose(area) {
  chosen = area;
  for (const [one, box] of boxes) box.classList.toggle("photo-area--chosen", one === area);
}

function remove(area) {
  if (!area) return;
  boxes.get(area).remove();
  boxes.delete(area);
  areas.splice(areas.indexOf(area), 1);
  chosen = null;
  keep();
}

function show(area) {
  place(boxes.get(area), [area.x, area.y, area.width, area.height]);
}

function keep() {
  form.elements.areas.value = JSON.stringify(areas);
  document.getElementById("count").textContent = areas.length
    ? `${areas.length} bidang disamarkan.`
    : "Belum ada bidang yang ditandai.";
}
