// What the modules share: the page's words (translated by the server), announcements, who is typing.

/** A translated text of the page: <template id="ui-text" data-...> in base.html. */
export function text(name) {
  return document.getElementById("ui-text")?.dataset[name] ?? "";
}

/** Says something to people who use a screen reader, politely. */
export function announce(message) {
  const region = document.getElementById("announcer");
  if (!region) return;
  region.textContent = "";
  window.setTimeout(() => { region.textContent = message; }, 60);
}

/** True when a plain letter belongs to the element and not to a shortcut. */
export function isTyping(element) {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element.matches("textarea, select")) return true;
  return element.matches("input") && !/^(checkbox|radio|button|submit|reset|file|range|color)$/.test(element.type);
}

/** Seen by the person: not hidden, not disabled, and not behind an open modal dialog. */
export function isReachable(element) {
  const modal = document.querySelector("dialog[open]");
  if (modal && !modal.contains(element)) return false;
  return element.getClientRects().length > 0 && !element.disabled && element.getAttribute("aria-disabled") !== "true";
}

/** A message at the top of the page; `tone` is good, warn or bad. Returns the new element. */
export function notify(message, tone = "warn") {
  const place = document.getElementById("messages");
  if (!place) return null;
  const box = document.createElement("div");
  box.className = `notice notice-${tone}`;
  box.setAttribute("role", tone === "good" ? "status" : "alert");
  const body = document.createElement("div");
  body.textContent = message;
  box.append(body);
  place.replaceChildren(box);
  box.scrollIntoView({ block: "nearest" });
  return body;
}
