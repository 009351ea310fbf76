// Whoever approves a lesson reads all of it: what learners would open stands open.
(function () {
  "use strict";
  document.querySelectorAll(".candidate .block details").forEach(function (part) { part.open = true; });
})();
