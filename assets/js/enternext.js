// data-enter-next on a form: Enter in a field goes on to the next one instead of sending half a form.
// Fields with a list of their own (data-combobox) and text areas keep their Enter.
import { isReachable, isTyping } from "./ui.js";

function onKey(event) {
  if (event.key !== "Enter" || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const field = event.target;
  if (!(field instanceof HTMLElement) || !field.matches("input, select") || !field.form?.matches("[data-enter-next]")) return;
  event.preventDefault();
  const fields = [...field.form.querySelectorAll("input, select, textarea")].filter((other) => other.type !== "hidden" && isReachable(other));
  const next = fields.slice(fields.indexOf(field) + 1).find((other) => isTyping(other) || other.matches('[type="checkbox"], [type="radio"]'));
  next?.focus();
  if (next?.matches("input") && isTyping(next)) next.select();
}

export function listen() {
  document.addEventListener("keydown", onKey);
}
