// data-key="Ctrl+Enter" on a button, link or field: the key does what the click does (a field gets the focus).
// Plain letters are left to the field somebody types in; keys with Ctrl or Alt, F-keys and Escape always work.
import { isReachable, isTyping } from "./ui.js";

function nameOf(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("ctrl");
  if (event.altKey) parts.push("alt");
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  // Shift is part of the character for "?" or "A", and a key of its own for "Shift+Enter".
  if (event.shiftKey && (event.key.length > 1 || parts.length)) parts.push("shift");
  return [...parts, key].join("+");
}

function normal(key) {
  const parts = key.toLowerCase().split("+").map((part) => part.trim() || "+");
  const rank = { ctrl: 0, alt: 1, shift: 2 };
  return parts.sort((a, b) => (rank[a] ?? 3) - (rank[b] ?? 3)).join("+");
}

export function press(element) {
  if (isTyping(element)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const pressed = nameOf(event);
  const free = event.ctrlKey || event.altKey || event.metaKey || /^(f\d+|escape)$/.test(pressed);
  if (!free && isTyping(event.target)) return;
  for (const element of document.querySelectorAll("[data-key]")) {
    if (normal(element.dataset.key) !== pressed || !isReachable(element)) continue;
    event.preventDefault();
    press(element);
    return;
  }
}

/** Fills the help dialog with the keys that work on this page now. */
function listKeys(dialog) {
  const list = dialog.querySelector("[data-keys-here]");
  if (!list) return;
  list.replaceChildren();
  const seen = new Set();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (dialog.contains(element) || seen.has(element.dataset.key) || element.getClientRects().length === 0) continue;
    seen.add(element.dataset.key);
    const term = document.createElement("dt");
    const key = document.createElement("kbd");
    key.textContent = element.dataset.key;
    term.append(key);
    const meaning = document.createElement("dd");
    meaning.textContent = wordsOf(element);
    list.append(term, meaning);
  }
}

function wordsOf(element) {
  const label = element.dataset.keyLabel || element.getAttribute("aria-label") || element.labels?.[0]?.textContent;
  if (label) return label.trim();
  const copy = element.cloneNode(true);
  for (const hint of copy.querySelectorAll("kbd, svg")) hint.remove();
  return copy.textContent.trim().replace(/\s+/g, " ") || element.getAttribute("title") || "";
}

export function listen() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-open-dialog='keys-help']");
    if (opener) listKeys(document.getElementById("keys-help"));
  }, true);
}
