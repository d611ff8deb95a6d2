"""Rules about events: which trigger may stand where, and that it says what it waits for."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from motcua.processes import timers
from motcua.processes.bpmn import xml
from motcua.processes.bpmn.document import ACTIVITY_NAMES, DEFINITION_NAMES, EVENT_NAMES, Document
from motcua.processes.bpmn.vocabulary import ELSEWHERE, OUTSIDE_EVENTS, TRIGGERS
from motcua.processes.errors import Problem, TimerError
from motcua.processes.timers import Timer, TimerKind

_ENGINES = (xml.CAMUNDA, xml.FLOWABLE, xml.ACTIVITI)
_TIMES = {"timeDuration": TimerKind.DURATION, "timeDate": TimerKind.DATE, "timeCycle": TimerKind.CYCLE}


def trigger_name(definition: etree._Element) -> str:
    """``timerEventDefinition`` → ``timer``."""
    return xml.local(definition).removesuffix("EventDefinition")


def timer_of(definition: etree._Element) -> Timer | None:
    """The timer of a timer event definition, when it says exactly one thing."""
    told = [c for c in xml.children(definition, *_TIMES) if xml.text(c)]
    return Timer(_TIMES[xml.local(told[0])], xml.text(told[0])) if len(told) == 1 else None


def events(doc: Document) -> Iterator[Problem]:
    """All rules about events."""
    for node in doc.nodes:
        if xml.local(node) in EVENT_NAMES:
            yield from _event(doc, node)
    yield from _shared_throw_definitions(doc)


def _event(doc: Document, event: etree._Element) -> Iterator[Problem]:
    kind = xml.local(event)
    for reference in xml.children(event, "eventDefinitionRef"):
        target = doc.by_id.get(xml.bare(reference.text))
        if target is None or xml.local(target) not in DEFINITION_NAMES:
            yield doc.problem(
                "dangling-reference",
                event,
                f"eventDefinitionRef «{xml.text(reference)}» is no event definition",
            )
            return
    definitions = doc.definitions(event)
    if len(definitions) > 1:
        yield doc.problem(
            "outside-subset", event, "several triggers on one event are not executed here; use one each"
        )
        return
    if kind == "boundaryEvent":
        yield from _boundary(doc, event)
    if kind == "startEvent":
        yield from _start(doc, event, bool(definitions))
    if not definitions:
        if kind in ("intermediateCatchEvent", "boundaryEvent"):
            yield doc.problem("no-trigger", event, f"the {kind} does not say what it waits for")
        return
    trigger = trigger_name(definitions[0])
    if trigger in TRIGGERS.get(kind, set()):
        yield from _told(doc, event, trigger, definitions[0])
    elif trigger in ELSEWHERE.get(kind, set()):
        yield doc.problem("outside-subset", event, OUTSIDE_EVENTS[trigger])
    else:
        yield doc.problem("wrong-trigger", event, f"a {kind} cannot have the trigger «{trigger}»")


def _told(
    doc: Document, event: etree._Element, trigger: str, definition: etree._Element
) -> Iterator[Problem]:
    unnamed = trigger in ("message", "signal") and not (definition.get(f"{trigger}Ref") or "").strip()
    required = trigger == "signal" or (doc.executable(event) and not _sent_by_extension(event, definition))
    if unnamed and required:
        yield doc.problem(
            "no-reference", event, f"the {trigger} event does not name its {trigger} ({trigger}Ref)"
        )
    if trigger != "timer":
        return
    told = xml.children(definition, *_TIMES)
    timer = timer_of(definition)
    if len(told) > 1:
        yield doc.problem(
            "bad-timer", event, "the timer has more than one of timeDate, timeDuration, timeCycle"
        )
    elif any(xml.informal(t) for t in told):
        yield doc.problem("bad-timer", event, "the timer is not a formal expression (tFormalExpression)")
    elif timer is None:
        yield doc.problem("bad-timer", event, "the timer has no timeDate, timeDuration or timeCycle")
    else:
        try:
            timers.check(timer)
        except TimerError as error:
            yield doc.problem("bad-timer", event, str(error))


def _sent_by_extension(event: etree._Element, definition: etree._Element) -> bool:
    """Camunda and Zeebe tell in their own words how a thrown message is sent; then it needs no reference."""
    if xml.local(event) not in ("endEvent", "intermediateThrowEvent"):
        return False
    own = any(etree.QName(name).namespace in _ENGINES for name in definition.attrib)
    extensions = xml.child(event, "extensionElements")
    zeebe = None if extensions is None else extensions.find(f"{{{xml.ZEEBE}}}taskDefinition")
    return own or zeebe is not None


def _start(doc: Document, event: etree._Element, has_trigger: bool) -> Iterator[Problem]:
    scope = doc.scope_of(event)
    if scope is None or scope.get("triggeredByEvent") in ("true", "1"):
        return
    if xml.local(scope) != "process":
        starts = [n for n in doc.nodes_in(scope) if xml.local(n) == "startEvent"]
        if has_trigger:
            yield doc.problem(
                "wrong-trigger", event, "the start event of a sub-process must not have a trigger"
            )
        if len(starts) > 1 and starts[0] is event:
            yield doc.problem("several-starts", scope, "the sub-process has more than one start event")


def _boundary(doc: Document, event: etree._Element) -> Iterator[Problem]:
    value = xml.bare(event.get("attachedToRef"))
    if not value:
        yield doc.problem("not-attached", event, "the boundary event is attached to nothing (attachedToRef)")
        return
    host = doc.by_id.get(value)
    if host is None:
        yield doc.problem("dangling-reference", event, f"attachedToRef «{value}» is not in the file")
    elif xml.local(host) not in ACTIVITY_NAMES:
        yield doc.problem(
            "not-attached", event, f"«{value}» is a {xml.local(host)}; boundary events sit on activities"
        )
    elif doc.scope_of(host) is not doc.scope_of(event):
        yield doc.problem("not-attached", event, f"«{value}» is in another process or sub-process")


def _shared_throw_definitions(doc: Document) -> Iterator[Problem]:
    for event in doc.nodes:
        for reference in xml.children(event, "eventDefinitionRef"):
            target = doc.by_id.get(xml.bare(reference.text))
            owner = target.getparent() if target is not None else None
            if owner is not None and owner is not event and xml.local(owner) in EVENT_NAMES:
                yield doc.problem(
                    "wrong-reference", event, "an event definition inside another event cannot be shared"
                )
