// Light, dark or as the system says, without a page load. Without this file the same form posts and the server answers.
(function () {
  "use strict";
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.matches("[data-theme-form]") || !event.submitter) return;
    event.preventDefault();
    const choice = event.submitter.value;
    const secure = location.protocol === "https:" ? ";secure" : "";
    document.cookie = "theme=" + choice + ";path=/;max-age=31536000;samesite=lax" + secure;
    if (choice === "auto") document.documentElement.removeAttribute("data-bs-theme");
    else document.documentElement.setAttribute("data-bs-theme", choice);
    document.querySelectorAll("[data-theme-form] button").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.value === choice));
    });
  });
  // An open menu closes with Escape or a click elsewhere.
  function closeMenus(except) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }
  document.addEventListener("click", function (event) { closeMenus(event.target.closest("details.menu")); });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });
})();
