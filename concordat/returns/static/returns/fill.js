// What saving an answer changes on its page besides what htmx swaps. The page works without any of it.
const body = document.body;
let decided = "";

// A control says that its answer does not fit, as its line does.
function mark(said) {
  const slug = said.id.slice("said-".length);
  for (const one of document.querySelectorAll(`[id="a-${slug}"]:not([type="radio"], p, span)`)) {
    if (said.hasAttribute("data-wrong")) one.setAttribute("aria-invalid", "true");
    else one.removeAttribute("aria-invalid");
  }
}

// Nobody loses their place: a panel in which somebody writes is not replaced under them.
body.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target } = event.detail;
  if (target.id === "findings" && target.contains(document.activeElement)) event.detail.shouldSwap = false;
});

body.addEventListener("htmx:oobAfterSwap", (event) => {
  const swapped = document.getElementById(event.detail.target?.id);
  if (swapped?.id.startsWith("said-")) mark(swapped);
});

// Questions that hang on the answer just saved come into view, or go.
body.addEventListener("htmx:afterSwap", (event) => {
  for (const one of event.detail.target.querySelectorAll("[data-opens]")) {
    const fold = document.getElementById(one.dataset.opens);
    if (fold && !fold.contains(document.activeElement)) fold.open = one.hasAttribute("data-open");
  }
});

// After a choice between two answers the button is gone: the focus goes to the answer.
body.addEventListener("htmx:beforeRequest", (event) => { decided = event.detail.elt.dataset?.decide || ""; });
body.addEventListener("htmx:afterSettle", () => {
  if (decided && (document.activeElement === body || !document.activeElement)) document.getElementById(`a-${decided}`)?.focus();
});
