// data-scan on an input: a QR or bar code reader types fast and ends with Enter. The burst becomes a "scan" event
// and never sends the form by accident. data-scan-fields="personal_id,,full_name" with data-scan-split="|" spreads the
// parts over fields of the same form (an empty name skips a part); data-scan-anywhere catches bursts typed elsewhere.
import { announce, isTyping } from "./ui.js";

const FAST = 45; // milliseconds a machine takes for a character: no hand is as fast
const PAUSE = 500; // milliseconds for which a busy computer may stumble within what a machine types
const LEAST = 6; // characters
const ELSEWHERE = /^(Tab|Escape|Backspace|Delete|Home|End|Arrow)/; // a hand is at work

let burst = "";
let began = 0;
let last = 0;
let where = null; // the element it is typed into
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

/** Whether what comes at that instant belongs to the burst. Only what a machine began is waited for longer. */
function goesOn(at, target) {
  if (!burst || target !== where) return false;
  return at - last < FAST || (at - last < PAUSE && byMachine());
}

/** So many characters, so fast in the mean, are no hand's. */
function byMachine() {
  return burst.length >= LEAST && last - began < FAST * burst.length;
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const field = event.target.closest?.("input[data-scan]");
  const input = field ?? (isTyping(event.target) ? null : document.querySelector("input[data-scan-anywhere]"));
  const goes = goesOn(event.timeStamp, event.target);
  if (!input || ELSEWHERE.test(event.key)) {
    burst = "";
    return;
  }
  if (event.key === "Enter") {
    if (goes && byMachine()) {
      event.preventDefault();
      event.stopPropagation();
      deliver(input, field ? arrived(field) : burst);
    }
    burst = "";
  } else if (event.key.length === 1) {
    if (!goes) {
      began = event.timeStamp;
      where = event.target;
      if (field) before = { head: field.value.slice(0, field.selectionStart), tail: field.value.slice(field.selectionEnd) };
    }
    burst = goes ? burst + event.key : event.key;
    last = event.timeStamp;
  }
}

export function listen() {
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("input", (event) => {
    if (burst && event.target === where) last = event.timeStamp;
  });
}
