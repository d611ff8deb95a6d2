"""Rules about names and references: every id once, every reference answered, every flow told the same at
both ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from motcua.processes.bpmn import xml
from motcua.processes.bpmn.document import ACTIVITY_NAMES, NODE_NAMES, SCOPE_NAMES, Document, bpmn_elements
from motcua.processes.bpmn.vocabulary import BOOLEANS, ELEMENTS
from motcua.processes.errors import Problem

_NAME = re.compile(r"[^\W\d][\w.\-·\u0300-\u036f]*")
_DIAGRAM = ("http://www.omg.org/spec/BPMN/20100524/DI",)

# attribute or child → what it may point to (empty: anything with an id in this file)
_REFERENCES: dict[str, frozenset[str]] = {
    "messageRef": frozenset({"message"}),
    "signalRef": frozenset({"signal"}),
    "errorRef": frozenset({"error"}),
    "escalationRef": frozenset({"escalation"}),
    "operationRef": frozenset({"operation"}),
    "inMessageRef": frozenset({"message"}),
    "outMessageRef": frozenset({"message"}),
    "interfaceRef": frozenset({"interface"}),
    "processRef": frozenset({"process"}),
    "participantRef": frozenset({"participant"}),
    "innerParticipantRef": frozenset({"participant"}),
    "outerParticipantRef": frozenset({"participant"}),
    "flowNodeRef": NODE_NAMES,
    "dataObjectRef": frozenset({"dataObject"}),
    "dataStoreRef": frozenset({"dataStore"}),
    "dataInputRefs": frozenset({"dataInput"}),
    "optionalInputRefs": frozenset({"dataInput"}),
    "whileExecutingInputRefs": frozenset({"dataInput"}),
    "dataOutputRefs": frozenset({"dataOutput"}),
    "optionalOutputRefs": frozenset({"dataOutput"}),
    "whileExecutingOutputRefs": frozenset({"dataOutput"}),
    "outputSetRefs": frozenset({"outputSet"}),
    "inputSetRefs": frozenset({"inputSet"}),
    "categoryValueRef": frozenset({"categoryValue"}),
    "correlationKeyRef": frozenset({"correlationKey"}),
    "correlationPropertyRef": frozenset({"correlationProperty"}),
    "definitionalCollaborationRef": frozenset({"collaboration"}),
    "messageFlowRef": frozenset({"messageFlow"}),
    "resourceRef": frozenset({"resource"}),
    "parameterRef": frozenset({"resourceParameter"}),
    "itemRef": frozenset({"itemDefinition"}),
    "itemSubjectRef": frozenset({"itemDefinition"}),
    "partitionElementRef": frozenset(),
    "loopDataInputRef": frozenset(),
    "loopDataOutputRef": frozenset(),
}
_TYPE_REFERENCES = {"itemRef", "itemSubjectRef"}
_COLLECTIONS = {"loopDataInputRef", "loopDataOutputRef"}


def identity(doc: Document) -> Iterator[Problem]:
    """Ids are present where something refers to them, are XML names, and stand once in the file."""
    counted: Counter[str] = Counter()
    for element in doc.root.iter(etree.Element):
        namespace = etree.QName(element).namespace
        if element.get("id") and (namespace == xml.BPMN or namespace in _DIAGRAM):
            counted[element.get("id", "").strip()] += 1
    seen: set[str] = set()
    for element in bpmn_elements(doc.root):
        key = (element.get("id") or "").strip()
        kind = xml.local(element)
        if kind not in ELEMENTS:
            yield doc.problem("unknown-element", element, f"«{kind}» is not an element of BPMN 2.0")
        if not key:
            if kind in NODE_NAMES or kind in ("process", "sequenceFlow", "message", "signal", "messageFlow"):
                yield doc.problem("missing-id", element, f"the {kind} has no id")
            continue
        if not _NAME.fullmatch(key):
            yield doc.problem("bad-id", element, f"the id «{key}» is not a valid XML name")
        if counted[key] > 1 and key not in seen:
            seen.add(key)
            yield doc.problem("duplicate-id", element, f"the id «{key}» is used {counted[key]} times")
        for flag in BOOLEANS & set(element.attrib):
            if str(element.get(flag)).strip() not in ("true", "false", "0", "1"):
                yield doc.problem("bad-boolean", element, f"{flag} must be true or false")


def references(doc: Document) -> Iterator[Problem]:
    """Attributes and children that refer to something find it in this file, and it is of the right kind."""
    for element in bpmn_elements(doc.root):
        kind = xml.local(element)
        for key, value in element.attrib.items():
            if isinstance(key, str) and key in _REFERENCES:
                yield from _resolve(doc, element, key, str(value))
        if kind in _REFERENCES and not len(element):
            owner = element.getparent()
            if owner is not None:
                yield from _resolve(doc, owner, kind, element.text or "", element)
        if kind in ("association", "dataInputAssociation", "dataOutputAssociation"):
            yield from _ends(doc, element)


def _resolve(
    doc: Document, owner: etree._Element, key: str, value: str, holder: etree._Element | None = None
) -> Iterator[Problem]:
    if key in _TYPE_REFERENCES and _foreign(doc, holder if holder is not None else owner, value):
        return
    target = doc.by_id.get(xml.bare(value))
    if target is None:
        if key in _COLLECTIONS and value.strip():
            return  # read as the name of a variable
        yield doc.problem("dangling-reference", owner, f"{key} «{value.strip()}» is not in the file")
        return
    allowed = _REFERENCES[key]
    if allowed and xml.local(target) not in allowed:
        yield doc.problem(
            "wrong-reference",
            owner,
            f"{key} «{value.strip()}» points to a {xml.local(target)}, which does not fit",
        )


def _foreign(doc: Document, element: etree._Element, value: str) -> bool:
    prefix = value.strip().rpartition(":")[0]
    if not prefix:
        return False
    namespace = element.nsmap.get(prefix)
    return namespace is None or namespace != doc.root.get("targetNamespace")


def _ends(doc: Document, element: etree._Element) -> Iterator[Problem]:
    for key in ("sourceRef", "targetRef"):
        values = [element.get(key)] if element.get(key) is not None else []
        values += [c.text or "" for c in xml.children(element, key)]
        for value in values:
            if xml.bare(value) not in doc.by_id:
                yield doc.problem(
                    "dangling-reference", element, f"{key} «{(value or '').strip()}» is not in the file"
                )
        if not values and (xml.local(element) == "association" or key == "targetRef"):
            yield doc.problem("missing-reference", element, f"{key} is missing")


def flow_ends(doc: Document) -> Iterator[Problem]:
    """A sequence flow joins two flow nodes of the same process or sub-process."""
    for flow in doc.flows:
        scopes = []
        for key in ("sourceRef", "targetRef"):
            value = xml.bare(flow.get(key))
            end = doc.by_id.get(value)
            if not value:
                yield doc.problem("missing-reference", flow, f"{key} is missing")
            elif end is None:
                yield doc.problem("dangling-reference", flow, f"{key} «{value}» is not in the file")
            elif xml.local(end) not in NODE_NAMES:
                yield doc.problem(
                    "wrong-reference",
                    flow,
                    f"{key} «{value}» is a {xml.local(end)}; a flow joins steps, events, gateways",
                )
            else:
                scopes.append(doc.scope_of(end))
        if len(scopes) == 2 and scopes[0] is not scopes[1]:
            yield doc.problem(
                "crossing-flow", flow, "the flow crosses the border of a process or sub-process"
            )
        elif len(scopes) == 2 and scopes[0] is not doc.scope_of(flow):
            yield doc.problem(
                "crossing-flow", flow, "the flow stands in another process or sub-process than its ends"
            )


def flow_lists(doc: Document) -> Iterator[Problem]:
    """Where a process lists incoming and outgoing flows at all, the lists say the same as the flows
    themselves.

    Some tools write no lists (Flowable); that is accepted. Half a list is a contradiction.
    """
    members: dict[etree._Element | None, list[etree._Element]] = {p: [] for p in doc.processes}
    for node in doc.nodes:
        members.setdefault(doc.process_of(node), []).append(node)
    for process in doc.processes:
        nodes = members[process]
        if not any(xml.children(n, "incoming", "outgoing") for n in nodes):
            continue
        for node in nodes:
            key = (node.get("id") or "").strip()
            for side, found in (("incoming", doc.arriving), ("outgoing", doc.leaving)):
                listed = [xml.bare(c.text) for c in xml.children(node, side)]
                real = [(f.get("id") or "").strip() for f in found.get(key, [])]
                yield from _compare_lists(doc, node, side, listed, real)


def _compare_lists(
    doc: Document, node: etree._Element, side: str, listed: list[str], real: list[str]
) -> Iterator[Problem]:
    for flow, times in Counter(listed).items():
        if times > 1:
            yield doc.problem("flow-lists", node, f"{side} names the flow «{flow}» {times} times")
        if flow not in doc.by_id:
            yield doc.problem("dangling-reference", node, f"{side} «{flow}» is not in the file")
        elif flow not in real:
            yield doc.problem("flow-lists", node, f"{side} names «{flow}», but that flow says otherwise")
    for flow in real:
        if flow not in listed:
            yield doc.problem("flow-lists", node, f"the flow «{flow}» is missing among its {side} flows")


def defaults(doc: Document) -> Iterator[Problem]:
    """A default flow leaves the element that names it and carries no condition."""
    for node in doc.nodes:
        value = node.get("default")
        if value is None:
            continue
        kind = xml.local(node)
        if kind not in ACTIVITY_NAMES and kind not in (
            "exclusiveGateway",
            "inclusiveGateway",
            "complexGateway",
        ):
            yield doc.problem("default-flow", node, f"a {kind} cannot have a default flow")
            continue
        leaving = {
            (f.get("id") or "").strip(): f for f in doc.leaving.get((node.get("id") or "").strip(), [])
        }
        flow = leaving.get(xml.bare(value))
        if flow is None:
            yield doc.problem("default-flow", node, f"the default flow «{value}» does not leave this element")
        elif xml.child(flow, "conditionExpression") is not None:
            yield doc.problem("default-flow", flow, "the default flow must not have a condition")


def connections(doc: Document) -> Iterator[Problem]:
    """Nothing hangs in the air: a way in and a way out for every flow node that needs one."""
    spared = {id(p) for p in doc.processes if doc.bystander(p)}
    for node in doc.nodes:
        kind = xml.local(node)
        key = (node.get("id") or "").strip()
        if node.get("isForCompensation") in ("true", "1") or node.get("triggeredByEvent") in ("true", "1"):
            continue  # refused elsewhere, for a better reason
        if kind != "boundaryEvent" and id(node.getparent()) in spared:
            continue  # without start and end events, what has no way in begins and what has no way out ends
        if kind in ("startEvent", "boundaryEvent"):
            if key in doc.arriving or xml.children(node, "incoming"):
                yield doc.problem("incoming", node, f"a {kind} must not have an incoming flow")
        elif key not in doc.arriving:
            yield doc.problem("no-incoming", node, f"the {kind} has no incoming flow, so it can never begin")
        if kind == "endEvent":
            if key in doc.leaving or xml.children(node, "outgoing"):
                yield doc.problem("outgoing", node, "an endEvent must not have an outgoing flow")
        elif key not in doc.leaving:
            yield doc.problem(
                "no-outgoing", node, f"the {kind} has no outgoing flow, so the process would strand there"
            )
    for scope in doc.root.iter(*(xml.tag(n) for n in SCOPE_NAMES)):
        yield from _has_start_and_end(doc, scope)


def _has_start_and_end(doc: Document, scope: etree._Element) -> Iterator[Problem]:
    if xml.local(scope) in ("adHocSubProcess", "transaction") or scope.get("triggeredByEvent") in (
        "true",
        "1",
    ):
        return
    kind = "process" if xml.local(scope) == "process" else "sub-process"
    if kind == "process" and doc.bystander(scope):
        return  # another participant's pool beside the real one
    names = [xml.local(n) for n in doc.nodes_in(scope)]
    if "startEvent" not in names:
        yield doc.problem("no-start", scope, f"the {kind} has no start event")
    if "endEvent" not in names:
        yield doc.problem("no-end", scope, f"the {kind} has no end event")
