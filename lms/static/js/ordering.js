// Putting items in order: rows move up and down by buttons, and where each stands is said. Without this file every item has
// a field for its place; the fields stay what is sent, here they are only kept out of sight.
(function () {
  "use strict";

  function make(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function prepare(box) {
    const list = box.querySelector("ol");
    const said = make("p", "visually-hidden");
    said.setAttribute("role", "status");
    const keep = make("button", "btn btn-secondary btn-sm ordering__keep", gettext("Keep this order"));
    keep.type = "button";
    const state = make("p", "ordering__state");
    const how = box.querySelector("[data-ordering-how]");
    how.textContent = gettext("Move the items with the arrows beside them.");
    box.append(keep, state, said);
    box.classList.add("ordering--moving");

    function rows() { return Array.from(list.children); }
    function fieldOf(row) { return row.querySelector("select"); }
    function words(row) { return row.querySelector("label").textContent.trim(); }
    function isOrdered() { return rows().every(function (row, number) { return fieldOf(row).value === String(number + 1); }); }

    // The rows follow what the fields say, when they say a whole order; else they stay where they are.
    function follow() {
      const places = rows().map(function (row) { return Number(fieldOf(row).value); });
      if (!isOrdered() && places.every(Boolean) && new Set(places).size === places.length) {
        rows().sort(function (a, b) { return Number(fieldOf(a).value) - Number(fieldOf(b).value); }).forEach(function (row) { list.append(row); });
      }
      draw();
    }

    function draw() {
      const ordered = isOrdered();
      rows().forEach(function (row, number) {
        row.querySelector("[data-move=up]").setAttribute("aria-disabled", number === 0);
        row.querySelector("[data-move=down]").setAttribute("aria-disabled", number === rows().length - 1);
        row.querySelector(".ordering__number").textContent = number + 1 + ".";
      });
      keep.hidden = ordered;
      state.textContent = ordered ? gettext("This order is your answer.") : gettext("Not answered yet. Move an item, or keep this order.");
    }

    // Every field gets the place of its row; one of them says so to whatever listens.
    function answer() {
      rows().forEach(function (row, number) { fieldOf(row).value = String(number + 1); });
      fieldOf(rows()[0]).dispatchEvent(new Event("change", { bubbles: true }));
      draw();
    }

    function move(row, step) {
      const all = rows();
      const place = all.indexOf(row) + step;
      if (place >= 0 && place < all.length) {
        if (step < 0) row.after(all[place]); else row.before(all[place]); // the row stays, and the focus in it
        answer();
      }
      said.textContent = "";
      window.setTimeout(function () {
        said.textContent = interpolate(gettext("%(item)s: place %(place)s of %(all)s"), { item: words(row), place: rows().indexOf(row) + 1, all: all.length }, true);
      }, 50);
    }

    function button(row, name, label, step) {
      const made = make("button", "ordering__move ordering__move--" + name);
      made.type = "button";
      made.dataset.move = name;
      made.textContent = step < 0 ? "↑" : "↓";
      made.setAttribute("aria-label", interpolate(label, [words(row)]));
      made.addEventListener("click", function () { move(row, step); });
      return made;
    }

    rows().forEach(function (row) {
      const label = row.querySelector("label");
      fieldOf(row).hidden = true;
      row.prepend(make("span", "ordering__number"));
      const buttons = make("span", "ordering__buttons");
      buttons.append(button(row, "up", gettext("Move up: %s"), -1), button(row, "down", gettext("Move down: %s"), 1));
      label.after(buttons);
    });
    keep.addEventListener("click", function () {
      answer();
      said.textContent = gettext("This order is your answer.");
      fieldOf(rows()[0]).closest("li").querySelector("[data-move=down]").focus();
    });
    list.addEventListener("quiz:filled", function () {
      window.clearTimeout(list.following);
      list.following = window.setTimeout(follow, 0);
    });
    follow();
  }

  // The file may stand on a page more than once.
  function start() {
    document.querySelectorAll("[data-ordering]:not(.ordering--moving)").forEach(prepare);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
