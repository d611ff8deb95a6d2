"""Write a flat process as BPMN 2.0 XML with its drawing."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from motcua.processes.bpmn import read, xml
from motcua.processes.bpmn.model import Flow, Node
from motcua.processes.steps.layout import Drawing, draw

_DI = "http://www.omg.org/spec/BPMN/20100524/DI"
_DC = "http://www.omg.org/spec/DD/20100524/DC"
_DD = "http://www.omg.org/spec/DD/20100524/DI"
_PREFIXES = {"bpmn": xml.BPMN, "bpmndi": _DI, "dc": _DC, "di": _DD, "motcua": xml.MOTCUA, "xsi": xml.XSI}


def write(
    key: str,
    name: str,
    nodes: tuple[Node, ...],
    flows: tuple[Flow, ...],
    words: Mapping[str, Mapping[str, str]],
) -> bytes:
    """The XML of one executable process; `words` are our attributes by node id (empty ones are left out)."""
    root = etree.Element(xml.tag("definitions"), nsmap=_PREFIXES)
    root.set("id", f"Definitions_{key}")
    root.set("targetNamespace", xml.MOTCUA)
    process = etree.SubElement(root, xml.tag("process"), id=key, name=name, isExecutable="true")
    for node in nodes:
        element = etree.SubElement(process, xml.tag(node.kind.value), id=node.id)
        if node.name:
            element.set("name", node.name)
        if node.default:
            element.set("default", node.default)
        for word, value in words.get(node.id, {}).items():
            if value:
                element.set(f"{{{xml.MOTCUA}}}{word}", value)
        for side, ends in (("incoming", "target"), ("outgoing", "source")):
            for flow in flows:
                if getattr(flow, ends) == node.id:
                    etree.SubElement(element, xml.tag(side)).text = flow.id
    for flow in flows:
        element = etree.SubElement(
            process, xml.tag("sequenceFlow"), id=flow.id, sourceRef=flow.source, targetRef=flow.target
        )
        if flow.condition is not None:
            condition = etree.SubElement(element, xml.tag("conditionExpression"))
            condition.set(f"{{{xml.XSI}}}type", "bpmn:tFormalExpression")
            condition.text = flow.condition
    _diagram(root, key, draw(nodes, flows))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def with_drawing(source: bytes) -> bytes:
    """A file that has no picture gets a plain one, so that it can be drawn in; every other stays as it came.

    Sub-processes and events at borders are not placed: such a file is left alone, too. Raises ProcessError for
    what cannot be read.
    """
    process = read(source).main
    root = xml.parse(source)
    flat = all(node.scope == process.id and not node.attached_to for node in process.nodes)
    if not flat or next(root.iter(f"{{{_DI}}}BPMNShape"), None) is not None:
        return source
    for empty in list(root.iter(f"{{{_DI}}}BPMNDiagram")):
        root.remove(empty)
    _diagram(root, process.id, draw(process.nodes, process.flows))
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")


def _diagram(root: etree._Element, key: str, drawing: Drawing) -> None:
    diagram = etree.SubElement(root, f"{{{_DI}}}BPMNDiagram", id=f"Diagram_{key}")
    plane = etree.SubElement(diagram, f"{{{_DI}}}BPMNPlane", id=f"Plane_{key}", bpmnElement=key)
    for node, (x, y, width, height) in drawing.bounds.items():
        shape = etree.SubElement(plane, f"{{{_DI}}}BPMNShape", id=f"{node}_di", bpmnElement=node)
        bounds = {"x": str(x), "y": str(y), "width": str(width), "height": str(height)}
        etree.SubElement(shape, f"{{{_DC}}}Bounds", bounds)
    for flow, points in drawing.waypoints.items():
        edge = etree.SubElement(plane, f"{{{_DI}}}BPMNEdge", id=f"{flow}_di", bpmnElement=flow)
        for x, y in points:
            etree.SubElement(edge, f"{{{_DD}}}waypoint", x=str(x), y=str(y))
