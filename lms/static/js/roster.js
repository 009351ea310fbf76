// Says how many people are chosen, beside the button that enrols them, and on a phone folds away the filter that is in use, so
// that whoever was found stands in sight. Without this file the form works all the same.
(function () {
  "use strict";
  const filters = document.querySelector(".filters");
  if (filters && window.matchMedia("(max-width: 46rem)").matches && !filters.querySelector(".field__errors")) filters.open = false;
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
