// Tells the pages of this browser that somebody has signed in again, and goes away.
try {
  localStorage.setItem("kateid:masuk", String(Date.now()));
} catch (_) {
  // a browser without a store: those pages notice when they are looked at again
}
window.close();
