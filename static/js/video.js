// A video's player comes when somebody wants to see it, and not before.

function play(link) {
  const player = document.createElement("iframe");
  player.className = "video__player";
  player.src = link.dataset.player;
  player.title = `Pemutar: ${link.querySelector(".video__words").textContent}`;
  player.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  link.replaceWith(player);
  player.focus();
}

for (const link of document.querySelectorAll(".video__link")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a window of its own
    event.preventDefault();
    play(link);
  });
}
