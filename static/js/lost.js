// Says that somebody stands before a page that is not there: which address it has and which host led them here.

const page = /** @type {HTMLElement} */ (document.querySelector("[data-lost]"));

navigator.sendBeacon?.(
  page.dataset.lost,
  new URLSearchParams({
    alamat: location.pathname + location.search,
    dari: document.referrer && new URL(document.referrer).hostname,
  }),
);
