// Says how many people are chosen, beside the button that enrols them. Without this file the form works all the same.
(function () {
  "use strict";
  const boxes = Array.from(document.querySelectorAll('input[name="person"]'));
  const button = document.querySelector(".enrol button");
  if (!boxes.length || !button) return;
  const words = document.createElement("p");
  words.className = "enrol__count";
  words.setAttribute("role", "status");
  button.closest(".input-row").after(words);
  function count() {
    const chosen = boxes.filter(function (box) { return box.checked; }).length;
    words.textContent = chosen === 0
      ? gettext("Nobody is chosen yet.")
      : interpolate(ngettext("%s person is chosen.", "%s people are chosen.", chosen), [chosen]);
  }
  boxes.forEach(function (box) { box.addEventListener("change", count); });
  count();
})();
