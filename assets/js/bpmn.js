// Draws <div data-bpmn-url="…" data-bpmn-current="id1,id2" data-bpmn-done="…">; buttons and keys zoom, the page keeps scrolling.
// The bpmn.io mark stays visible in the lower right corner, as its licence asks.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { canvasBox, textRenderer, wheelBelongsToPage } from "./drawing.js";

const STEP = 1.25;

function ids(text) {
  return (text ?? "").split(",").map((id) => id.trim()).filter(Boolean);
}

function tools(place, words, acts) {
  const bar = document.createElement("div");
  bar.className = "drawing-tools";
  for (const [sign, label, act] of [["+", words.zoomIn, acts.in], ["−", words.zoomOut, acts.out], ["⤢", words.fit, acts.fit]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    bar.append(button);
  }
  place.append(bar);
}

async function draw(place) {
  if (place.dataset.bpmnDrawn) return;
  place.dataset.bpmnDrawn = "1";
  place.classList.add("drawing");
  const words = document.getElementById("ui-text")?.dataset ?? {};
  const box = canvasBox(place, place.dataset.bpmnLabel || words.drawing || "BPMN");
  try {
    const response = await fetch(place.dataset.bpmnUrl, { credentials: "same-origin" });
    if (!response.ok) throw new Error(String(response.status));
    const viewer = new NavigatedViewer({
      container: box, textRenderer: await textRenderer(), additionalModules: [wheelBelongsToPage],
    });
    await viewer.importXML(await response.text());
    const canvas = viewer.get("canvas");
    const registry = viewer.get("elementRegistry");
    const mark = (list, marker) => list.filter((id) => registry.get(id)).forEach((id) => canvas.addMarker(id, marker));
    mark(ids(place.dataset.bpmnDone), "is-done");
    mark(ids(place.dataset.bpmnCurrent), "is-current");
    const fit = () => canvas.zoom("fit-viewport", "auto");
    const zoom = (factor) => canvas.zoom(Math.min(4, Math.max(0.2, canvas.zoom() * factor)));
    fit();
    tools(place, words, { in: () => zoom(STEP), out: () => zoom(1 / STEP), fit });
    box.addEventListener("keydown", (event) => {
      const move = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
      if (move) canvas.scroll({ dx: move[0], dy: move[1] });
      else if (event.key === "+" || event.key === "=") zoom(STEP);
      else if (event.key === "-") zoom(1 / STEP);
      else if (event.key === "0") fit();
      else return;
      event.preventDefault();
    });
    place.dataset.bpmnState = "ready";
  } catch (error) {
    place.dataset.bpmnState = "failed";
    const note = document.createElement("p");
    note.className = "drawing-failed";
    note.textContent = `${words.drawingFailed ?? ""} (${error.message})`;
    place.replaceChildren(note);
  }
}

function drawAll(root) {
  for (const place of root.querySelectorAll?.("[data-bpmn-url]") ?? []) draw(place);
}

drawAll(document);
document.addEventListener("htmx:load", (event) => drawAll(event.target));
