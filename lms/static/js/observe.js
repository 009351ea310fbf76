// Keeps what an assessor marks and writes, as they go, and says so. Without this file the button at the foot keeps all of it.
// Only what was changed is sent; what could not be sent is kept in the browser until it is.
(function () {
  "use strict";
  const form = document.querySelector("[data-observation]");
  if (!form) return;
  const line = form.querySelector("[data-saved]");
  const store = "observation." + form.dataset.observation;
  const kept = /^(mark-|note-|feedback$|observed_on$)/;
  let waiting = {}; // {name of a field: [values]}
  let running = null;
  let timer = null;

  function say(text, state) {
    line.dataset.state = state;
    if (line.textContent !== text) line.textContent = text;
  }
  function fieldsOf(name) { return Array.from(form.elements).filter(function (field) { return field.name === name; }); }
  function isWaiting() { return Object.keys(waiting).length > 0; }
  function keep() {
    try {
      if (isWaiting()) localStorage.setItem(store, JSON.stringify(waiting));
      else localStorage.removeItem(store);
    } catch (problem) { /* a browser that keeps nothing still sends what is on the page */ }
  }
  function put(name) {
    waiting[name] = fieldsOf(name).filter(function (field) { return field.type !== "radio" || field.checked; })
      .map(function (field) { return field.value; });
    keep();
  }

  function send(batch, keepalive) {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/); // logging in again elsewhere changes it
    if (cookie) form.elements.csrfmiddlewaretoken.value = cookie[1];
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    Object.keys(batch).forEach(function (name) { batch[name].forEach(function (value) { data.append(name, value); }); });
    return fetch(form.dataset.keep, { method: "POST", body: data, headers: { Accept: "application/json" }, credentials: "same-origin", keepalive: keepalive });
  }
  function forget(batch) {
    Object.keys(batch).forEach(function (name) { if (waiting[name] === batch[name]) delete waiting[name]; });
    keep();
  }

  // Resolves to whether everything on the page is saved now.
  function save() {
    clearTimeout(timer);
    if (running) return running.then(function (saved) { return saved && isWaiting() ? save() : saved; });
    if (!isWaiting()) return Promise.resolve(true);
    const batch = Object.assign({}, waiting);
    running = send(batch, false).then(function (response) {
      if (response.redirected) { say(gettext("Not saved: you are logged out. Log in again in another tab; it is saved then."), "failed"); return false; }
      if (response.status === 400) return response.json().then(function (answer) { forget(batch); say(answer.refused, "failed"); return false; });
      if (!response.ok) { say(gettext("Not saved yet. We try again shortly."), "failed"); return false; }
      return response.json().then(function (answer) {
        forget(batch);
        if (!isWaiting()) say(interpolate(gettext("Saved %s"), [answer.saved]), "saved");
        return true;
      });
    }).catch(function () {
      say(gettext("Not saved: no connection. What you marked stays in this browser and is sent later."), "failed");
      return false;
    }).then(function (saved) {
      running = null;
      if (isWaiting()) timer = setTimeout(save, saved ? 300 : 8000);
      return saved;
    });
    return running;
  }
  function changed(event) {
    const name = event.target.name;
    if (!name || !kept.test(name)) return;
    put(name);
    say(gettext("Saving…"), "waiting");
    clearTimeout(timer);
    timer = setTimeout(save, event.target.type === "radio" ? 200 : 1200);
  }
  form.addEventListener("input", changed);

  // ------------------------------------------------------------------------------------------------------- counting
  form.querySelectorAll("[data-step]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      const field = button.parentElement.querySelector("input");
      field.value = Math.min(9999, Math.max(0, (parseInt(field.value, 10) || 0) + Number(button.dataset.step)));
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });

  // --------------------------------------------------------------------------------- coming, losing the line, leaving
  try { waiting = JSON.parse(localStorage.getItem(store)) || {}; } catch (problem) { waiting = {}; }
  Object.keys(waiting).forEach(function (name) {
    const fields = fieldsOf(name);
    if (!fields.length) { delete waiting[name]; return; }
    fields.forEach(function (field, place) {
      if (field.type === "radio") field.checked = waiting[name].indexOf(field.value) >= 0;
      else field.value = waiting[name][place] || "";
    });
  });
  save();
  let leaving = false;
  form.addEventListener("submit", function (event) {
    if (leaving || !isWaiting()) return;
    event.preventDefault();
    save().then(function (saved) { if (saved) { leaving = true; form.requestSubmit(); } });
  });
  window.addEventListener("online", save);
  window.addEventListener("pagehide", function () { if (isWaiting() && !leaving) send(waiting, true).catch(function () {}); });
})();
