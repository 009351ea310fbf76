// In a lesson: "Check my answer" shows the words for the chosen option. Without this file all of them can be opened below the question.
(function () {
  "use strict";
  document.querySelectorAll("[data-check]").forEach(function (check) {
    const button = check.querySelector("[data-check-button]");
    const result = check.querySelector("[data-check-result]");
    const answers = check.querySelector("[data-check-answers]");
    button.hidden = false;
    answers.hidden = true;
    button.addEventListener("click", function () {
      const chosen = check.querySelector("input:checked");
      if (!chosen) {
        result.textContent = gettext("Choose an answer first.");
        return;
      }
      const words = document.getElementById(chosen.dataset.feedback).cloneNode(true);
      words.removeAttribute("id");
      const shown = document.createElement("div");
      shown.className = words.className;
      shown.append(...words.childNodes);
      result.replaceChildren(shown);
      answers.hidden = false;
    });
    check.addEventListener("change", function () { result.replaceChildren(); });
  });

  // What is folded away is printed, too.
  let opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.from(document.querySelectorAll(".lesson-body details:not([open])"));
    opened.forEach(function (part) { part.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (part) { part.open = false; });
    opened = [];
  });
})();
