// Reads the QR code of a certificate with the camera, where the browser can; elsewhere the button stays hidden and the code is
// typed. Pictures are looked at on this device and go nowhere.
(function () {
  "use strict";
  const button = document.querySelector("[data-scan]");
  const dialog = document.querySelector("[data-scan-dialog]");
  if (!button || !dialog || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const video = dialog.querySelector("video");
  const words = dialog.querySelector("[role=status]");
  let stream = null;
  let timer = 0;

  function stop() {
    clearInterval(timer);
    if (stream) stream.getTracks().forEach(function (track) { track.stop(); });
    stream = null;
  }

  // The code within the address that a certificate's QR code holds; a bare code is taken as well.
  function codeIn(text) {
    const found = text.match(/\/verify\/([^/?#]+)/);
    return found ? decodeURIComponent(found[1]) : text;
  }

  async function start() {
    words.textContent = gettext("Hold the QR code of the certificate before the camera.");
    dialog.showModal();
    try {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
      if (!dialog.open) { stop(); return; }
      video.srcObject = stream;
      await video.play();
      timer = setInterval(async function () {
        const [seen] = await detector.detect(video).catch(function () { return []; });
        if (!seen || !stream) return;
        stop();
        dialog.close();
        const input = document.getElementById("code");
        input.value = codeIn(seen.rawValue).slice(0, 60);
        input.form.requestSubmit();
      }, 250);
    } catch (error) {
      stop();
      words.textContent = gettext("The camera cannot be used. Please allow it in the browser, or type the code.");
    }
  }

  button.hidden = false;
  button.addEventListener("click", start);
  dialog.addEventListener("close", stop);
})();
