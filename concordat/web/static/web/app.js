// Starts the design system's scripts and our own. Every page works without any of them.
import { initAll } from "../nhsuk/nhsuk-frontend.js";
import { start, arrived } from "./keep.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();
start();

// What htmx puts into the page later.
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt === document.body) return;
  initAll({ scope: event.detail.elt });
  arrived(event.detail.elt);
});
