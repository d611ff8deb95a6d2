// data-keylist on a list or table: j/k or the arrows move between its rows, Enter opens, x ticks the row.
// A row is [data-item], else a <tr> of the body or an <li>, which holds a link or a button.
import { isReachable, isTyping } from "./ui.js";

function rows(list) {
  const marked = [...list.querySelectorAll("[data-item]")];
  const all = marked.length ? marked : [...list.querySelectorAll("tbody > tr, :scope > li")];
  return all.filter((row) => handle(row) && isReachable(handle(row)));
}

/** What gets the focus in a row. */
function handle(row) {
  if (row.matches("a[href], button")) return row;
  return row.querySelector("a[data-primary]") ?? row.querySelector("a[href], button");
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  const inside = event.target.closest?.("[data-keylist]");
  const letter = { j: 1, k: -1 }[event.key];
  const arrow = inside ? { ArrowDown: 1, ArrowUp: -1 }[event.key] : undefined;
  const list = inside ?? document.querySelector("[data-keylist]");
  if (!list) return;
  if (inside && event.key === "x") {
    const row = rows(list).find((candidate) => candidate.contains(event.target));
    row?.querySelector('input[type="checkbox"]')?.click();
    if (row) event.preventDefault();
    return;
  }
  const step = letter ?? arrow;
  if (!step) return;
  const all = rows(list);
  if (!all.length) return;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
  event.preventDefault();
  handle(all[next]).focus();
  all[next].scrollIntoView({ block: "nearest" });
}

/** data-tick-all="name" ticks every box of that name in the same form. */
function onChange(event) {
  const name = event.target.dataset?.tickAll;
  if (!name) return;
  for (const box of (event.target.form ?? document).querySelectorAll(`input[type="checkbox"][name="${CSS.escape(name)}"]`)) {
    if (!box.disabled) box.checked = event.target.checked;
  }
  count(event.target.form);
}

/** [data-tick-count] shows how many rows are ticked; [data-needs-tick] buttons wait for one. */
function count(form) {
  if (!form) return;
  const boxes = [...form.querySelectorAll('[data-keylist] input[type="checkbox"]:not([data-tick-all])')];
  const ticked = boxes.filter((box) => box.checked).length;
  for (const place of form.querySelectorAll("[data-tick-count]")) place.textContent = String(ticked);
}

export function listen() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("change", (event) => {
    onChange(event);
    count(event.target.form);
  });
}
