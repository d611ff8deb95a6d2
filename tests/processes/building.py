"""Small BPMN files for the tests, written the way an office would draw them."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.sax.saxutils import escape

from motcua.processes.bpmn import read
from motcua.processes.engine import (
    Command,
    Complete,
    Event,
    Marking,
    Outcome,
    Start,
    Waiting,
    advance,
    waiting,
)
from motcua.processes.net import Net, compile_net

MORNING = datetime(2026, 1, 5, 0, 30, tzinfo=UTC)  # 07:30 in Việt Nam
ENDS = '<startEvent id="s"/><endEvent id="e"/>'
MESSAGE = '<message id="m1" name="bổ sung"/>'
SIGNAL = '<signal id="g1" name="dừng"/>'


def definitions(process: str, roots: str = "", after: str = "", attributes: str = "") -> bytes:
    """A whole file around one process."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:motcua="http://motcua.org/bpmn"'
        ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:flowable="http://flowable.org/bpmn"'
        ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="http://example.org/">'
        f'{roots}<process id="p" isExecutable="true"{attributes}>{process}</process>{after}</definitions>'
    ).encode()


def flows(text: str) -> str:
    """``a>b`` draws a flow, ``a>b[x > 5]`` one with a condition; its id is ``a-b``. Parts end with ``;``."""
    drawn = []
    for part in (p.strip() for p in text.split(";")):
        if not part:
            continue
        ends, _, condition = part.partition("[")
        source, _, target = (e.strip() for e in ends.partition(">"))
        inside = ""
        if condition:
            told = escape(condition.rstrip("]"))
            inside = f'<conditionExpression xsi:type="tFormalExpression">{told}</conditionExpression>'
        drawn.append(
            f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'
        )
    return "".join(drawn)


def users(*ids: str) -> str:
    """User tasks named by their ids in capitals."""
    return "".join(f'<userTask id="{i}" name="{i.upper()}"/>' for i in ids)


def gateway(kind: str, *ids: str, default: str = "") -> str:
    """Gateways of one kind: exclusive, inclusive, parallel, eventBased."""
    told = f' default="{default}"' if default else ""
    return "".join(f'<{kind}Gateway id="{i}"{told}/>' for i in ids)


def timer(text: str, kind: str = "timeDuration") -> str:
    return f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"


def boundary(key: str, host: str, definition: str, interrupting: bool = True) -> str:
    stop = "" if interrupting else ' cancelActivity="false"'
    return f'<boundaryEvent id="{key}" attachedToRef="{host}"{stop}>{definition}</boundaryEvent>'


def catch(key: str, definition: str) -> str:
    return f'<intermediateCatchEvent id="{key}">{definition}</intermediateCatchEvent>'


MESSAGE_DEFINITION = '<messageEventDefinition messageRef="m1"/>'
SIGNAL_DEFINITION = '<signalEventDefinition signalRef="g1"/>'


def net_of(process: str, roots: str = MESSAGE + SIGNAL, after: str = "") -> Net:
    return compile_net(read(definitions(process, roots, after)))


class Case:
    """One running process, told what happens in the words of its drawing."""

    def __init__(self, net: Net, **variables: object) -> None:
        self.net = net
        self.now = MORNING
        self.marking = Marking()
        self.events: list[Event] = []
        self.last: Outcome | None = None
        self.send(Start(variables))

    def send(self, command: Command) -> Case:
        self.last = advance(self.net, self.marking, command, self.now)
        self.marking = self.last.marking
        self.events += self.last.events
        return self

    def waits(self) -> tuple[Waiting, ...]:
        return waiting(self.net, self.marking)

    def open(self) -> list[str]:
        """Ids of what the process waits for, sorted."""
        return sorted(w.node.id for w in self.waits())

    def token(self, element: str) -> int:
        return next(w.token for w in self.waits() if w.node.id == element)

    def do(self, *elements: str, **variables: object) -> Case:
        """Complete tasks one after the other."""
        for element in elements:
            self.send(Complete(self.token(element), variables))
        return self

    def story(self) -> list[str]:
        """What happened so far: ``+a`` entered, ``a`` completed, ``-a`` cancelled."""
        marks = {"entered": "+", "completed": "", "cancelled": "-"}
        return [marks[e.what] + e.element for e in self.events]

    def completed(self) -> list[str]:
        return [e.element for e in self.events if e.what == "completed"]
