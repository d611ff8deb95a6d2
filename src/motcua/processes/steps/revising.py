"""A changed table of steps put back into the drawing it came from, without losing what a table cannot say.

While only words and times change, the file stays as it is but for those attributes. When steps come, go or
follow otherwise, the drawing is made anew from the table, and what other tools wrote about the elements that
stay (documentation, extensions, attributes, names of flows, notes) is carried over. Lanes become roles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree

from motcua.processes.bpmn import patch, read, xml
from motcua.processes.bpmn.model import Kind
from motcua.processes.errors import ProcessError, StepsError
from motcua.processes.steps.reading import to_steps
from motcua.processes.steps.rows import StepRow
from motcua.processes.steps.writing import from_steps

_DI = "http://www.omg.org/spec/BPMN/20100524/DI"
_WORDS = ("name", "role", "unit", "time", "action", "status", "office")
_NOTES = ("textAnnotation", "association", "group", "dataObject", "dataObjectReference", "dataStoreReference")
_NODES = frozenset(kind.value for kind in Kind)


def revise(source: bytes, rows: Sequence[StepRow], key: str, name: str) -> bytes:
    """The drawing `source` with the table `rows`; raises `StepsError` for a table that contradicts itself.

    A `source` that is no table of steps at all is replaced by the table.
    """
    fresh = from_steps(rows, key, name)
    try:
        before = to_steps(read(source))
    except ProcessError:
        return fresh
    if _ways(before) == _ways(rows):
        return _reworded(source, before, rows)
    merged = _carried(xml.parse(source), xml.parse(fresh))
    try:
        read(merged)
    except ProcessError as error:
        raise StepsError(str(error)) from error
    return merged


def _ways(rows: Sequence[StepRow]) -> list[tuple[object, ...]]:
    """Who follows whom, told by elements: the same for two tables that differ in words only."""
    ids = {row.number: row.element for row in rows}
    return [
        (row.element, tuple((way.condition, ids.get(way.to, "")) for way in row.next), row.split, row.join)
        for row in rows
    ]


def _reworded(source: bytes, before: Sequence[StepRow], rows: Sequence[StepRow]) -> bytes:
    changes: dict[str, dict[str, str | None]] = {}
    for old, new in zip(before, rows, strict=True):
        changed = {word: getattr(new, word) for word in _WORDS if getattr(old, word) != getattr(new, word)}
        if "time" in changed:
            changed["minutes"] = None  # our older word for the same
        if changed:
            changes[new.element] = changed
    return patch(source, changes) if changes else source


def _carried(old: etree._Element, new: etree._Element) -> bytes:
    was, now = _elements(old), _elements(new)
    for key, element in now.items():
        if key in was and was[key].tag == element.tag:
            _carry_words(was[key], element)
    _carry_flow_names(old, new)
    _carry_words(_process(old), _process(new))
    kept = _carry_notes(old, new, set(now))
    _carry_shapes(old, new, kept)
    etree.cleanup_namespaces(new, top_nsmap={k: v for k, v in old.nsmap.items() if k})
    return etree.tostring(new.getroottree(), xml_declaration=True, encoding="UTF-8")


def _carry_words(old: etree._Element, new: etree._Element) -> None:
    """Documentation, extensions and other tools' attributes of one element."""
    for name, value in old.attrib.items():
        word = str(name)
        if word.startswith("{") and not word.startswith(f"{{{xml.MOTCUA}}}") and word not in new.attrib:
            new.set(word, value)
    place = 0
    for child in old:
        if child.tag in (xml.tag("documentation"), xml.tag("extensionElements")):
            new.insert(place, deepcopy(child))
            place += 1


def _carry_flow_names(old: etree._Element, new: etree._Element) -> None:
    names = {_ends(flow): flow for flow in old.iter(xml.tag("sequenceFlow"))}
    for flow in new.iter(xml.tag("sequenceFlow")):
        found = names.get(_ends(flow))
        if found is not None:
            if found.get("name") and not flow.get("name"):
                flow.set("name", found.get("name") or "")
            _carry_words(found, flow)


def _carry_notes(old: etree._Element, new: etree._Element, known: set[str]) -> set[str]:
    """Notes beside the flow, as long as what they are tied to is still there. Returns the ids carried."""
    notes = [child for child in _process(old) if xml.local(child) in _NOTES]
    ids = {note.get("id") or "" for note in notes} | known
    carried: set[str] = set()
    for note in notes:
        ends = {note.get("sourceRef"), note.get("targetRef")} - {None}
        if note.get("id") and note.get("id") not in known and ends <= ids:
            _process(new).append(deepcopy(note))
            carried.add(note.get("id") or "")
    return carried


def _carry_shapes(old: etree._Element, new: etree._Element, carried: set[str]) -> None:
    plane = next(new.iter(f"{{{_DI}}}BPMNPlane"))
    for shape in old.iter(f"{{{_DI}}}BPMNShape", f"{{{_DI}}}BPMNEdge"):
        if shape.get("bpmnElement") in carried:
            plane.append(deepcopy(shape))


def _elements(root: etree._Element) -> dict[str, etree._Element]:
    return {e.get("id") or "": e for e in _inside(root) if xml.local(e) in _NODES and e.get("id")}


def _inside(root: etree._Element) -> Iterator[etree._Element]:
    return (e for e in root.iter(etree.Element) if xml.is_bpmn(e))


def _process(root: etree._Element) -> etree._Element:
    found = list(root.iter(xml.tag("process")))
    return next((p for p in found if p.get("isExecutable") == "true"), found[0])


def _ends(flow: etree._Element) -> tuple[str, str]:
    return flow.get("sourceRef") or "", flow.get("targetRef") or ""
