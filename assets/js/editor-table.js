// The table of steps beside the drawing: rows in the order in which a dossier meets them.
import { isStep } from "./editor-acts.js";

const WORDS = ["name", "role", "unit", "action", "office", "time"];
const CHOICES = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway"];
const list = () => document.getElementById("rows");

/** Elements from the beginnings onwards; those that nothing leads to come last. */
function ordered(modeler) {
  const all = modeler.get("elementRegistry").filter((one) => one.type !== "label" && !one.waypoints && one.parent);
  const seen = new Set();
  const queue = all.filter((one) => one.type === "bpmn:StartEvent");
  for (let at = 0; at < queue.length; at += 1) {
    const here = queue[at];
    if (seen.has(here)) continue;
    seen.add(here);
    for (const flow of here.outgoing ?? []) queue.push(flow.target);
    for (const border of here.attachers ?? []) queue.push(border);
  }
  return [...seen, ...all.filter((one) => !seen.has(one)).sort((a, b) => a.x - b.x)];
}

function valueOf(element, word, known) {
  const own = word === "name" ? element.businessObject.name : element.businessObject.get(`motcua:${word}`);
  if (word === "time") return own ?? element.businessObject.get("motcua:minutes") ?? "";
  return own ?? known[element.id]?.[word] ?? ""; // a lane may say who does it
}

function row(element, acts) {
  const made = document.getElementById("row").content.firstElementChild.cloneNode(true);
  made.dataset.element = element.id;
  for (const word of WORDS) {
    const field = made.querySelector(`[data-word=${word}]`);
    field.id = `${word}-${element.id}`;
    made.querySelector(`[data-for=${word}]`).htmlFor = field.id;
    field.addEventListener("change", () => acts.word(element, word, field.value));
  }
  for (const button of made.querySelectorAll("[data-act]")) {
    button.addEventListener("click", () => acts[button.dataset.act](element));
  }
  return made;
}

/** Bring the rows in line with the drawing; the field somebody is typing in is left alone. */
export function fillRows(modeler, known, acts) {
  const steps = ordered(modeler).filter(isStep);
  const before = new Map([...list().children].map((one) => [one.dataset.element, one]));
  const rows = steps.map((step) => before.get(step.id) ?? row(step, acts));
  if (rows.length !== list().children.length || rows.some((one, at) => list().children[at] !== one)) {
    const focused = document.activeElement;
    list().replaceChildren(...rows);
    if (focused?.isConnected) focused.focus();
  }
  steps.forEach((step, at) => {
    for (const word of WORDS) {
      const field = rows[at].querySelector(`[data-word=${word}]`);
      const value = valueOf(step, word, known);
      if (field === document.activeElement || field.value === value) continue;
      if (field.matches("select") && ![...field.options].some((one) => one.value === value)) field.add(new Option(value, value));
      field.value = value;
    }
    rows[at].querySelector("[data-minutes]").textContent = known[step.id]?.minutes ?? "–";
    rows[at].querySelector("[data-sum]").textContent = known[step.id]?.sum ?? "–";
  });
  document.getElementById("rows-none").hidden = steps.length > 0;
}

/** Rows of steps with a fault. */
export function markRows(marked) {
  for (const one of list().children) one.classList.toggle("is-wrong", marked.includes(one.dataset.element));
}

/** The name of the first thing on this way that has one. */
function called(element, said) {
  let here = element;
  for (let passed = 0; passed < 20; passed += 1) {
    if (here.businessObject.name) return here.businessObject.name;
    if (here.type === "bpmn:EndEvent") return said.end;
    if (!here.outgoing?.length) break;
    here = here.outgoing[0].target;
  }
  return element.id;
}

function before(element) {
  const flow = (element.incoming ?? [])[0];
  return element.businessObject.name || (flow ? flow.source.businessObject.name : "") || element.id;
}

/** The conditions of every choice, one field for each way out. */
export function fillWays(modeler, said, change) {
  const place = document.getElementById("ways");
  if (place.contains(document.activeElement) && document.activeElement.matches("input")) return;
  const gates = ordered(modeler).filter((one) => CHOICES.includes(one.type) && one.outgoing.length > 1);
  place.replaceChildren(...gates.map((gate) => {
    const box = document.getElementById("way").content.firstElementChild.cloneNode(true);
    box.querySelector("legend").textContent = `${said.choice} ${before(gate)}`;
    for (const flow of gate.outgoing) {
      const field = document.getElementById("way-row").content.firstElementChild.cloneNode(true);
      const input = field.querySelector("input");
      input.id = `condition-${flow.id}`;
      input.value = flow.businessObject.conditionExpression?.body ?? "";
      input.addEventListener("change", () => change(flow, input.value));
      field.querySelector("label").htmlFor = input.id;
      field.querySelector("label").textContent = `${said.to} ${called(flow.target, said)}`;
      box.append(field);
    }
    return box;
  }));
  document.getElementById("choices").hidden = !gates.length;
}
