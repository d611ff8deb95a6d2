"""Rules about where elements may stand, as the schema of BPMN 2.0 lays them out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from motcua.processes.bpmn import xml
from motcua.processes.bpmn.document import (
    ACTIVITY_NAMES,
    DEFINITION_NAMES,
    EVENT_NAMES,
    NODE_NAMES,
    SCOPE_NAMES,
    Document,
    bpmn_elements,
)
from motcua.processes.errors import Problem

_TOP = frozenset({"definitions"})
_DRAWN = SCOPE_NAMES | {"choreography", "subChoreography"}
_MEETING = frozenset({"collaboration", "choreography", "globalConversation"})
_ROOTS = [
    "process",
    "message",
    "signal",
    "error",
    "escalation",
    "itemDefinition",
    "interface",
    "collaboration",
    "category",
    "resource",
    "dataStore",
    "partnerRole",
    "partnerEntity",
    "correlationProperty",
    "endPoint",
    "import",
    "relationship",
    "globalTask",
    "globalUserTask",
    "globalManualTask",
    "globalScriptTask",
    "globalBusinessRuleTask",
    "choreography",
]
_HOLDERS: dict[str, frozenset[str]] = {
    **dict.fromkeys(_ROOTS, _TOP),
    **dict.fromkeys(NODE_NAMES, _DRAWN),
    **dict.fromkeys(("sequenceFlow", "dataObject", "dataObjectReference", "dataStoreReference"), _DRAWN),
    **dict.fromkeys(DEFINITION_NAMES, EVENT_NAMES | _TOP),
    **dict.fromkeys(("incoming", "outgoing"), NODE_NAMES),
    **dict.fromkeys(("multiInstanceLoopCharacteristics", "standardLoopCharacteristics"), ACTIVITY_NAMES),
    **dict.fromkeys(("timeDate", "timeDuration", "timeCycle"), frozenset({"timerEventDefinition"})),
    **dict.fromkeys(("loopCardinality", "loopDataInputRef"), frozenset({"multiInstanceLoopCharacteristics"})),
    **dict.fromkeys(
        ("participant", "messageFlow"), frozenset({"collaboration", "choreography", "globalConversation"})
    ),
    "eventDefinitionRef": EVENT_NAMES,
    "conditionExpression": frozenset({"sequenceFlow"}),
    "laneSet": SCOPE_NAMES,
    "lane": frozenset({"laneSet", "childLaneSet"}),
    "childLaneSet": frozenset({"lane"}),
    "flowNodeRef": frozenset({"lane"}),
    "property": ACTIVITY_NAMES | EVENT_NAMES | {"process"},
    "participantMultiplicity": frozenset({"participant"}),
    "inputSet": frozenset({"ioSpecification", *EVENT_NAMES}),
    "outputSet": frozenset({"ioSpecification", *EVENT_NAMES}),
}
_ONCE = frozenset(
    [
        "extensionElements",
        "conditionExpression",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
        "ioSpecification",
        "loopCardinality",
        "loopDataInputRef",
        "completionCondition",
        "childLaneSet",
        "participantMultiplicity",
        "script",
    ]
)
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+*-]+", re.ASCII)
_URI = re.compile(r"[A-Za-z][\w+.-]*:\S+", re.ASCII)
_PERFORMERS = ("resourceRole", "performer", "humanPerformer", "potentialOwner")


def placement(doc: Document) -> Iterator[Problem]:
    """Every element stands where it may, and what may stand once stands once."""
    for element in bpmn_elements(doc.root):
        kind, holder = xml.local(element), element.getparent()
        allowed = _HOLDERS.get(kind)
        if allowed is not None and holder is not None and xml.local(holder) not in allowed:
            yield doc.problem("misplaced", element, f"a {kind} must not stand inside a {xml.local(holder)}")
        counted = Counter(xml.local(c) for c in xml.children(element))
        for name in sorted(_ONCE & set(counted)):
            if counted[name] > 1:
                yield doc.problem(
                    "misplaced", element, f"it has {counted[name]} {name} elements; one is allowed"
                )


def odds(doc: Document) -> Iterator[Problem]:
    """Single rules of the standard about texts and people."""
    for key in ("typeLanguage", "expressionLanguage"):
        value = doc.root.get(key)
        if value is not None and not _URI.fullmatch(value.strip()):
            yield doc.problem("bad-uri", doc.root, f"{key} «{value}» is not a URI")
    for element in doc.root.iter(xml.tag("import")):
        if (element.get("importType") or "").strip() == xml.BPMN:
            yield doc.problem(
                "outside-subset", element, "other files are not read; put their processes into this file"
            )
    for note in doc.root.iter(xml.tag("textAnnotation")):
        form = note.get("textFormat")
        if form is not None and not _MEDIA_TYPE.fullmatch(form.strip()):
            yield doc.problem(
                "bad-format", note, f"textFormat «{form}» is not a media type such as text/plain"
            )
    for performer in doc.root.iter(*(xml.tag(n) for n in _PERFORMERS)):
        owner = performer.getparent()
        if xml.children(performer, "resourceRef") and xml.children(performer, "resourceAssignmentExpression"):
            at = performer if performer.get("id") or owner is None else owner
            yield doc.problem(
                "resource", at, "a performer has either a resourceRef or an expression, not both"
            )
