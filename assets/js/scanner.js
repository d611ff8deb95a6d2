// data-scan on an input: a QR or bar code reader types fast and ends with Enter. The burst becomes a "scan" event
// and never sends the form by accident. data-scan-fields="personal_id,,full_name" with data-scan-split="|" spreads the
// parts over fields of the same form (an empty name skips a part); data-scan-anywhere catches bursts typed elsewhere.
import { announce, isTyping } from "./ui.js";

const FAST = 45; // milliseconds a machine takes for a character, in the mean: no hand is as fast
const PAUSE = 500; // milliseconds after which whatever comes is something new; a busy computer may stumble for less
const LEAST = 6; // characters

let burst = "";
let began = 0;
let last = 0;
let before = { head: "", tail: "" }; // what stood around the cursor when the burst began

/** The scanned text as it stands in the field: letters with accents may come without a key of their own. */
function arrived(field) {
  const { head, tail } = before;
  return field.value.slice(head.length, field.value.length - tail.length);
}

function spread(input, code) {
  const names = input.dataset.scanFields?.split(",") ?? [];
  const parts = code.split(input.dataset.scanSplit || "|");
  if (!names.length || parts.length < 2) {
    input.value = code;
    return;
  }
  names.forEach((name, index) => {
    const field = name.trim() && input.form?.elements.namedItem(name.trim());
    if (!field || parts[index] === undefined) return;
    field.value = valueFor(field, parts[index].trim());
    if (field !== input) field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

/** The date on a citizen card is ddmmyyyy; a date field wants yyyy-mm-dd. */
function valueFor(field, part) {
  if (!/^\d{8}$/.test(part) || !(field.type === "date" || field.dataset.date !== undefined)) return part;
  const [day, month, year] = [part.slice(0, 2), part.slice(2, 4), part.slice(4)];
  return field.type === "date" ? `${year}-${month}-${day}` : `${day}/${month}/${year}`;
}

function deliver(input, code) {
  spread(input, code);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
  input.dispatchEvent(new CustomEvent("scan", { bubbles: true, detail: { text: code } }));
  announce(input.value);
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const field = event.target.closest?.("input[data-scan]");
  const input = field ?? (isTyping(event.target) ? null : document.querySelector("input[data-scan-anywhere]"));
  if (!input) return;
  const more = burst !== "" && event.timeStamp - last < PAUSE;
  last = event.timeStamp;
  if (event.key === "Enter") {
    if (more && burst.length >= LEAST && last - began < FAST * burst.length) {
      event.preventDefault();
      event.stopPropagation();
      deliver(input, field ? arrived(field) : burst);
    }
    burst = "";
  } else if (event.key.length === 1) {
    if (!more) {
      began = last;
      if (field) before = { head: field.value.slice(0, field.selectionStart), tail: field.value.slice(field.selectionEnd) };
    }
    burst = more ? burst + event.key : event.key;
  }
}

export function listen() {
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("input[data-scan]")) last = event.timeStamp;
  });
}
