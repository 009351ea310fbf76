// Hand an address to the device's own share sheet. The button shows itself only where there is one.
(function () {
  "use strict";
  if (!navigator.share) return;
  document.querySelectorAll("[data-share]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.share({ title: button.dataset.shareTitle, url: button.dataset.share }).catch(function () {
        // closed again without choosing anybody
      });
    });
  });
})();
