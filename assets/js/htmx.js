// htmx with this project's manners: CSRF header, refusals shown, an ended session told, focus never lost.
import htmx from "htmx.org";
import { announce, notify, text } from "./ui.js";

window.htmx = htmx;
Object.assign(htmx.config, {
  includeIndicatorStyles: false, // no inline style: the content security policy forbids it
  allowEval: false,
  selfRequestsOnly: true,
  historyCacheSize: 0, // dossiers hold personal data; none of it stays in the browser's storage
  timeout: 30000,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "400|409|422|429", swap: true }, // refusals are answers
    { code: "[45]..", swap: false, error: true },
  ],
});
let pending = 0;

function busy(change) {
  pending = Math.max(0, pending + change);
  document.documentElement.classList.toggle("is-loading", pending > 0);
}

function signInPath() {
  return document.body.dataset.signIn ?? "";
}

/** The server sent the sign-in page (after a redirect) or 401: the session has ended. */
function sessionEnded(xhr) {
  if (xhr.status === 401) return true;
  const path = signInPath();
  return Boolean(path && xhr.responseURL && new URL(xhr.responseURL, location.href).pathname === path && location.pathname !== path);
}

function tellSessionEnded() {
  const body = notify(`${text("sessionEnded")} `, "warn");
  if (!body) return;
  const link = document.createElement("a");
  link.href = `${signInPath()}?next=${encodeURIComponent(location.pathname + location.search)}`;
  link.textContent = text("signIn");
  body.append(link);
  link.focus();
}

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
});
document.addEventListener("htmx:beforeRequest", () => busy(1));
document.addEventListener("htmx:afterRequest", () => busy(-1));

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (sessionEnded(xhr)) {
    event.detail.shouldSwap = false;
    event.detail.isError = false;
    tellSessionEnded();
  }
});
document.addEventListener("htmx:sendError", () => notify(text("offline"), "bad"));
document.addEventListener("htmx:timeout", () => notify(text("offline"), "bad"));
document.addEventListener("htmx:responseError", (event) => {
  if (sessionEnded(event.detail.xhr)) return;
  const heading = event.detail.xhr.getResponseHeader("X-Motcua-Message");
  notify(heading ? decodeURIComponent(heading) : text("serverError"), "bad");
});

// Where the focus was before a swap took its element away.
let lost = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const active = document.activeElement;
  lost = active && event.detail.target?.contains(active) ? { id: active.id, name: active.getAttribute("name") } : null;
});
document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.elt;
  if (!(target instanceof HTMLElement) || !target.isConnected) return;
  const wanted = target.matches("[data-focus]") ? target : target.querySelector("[autofocus], [data-focus]");
  if (wanted) focus(wanted);
  else if (lost && (!document.activeElement || document.activeElement === document.body)) {
    const again = lost.id ? document.getElementById(lost.id) : lost.name && target.querySelector(`[name="${CSS.escape(lost.name)}"]`);
    focus(again || target);
  }
  lost = null;
  const said = target.matches("[data-announce]") ? target : target.querySelector("[data-announce]");
  if (said) announce(said.dataset.announce || said.textContent.trim());
});

function focus(element) {
  if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: false });
}
