// Nothing typed is lost. A control with data-keep="key" keeps what is typed on this device until a save is
// acknowledged: by a 2xx answer to htmx, or by <template data-acknowledge="key key"> in the next page.
// data-keep-with names a hidden control that says what the person had before them: it is kept and restored along, so that
// what was typed long ago never goes over what others saved since. data-saved says how saving went; data-unsaved tells of what was kept when a page is opened again.
const PREFIX = `concordat:${document.body.dataset.keepFor || ""}:`;
const KEPT_FOR = 7 * 24 * 60 * 60 * 1000;
const AGAIN = [0, 502, 503, 504]; // worth another try by itself
const WAIT = 10;
const LONGEST = 60;

const saved = new Map(); // key to the value that the server is known to have
const unsaved = new Set();
const sent = new WeakMap(); // control to what its request carried
const tries = new WeakMap();
let leaving = false;

export function start() {
  forgetOld();
  arrived(document);
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  document.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => { if (unsaved.size && !leaving) event.preventDefault(); });
  document.body.addEventListener("htmx:beforeRequest", (event) => { sent.set(event.detail.elt, valuesIn(event.detail.elt)); });
  document.body.addEventListener("htmx:afterRequest", (event) => answered(event.detail.elt, event.detail.xhr));
}

// Something came into the page: forget what was saved, show what was not.
export function arrived(root) {
  for (const one of root.querySelectorAll("template[data-acknowledge]")) one.dataset.acknowledge.split(" ").forEach(forget);
  if (root !== document) keysIn(root).forEach((key) => saved.delete(key));
  const restored = [...keysIn(root)].filter(restore);
  if (restored.length) tell(restored);
}

function typed(event) {
  const key = event.target.dataset?.keep;
  if (!key) return;
  const value = read(key);
  if (value === known(key)) return forget(key);
  unsaved.add(key);
  store(key, { value, at: Date.now(), seen: companion(key)?.value });
}

function answered(control, xhr) {
  const keys = sent.get(control) || new Map();
  if (!keys.size && !control.closest("[data-keep-status]")) return;
  if (xhr.status >= 200 && xhr.status < 300) {
    tries.delete(control);
    for (const [key, value] of keys) { saved.set(key, value); if (value === read(key)) forget(key); }
    return say(control, `Saved at ${clock(Date.now())}`, false);
  }
  if (xhr.status === 409 || xhr.status === 412 || xhr.status === 422) return say(control, "Not saved: see what the page says about it.", true);
  if (xhr.status === 403 || xhr.status === 404) return say(control, "Not saved: the form, or your part in it, changed while this page was open. What you typed is kept on this device; press Save to see what becomes of it.", true);
  if (!AGAIN.includes(xhr.status)) return say(control, `Not saved. ${xhr.status === 401 ? xhr.responseText : ""} What you typed is kept on this device.`, true);
  const count = (tries.get(control) || 0) + 1;
  const wait = Math.min(Number(xhr.getResponseHeader("Retry-After")) || WAIT, LONGEST) * Math.min(count, 3);
  tries.set(control, count);
  say(control, `Not saved: the site cannot be reached. What you typed is kept on this device; trying again in ${wait} seconds.`, true);
  setTimeout(() => { if (control.isConnected && tries.get(control) === count) window.htmx.trigger(control, "save-again"); }, wait * 1000);
}

function say(control, text, failed) {
  const place = control.closest("form, section, main")?.querySelector("[data-saved]") || document.querySelector("[data-saved]");
  if (!place) return;
  place.textContent = text;
  place.classList.toggle("app-saved--failed", failed);
}

function restore(key) {
  const draft = load(key);
  if (!draft) return false;
  if (draft.value === known(key)) { forget(key); return false; }
  write(key, draft.value);
  if (draft.seen !== undefined && companion(key)) companion(key).value = draft.seen;
  unsaved.add(key);
  mark(key, true);
  return true;
}

function tell(keys) {
  const place = document.querySelector("[data-unsaved]");
  if (!place) return;
  const last = Math.max(...keys.map((key) => load(key).at));
  const what = keys.length === 1 ? "One thing that you typed" : `${keys.length} things that you typed`;
  const line = document.createElement("p");
  line.textContent = `${what}, last on ${day(last)} at ${clock(last)}, could not be saved. You see it marked on this page, as you typed it. Save it, or `;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "go back to what is saved";
  button.addEventListener("click", () => {
    for (const key of keys) { forget(key); write(key, known(key)); if (companion(key)) companion(key).value = companion(key).defaultValue; }
    place.hidden = true;
  });
  line.append(button, ".");
  place.replaceChildren(line);
  place.hidden = false;
}

// Controls that share a key, such as radio buttons, are one thing that was typed.
function controls(key) { return [...document.querySelectorAll(`[data-keep="${CSS.escape(key)}"]`)]; }
function companion(key) { return document.getElementById(controls(key)[0]?.dataset.keepWith || ""); }
function keysIn(root) { return new Set([...root.querySelectorAll("[data-keep]")].map((one) => one.dataset.keep)); }
function valuesIn(root) {
  const keys = keysIn(root);
  if (root.dataset.keep) keys.add(root.dataset.keep);
  return new Map([...keys].map((key) => [key, read(key)]));
}
function isChoice(one) { return one.type === "radio" || one.type === "checkbox"; }
function read(key) {
  return controls(key).filter((one) => !isChoice(one) || one.checked).map((one) => one.value).join("\n");
}
function known(key) {
  if (saved.has(key)) return saved.get(key);
  return controls(key).filter((one) => !isChoice(one) || one.defaultChecked).map(first).join("\n");
}
function first(one) {
  if (one.options) return [...one.options].find((option) => option.defaultSelected)?.value ?? one.options[0]?.value ?? "";
  return isChoice(one) ? one.value : one.defaultValue;
}
function write(key, value) {
  const chosen = value.split("\n");
  for (const one of controls(key)) {
    if (isChoice(one)) one.checked = chosen.includes(one.value);
    else one.value = value;
  }
}
function mark(key, kept) { for (const one of controls(key)) one.closest(".nhsuk-form-group, td")?.classList.toggle("app-kept", kept); }

function store(key, draft) { try { localStorage.setItem(PREFIX + key, JSON.stringify(draft)); } catch { /* no room, or not allowed */ } }
function load(key) { try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; } }
function forget(key) {
  unsaved.delete(key);
  mark(key, false);
  try { localStorage.removeItem(PREFIX + key); } catch { /* not allowed */ }
}
function forgetOld() {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith("concordat:") && Date.now() - (JSON.parse(localStorage.getItem(name))?.at || 0) > KEPT_FOR) localStorage.removeItem(name);
    }
  } catch { /* not allowed */ }
}

function clock(at) { return new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" }); }
function day(at) { return new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long" }); }
