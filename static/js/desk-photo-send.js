// Sends one photo to the library, and says what became of it: {photo}, or {error} with {instead}, {mayInsist}, {again}.
const LOST = "Sambungan terputus. Coba lagi.";
const TOO_LARGE = "Berkas ini terlalu besar untuk diunggah. Perkecil, lalu unggah lagi.";
const AWAY = "Server sedang beristirahat sebentar. Coba lagi.";
const SIGNED_OUT = "Sesi Anda berakhir. Masuk lagi, lalu coba lagi.";

export function sendPhoto(address, fields, file, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    fields.set("upload", file);
    request.open("POST", address);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    });
    request.addEventListener("load", () => resolve(request.response || refusal(request.status)));
    request.addEventListener("error", () => resolve({ error: LOST, again: true }));
    request.send(fields);
  });
}

// What is not of the page's own: the web server's refusal, a failure, or the page to sign in.
function refusal(status) {
  if (status === 413) return { error: TOO_LARGE };
  if (status >= 500) return { error: AWAY, again: true };
  return { error: SIGNED_OUT, again: true, signedOut: true };
}
