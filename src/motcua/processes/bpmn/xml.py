"""Untrusted XML, opened with every door shut: no DTD, no entities, no network, limits on size, depth and
count.
"""

from __future__ import annotations

import re

from lxml import etree

from motcua.processes.errors import XmlRefused

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
MOTCUA = "http://motcua.org/bpmn"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
FLOWABLE = "http://flowable.org/bpmn"
ACTIVITI = "http://activiti.org/bpmn"

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 100
MAX_ELEMENTS = 50_000
MAX_NAMESPACES = 200
MAX_ATTRIBUTES = 200

_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)


def parse(source: bytes) -> etree._Element:
    """The root element of `source`; raises `XmlRefused` with a sentence about what to mend."""
    if len(source) > MAX_BYTES:
        raise XmlRefused(f"the file is larger than {MAX_BYTES // 1024 // 1024} MB")
    if not source.strip():
        raise XmlRefused("the file is empty")
    plain = source.replace(b"\x00", b"")
    if _DOCTYPE.search(re.sub(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->", b"", plain, flags=re.DOTALL)):
        raise XmlRefused("the file has a document type declaration (DTD); remove it")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_pis=False,
        strip_cdata=False,
        remove_blank_text=False,
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlRefused(f"the file is not well-formed XML: {_first_line(error)}") from None
    if root is None:
        raise XmlRefused("the file has no element")
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlRefused("the file has a document type declaration (DTD); remove it")
    _check_shape(root)
    return root


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200] if str(error) else "unreadable"


def _check_shape(root: etree._Element) -> None:
    count = depth = names = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "start-ns", "end-ns")):
        if event == "end":
            depth -= 1
            continue
        if event in ("start-ns", "end-ns"):
            names += 1 if event == "start-ns" else -1
            if names > MAX_NAMESPACES:
                raise XmlRefused(f"the file uses more than {MAX_NAMESPACES} namespaces at once")
            continue
        if len(element.attrib) > MAX_ATTRIBUTES:
            raise XmlRefused(
                f"an element has more than {MAX_ATTRIBUTES} attributes (line {element.sourceline})"
            )
        depth += 1
        count += 1
        if depth > MAX_DEPTH:
            raise XmlRefused(f"the elements are nested deeper than {MAX_DEPTH}")
        if count > MAX_ELEMENTS:
            raise XmlRefused(f"the file has more than {MAX_ELEMENTS} elements")
    for entity in root.iter(etree.Entity):
        raise XmlRefused(f"the file uses the entity {entity.text}; write the character itself")


def local(element: etree._Element) -> str:
    """The name without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def is_bpmn(element: etree._Element) -> bool:
    """Whether the element belongs to BPMN's own namespace."""
    return isinstance(element.tag, str) and element.tag.startswith("{" + BPMN + "}")


def tag(name: str) -> str:
    """The qualified name of a BPMN element."""
    return f"{{{BPMN}}}{name}"


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """BPMN children with one of the names (all BPMN children when none is given), in document order."""
    return [c for c in element if is_bpmn(c) and (not names or local(c) in names)]


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first BPMN child of that name."""
    return element.find(tag(name))


def text(element: etree._Element | None) -> str:
    """All text inside, stripped; empty when the element is missing."""
    return "" if element is None else "".join(str(t) for t in element.itertext(with_tail=False)).strip()


def bare(reference: str | None) -> str:
    """A reference without its namespace prefix (``tns:Order`` → ``Order``)."""
    return (reference or "").strip().rpartition(":")[2]


def attribute(element: etree._Element, name: str, *namespaces: str) -> str:
    """The first non-empty attribute `name` in one of the namespaces."""
    for namespace in namespaces:
        value = (element.get(f"{{{namespace}}}{name}") or "").strip()
        if value:
            return value
    return ""


def informal(expression: etree._Element) -> bool:
    """Whether an expression says itself that it is words for people and nothing to compute.

    Without a type it counts as formal: several tools leave the type out.
    """
    return bare(expression.get(f"{{{XSI}}}type")) not in ("", "tFormalExpression")
