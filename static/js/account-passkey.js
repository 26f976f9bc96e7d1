// Offers passkeys only where the browser has them; without a script nothing is offered that could not work.
if (window.PublicKeyCredential) {
  document.getElementById("passkey-way").hidden = false;
}
