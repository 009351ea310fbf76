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

  // Logging in again in another tab changes the token that forms carry.
  function refreshToken() {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (cookie) form.elements.csrfmiddlewaretoken.value = cookie[1];
  }

  function send(keepalive) {
    changed = false;
    refreshToken();
    return fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      keepalive: keepalive,
    });
  }

  // Resolves to whether what was on the page is saved now.
  function save() {
    window.clearTimeout(timer);
    if (running) { timer = window.setTimeout(save, 300); return running; }
    running = send(false).then(function (response) {
      if (response.redirected) throw new Error("logged out");
      if (!response.ok) throw new Error("not saved");
      return response.json();
    }).then(function (answer) {
      if (answer.result) { window.location.assign(answer.result); return false; }
      if (!changed) say(interpolate(gettext("Saved %s"), [answer.saved]), "saved");
      return true;
    }).catch(function (problem) {
      changed = true;
      timer = window.setTimeout(save, 8000);
      if (problem.message === "logged out") say(gettext("You are logged out. Log in again in another tab; your answers stay on this page and are saved then."), "failed");
      else say(gettext("Not saved yet. Your answers stay on this page; we try again shortly."), "failed");
      return false;
    }).finally(function () { running = null; });
    return running;
  }

  // After this nothing older is under way that could arrive late, and nothing on the page is unsaved.
  function settle() {
    if (running) return running.then(function (saved) { return saved && settle(); });
    return changed ? save() : Promise.resolve(true);
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
    const counts = { answered: answered, all: all, flagged: flagged };
    mapWords.textContent = flagged
      ? interpolate(gettext("%(answered)s of %(all)s answered, %(flagged)s to come back to"), counts, true)
      : interpolate(gettext("%(answered)s of %(all)s answered"), counts, true);
  }

  form.addEventListener("change", function () {
    changed = true;
    draw();
    say(gettext("Saving…"), "waiting");
    window.clearTimeout(timer);
    timer = window.setTimeout(save, 600);
  });

  // A button leaves the page only when everything on it is saved: without a connection or a login, the answers stay.
  let leaving = false;
  form.addEventListener("submit", function (event) {
    refreshToken();
    if (leaving || (!changed && !running)) return;
    event.preventDefault();
    window.clearTimeout(timer);
    const button = event.submitter;
    settle().then(function (saved) {
      if (!saved) return;
      leaving = true;
      form.requestSubmit(button);
    });
  });

  window.addEventListener("online", function () { if (changed) save(); });
  window.addEventListener("pagehide", function () { if (changed) send(true); });
  window.addEventListener("pageshow", function (event) { if (event.persisted) window.location.reload(); });
})();
