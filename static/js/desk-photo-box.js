// A box on a picture that a pointer, a finger or the arrow keys move; its place is in shares of the picture.
const STEP = 0.01;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {HTMLElement} element
 * @param {number[]} box - left, top, width and height, in shares of the picture
 */
export function place(element, [left, top, width, height]) {
  Object.assign(element.style, {
    left: `${left * 100}%`,
    top: `${top * 100}%`,
    width: `${width * 100}%`,
    height: `${height * 100}%`,
  });
}

// Where on the picture a pointer is, in shares.
export function at(stage, event) {
  const frame = stage.getBoundingClientRect();
  return [clamp((event.clientX - frame.left) / frame.width), clamp((event.clientY - frame.top) / frame.height)];
}

export function clamp(value, most = 1) {
  return Math.min(Math.max(value, 0), most);
}

/**
 * Calls `move` as the box is dragged or pushed, and `resize` for Shift with an arrow.
 * @param {HTMLElement} box
 * @param {HTMLElement} stage - the picture; distances are shares of it
 * @param {{ move: (dx: number, dy: number) => void, resize?: (dx: number, dy: number) => void }} acts
 */
export function movable(box, stage, { move, resize = () => {} }) {
  let last = null;
  box.addEventListener("pointerdown", (event) => {
    event.stopPropagation();
    event.preventDefault();
    box.focus();
    box.setPointerCapture(event.pointerId);
    last = at(stage, event);
  });
  box.addEventListener("pointermove", (event) => {
    if (!last) return;
    const now = at(stage, event);
    move(now[0] - last[0], now[1] - last[1]);
    last = now;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    box.addEventListener(end, () => {
      last = null;
    });
  }
  box.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    (event.shiftKey ? resize : move)(arrow[0] * STEP, arrow[1] * STEP);
  });
}
