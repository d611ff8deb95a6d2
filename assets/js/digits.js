// data-digit="1" on a checkbox or radio: the digit ticks it. Two-digit numbers are typed quickly one after the other.
import { announce, isReachable, isTyping } from "./ui.js";

const PATIENCE = 600; // milliseconds to wait for a second digit when one could follow
let typed = "";
let timer = 0;

function toggle(number) {
  window.clearTimeout(timer);
  typed = "";
  const box = boxes().find((candidate) => candidate.dataset.digit === number);
  if (!box) return;
  box.click();
  box.closest("li, .choice")?.scrollIntoView({ block: "nearest" });
  announce(`${box.labels?.[0]?.textContent.trim() ?? number}: ${box.checked ? "✓" : "–"}`);
}

function boxes() {
  return [...document.querySelectorAll("input[data-digit]")].filter(isReachable);
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!/^[0-9]$/.test(event.key) || isTyping(event.target)) return;
  const all = boxes().map((box) => box.dataset.digit);
  typed += event.key;
  if (!all.some((number) => number.startsWith(typed))) typed = event.key;
  if (!all.some((number) => number.startsWith(typed))) {
    typed = "";
    return;
  }
  event.preventDefault();
  window.clearTimeout(timer);
  const number = typed;
  if (!all.some((other) => other !== number && other.startsWith(number))) toggle(number);
  else timer = window.setTimeout(() => toggle(number), PATIENCE);
}

export function listen() {
  document.addEventListener("keydown", onKey);
}
