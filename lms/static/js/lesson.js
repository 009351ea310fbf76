// In a lesson: "Check my answer" shows the words for the chosen option; the place is kept. Without this file all of them can be opened below the question.
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

  // The place in a lesson is kept on this device, and offered when somebody comes back. Done lessons are forgotten.
  const offer = document.querySelector("[data-place]");
  const body = document.querySelector("[data-lesson]");
  if (!offer || !body) return;
  const key = "place." + offer.dataset.place;
  const blocks = Array.from(body.querySelectorAll(".block--text > *, .block:not(.block--text, .claim)"));
  const head = document.querySelector(".lesson-head");
  if (head) head.append(offer);

  function kept() {
    try { return Number(localStorage.getItem(key)) || 0; } catch (error) { return 0; }
  }
  function keep(place) {
    try {
      if (place > 0) localStorage.setItem(key, String(place)); else localStorage.removeItem(key);
    } catch (error) { /* storage is full or switched off: then the place is not kept */ }
  }
  if (offer.hasAttribute("data-done")) { keep(0); return; }

  const before = kept();
  if (before > 0 && before < blocks.length && !location.hash && window.scrollY < 100) {
    offer.hidden = false;
    offer.querySelector("a").addEventListener("click", function (event) {
      event.preventDefault();
      const block = blocks[before];
      block.tabIndex = -1;
      block.focus({ preventScroll: true });
      block.scrollIntoView();
      offer.hidden = true;
    });
  }

  let waiting = null;
  window.addEventListener("scroll", function () {
    if (waiting) return;
    waiting = setTimeout(function () {
      waiting = null;
      let place = 0;
      blocks.forEach(function (block, index) {
        if (block.getBoundingClientRect().top < window.innerHeight * 0.4) place = index;
      });
      // a glance at the top does not forget how far somebody was
      if (place > 0 || window.scrollY > 100) keep(place);
    }, 400);
  }, { passive: true });
})();
