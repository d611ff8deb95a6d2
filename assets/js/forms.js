// Forms: sent once, never lost by accident, filters that send themselves.

const changed = new Set();
const sent = new WeakSet();

function setSending(form, on) {
  if (on) sent.add(form);
  else sent.delete(form);
  form.toggleAttribute("data-sending", on);
  for (const button of form.querySelectorAll('button:not([type="button"]), input[type="submit"]')) {
    if (on) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

function onSubmit(event) {
  const form = event.target;
  if (form.method === "dialog") return;
  if (sent.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  changed.delete(form);
  if (form.method !== "post" && !form.hasAttribute("hx-post")) return;
  if (form.target === "_blank") return;
  // After this event, so that the pressed button's name and value still travel.
  window.setTimeout(() => { if (!event.defaultPrevented || form.matches("[hx-post], [data-hx-post]")) setSending(form, true); });
}

function onInput(event) {
  const form = event.target.form;
  if (form?.matches("[data-guard]")) changed.add(form);
}

let timer = 0;
function autosubmit(event, wait) {
  const form = event.target.form;
  if (!form?.matches("[data-autosubmit]") || event.target.closest("[data-no-autosubmit]")) return;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => { if (form.isConnected) form.requestSubmit(); }, wait);
}

/** Moves to the summary of errors after a form came back. */
function showErrors(root) {
  const summary = root.querySelector?.("[data-error-summary]");
  summary?.focus();
}

export function listen() {
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("input", onInput);
  document.addEventListener("change", (event) => {
    onInput(event);
    autosubmit(event, 0);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) setSending(form, false);
  });
  document.addEventListener("htmx:afterSettle", (event) => showErrors(event.target));
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) setSending(form, false);
  });
  window.addEventListener("beforeunload", (event) => {
    for (const form of changed) if (!form.isConnected) changed.delete(form);
    if (changed.size) event.preventDefault();
  });
  showErrors(document);
}
