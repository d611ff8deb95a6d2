"""Rules about activities, gateways and conditions."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from motcua.processes.bpmn import xml
from motcua.processes.bpmn.document import ACTIVITY_NAMES, GATEWAY_NAMES, YES, Document
from motcua.processes.bpmn.vocabulary import OUTSIDE_NODES
from motcua.processes.conditions import compile_condition, is_expression
from motcua.processes.errors import ConditionError, Problem


def activities(doc: Document) -> Iterator[Problem]:
    """All rules about tasks, sub-processes and call activities."""
    for kind, reason in OUTSIDE_NODES.items():
        for element in doc.root.iter(xml.tag(kind)):
            yield doc.problem("outside-subset", element, reason)
    for node in doc.nodes:
        kind = xml.local(node)
        if kind not in ACTIVITY_NAMES:
            continue
        if node.get("isForCompensation") in YES:
            yield doc.problem("outside-subset", node, "compensation is not executed here")
        for quantity in ("startQuantity", "completionQuantity"):
            if (node.get(quantity) or "1").strip() != "1":
                yield doc.problem("outside-subset", node, f"{quantity} other than 1 is not executed here")
        if kind == "subProcess" and node.get("triggeredByEvent") in YES:
            yield doc.problem(
                "outside-subset", node, "event sub-processes are not executed here; use boundary events"
            )
        if kind == "receiveTask":
            yield from _receive(doc, node)
        yield from _loops(doc, node)


def _receive(doc: Document, node: etree._Element) -> Iterator[Problem]:
    if node.get("instantiate") in YES:
        yield doc.problem("outside-subset", node, "receive tasks that start a process are not executed here")


def _loops(doc: Document, node: etree._Element) -> Iterator[Problem]:
    if xml.children(node, "standardLoopCharacteristics"):
        yield doc.problem(
            "outside-subset", node, "the loop marker is not executed here; draw the way back with a gateway"
        )
    markers = xml.children(node, "multiInstanceLoopCharacteristics")
    for marker in markers:
        told = multi_texts(marker)
        if not told["cardinality"] and not told["collection"]:
            yield doc.problem(
                "multi-instance",
                node,
                "the multi-instance does not say how many (loopCardinality or collection)",
            )
        if told["cardinality"] and xml.children(marker, "loopDataInputRef"):
            yield doc.problem(
                "multi-instance", node, "the multi-instance says both a number and a collection"
            )
        behaviour = marker.get("behavior") or "All"
        if behaviour != "All" or xml.children(marker, "complexBehaviorDefinition"):
            yield doc.problem(
                "outside-subset", node, "multi-instance behaviour other than «All» is not executed here"
            )
        for part in xml.children(marker, "loopCardinality", "completionCondition"):
            if xml.informal(part):
                yield doc.problem(
                    "multi-instance",
                    node,
                    f"{xml.local(part)} is not a formal expression (tFormalExpression)",
                )
        for what in ("cardinality", "collection", "completion"):
            if not told[what]:
                continue
            try:
                compile_condition(told[what])
            except ConditionError as error:
                yield doc.problem("multi-instance", node, f"{what}: {error}")
        number = told["cardinality"]
        if number.lstrip("-").isdigit() and not 0 <= int(number) <= 1000:
            yield doc.problem("multi-instance", node, "the number of instances must be between 0 and 1000")


def multi_texts(marker: etree._Element) -> dict[str, str]:
    """What a multi-instance marker says, in BPMN's own words or in those of Camunda, Zeebe, Flowable,
    Activiti.
    """
    extensions = xml.child(marker, "extensionElements")
    zeebe = None if extensions is None else extensions.find(f"{{{xml.ZEEBE}}}loopCharacteristics")
    plain = (xml.CAMUNDA, xml.FLOWABLE, xml.ACTIVITI)
    item = xml.child(marker, "inputDataItem")
    reference = xml.text(xml.child(marker, "loopDataInputRef"))
    if zeebe is not None:
        reference = reference or (zeebe.get("inputCollection") or "").strip()
    element = xml.attribute(marker, "elementVariable", *plain)
    if not element and zeebe is not None:
        element = (zeebe.get("inputElement") or "").strip()
    if not element and item is not None:
        element = (item.get("name") or item.get("id") or "").strip()
    return {
        "cardinality": xml.text(xml.child(marker, "loopCardinality")),
        "collection": xml.attribute(marker, "collection", *plain) or reference,
        "element": element,
        "completion": xml.text(xml.child(marker, "completionCondition")),
    }


def gateways(doc: Document) -> Iterator[Problem]:
    """A gateway splits or merges; an event-based gateway is followed by events only."""
    for node in doc.nodes:
        kind = xml.local(node)
        if kind not in GATEWAY_NAMES:
            continue
        key = (node.get("id") or "").strip()
        ins, outs = len(doc.arriving.get(key, [])), len(doc.leaving.get(key, []))
        if ins <= 1 and outs <= 1 and kind != "eventBasedGateway":
            yield doc.problem(
                "gateway", node, "a gateway must split or merge: it needs several flows in or several out"
            )
        direction = node.get("gatewayDirection") or "Unspecified"
        contradicts = {
            "Unspecified": False,
            "Converging": outs > 1 or ins < 2,
            "Diverging": ins > 1 or outs < 2,
            "Mixed": ins < 2 or outs < 2,
        }.get(direction, True)
        if contradicts:
            yield doc.problem(
                "gateway", node, f"gatewayDirection «{direction}» contradicts {ins} flows in and {outs} out"
            )
        if kind == "eventBasedGateway":
            yield from _event_based(doc, node, outs)


def _event_based(doc: Document, node: etree._Element, outs: int) -> Iterator[Problem]:
    if node.get("instantiate") in YES or (node.get("eventGatewayType") or "Exclusive") != "Exclusive":
        yield doc.problem(
            "outside-subset", node, "only exclusive event-based gateways inside a process are executed here"
        )
    if outs < 2:
        yield doc.problem("gateway", node, "an event-based gateway needs at least two flows out")
    kinds = set()
    for flow in doc.leaving.get((node.get("id") or "").strip(), []):
        target = doc.by_id.get(xml.bare(flow.get("targetRef")))
        if target is None:
            continue
        kind = xml.local(target)
        if kind not in ("intermediateCatchEvent", "receiveTask"):
            yield doc.problem(
                "event-gateway", node, f"it must be followed by catch events or receive tasks, not a {kind}"
            )
            continue
        name = target.get("id") or ""
        if len(doc.arriving.get(name.strip(), [])) > 1:
            yield doc.problem(
                "event-gateway", target, "it follows an event-based gateway, so no other flow may reach it"
            )
        if name in doc.hosts:
            yield doc.problem(
                "event-gateway",
                target,
                "it follows an event-based gateway, so no boundary event may sit on it",
            )
        definitions = doc.definitions(target)
        kinds.add(kind if kind == "receiveTask" or not definitions else xml.local(definitions[0]))
    if {"receiveTask", "messageEventDefinition"} <= kinds:
        yield doc.problem(
            "event-gateway", node, "receive tasks and message events must not be mixed after it"
        )


def conditions(doc: Document) -> Iterator[Problem]:
    """Conditions stand only where the standard lets them, and can be read."""
    for flow in doc.flows:
        source = doc.by_id.get(xml.bare(flow.get("sourceRef")))
        expression = xml.child(flow, "conditionExpression")
        if source is None:
            continue
        kind = xml.local(source)
        siblings = doc.leaving.get((source.get("id") or "").strip(), [])
        if expression is None:
            default = xml.bare(source.get("default"))
            if kind == "exclusiveGateway" and len(siblings) > 1 and default != (flow.get("id") or "").strip():
                yield doc.problem(
                    "no-condition",
                    flow,
                    f"leaves the exclusive gateway «{source.get('id')}» without a condition or default",
                )
            continue
        if kind in ("parallelGateway", "eventBasedGateway") or (
            kind not in ACTIVITY_NAMES and kind not in GATEWAY_NAMES
        ):
            yield doc.problem("condition-place", flow, f"a flow out of a {kind} must not have a condition")
        elif kind in ACTIVITY_NAMES and len(siblings) == 1:
            yield doc.problem(
                "condition-place", flow, "the only flow out of an activity must not have a condition"
            )
        yield from _readable(doc, flow, expression)


def _readable(doc: Document, flow: etree._Element, expression: etree._Element) -> Iterator[Problem]:
    if xml.informal(expression):
        yield doc.problem(
            "bad-condition", flow, "the condition is not a formal expression (xsi:type tFormalExpression)"
        )
        return
    told = xml.text(expression)
    language = (expression.get("language") or "").rstrip("/").rpartition("/")[2].lower()
    try:
        compile_condition(told)
    except ConditionError as error:
        hint = f" (language «{language}»)" if language and not is_expression(told) else ""
        yield doc.problem("bad-condition", flow, f"{error}{hint}")
