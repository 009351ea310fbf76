"use strict";
// The preview of certificates: as wide as there is room, and drawn anew while its form is being filled in.
for (const preview of document.querySelectorAll("[data-preview]")) {
  const sheet = preview.querySelector("[data-preview-sheet]");
  const page = sheet.querySelector("iframe");
  const button = preview.querySelector("[data-preview-button]");
  const fit = () => {
    const scale = sheet.clientWidth / 1123;
    page.style.transform = `scale(${scale})`;
    sheet.style.height = `${Math.round(794 * scale)}px`;
    sheet.dataset.fitted = "";
  };
  new ResizeObserver(fit).observe(sheet);
  const draw = () => button.form.requestSubmit(button);
  if (button.form && "previewNow" in button.form.dataset) draw(); // what was sent and not kept yet
  let waiting = 0;
  button.form?.addEventListener("change", (event) => {
    if (!event.target.closest("[data-no-preview]")) {
      clearTimeout(waiting);
      waiting = setTimeout(draw, 250);
    }
  });
}
