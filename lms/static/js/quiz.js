// Saves answers as they are given and says so. Without this file every button on the page saves.
(function () {
  "use strict";
  const form = document.querySelector("[data-attempt]");
  if (!form) return;
  const line = form.querySelector("[data-saved]");
  const words = form.querySelector("[data-saved-words]");
  const mapWords = form.querySelector("[data-map-words]");
  let timer = null;
  let running = null;
  let changed = false;

  function say(text, state) {
    line.dataset.state = state;
    if (words.textContent !== text) words.textContent = text;
  }

  function send(keepalive) {
    changed = false;
    return fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      keepalive: keepalive,
    });
  }

  function save() {
    window.clearTimeout(timer);
    if (running) { timer = window.setTimeout(save, 300); return running; }
    running = send(false).then(function (response) {
      if (response.redirected) throw new Error("logged out");
      if (!response.ok) throw new Error("not saved");
      return response.json();
    }).then(function (answer) {
      if (answer.result) { window.location.assign(answer.result); return; }
      if (!changed) say("Saved " + answer.saved, "saved");
    }).catch(function (problem) {
      changed = true;
      if (problem.message === "logged out") {
        say("You are logged out. Log in again in another tab, then change or press anything here: your answers stay on this page.", "failed");
      } else {
        say("Not saved yet. Your answers stay on this page; we try again shortly.", "failed");
        timer = window.setTimeout(save, 8000);
      }
    }).finally(function () { running = null; });
    return running;
  }

  // The map follows what is on the page.
  function mark(item, name, on) {
    if (!item) return;
    if (on) item.setAttribute(name, ""); else item.removeAttribute(name);
  }
  function draw() {
    form.querySelectorAll("[data-question]").forEach(function (question) {
      const item = form.querySelector('[data-map-item="' + question.dataset.question + '"]');
      const flag = question.parentElement.querySelector(".flag__input");
      mark(item, "data-answered", question.querySelector(".option__input:checked"));
      mark(item, "data-flagged", flag && flag.checked);
    });
    const all = form.querySelectorAll("[data-map-item]").length;
    const answered = form.querySelectorAll("[data-map-item][data-answered]").length;
    const flagged = form.querySelectorAll("[data-map-item][data-flagged]").length;
    mapWords.textContent = answered + " of " + all + " answered" + (flagged ? ", " + flagged + " to come back to" : "");
  }

  form.addEventListener("change", function () {
    changed = true;
    draw();
    say("Saving…", "waiting");
    window.clearTimeout(timer);
    timer = window.setTimeout(save, 600);
  });

  // A button saves everything on the page itself. It waits for a save under way, so that an older one never arrives later.
  form.addEventListener("submit", function (event) {
    window.clearTimeout(timer);
    if (running) {
      event.preventDefault();
      const button = event.submitter;
      running.finally(function () {
        window.clearTimeout(timer);
        changed = false;
        form.requestSubmit(button);
      });
      return;
    }
    changed = false;
  });

  window.addEventListener("online", function () { if (changed) save(); });
  window.addEventListener("pagehide", function () { if (changed) send(true); });
  window.addEventListener("pageshow", function (event) { if (event.persisted) window.location.reload(); });
})();
