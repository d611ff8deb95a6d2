"""Rules about pools, lanes and message flows."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from motcua.processes.bpmn import xml
from motcua.processes.bpmn.document import ACTIVITY_NAMES, CATCHING, EVENT_NAMES, THROWING, Document
from motcua.processes.errors import Problem


def pools(doc: Document) -> Iterator[Problem]:
    """Participants count sensibly; a file that is no process at all is refused."""
    if not doc.processes:
        yield doc.problem("no-process", doc.root, "the file has no process")
    for name in ("choreography", "globalConversation", "conversation", "globalChoreographyTask"):
        for element in xml.children(doc.root, name):
            yield doc.problem(
                "outside-subset", element, f"a {name} is not a process; only processes are executed here"
            )
    for extension in xml.children(doc.root, "extension"):
        if extension.get("mustUnderstand") in ("true", "1"):
            yield doc.problem(
                "outside-subset", extension, "the file requires an extension that is not known here"
            )
    for process in doc.processes:
        if process.get("processType") == "Public" and doc.executable(process):
            yield doc.problem("public", process, "a public process is not executable: it only shows messages")
    pooled: dict[tuple[etree._Element | None, str], str] = {}
    for participant in doc.root.iter(xml.tag("participant")):
        key = (participant.getparent(), xml.bare(participant.get("processRef")))
        if key[1] and key in pooled:
            yield doc.problem(
                "pool", participant, f"the process «{key[1]}» is already in the pool «{pooled[key]}»"
            )
        pooled.setdefault(key, participant.get("id") or "")
        for count in xml.children(participant, "participantMultiplicity"):
            yield from _multiplicity(doc, participant, count)


def _multiplicity(doc: Document, participant: etree._Element, count: etree._Element) -> Iterator[Problem]:
    try:
        least, most = int(count.get("minimum") or 0), int(count.get("maximum") or 1)
    except ValueError:
        yield doc.problem("pool", participant, "participantMultiplicity must be whole numbers")
        return
    if least < 0 or most < 1 or most < least:
        yield doc.problem(
            "pool", participant, f"participantMultiplicity from {least} to {most} is impossible"
        )


def lanes(doc: Document) -> Iterator[Problem]:
    """A flow node stands in one lane of a set at most, and in lanes of its own process only; several sets
    may divide the same process in several ways.
    """
    for lane_set in doc.root.iter(xml.tag("laneSet")):
        process = doc.process_of(lane_set)
        placed: dict[str, etree._Element] = {}
        for lane in lane_set.iter(xml.tag("lane")):
            if xml.children(lane, "childLaneSet"):
                continue
            for reference in xml.children(lane, "flowNodeRef"):
                key = xml.bare(reference.text)
                node = doc.by_id.get(key)
                if node is not None and doc.process_of(node) is not process:
                    yield doc.problem("lane", lane, f"«{key}» belongs to another process")
                other = placed.setdefault(key, lane)
                if other is not lane:
                    where = doc.name_of(other) or (other.get("id") or "")
                    yield doc.problem("lane", lane, f"«{key}» already stands in the lane «{where}»")


def message_flows(doc: Document) -> Iterator[Problem]:
    """A message flow joins two different pools, at things that can send and receive."""
    for flow in doc.root.iter(xml.tag("messageFlow")):
        owners = []
        for key, refused, side in (("sourceRef", CATCHING, "send"), ("targetRef", THROWING, "receive")):
            value = xml.bare(flow.get(key))
            end = doc.by_id.get(value)
            if end is None:
                yield doc.problem("dangling-reference", flow, f"{key} «{value}» is not in the file")
                continue
            kind = xml.local(end)
            owners.append(_pool(doc, end))
            if kind in refused:
                yield doc.problem("message-flow", flow, f"the {kind} «{value}» cannot {side} a message")
            elif kind in EVENT_NAMES:
                if not any(xml.local(d) == "messageEventDefinition" for d in doc.definitions(end)):
                    yield doc.problem("message-flow", flow, f"the {kind} «{value}» is not a message event")
            elif kind != "participant" and kind not in ACTIVITY_NAMES and kind != "conversationNode":
                yield doc.problem("message-flow", flow, f"a {kind} cannot {side} a message")
        if len(owners) == 2 and owners[0] is not None and owners[0] is owners[1]:
            yield doc.problem("message-flow", flow, "a message flow must join two different pools")


def _pool(doc: Document, end: etree._Element) -> etree._Element | None:
    """The process behind a message flow's end; a pool without a process stands for itself."""
    if xml.local(end) == "participant":
        process = doc.by_id.get(xml.bare(end.get("processRef")))
        return end if process is None else process
    return doc.process_of(end)
