// What the table does to the drawing. Every act is one entry of the modeler's undo list.

const GAP = 150;
const HUMAN = ["bpmn:Task", "bpmn:UserTask", "bpmn:ManualTask"];

/** Whether an element is a step that a person does. */
export function isStep(element) {
  return element.type !== "label" && HUMAN.includes(element.type);
}

/** Set one word of a step; an empty one goes away. */
export function setWord(modeler, element, name, value) {
  const text = value.trim();
  const words = name === "name" ? { name: text } : { [`motcua:${name}`]: text || undefined };
  if (name === "time") {
    words["motcua:time"] = text.replace(",", ".") || undefined;
    words["motcua:minutes"] = undefined;
  }
  modeler.get("modeling").updateProperties(element, words);
}

/** A new step behind another, on its way; what stands further right makes room. */
export function addBehind(modeler, element, name) {
  const modeling = modeler.get("modeling");
  const registry = modeler.get("elementRegistry");
  const edge = element.x + element.width;
  const right = registry.filter((one) => one.type !== "label" && !one.waypoints && one.parent === element.parent
    && one.x >= edge);
  if (right.length) modeling.moveElements(right, { x: GAP, y: 0 });
  const ways = element.outgoing.filter((flow) => flow.type === "bpmn:SequenceFlow");
  const place = { x: edge + GAP / 2 + 25, y: element.y + element.height / 2 };
  const made = modeling.createShape({ type: "bpmn:UserTask" }, place, element.parent);
  modeling.updateProperties(made, { name });
  for (const flow of [...ways]) modeling.reconnectStart(flow, made, { x: made.x + made.width, y: place.y });
  modeling.connect(element, made);
  modeler.get("selection").select(made);
}

/** The condition of a way out of a choice; without one it is the way taken otherwise. */
export function setCondition(modeler, flow, text) {
  const modeling = modeler.get("modeling");
  const body = text.trim();
  if (body) {
    const conditionExpression = modeler.get("moddle").create("bpmn:FormalExpression", { body });
    if (flow.source.businessObject.default === flow.businessObject) {
      modeling.updateProperties(flow.source, { default: undefined });
    }
    modeling.updateProperties(flow, { conditionExpression });
  } else {
    modeling.updateProperties(flow, { conditionExpression: undefined });
    modeling.updateProperties(flow.source, { default: flow.businessObject });
  }
}
