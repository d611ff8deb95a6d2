"""Rules about the data drawn beside the flow: sets that hold together, types that agree."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from motcua.processes.bpmn import xml
from motcua.processes.bpmn.document import Document
from motcua.processes.errors import Problem

_SIDES = (
    ("dataInput", "inputSet", "dataInputRefs", ("optionalInputRefs", "whileExecutingInputRefs")),
    ("dataOutput", "outputSet", "dataOutputRefs", ("optionalOutputRefs", "whileExecutingOutputRefs")),
)
_AT_MOST_ONE = {
    "serviceTask": ("inputSet", "outputSet"),
    "sendTask": ("inputSet", "dataInput"),
    "receiveTask": ("outputSet", "dataOutput"),
}
_TYPED = ("dataObject", "dataInput", "dataOutput", "dataStore", "property")


def data(doc: Document) -> Iterator[Problem]:
    """Input and output specifications hold together; data and messages that meet have the same type."""
    for element in doc.root.iter(xml.tag("ioSpecification")):
        yield from _specification(doc, element)
    for element in doc.root.iter(*(xml.tag(n) for n in ("dataObject", "dataInput", "dataOutput"))):
        definition = doc.by_id.get(xml.bare(element.get("itemSubjectRef")))
        many = element.get("isCollection")
        if definition is not None and many is not None and _yes(many) != _yes(definition.get("isCollection")):
            yield doc.problem("data", element, "isCollection differs from its itemDefinition")
    for element in doc.root.iter(xml.tag("dataInputAssociation"), xml.tag("dataOutputAssociation")):
        ends = [xml.text(xml.child(element, key)) for key in ("sourceRef", "targetRef")]
        if xml.child(element, "transformation") is None and not _agree(doc, *(_type(doc, e) for e in ends)):
            yield doc.problem("data", element, f"«{ends[0]}» and «{ends[1]}» have different types")


def _specification(doc: Document, element: etree._Element) -> Iterator[Problem]:
    parent = element.getparent()
    owner = element if parent is None else parent
    kind = xml.local(owner)
    if kind in ("subProcess", "transaction", "adHocSubProcess"):
        yield doc.problem("data", owner, "a sub-process must not have an input/output specification")
    for name in _AT_MOST_ONE.get(kind, ()):
        if len(xml.children(element, name)) > 1:
            yield doc.problem("data", owner, f"a {kind} has at most one {name}")
    for item, holder, names, others in _SIDES:
        sets = xml.children(element, holder)
        if not sets:
            yield doc.problem("data", owner, f"the ioSpecification has no {holder}")
        told = {xml.bare(c.text) for s in sets for c in xml.children(s, names)}
        for one in xml.children(element, item):
            if (one.get("id") or "").strip() not in told:
                yield doc.problem("data", one, f"the {item} belongs to no {holder}")
        for part in sets:
            own = {xml.bare(c.text) for c in xml.children(part, names)}
            if any(xml.bare(c.text) not in own for c in xml.children(part, *others)):
                yield doc.problem("data", owner, f"an {holder} names optional data it does not hold")
    yield from _pairs(doc, owner, element)
    if kind in ("sendTask", "receiveTask"):
        item = "dataInput" if kind == "sendTask" else "dataOutput"
        message = doc.by_id.get(xml.bare(owner.get("messageRef")))
        carried = None if message is None else message.get("itemRef")
        for one in xml.children(element, item):
            if not _agree(doc, xml.bare(one.get("itemSubjectRef")), xml.bare(carried)):
                yield doc.problem("data", owner, f"its {item} and its message have different types")


def _pairs(doc: Document, owner: etree._Element, element: etree._Element) -> Iterator[Problem]:
    """Input and output sets that name each other do so both ways."""
    links: dict[str, set[tuple[str, str]]] = {}
    for holder, name in (("inputSet", "outputSetRefs"), ("outputSet", "inputSetRefs")):
        links[holder] = {
            ((s.get("id") or "").strip(), xml.bare(c.text))
            for s in xml.children(element, holder)
            for c in xml.children(s, name)
        }
    if links["inputSet"] != {(b, a) for a, b in links["outputSet"]}:
        yield doc.problem("data", owner, "its input and output sets do not name each other both ways")


def _type(doc: Document, reference: str) -> str:
    """The id of the item definition of the data behind a reference, or nothing."""
    element = doc.by_id.get(xml.bare(reference))
    for key in ("dataObjectRef", "dataStoreRef"):
        if element is not None and not element.get("itemSubjectRef") and element.get(key):
            element = doc.by_id.get(xml.bare(element.get(key)))
    if element is None or xml.local(element) not in (*_TYPED, "dataObjectReference", "dataStoreReference"):
        return ""
    return xml.bare(element.get("itemSubjectRef"))


def _agree(doc: Document, first: str, second: str) -> bool:
    """Two item definitions agree when one is missing, they are the same or have the same structure."""
    one, other = doc.by_id.get(first), doc.by_id.get(second)
    if one is None or other is None or one is other:
        return True
    structure = one.get("structureRef")
    return structure is not None and structure == other.get("structureRef")


def _yes(value: str | None) -> bool:
    return value in ("true", "1")
