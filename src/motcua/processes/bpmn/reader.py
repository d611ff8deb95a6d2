"""From bytes to the typed model: parse, judge by every rule, then read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from motcua.processes.bpmn import xml
from motcua.processes.bpmn.activities import activities, conditions, gateways, multi_texts
from motcua.processes.bpmn.attributes import lanes_of, work_of, work_problems
from motcua.processes.bpmn.collaboration import lanes, message_flows, pools
from motcua.processes.bpmn.data import data
from motcua.processes.bpmn.document import NODE_NAMES, TASK_NAMES, Document, index
from motcua.processes.bpmn.events import events, timer_of, trigger_name
from motcua.processes.bpmn.model import Flow, Kind, Model, Multi, Node, Process, Trigger
from motcua.processes.bpmn.placement import odds, placement
from motcua.processes.bpmn.references import (
    connections,
    defaults,
    flow_ends,
    flow_lists,
    identity,
    references,
)
from motcua.processes.errors import ModelRefused, Problem, XmlRefused

MAX_NODES = 5_000
_RULES: tuple[Callable[[Document], Iterator[Problem]], ...] = (
    pools,
    identity,
    placement,
    references,
    flow_ends,
    flow_lists,
    defaults,
    connections,
    events,
    activities,
    gateways,
    conditions,
    lanes,
    message_flows,
    data,
    odds,
)


def read(source: bytes) -> Model:
    """The typed model of a BPMN file.

    Raises `XmlRefused` for bytes that are not readable XML and `ModelRefused` with every problem found.
    """
    doc = _document(source)
    found = _judge(doc)
    if found:
        raise ModelRefused(found)
    parts, placed = _parts(doc), lanes_of(doc)
    processes = tuple(_process(doc, p, parts[p], placed) for p in doc.processes)
    return Model(source, _primary(processes), processes)


def problems(source: bytes) -> tuple[Problem, ...]:
    """Every reason against a file, in document order of the rules; empty when it can be executed."""
    return _judge(_document(source))


def _document(source: bytes) -> Document:
    root = xml.parse(source)
    if sum(1 for _ in root.iter(*(xml.tag(n) for n in NODE_NAMES))) > MAX_NODES:
        raise XmlRefused(f"the file has more than {MAX_NODES} steps, events and gateways")
    if root.tag != xml.tag("definitions"):
        raise XmlRefused(
            "the file is not BPMN 2.0: its first element is not «definitions» of the OMG's namespace"
        )
    return index(root)


def _judge(doc: Document) -> tuple[Problem, ...]:
    found: dict[tuple[str, str], Problem] = {}
    for rule in _RULES:
        for problem in rule(doc):
            found.setdefault((problem.element, problem.reason), problem)
    for node in doc.nodes:
        for problem in work_problems(doc, node):
            found.setdefault((problem.element, problem.reason), problem)
    return tuple(found.values())


def _primary(processes: tuple[Process, ...]) -> str:
    """The process a dossier runs on: the first executable one with a start, else the first with a start."""

    def able(process: Process) -> bool:
        return any(n.kind is Kind.START for n in process.nodes)

    chosen = next((p for p in processes if p.executable and able(p)), None)
    chosen = chosen or next((p for p in processes if able(p)), processes[0])
    return chosen.id


Parts = tuple[list[etree._Element], list[etree._Element]]


def _parts(doc: Document) -> dict[etree._Element | None, Parts]:
    """Flow nodes and sequence flows of each process, in document order."""
    found: dict[etree._Element | None, Parts] = {p: ([], []) for p in doc.processes}
    for side, elements in enumerate((doc.nodes, doc.flows)):
        for element in elements:
            parts = found.get(doc.process_of(element))
            if parts is not None:
                parts[side].append(element)
    return found


def _process(
    doc: Document, element: etree._Element, parts: Parts, placed: dict[str, etree._Element]
) -> Process:
    nodes, flows = parts
    return Process(
        id=_key(element),
        name=doc.name_of(element),
        executable=element.get("isExecutable") in ("true", "1"),
        nodes=tuple(_node(doc, n, placed) for n in nodes),
        flows=tuple(_flow(doc, f) for f in flows),
    )


def _key(element: etree._Element | None) -> str:
    return "" if element is None else (element.get("id") or "").strip()


def _flow(doc: Document, element: etree._Element) -> Flow:
    expression = xml.child(element, "conditionExpression")
    return Flow(
        id=_key(element),
        name=doc.name_of(element),
        source=xml.bare(element.get("sourceRef")),
        target=xml.bare(element.get("targetRef")),
        scope=_key(doc.scope_of(element)),
        condition=None if expression is None else xml.text(expression),
    )


def _node(doc: Document, element: etree._Element, placed: dict[str, etree._Element]) -> Node:
    assert xml.local(element) in NODE_NAMES
    kind = Kind(xml.local(element))
    key = _key(element)
    listed = [xml.bare(c.text) for c in xml.children(element, "outgoing")]
    leaving = [_key(f) for f in doc.leaving.get(key, [])]
    definitions = doc.definitions(element)
    trigger = Trigger(trigger_name(definitions[0])) if definitions else Trigger.NONE
    event, event_id = _event_name(doc, element, definitions)
    return Node(
        id=key,
        name=doc.name_of(element),
        kind=kind,
        scope=_key(doc.scope_of(element)),
        incoming=tuple(_key(f) for f in doc.arriving.get(key, [])),
        outgoing=tuple(listed or leaving),
        default=xml.bare(element.get("default")),
        trigger=trigger,
        event=event,
        event_id=event_id,
        timer=timer_of(definitions[0]) if trigger is Trigger.TIMER else None,
        attached_to=xml.bare(element.get("attachedToRef")),
        interrupting=element.get("cancelActivity") not in ("false", "0"),
        called=_called(element),
        multi=_multi(doc, element),
        work=work_of(doc, element, placed),
    )


def _event_name(doc: Document, element: etree._Element, definitions: list[etree._Element]) -> tuple[str, str]:
    holder = element if xml.local(element) in TASK_NAMES else (definitions[0] if definitions else None)
    if holder is None:
        return "", ""
    key = xml.bare(holder.get("messageRef") or holder.get("signalRef"))
    target = doc.by_id.get(key)
    if target is not None:
        return doc.name_of(target) or key, key
    if xml.local(holder) in ("messageEventDefinition", "receiveTask", "sendTask"):  # known by its own name
        return doc.name_of(element) or _key(element), _key(element)
    return "", ""


def _called(element: etree._Element) -> str:
    extensions = xml.child(element, "extensionElements")
    zeebe = None if extensions is None else extensions.find(f"{{{xml.ZEEBE}}}calledElement")
    told = element.get("calledElement") or (zeebe.get("processId") if zeebe is not None else "") or ""
    return xml.bare(told)


def _multi(doc: Document, element: etree._Element) -> Multi | None:
    marker = xml.child(element, "multiInstanceLoopCharacteristics")
    if marker is None:
        return None
    told = multi_texts(marker)
    source = doc.by_id.get(told["collection"])
    if source is not None and re.fullmatch(r"[^\W\d]\w*", source.get("name") or ""):
        told["collection"] = source.get("name") or ""  # the collection of that name
    return Multi(sequential=marker.get("isSequential") in ("true", "1"), **told)
