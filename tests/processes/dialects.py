"""The same drawing as different tools would write it: prefixes, lists of flows, types of expressions, DI, pools."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_DI = "http://www.omg.org/spec/BPMN/20100524/DI"
_DC = "http://www.omg.org/spec/DD/20100524/DC"
_DD = "http://www.omg.org/spec/DD/20100524/DI"


def _tag(name: str) -> str:
    return f"{{{BPMN}}}{name}"


def _prefixed(source: bytes, prefix: str | None) -> etree._Element:
    """The tree below a root that uses the prefix for BPMN's own words."""
    old = etree.fromstring(source)
    names = {k: v for k, v in old.nsmap.items() if v != BPMN}
    root = etree.Element(
        _tag("definitions"), nsmap={**names, prefix: BPMN, "bpmndi": _DI, "dc": _DC, "di": _DD}
    )  # type: ignore[dict-item]
    for name, value in old.attrib.items():
        root.set(name, value)
    for child in old:
        root.append(child)
    for expression in root.iter(etree.Element):
        if expression.get(f"{{{XSI}}}type") == "tFormalExpression" and prefix:
            expression.set(f"{{{XSI}}}type", f"{prefix}:tFormalExpression")
    return root


def _listed(root: etree._Element) -> None:
    """Every node names the flows that reach and leave it, first of all its children but the extensions."""
    by_id = {e.get("id"): e for e in root.iter(etree.Element) if e.get("id")}
    for flow in root.iter(_tag("sequenceFlow")):
        for end, name in (("targetRef", "incoming"), ("sourceRef", "outgoing")):
            node = by_id[flow.get(end)]
            listed = node.findall(_tag("incoming")) + node.findall(_tag("outgoing"))
            place = len(node.findall(_tag("extensionElements"))) + len(listed)
            told = etree.Element(_tag(name))
            told.text = flow.get("id")
            node.insert(place, told)


def _pooled(root: etree._Element) -> None:
    """A pool for the process with one lane for everything, and a black box of the citizen beside it."""
    process = root.find(_tag("process"))
    assert process is not None
    nodes = [
        e
        for e in process
        if etree.QName(e).localname.endswith(("Event", "ask", "Gateway", "rocess", "Activity"))
    ]
    lanes = etree.Element(_tag("laneSet"), id="LaneSet_1")
    lane = etree.SubElement(lanes, _tag("lane"), id="Lane_1", name="Phòng chuyên môn")
    for node in nodes:
        etree.SubElement(lane, _tag("flowNodeRef")).text = node.get("id")
    process.insert(0, lanes)
    collaboration = etree.Element(_tag("collaboration"), id="Collaboration_1")
    etree.SubElement(
        collaboration, _tag("participant"), id="Pool_1", name="UBND", processRef=process.get("id") or ""
    )
    etree.SubElement(collaboration, _tag("participant"), id="Pool_2", name="Người dân")
    task = next((n for n in nodes if str(n.tag).endswith("Task")), None)
    if task is not None:
        etree.SubElement(
            collaboration, _tag("messageFlow"), id="MF_1", sourceRef="Pool_2", targetRef=task.get("id") or ""
        )
    note = etree.SubElement(collaboration, _tag("textAnnotation"), id="Note_1")
    etree.SubElement(note, _tag("text")).text = "Căn cứ <Nghị định>"
    etree.SubElement(
        collaboration, _tag("association"), id="As_1", sourceRef=nodes[0].get("id") or "", targetRef="Note_1"
    )
    root.insert(0, collaboration)


def _drawn(root: etree._Element) -> None:
    """Diagram interchange with a shape for every node and an edge for every flow."""
    diagram = etree.SubElement(root, f"{{{_DI}}}BPMNDiagram", id="BPMNDiagram_1")
    plane = etree.SubElement(diagram, f"{{{_DI}}}BPMNPlane", id="BPMNPlane_1", bpmnElement="p")
    for element in list(root.iter(etree.Element)):
        key = element.get("id")
        if not key or etree.QName(element).namespace != BPMN or element is root:
            continue
        if element.tag == _tag("sequenceFlow"):
            edge = etree.SubElement(plane, f"{{{_DI}}}BPMNEdge", id=f"{key}_di", bpmnElement=key)
            etree.SubElement(edge, f"{{{_DD}}}waypoint", x="1", y="2")
            etree.SubElement(edge, f"{{{_DD}}}waypoint", x="3", y="2")
        else:
            shape = etree.SubElement(plane, f"{{{_DI}}}BPMNShape", id=f"{key}_di", bpmnElement=key)
            etree.SubElement(shape, f"{{{_DC}}}Bounds", x="1", y="2", width="3", height="4")


def bpmn_io(source: bytes) -> bytes:
    """bpmn.io and Camunda Modeler: prefix bpmn, lists, pool with a lane, a black box, a note, DI."""
    root = _prefixed(source, "bpmn")
    _listed(root)
    _pooled(root)
    _drawn(root)
    root.set("exporter", "bpmn-js (https://demo.bpmn.io)")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def flowable(source: bytes) -> bytes:
    """Flowable and Activiti: default namespace, no lists, no types of expressions, attributes of their own."""
    root = _prefixed(source, None)
    for element in root.iter(etree.Element):
        element.attrib.pop(f"{{{XSI}}}type", "")
        if element.tag == _tag("userTask"):
            element.set("{http://flowable.org/bpmn}assignee", "${initiator}")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def eclipse(source: bytes) -> bytes:
    """Eclipse and jBPM: prefix bpmn2, lists, empty names on flows."""
    root = _prefixed(source, "bpmn2")
    _listed(root)
    for flow in root.iter(_tag("sequenceFlow")):
        flow.set("name", "")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def signavio(source: bytes) -> bytes:
    """Signavio and Yaoqiang: default namespace, lists, every default written out, another encoding."""
    root = _prefixed(source, None)
    _listed(root)
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        if name.endswith(("Task", "task", "subProcess", "callActivity")):
            for attribute, value in (
                ("startQuantity", "1"),
                ("completionQuantity", "1"),
                ("isForCompensation", "false"),
            ):
                element.set(attribute, value)
        if name == "startEvent":
            element.set("isInterrupting", "true")
    root.append(etree.Comment(" drawn by hand "))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-16")


DIALECTS: dict[str, Callable[[bytes], bytes]] = {
    "bpmn.io": bpmn_io,
    "Flowable": flowable,
    "Eclipse": eclipse,
    "Signavio": signavio,
}
