"""Rules about the data drawn beside the flow: sets that hold together, types that agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from motcua.processes.bpmn import xml
from motcua.processes.bpmn.document import TASK_NAMES, Document
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
_ITEMS = frozenset(
    [
        "dataObject",
        "dataObjectReference",
        "dataStore",
        "dataStoreReference",
        "property",
        "dataInput",
        "dataOutput",
        "inputDataItem",
        "outputDataItem",
    ]
)
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
        yield from _association(doc, element)
    for element in doc.root.iter(xml.tag("multiInstanceLoopCharacteristics")):
        yield from _instances(doc, element)
    declared: dict[str, Counter[str]] = {}
    for element in doc.nodes:
        if xml.local(element) == "serviceTask" and element.get("operationRef"):
            yield from _service(doc, element)
        elif xml.local(element) == "callActivity":
            yield from _call(doc, element, declared)


def _association(doc: Document, element: etree._Element) -> Iterator[Problem]:
    """Data goes from one item to another of the same type, unless it is transformed on the way."""
    for reference in xml.children(element, "sourceRef", "targetRef"):
        end = doc.by_id.get(xml.bare(reference.text))
        if end is not None and xml.local(end) not in _ITEMS:
            reason = f"{xml.local(reference)} «{xml.text(reference)}» is a {xml.local(end)}, which is no data"
            yield doc.problem("data", element, reason)
    if xml.child(element, "transformation") is not None:
        return
    sources = xml.children(element, "sourceRef")
    if len(sources) > 1:
        yield doc.problem("data", element, "several sources need a transformation that joins them")
    ends = [xml.text(xml.child(element, key)) for key in ("sourceRef", "targetRef")]
    if not _agree(doc, *(_type(doc, e) for e in ends)):
        yield doc.problem("data", element, f"«{ends[0]}» and «{ends[1]}» have different types")


def _instances(doc: Document, marker: etree._Element) -> Iterator[Problem]:
    """The collection of a task's instances is data of that task, and its items have the items' type."""
    task = marker.getparent()
    if task is None:
        return
    for side, own, item in (
        ("loopDataInputRef", "dataInput", "inputDataItem"),
        ("loopDataOutputRef", "dataOutput", "outputDataItem"),
    ):
        whole = doc.by_id.get(xml.bare(xml.text(xml.child(marker, side))))
        if whole is None:
            continue  # missing, or the name of a variable
        holder = whole.getparent()
        outside = xml.local(whole) != own or holder is None or holder.getparent() is not task
        if xml.local(task) in TASK_NAMES and outside:
            yield doc.problem("data", task, f"{side} must name a {own} of the task itself")
        if whole.get("isCollection") in ("false", "0"):
            yield doc.problem("data", task, f"{side} «{xml.text(xml.child(marker, side))}» is no collection")
        part = xml.child(marker, item)
        if part is not None and not _agree(
            doc, xml.bare(part.get("itemSubjectRef")), xml.bare(whole.get("itemSubjectRef"))
        ):
            yield doc.problem("data", task, f"the {item} has another type than the items of its collection")


def _service(doc: Document, task: etree._Element) -> Iterator[Problem]:
    """A service task that names an operation takes and gives exactly what the operation does."""
    operation = doc.by_id.get(xml.bare(task.get("operationRef")))
    specification = xml.child(task, "ioSpecification")
    if operation is None:
        return
    sets = [] if specification is None else xml.children(specification, "inputSet")
    if len(sets) != 1:
        yield doc.problem("data", task, "a serviceTask with an operation has exactly one inputSet")
    for item, name in (("dataInput", "inMessageRef"), ("dataOutput", "outMessageRef")):
        message = doc.by_id.get(xml.bare(xml.text(xml.child(operation, name))))
        own = [] if specification is None else xml.children(specification, item)
        if message is None or not own:
            continue
        if len(own) > 1:
            yield doc.problem("data", task, f"a serviceTask with an operation has one {item}")
        elif not _agree(doc, xml.bare(own[0].get("itemSubjectRef")), xml.bare(message.get("itemRef"))):
            yield doc.problem("data", task, f"its {item} and its operation have different types")


def _call(doc: Document, call: etree._Element, declared: dict[str, Counter[str]]) -> Iterator[Problem]:
    """A call gives and takes exactly the data that the called process of the same file declares."""
    key = xml.bare(call.get("calledElement"))
    called = doc.by_id.get(key)
    if called is None:
        return
    for item in ("dataInput", "dataOutput"):
        if item + key not in declared:
            declared[item + key] = _declares(doc, called, item)
        mine, theirs = _declares(doc, call, item), declared[item + key]
        fits = mine.total() == theirs.total()
        for some, others in ((mine, theirs), (theirs, mine)):  # data without a type fits any
            fits = fits and sum((some - others).values()) - (some - others)[""] <= others[""]
        if not fits:
            reason = f"its {item}s are not those of the called process «{doc.name_of(called) or key}»"
            yield doc.problem("data", call, reason)


def _declares(doc: Document, owner: etree._Element, item: str) -> Counter[str]:
    """How many inputs or outputs of each type; types of the same structure are one."""
    specification = xml.child(owner, "ioSpecification")
    found: Counter[str] = Counter()
    for one in [] if specification is None else xml.children(specification, item):
        definition = doc.by_id.get(xml.bare(one.get("itemSubjectRef")))
        told = None if definition is None else definition.get("structureRef") or definition.get("id")
        found[told or ""] += 1
    return found


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
