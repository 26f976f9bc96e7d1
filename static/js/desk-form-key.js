// The key of a new form stands in its address, so that Back, a reload and signing in again lead to the same form.
const key = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=form_key]"));
if (key) {
  const address = new URL(location.href);
  address.searchParams.set("kunci", key.value);
  history.replaceState(history.state, "", address);
}
