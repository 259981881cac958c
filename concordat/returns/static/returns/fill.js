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

// Cells copied from a sheet go into the table from where they are pasted on, where every one of them finds its place.
body.addEventListener("paste", (event) => {
  const start = event.target.closest?.(".app-grid input[type=text]");
  const texts = event.clipboardData?.getData("text/plain").replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t")) ?? [];
  if (!start || (texts.length < 2 && !texts[0]?.[1])) return;
  const found = placesOf(start, texts);
  if (!found.every(Boolean)) return;
  event.preventDefault();
  for (const [control, value] of found) {
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
  saveInTurn(found.map(([control]) => control));
});

function placesOf(start, texts) {
  const row = start.closest("tr"), column = start.closest("td").cellIndex, rows = [...row.parentElement.rows];
  return texts.flatMap((line, down) => line.map((text, right) => {
    const control = rows[rows.indexOf(row) + down]?.cells[column + right]?.querySelector("input[type=text], select");
    const option = [...(control?.options ?? [])].find((one) => one.text.trim() === text.trim());
    return control && (!control.options || option) ? [control, option?.value ?? text.trim()] : null;
  }));
}

// One after the other, so that what is shown beside them is of the last.
async function saveInTurn(controls) {
  for (const one of controls) {
    const answered = new Promise((resolve) => body.addEventListener("htmx:afterRequest", resolve, { once: true }));
    one.dispatchEvent(new Event("change", { bubbles: true }));
    await answered;
  }
}
