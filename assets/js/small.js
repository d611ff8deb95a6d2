// Small helps: the place one stands at in sight, copy, show a password, print, close menus, go back to a list.
import { announce, text } from "./ui.js";

async function copy(button) {
  const source = button.dataset.copy;
  const value = source.startsWith("#") ? document.querySelector(source)?.textContent.trim() ?? "" : source;
  try {
    await navigator.clipboard.writeText(value);
    announce(text("copied"));
    const old = button.dataset.words ?? button.innerHTML;
    button.dataset.words = old;
    button.textContent = text("copied");
    window.setTimeout(() => { button.innerHTML = old; }, 1500);
  } catch {
    window.prompt(text("copyByHand"), value); // an old browser or a page without HTTPS
  }
}

function togglePassword(button) {
  const input = document.getElementById(button.getAttribute("aria-controls"));
  if (!input) return;
  const show = input.type === "password";
  input.type = show ? "text" : "password";
  button.setAttribute("aria-pressed", String(show));
  button.textContent = show ? button.dataset.hide : button.dataset.show;
  input.focus();
}

function onClick(event) {
  const button = event.target.closest?.("[data-copy], [data-toggle-password], [data-print]");
  if (button?.dataset.copy !== undefined) copy(button);
  else if (button?.dataset.togglePassword !== undefined) togglePassword(button);
  else if (button?.dataset.print !== undefined) window.print();
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}

/** Where one stands, in a row of places wider than the screen. */
function showPlace() {
  for (const place of document.querySelectorAll(".tabs [aria-current], .main-nav [aria-current]")) {
    const row = place.closest(".tabs, .main-nav");
    const from = place.getBoundingClientRect(), around = row.getBoundingClientRect();
    row.scrollLeft += from.left - around.left - (around.width - from.width) / 2;
  }
}

export function listen() {
  showPlace();
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest?.("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  for (const element of document.querySelectorAll("[data-key]")) element.setAttribute("aria-keyshortcuts", ariaKey(element.dataset.key));
  document.addEventListener("htmx:load", (event) => {
    for (const element of event.target.querySelectorAll?.("[data-key]") ?? []) element.setAttribute("aria-keyshortcuts", ariaKey(element.dataset.key));
  });
}

function ariaKey(key) {
  return key.replace(/\bCtrl\b/i, "Control");
}
