"""Back to XML: the file as it came, with only the asked attributes changed, so that others' extensions
survive.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from motcua.processes.bpmn import xml
from motcua.processes.bpmn.model import Model

_OURS = frozenset({"role", "unit", "minutes", "time", "action", "status", "office"})


def to_xml(model: Model) -> bytes:
    """The XML of a model; nothing of the original is lost."""
    return _written(xml.parse(model.source))


def patch(source: bytes, changes: Mapping[str, Mapping[str, str | None]]) -> bytes:
    """Set ``name``, ``role``, ``unit``, ``minutes``, ``time``, ``action``, ``status`` or ``office`` of elements by id.

    None or an empty text removes the attribute. Raises KeyError for an id that is not in the file and
    ValueError for an attribute we do not own.
    """
    root = xml.parse(source)
    if "motcua" not in root.nsmap:
        etree.cleanup_namespaces(
            root, top_nsmap={"motcua": xml.MOTCUA}, keep_ns_prefixes=list(_prefixes(root))
        )
    elements = {e.get("id"): e for e in root.iter(etree.Element) if xml.is_bpmn(e) and e.get("id")}
    for key, attributes in changes.items():
        element = elements[key]
        for name, value in attributes.items():
            if name not in _OURS and name != "name":
                raise ValueError(f"«{name}» is not an attribute that can be set here")
            qualified = name if name == "name" else f"{{{xml.MOTCUA}}}{name}"
            if value:
                element.set(qualified, value)
            else:
                element.attrib.pop(qualified, "")
    return _written(root)


def _written(root: etree._Element) -> bytes:
    """The whole document, with the comments and instructions before and after its root."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")


def _prefixes(root: etree._Element) -> set[str]:
    found = {"motcua"}
    for element in root.iter(etree.Element):
        found.update(p for p in element.nsmap if p)
    return found
