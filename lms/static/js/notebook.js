// Keeps what somebody writes or chooses in a lesson, as they go, and says so. Without this file each button keeps all of it.
// What could not be sent is kept in the browser until it is. Only what was changed is sent, with what this page knew of it.
(function () {
  "use strict";
  const form = document.getElementById("notebook");
  if (!form) return;
  const store = "notebook." + form.dataset.notebook;
  let waiting = {}; // {block: {known: text, values: [text]}}
  let running = false;
  let timer = null;

  function blockOf(name) { return document.querySelector('[data-own="' + name + '"]'); }
  function fieldsOf(block) { return Array.from(block.querySelectorAll('[name="own-' + block.dataset.own + '"]')); }
  function knownOf(name) { return form.elements["known-" + name]; }
  function isRadio(field) { return field.type === "radio"; }
  function valuesOf(block) {
    return fieldsOf(block).filter(function (field) { return !isRadio(field) || field.checked; })
      .map(function (field) { return field.value; });
  }
  function say(block, text, state) {
    const line = block.querySelector("[data-own-said]");
    line.dataset.state = state;
    const words = (block.dataset.verdict || "") + text;
    if (line.textContent !== words) line.textContent = words;
  }
  function sayOfAll(text, state) { Object.keys(waiting).forEach(function (name) { if (blockOf(name)) say(blockOf(name), text, state); }); }

  // ---------------------------------------------------------------------------------------------- what waits to be sent
  function keep() {
    try {
      if (Object.keys(waiting).length) localStorage.setItem(store, JSON.stringify(waiting));
      else localStorage.removeItem(store);
    } catch (problem) { /* a browser that keeps nothing still sends what is on the page */ }
  }
  function kept() {
    try { return JSON.parse(localStorage.getItem(store)) || {}; } catch (problem) { return {}; }
  }
  function put(block) {
    const name = block.dataset.own;
    waiting[name] = { known: knownOf(name).value, values: valuesOf(block) };
    keep();
  }
  function formData(batch) {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/); // logging in again elsewhere changes it
    if (cookie) form.elements.csrfmiddlewaretoken.value = cookie[1];
    const data = new FormData(form);
    Array.from(data.keys()).forEach(function (key) { if (/^(own|known)-/.test(key)) data.delete(key); });
    Object.keys(batch).forEach(function (name) {
      data.append("known-" + name, batch[name].known);
      batch[name].values.forEach(function (value) { data.append("own-" + name, value); });
    });
    return data;
  }
  function send(batch, keepalive) {
    return fetch(form.action, { method: "POST", body: formData(batch), headers: { Accept: "application/json" }, credentials: "same-origin", keepalive: keepalive });
  }

  // The page knows now what is kept. Words that came from another page in between are shown with those written here.
  function learn(batch, answer) {
    Object.keys(batch).forEach(function (name) {
      const block = blockOf(name);
      if (waiting[name] === batch[name]) delete waiting[name];
      if (!block || !(name in answer.known)) return;
      knownOf(name).value = answer.known[name];
      if (waiting[name]) waiting[name].known = answer.known[name];
      const mine = batch[name].values.join(" ").trim();
      fieldsOf(block).filter(function (field) { return !isRadio(field); }).forEach(function (field) {
        if (answer.kept[name] === mine) return;
        field.value = answer.kept[name].replace(mine, function () { return field.value.trim(); });
        if (waiting[name]) put(block);
      });
      if (!waiting[name]) say(block, interpolate(gettext("Saved at %s"), [answer.saved]), "saved");
    });
    keep();
  }
  function refuse(batch, words) {
    Object.keys(batch).forEach(function (name) {
      if (waiting[name] === batch[name]) delete waiting[name];
      if (blockOf(name)) say(blockOf(name), words, "failed");
    });
    keep();
  }

  function save() {
    clearTimeout(timer);
    if (running || !Object.keys(waiting).length) return;
    const batch = Object.assign({}, waiting);
    running = true;
    send(batch, false).then(function (response) {
      if (response.redirected) { sayOfAll(gettext("Not saved: you are logged out. Log in again in another tab; it is saved then."), "failed"); return true; }
      if (response.ok) return response.json().then(function (answer) { learn(batch, answer); });
      if (response.status === 400) return response.json().then(function (answer) { refuse(batch, answer.refused); });
      sayOfAll(gettext("Not saved yet. We try again shortly."), "failed");
      return true;
    }).catch(function () {
      sayOfAll(gettext("Not saved: no connection"), "failed");
      return true;
    }).then(function (again) {
      running = false;
      if (Object.keys(waiting).length) timer = setTimeout(save, again ? 8000 : 300);
    });
  }
  function soon(block, delay) {
    put(block);
    say(block, gettext("Saving…"), "waiting");
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  // ------------------------------------------------------------------------------------------------- what people do
  function check(block) {
    const chosen = block.querySelector("input:checked");
    if (!chosen) { say(block, gettext("Choose an answer first."), "waiting"); return; }
    block.setAttribute("data-answered", "");
    const right = chosen.parentElement.hasAttribute("data-right");
    block.dataset.verdict = (right ? gettext("Right.") : gettext("Not right. The right answer is marked.")) + " ";
    soon(block, 0);
  }
  function change(event) {
    const block = event.target.closest("[data-own]");
    if (!block) return;
    if (block.hasAttribute("data-check")) {
      block.removeAttribute("data-answered");
      block.dataset.verdict = "";
      say(block, "", "");
    } else soon(block, 1500);
  }
  document.addEventListener("input", change);
  document.addEventListener("keydown", function (event) {
    const block = event.key === "Enter" && isRadio(event.target) && event.target.closest("[data-check]");
    if (block) { event.preventDefault(); check(block); }
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    const block = event.submitter && event.submitter.closest("[data-own]");
    if (!block) return;
    if (block.hasAttribute("data-check")) check(block); else soon(block, 0);
  });

  // ------------------------------------------------------------------------- coming, printing, losing the line, leaving
  waiting = kept();
  Object.keys(waiting).forEach(function (name) {
    const block = blockOf(name);
    if (!block) { delete waiting[name]; return; }
    fieldsOf(block).forEach(function (field) {
      if (isRadio(field)) field.checked = waiting[name].values.indexOf(field.value) >= 0;
      else field.value = waiting[name].values.join(" ");
    });
    if (block.hasAttribute("data-check")) block.setAttribute("data-answered", "");
  });
  save();
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("[data-own]").forEach(function (block) {
      const printed = block.querySelector("[data-own-printed]");
      if (!printed) return;
      printed.textContent = fieldsOf(block).map(function (field) { return field.value; }).join("\n");
      block.toggleAttribute("data-written", Boolean(printed.textContent.trim()));
    });
  });
  window.addEventListener("online", save);
  window.addEventListener("pagehide", function () { if (Object.keys(waiting).length) send(waiting, true).catch(function () {}); });
})();
