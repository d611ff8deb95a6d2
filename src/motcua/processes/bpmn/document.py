"""A BPMN tree with its cross references resolved: what the rules and the reader walk over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from motcua.processes.bpmn import xml
from motcua.processes.errors import Problem

TASK_NAMES = frozenset(
    [
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "scriptTask",
        "businessRuleTask",
    ]
)
ACTIVITY_NAMES = TASK_NAMES | {"subProcess", "transaction", "adHocSubProcess", "callActivity"}
GATEWAY_NAMES = frozenset(
    ["exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"]
)
EVENT_NAMES = frozenset(
    [
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "implicitThrowEvent",
    ]
)
CATCHING = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent"})
THROWING = frozenset({"endEvent", "intermediateThrowEvent", "implicitThrowEvent"})
YES = ("true", "1")
NODE_NAMES = ACTIVITY_NAMES | GATEWAY_NAMES | EVENT_NAMES
SCOPE_NAMES = frozenset({"process", "subProcess", "transaction", "adHocSubProcess"})
DEFINITION_NAMES = frozenset(
    f"{k}EventDefinition"
    for k in [
        "message",
        "timer",
        "signal",
        "terminate",
        "escalation",
        "conditional",
        "link",
        "error",
        "cancel",
        "compensate",
    ]
)


@dataclass(frozen=True, slots=True)
class Document:
    """Every BPMN element by id, the flow nodes and sequence flows in document order, flows by their ends."""

    root: etree._Element
    by_id: dict[str, etree._Element]
    processes: tuple[etree._Element, ...]
    nodes: tuple[etree._Element, ...]
    flows: tuple[etree._Element, ...]
    leaving: dict[str, list[etree._Element]]
    arriving: dict[str, list[etree._Element]]
    members: dict[etree._Element, list[etree._Element]]
    hosts: frozenset[str]

    def name_of(self, element: etree._Element) -> str:
        """The element's name, or a word for its kind."""
        return (element.get("name") or "").strip()

    def problem(self, code: str, element: etree._Element, reason: str) -> Problem:
        """A problem at an element; without an id it is named by its kind and line."""
        key = (element.get("id") or "").strip() or f"<{xml.local(element)}> in line {element.sourceline}"
        return Problem(code, key, self.name_of(element), reason)

    def scope_of(self, element: etree._Element) -> etree._Element | None:
        """The process or sub-process around an element."""
        parent = element.getparent()
        while parent is not None and xml.local(parent) not in SCOPE_NAMES:
            parent = parent.getparent()
        return parent

    def process_of(self, element: etree._Element) -> etree._Element | None:
        """The process around an element."""
        here: etree._Element | None = element
        while here is not None and xml.local(here) != "process":
            here = here.getparent()
        return here

    def definitions(self, event: etree._Element) -> list[etree._Element]:
        """The event definitions of an event: its own, and those it refers to."""
        own = xml.children(event, *DEFINITION_NAMES)
        for reference in xml.children(event, "eventDefinitionRef"):
            target = self.by_id.get(xml.bare(reference.text))
            if target is not None and xml.local(target) in DEFINITION_NAMES:
                own.append(target)
        return own

    def nodes_in(self, scope: etree._Element) -> list[etree._Element]:
        """Flow nodes that stand directly in a scope."""
        return self.members.get(scope, [])

    def executable(self, element: etree._Element) -> bool:
        """Whether the process around an element says that it is meant to be executed."""
        process = self.process_of(element)
        return process is not None and process.get("isExecutable") in YES

    def bystander(self, process: etree._Element) -> bool:
        """A pool of another participant, drawn without start and end beside the process that is executed."""
        drawn = {xml.local(n) for n in self.nodes_in(process)}
        return (
            process.get("isExecutable") not in YES
            and not drawn & {"startEvent", "endEvent"}
            and any(xml.local(n) == "startEvent" for p in self.processes for n in self.nodes_in(p))
        )


def index(root: etree._Element) -> Document:
    """Index a tree once."""
    by_id: dict[str, etree._Element] = {}
    leaving: dict[str, list[etree._Element]] = defaultdict(list)
    arriving: dict[str, list[etree._Element]] = defaultdict(list)
    nodes: list[etree._Element] = []
    flows: list[etree._Element] = []
    for element in bpmn_elements(root):
        by_id.setdefault((element.get("id") or "").strip(), element)
        kind = xml.local(element)
        if kind in NODE_NAMES:
            nodes.append(element)
        elif kind == "sequenceFlow":
            flows.append(element)
            leaving[xml.bare(element.get("sourceRef"))].append(element)
            arriving[xml.bare(element.get("targetRef"))].append(element)
    by_id.pop("", None)
    members: dict[etree._Element, list[etree._Element]] = defaultdict(list)
    for node in nodes:
        scope = node.getparent()
        if scope is not None:
            members[scope].append(node)
    hosts = frozenset(xml.bare(n.get("attachedToRef")) for n in nodes if n.get("attachedToRef"))
    processes = tuple(xml.children(root, "process"))
    return Document(
        root,
        by_id,
        processes,
        tuple(nodes),
        tuple(flows),
        dict(leaving),
        dict(arriving),
        dict(members),
        hosts,
    )


def bpmn_elements(root: etree._Element) -> Iterator[etree._Element]:
    """All BPMN elements, without whatever others keep inside extension elements."""
    stack = [root]
    while stack:
        element = stack.pop()
        if xml.is_bpmn(element):
            yield element
            if xml.local(element) != "extensionElements":
                stack.extend(reversed(element))
