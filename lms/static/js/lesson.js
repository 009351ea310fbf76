// In a lesson: the place is kept, and "Done, go on" waits for a connection. Without this file the form is sent as any other.
(function () {
  "use strict";
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

  // "Done, go on" without a connection: said in place, and sent by itself when there is one again. Sending twice changes nothing.
  const done = document.querySelector("[data-done-form]");
  const said = document.querySelector("[data-done-said]");
  let sending = false;
  let again = null;
  function goOn() {
    clearTimeout(again);
    if (sending) return;
    sending = true;
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/); // logging in again elsewhere changes it
    if (cookie) done.elements.csrfmiddlewaretoken.value = cookie[1];
    const patience = new AbortController();
    const timer = setTimeout(function () { patience.abort(); }, 20000);
    fetch(done.action, { method: "POST", body: new FormData(done), headers: { Accept: "application/json" }, credentials: "same-origin", keepalive: true, signal: patience.signal })
      .then(function (response) {
        if (response.redirected || !response.ok) { done.submit(); return null; } // logged out, or refused: the server says so on a page
        return response.json().then(function (answer) { location.assign(answer.following); });
      })
      .catch(function () {
        sending = false;
        said.textContent = gettext("No connection. This lesson is marked as done as soon as there is one again. Please leave this page open.");
        again = setTimeout(goOn, 8000);
      })
      .then(function () { clearTimeout(timer); });
  }
  if (done && said) {
    done.addEventListener("submit", function (event) { event.preventDefault(); goOn(); });
    window.addEventListener("online", function () { if (said.textContent) goOn(); });
    window.addEventListener("pageshow", function () { sending = false; });
  }

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
