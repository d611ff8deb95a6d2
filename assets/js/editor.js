// The process editor: a drawing (bpmn-js modeler) and a table of its steps. The drawing is what is kept; the
// table shows it and changes it, so nothing a table cannot say is ever lost. The server judges as one draws.
import Modeler from "bpmn-js/lib/Modeler";
import { fillRows, fillWays, markRows } from "./editor-table.js";
import { addBehind, setCondition, setWord } from "./editor-acts.js";
import { motcua, onlyOffered } from "./editor-modules.js";
import { canvasBox, textRenderer, wheelBelongsToPage } from "./drawing.js";

const WAIT = 500;
const form = document.getElementById("editor");
const sheet = document.getElementById("sheet");
const said = document.getElementById("editor-text").dataset;
const words = JSON.parse(document.getElementById("drawing-words").textContent);
const judged = document.getElementById("judged");

function translated(template, replacements = {}) {
  return (words[template] ?? template).replace(/{([^}]+)}/g, (all, key) => replacements[key] ?? all);
}

function mark(modeler, marked, way) {
  const canvas = modeler.get("canvas");
  const registry = modeler.get("elementRegistry");
  registry.forEach((element) => {
    for (const [list, sign] of [[way, "is-done"], [marked, "is-current"]]) {
      if (list.includes(element.id)) canvas.addMarker(element, sign);
      else canvas.removeMarker(element, sign);
    }
  });
}

async function start() {
  const note = document.getElementById("sheet-note");
  const modeler = new Modeler({
    container: canvasBox(sheet, sheet.dataset.label),
    textRenderer: await textRenderer(),
    moddleExtensions: { motcua },
    additionalModules: [wheelBelongsToPage, onlyOffered, { translate: ["value", translated] }],
  });
  try {
    await modeler.importXML(form.elements.xml.value);
  } catch {
    note.textContent = said.failed;
    sheet.replaceChildren(note);
    sheet.dataset.state = "failed";
    return;
  }
  const canvas = modeler.get("canvas");
  canvas.zoom("fit-viewport", "auto");
  canvas.zoom(Math.max(0.2, canvas.zoom() * 0.85), "auto"); // room for the tools at the left
  canvas.scroll({ dx: 30, dy: 0 });
  follow(modeler);
}

function follow(modeler) {
  const stack = modeler.get("commandStack");
  const [undo, redo] = [form.querySelector("[data-undo]"), form.querySelector("[data-redo]")];
  undo.addEventListener("click", () => stack.undo());
  redo.addEventListener("click", () => stack.redo());
  let known = {};
  let timer = 0;
  let asked = 0;

  const show = () => {
    fillRows(modeler, known, acts);
    fillWays(modeler, said, (flow, text) => setCondition(modeler, flow, text));
    undo.disabled = !stack.canUndo();
    redo.disabled = !stack.canRedo();
  };
  const acts = {
    word: (element, name, value) => setWord(modeler, element, name, value),
    add: (element) => addBehind(modeler, element, said.newStep),
    remove: (element) => modeler.get("modeling").removeElements([element]),
    show: (element) => {
      modeler.get("selection").select(element);
      modeler.get("canvas").scrollToElement(element);
    },
  };
  const told = (answer) => {
    judged.innerHTML = answer.verdict; // our own server's words, escaped there
    known = Object.keys(answer.steps).length ? answer.steps : known;
    mark(modeler, answer.marked, answer.way);
    show();
    markRows(answer.marked);
    if (!timer) delete sheet.dataset.pending;
  };
  const judge = async () => {
    const turn = ++asked;
    timer = 0;
    const { xml } = await modeler.saveXML({ format: true });
    form.elements.xml.value = xml;
    const body = new URLSearchParams({ xml });
    try {
      const response = await fetch(form.dataset.judge, {
        method: "POST", body, credentials: "same-origin",
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      });
      if (!response.ok) throw new Error(String(response.status));
      const answer = await response.json();
      if (turn === asked) told(answer);
    } catch {
      if (turn === asked) judged.textContent = said.notJudged;
    }
  };
  modeler.on("commandStack.changed", () => {
    show();
    form.elements.xml.dispatchEvent(new Event("input", { bubbles: true })); // the page asks before it is left
    sheet.dataset.pending = "1";
    window.clearTimeout(timer);
    timer = window.setTimeout(judge, WAIT);
  });
  modeler.on("selection.changed", ({ newSelection }) => {
    for (const row of document.querySelectorAll(".editor-step")) {
      row.classList.toggle("is-selected", newSelection.some((one) => one.id === row.dataset.element));
    }
  });
  form.addEventListener("submit", async (event) => {
    if (form.dataset.ready) return;
    event.preventDefault();
    document.activeElement?.blur(); // what is being typed in the table counts
    const { xml } = await modeler.saveXML({ format: true });
    form.elements.xml.value = xml;
    form.dataset.ready = "1";
    window.setTimeout(() => form.requestSubmit()); // after this event: a form is not sent while it is being sent
  });
  show();
  sheet.dataset.pending = "1";
  sheet.dataset.state = "ready";
  judge();
}

start();
