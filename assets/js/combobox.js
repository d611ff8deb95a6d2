// data-combobox on an input: a list that the server fills while one types (WAI-ARIA combobox with a listbox).
// htmx loads <li role="option" id data-value data-label [data-href]> into the list named by aria-controls.
// Enter takes the active option or the first, even when it is pressed before the answer has come; Escape closes.
import { announce, text } from "./ui.js";

const waiting = new WeakSet(); // inputs whose Enter came before the list

const listOf = (input) => document.getElementById(input.getAttribute("aria-controls"));
const optionsOf = (list) => [...list.querySelectorAll('[role="option"]:not([aria-disabled="true"])')];
const inputOf = (list) => document.querySelector(`[data-combobox][aria-controls="${CSS.escape(list.id)}"]`);

function open(input, list) {
  const filled = list.children.length > 0;
  list.toggleAttribute("data-open", filled);
  input.setAttribute("aria-expanded", String(filled && optionsOf(list).length > 0));
}

function close(input) {
  listOf(input)?.removeAttribute("data-open");
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function activate(input, option) {
  for (const other of listOf(input).querySelectorAll('[aria-selected="true"]')) other.setAttribute("aria-selected", "false");
  option.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function pick(input, option) {
  const { value = "", label, href } = option.dataset;
  waiting.delete(input);
  close(input);
  if (href) {
    window.location.assign(href);
    return;
  }
  input.value = label ?? option.textContent.trim();
  input.dataset.picked = input.value;
  const hidden = input.dataset.combobox && document.getElementById(input.dataset.combobox);
  if (hidden) {
    hidden.value = value;
    hidden.dispatchEvent(new Event("change", { bubbles: true }));
  }
  input.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: { value, label: input.value, data: { ...option.dataset } } }));
}

function onKey(event) {
  const input = event.target;
  if (!input.matches?.("[data-combobox]") || event.isComposing) return;
  const list = listOf(input);
  if (!list) return;
  const isOpen = list.hasAttribute("data-open");
  const options = optionsOf(list);
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!isOpen) open(input, list);
    if (!options.length) return;
    const step = event.key === "ArrowDown" ? 1 : -1;
    activate(input, options[at < 0 ? (step > 0 ? 0 : options.length - 1) : (at + step + options.length) % options.length]);
  } else if (event.key === "Enter" && !event.ctrlKey && !event.altKey) {
    const stale = input.dataset.asked !== input.value;
    if (isOpen && options.length && (at >= 0 || !stale)) {
      event.preventDefault();
      pick(input, options[Math.max(at, 0)]);
    } else if (input.value.trim() && input.value !== input.dataset.picked) {
      event.preventDefault();
      waiting.add(input);
    }
  } else if (event.key === "Escape" && isOpen) {
    event.preventDefault();
    event.stopPropagation();
    close(input);
  } else if (event.key === "Tab") {
    close(input);
  }
}

function onSwap(event) {
  const list = event.target.closest?.('[role="listbox"]');
  const input = list && inputOf(list);
  if (!input) return;
  const asked = event.detail.requestConfig?.parameters?.[input.name];
  input.dataset.asked = asked ?? input.value;
  const options = optionsOf(list);
  options.forEach((option, index) => {
    option.id ||= `${list.id}-${index}`;
    option.setAttribute("aria-selected", "false");
  });
  if (waiting.has(input) && input.dataset.asked === input.value) {
    waiting.delete(input);
    if (options.length) {
      pick(input, options[0]);
      return;
    }
  }
  if (document.activeElement !== input) return;
  open(input, list);
  announce(options.length ? `${options.length} ${text("results")}` : list.textContent.trim());
}

export function listen() {
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("htmx:afterSettle", onSwap);
  document.addEventListener("input", (event) => {
    const input = event.target;
    if (!input.matches?.("[data-combobox]")) return;
    waiting.delete(input);
    const hidden = input.dataset.combobox && document.getElementById(input.dataset.combobox);
    if (hidden?.value && input.value !== input.dataset.picked) {
      hidden.value = "";
      hidden.dispatchEvent(new Event("change", { bubbles: true }));
    }
    delete input.dataset.picked;
    if (!input.value.trim()) close(input);
  });
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest?.('[role="listbox"] [role="option"]');
    const input = option && inputOf(option.closest('[role="listbox"]'));
    if (!input) return;
    event.preventDefault();
    pick(input, option);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("[data-combobox]")) close(event.target);
  });
}
