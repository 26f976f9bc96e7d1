// The arrow keys lead from photo to photo.
const ways = { ArrowLeft: "prev", ArrowRight: "next" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target instanceof Element && event.target.closest("input, textarea, select")) return;
  document.querySelector(`.gallery-photo__ways [rel=${ways[event.key] ?? "none"}]`)?.click();
});
