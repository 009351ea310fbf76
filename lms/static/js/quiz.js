// Saves answers as they are given and says so. Without this file every button on the page saves.
// Only what was changed is sent, with what this page knew of it; what could not be sent is kept in the browser and sent later.
(function () {
  "use strict";
  const form = document.querySelector("[data-attempt]");
  if (!form) return;
  const line = form.querySelector("[data-saved]");
  const words = form.querySelector("[data-saved-words]");
  const mapWords = form.querySelector("[data-map-words]");
  const store = "attempt:" + form.dataset.attempt;
  let waiting = {}; // {question: what is to be sent of it}: {known: text, entries: [[name, value]]}
  let turn = 0;
  let timer = null;
  let running = null;
  let ended = false;

  function say(text, state) {
    line.dataset.state = state;
    if (words.textContent !== text) words.textContent = text;
  }

  // Logging in again in another tab changes the token that forms carry.
  function refreshToken() {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (cookie) form.elements.csrfmiddlewaretoken.value = cookie[1];
  }

  // ---------------------------------------------------------------------------------------------- what waits to be sent
  function keep() {
    try {
      if (Object.keys(waiting).length) window.localStorage.setItem(store, JSON.stringify(waiting));
      else window.localStorage.removeItem(store);
    } catch (problem) { /* a browser that keeps nothing still sends what is on the page */ }
  }
  function kept() {
    try { return JSON.parse(window.localStorage.getItem(store)) || {}; } catch (problem) { return {}; }
  }
  function isWaiting() { return Object.keys(waiting).length > 0; }

  function sheetOf(question) { return form.querySelector('[data-known="' + question + '"]').closest(".attempt__sheet"); }
  function knownOf(question) { return form.querySelector('[data-known="' + question + '"]'); }

  function entriesOf(sheet) {
    return Array.from(sheet.querySelectorAll("input, select, textarea")).filter(function (field) {
      if (!field.name || field.dataset.known !== undefined || field.name === "shown") return false;
      return (field.type !== "radio" && field.type !== "checkbox") || field.checked;
    }).map(function (field) { return [field.name, field.value]; });
  }

  function put(sheet) {
    const known = sheet.querySelector("[data-known]");
    waiting[known.dataset.known] = { known: known.value, entries: entriesOf(sheet) };
    keep();
  }

  // Puts answers into the fields of a question on this page: `values` has those of each name; a name without any is empty.
  function fill(sheet, values) {
    sheet.querySelectorAll("input, select, textarea").forEach(function (field) {
      if (!field.name || field.type === "hidden") return;
      const own = values[field.name] || [];
      if (field.type === "radio" || field.type === "checkbox") field.checked = own.indexOf(field.value) >= 0;
      else if (field !== document.activeElement) field.value = own[0] || "";
      field.dispatchEvent(new CustomEvent("quiz:filled", { bubbles: true }));
    });
  }

  function formData(batch) {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.append("page", form.elements.page.value);
    turn += 1;
    data.append("turn", turn);
    Object.keys(batch).forEach(function (question) {
      data.append("shown", question);
      data.append("known-" + question, batch[question].known);
      batch[question].entries.forEach(function (entry) { data.append(entry[0], entry[1]); });
    });
    return data;
  }

  function send(batch, keepalive) {
    refreshToken();
    return fetch(form.action, {
      method: "POST",
      body: formData(batch),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      keepalive: keepalive,
    });
  }

  // ------------------------------------------------------------------------------------------------------- the answer
  // The page knows now what is kept. What was not touched here follows it; where a choice waits, it is shown.
  function learn(answer) {
    form.querySelectorAll("[data-known]").forEach(function (known) {
      const question = known.dataset.known;
      const told = answer.known[question];
      if (!told) return;
      const now = JSON.parse(told);
      known.value = told;
      if (waiting[question]) {
        // changed again while it was being sent: this page knows what it saved itself, and nothing else yet
        if (answer.mine.indexOf(question) >= 0) waiting[question].known = told;
      } else {
        const values = Object.assign({}, answer.fields[question]);
        if (now.flagged) values.flag = [question];
        fill(sheetOf(question), values);
      }
      const place = form.querySelector('[data-choice="' + question + '"]');
      const choice = answer.choices[question] || "";
      if (place.dataset.shown !== choice) {
        place.dataset.shown = choice;
        place.innerHTML = choice;
      }
    });
    draw();
  }

  function handedIn(answer) {
    ended = true;
    waiting = {};
    keep();
    if (!answer.words) { window.location.assign(answer.result); return; }
    say(answer.words, "failed");
    const link = document.createElement("a");
    link.href = answer.result;
    link.textContent = gettext("See the result");
    words.append(" ", link);
  }

  // Resolves to whether what was changed on the page is saved now.
  function save() {
    window.clearTimeout(timer);
    if (ended) return Promise.resolve(false);
    if (running) { timer = window.setTimeout(save, 300); return running; }
    if (!isWaiting()) return Promise.resolve(true);
    const batch = Object.assign({}, waiting);
    running = send(batch, false).then(function (response) {
      if (response.redirected) throw new Error("logged out");
      if (response.status !== 409 && !response.ok) throw new Error("not saved");
      return response.json();
    }).then(function (answer) {
      if (answer.result) { handedIn(answer); return false; }
      Object.keys(batch).forEach(function (question) {
        if (waiting[question] === batch[question]) delete waiting[question];
      });
      learn(answer);
      keep();
      if (!isWaiting()) say(interpolate(gettext("Saved %s"), [answer.saved]), "saved");
      else timer = window.setTimeout(save, 300);
      return true;
    }).catch(function (problem) {
      timer = window.setTimeout(save, 8000);
      if (problem.message === "logged out") say(gettext("You are logged out. Log in again in another tab; your answers stay on this page and are saved then."), "failed");
      else say(gettext("Not saved yet. Your answers stay in this browser; we try again shortly."), "failed");
      return false;
    }).finally(function () { running = null; });
    return running;
  }

  // After this nothing older is under way that could arrive late, and nothing on the page is unsaved.
  function settle() {
    if (running) return running.then(function (saved) { return saved && settle(); });
    return isWaiting() ? save().then(function (saved) { return saved && settle(); }) : Promise.resolve(!ended);
  }

  // ---------------------------------------------------------------------------------------------------------- the map
  function mark(item, name, on) {
    if (!item) return;
    if (on) item.setAttribute(name, ""); else item.removeAttribute(name);
  }
  function isAnswered(question) {
    return Array.from(question.querySelectorAll("input, select, textarea")).some(function (field) {
      if (!field.name || field.type === "hidden") return false;
      return field.type === "radio" || field.type === "checkbox" ? field.checked : field.value.trim() !== "";
    });
  }
  function draw() {
    form.querySelectorAll("[data-question]").forEach(function (question) {
      const item = form.querySelector('[data-map-item="' + question.dataset.question + '"]');
      const flag = question.parentElement.querySelector(".flag__input");
      mark(item, "data-answered", isAnswered(question));
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

  // Choosing changes a field, writing in it does so with every letter.
  form.addEventListener("change", changed);
  form.addEventListener("input", function (event) { if (event.target.matches("input[type=text], textarea")) changed(event); });
  function changed(event) {
    const sheet = event.target.closest(".attempt__sheet");
    if (!sheet || ended) return;
    put(sheet);
    draw();
    say(gettext("Saving…"), "waiting");
    window.clearTimeout(timer);
    timer = window.setTimeout(save, 600);
  }

  // A button leaves the page only when everything on it is saved: without a connection or a login, the answers stay.
  let leaving = false;
  form.addEventListener("submit", function (event) {
    refreshToken();
    if (leaving || (!isWaiting() && !running)) return;
    event.preventDefault();
    window.clearTimeout(timer);
    const button = event.submitter;
    settle().then(function (saved) {
      if (!saved) return;
      leaving = true;
      form.requestSubmit(button);
    });
  });

  // What an earlier visit could not send is shown again and sent now, with what was known then.
  waiting = kept();
  Object.keys(waiting).forEach(function (question) {
    if (!knownOf(question)) return;
    const values = {};
    waiting[question].entries.forEach(function (entry) { (values[entry[0]] = values[entry[0]] || []).push(entry[1]); });
    fill(sheetOf(question), values);
  });
  if (isWaiting()) { draw(); say(gettext("Saving…"), "waiting"); save(); }

  window.addEventListener("online", function () { if (isWaiting()) save(); });
  window.addEventListener("pagehide", function () { if (isWaiting() && !ended) send(waiting, true); });
  window.addEventListener("pageshow", function (event) { if (event.persisted) window.location.reload(); });
})();
