// Copy a field's text. The button shows itself only where copying works.
(function () {
  "use strict";
  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    const source = document.querySelector(button.dataset.copy);
    const label = button.querySelector("[data-copy-label]");
    if (!source || !label) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(source.value).then(function () {
        label.textContent = gettext("Copied");
        setTimeout(function () { label.textContent = gettext("Copy"); }, 3000);
      });
    });
  });
})();
