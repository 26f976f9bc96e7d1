// Crops: a tap sets the focal point, every place shows at once what it makes of it, and each can be set by hand.
import { at, clamp, movable, place } from "./desk-photo-box.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("photo-step"));
const stage = document.getElementById("stage");
const focus = document.getElementById("focus");
const box = document.getElementById("box");
const shape = Number(stage.dataset.width) / Number(stage.dataset.height);
const numbers = [form.elements.focal_x, form.elements.focal_y].filter(Boolean); // none for one story's own crop
const drawn = JSON.parse(form.elements.crops.value || "{}");
const places = [...document.querySelectorAll(".photo-place")].map((figure) => ({
  figure,
  key: figure.dataset.key,
  high: shape / Number(figure.dataset.ratio), // the height of a crop as wide as the picture
  otherwise: JSON.parse(figure.dataset.otherwise || "null"), // where it is while nobody has drawn it
  zoom: /** @type {HTMLInputElement} */ (figure.querySelector("input")),
}));
let chosen = null;

for (const name of Object.keys(drawn)) if (!places.some(({ key }) => key === name)) delete drawn[name];
for (const one of places) {
  const [adjust, follow] = ["[data-adjust]", "[data-follow]"].map((part) => one.figure.querySelector(part));
  adjust.hidden = false;
  adjust.addEventListener("click", () => choose(chosen === one ? null : one));
  follow.addEventListener("click", () => {
    delete drawn[one.key];
    choose(null);
  });
  one.zoom.addEventListener("input", () => zoom(one, Number(one.zoom.value) / 100));
}
movable(box, stage, { move: (dx, dy) => shift(dx, dy), resize: (dx, dy) => zoom(chosen, boxOf(chosen)[2] + dx + dy) });
stage.addEventListener("click", (event) => {
  if (chosen || event.target === box || !numbers.length) return;
  for (const [i, share] of at(stage, event).entries()) numbers[i].value = Math.round(share * 100);
  show();
});
form.addEventListener("input", show);
show();

function boxOf(one) {
  const known = drawn[one.key] ?? one.otherwise;
  if (known) return known;
  const width = Math.min(1, 1 / one.high);
  const height = width * one.high;
  const [x, y] = focalPoint();
  return [clamp(x - width / 2, 1 - width), clamp(y - height / 2, 1 - height), width, height];
}

function focalPoint() {
  return numbers.map((field) => field.value / 100);
}

function choose(one) {
  chosen = one;
  if (one && !drawn[one.key]) drawn[one.key] = boxOf(one);
  show();
  if (one) {
    stage.scrollIntoView({ block: "nearest" });
    box.focus({ preventScroll: true });
  }
}

function shift(dx, dy) {
  const [left, top, width, height] = boxOf(chosen);
  drawn[chosen.key] = [clamp(left + dx, 1 - width), clamp(top + dy, 1 - height), width, height];
  show();
}

function zoom(one, wanted) {
  const [left, top, before, tall] = boxOf(one);
  const width = Math.min(Math.max(wanted, 0.1), 1, 1 / one.high);
  const height = width * one.high;
  const [x, y] = [left + (before - width) / 2, top + (tall - height) / 2];
  drawn[one.key] = [clamp(x, 1 - width), clamp(y, 1 - height), width, height];
  show();
}

function show() {
  form.elements.crops.value = JSON.stringify(drawn);
  if (numbers.length) place(focus, [...focalPoint(), 0, 0]);
  focus.hidden = Boolean(chosen) || !numbers.length;
  box.hidden = !chosen;
  if (chosen) place(box, boxOf(chosen));
  for (const one of places) {
    const [left, top, width, height] = boxOf(one);
    const view = one.figure.querySelector(".photo-place__view");
    view.style.aspectRatio = one.figure.dataset.ratio;
    Object.assign(/** @type {HTMLElement} */ (view.firstElementChild).style, {
      width: `${100 / width}%`,
      height: `${100 / height}%`,
      left: `${(-100 * left) / width}%`,
      top: `${(-100 * top) / height}%`,
    });
    one.figure.classList.toggle("photo-place--chosen", chosen === one);
    one.figure.querySelector("[data-adjust]").textContent = chosen === one ? "Selesai" : "Atur sendiri";
    one.figure.querySelector("[data-follow]").hidden = !drawn[one.key];
    one.figure.querySelector(".photo-place__zoom").hidden = chosen !== one;
    one.zoom.valueAsNumber = Math.round(width * 100);
  }
}
