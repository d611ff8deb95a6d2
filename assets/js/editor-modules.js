// What the modeler knows besides BPMN, and which of its tools an office is offered.

// Our attributes on a step, so that the modeler reads and writes them like its own.
export const motcua = {
  name: "motcua",
  uri: "http://motcua.org/bpmn",
  prefix: "motcua",
  xml: { tagAlias: "lowerCase" },
  types: [
    {
      name: "Step",
      extends: ["bpmn:FlowNode"],
      properties: ["role", "unit", "time", "minutes", "action", "status", "office"].map((name) => ({ name, isAttr: true, type: "String" })),
    },
  ],
};

const TOOLS = ["hand-tool", "lasso-tool", "space-tool", "global-connect-tool", "tool-separator", "create.start-event",
  "create.end-event", "create.exclusive-gateway", "create.task"];
const BESIDE = ["append.end-event", "append.gateway", "append.append-task", "connect", "replace", "delete"];
const KINDS = ["replace-with-user-task", "replace-with-manual-task", "replace-with-exclusive-gateway",
  "replace-with-parallel-gateway", "replace-with-inclusive-gateway", "replace-with-default-flow",
  "replace-with-sequence-flow", "replace-with-conditional-flow"];

function keep(entries, names) {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => names.includes(name)));
}

// Providers are asked in turn; ours comes last and leaves only what the table and the check understand.
class Offered {
  constructor(palette, contextPad, popupMenu) {
    palette.registerProvider(100, this);
    contextPad.registerProvider(100, this);
    popupMenu.registerProvider("bpmn-replace", 100, this);
  }

  getPaletteEntries() {
    return (entries) => keep(entries, TOOLS);
  }

  getContextPadEntries() {
    return (entries) => keep(entries, BESIDE);
  }

  getPopupMenuEntries() {
    return (entries) => keep(entries, KINDS);
  }

  getPopupMenuHeaderEntries() {
    return () => ({});
  }
}
Offered.$inject = ["palette", "contextPad", "popupMenu"];

export const onlyOffered = { __init__: ["offered"], offered: ["type", Offered] };
