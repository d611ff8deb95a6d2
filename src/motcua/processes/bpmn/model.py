"""The typed model of a BPMN file: what the rest of the room reads instead of XML."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from motcua.processes.timers import Timer


class Kind(StrEnum):
    """Flow nodes of the executed subset, by their BPMN names."""

    START = "startEvent"
    END = "endEvent"
    CATCH = "intermediateCatchEvent"
    THROW = "intermediateThrowEvent"
    BOUNDARY = "boundaryEvent"
    TASK = "task"
    USER = "userTask"
    MANUAL = "manualTask"
    SERVICE = "serviceTask"
    SEND = "sendTask"
    RECEIVE = "receiveTask"
    SCRIPT = "scriptTask"
    EXCLUSIVE = "exclusiveGateway"
    INCLUSIVE = "inclusiveGateway"
    PARALLEL = "parallelGateway"
    EVENT_BASED = "eventBasedGateway"
    SUB_PROCESS = "subProcess"
    CALL = "callActivity"


HUMAN = frozenset({Kind.TASK, Kind.USER, Kind.MANUAL})
AUTOMATIC = frozenset({Kind.SERVICE, Kind.SEND, Kind.SCRIPT})
TASKS = HUMAN | AUTOMATIC | {Kind.RECEIVE}
SCOPES = frozenset({Kind.SUB_PROCESS, Kind.CALL})
ACTIVITIES = TASKS | SCOPES
GATEWAYS = frozenset({Kind.EXCLUSIVE, Kind.INCLUSIVE, Kind.PARALLEL, Kind.EVENT_BASED})
EVENTS = frozenset({Kind.START, Kind.END, Kind.CATCH, Kind.THROW, Kind.BOUNDARY})


class Trigger(StrEnum):
    NONE = "none"
    TIMER = "timer"
    MESSAGE = "message"
    SIGNAL = "signal"
    TERMINATE = "terminate"


@dataclass(frozen=True, slots=True)
class Work:
    """What a step means to the office: who does it, its time in working minutes (None = not counted), its
    status. `office` says at which office of the route (see `bpmn.attributes.OFFICE`); empty: the dossier's own.
    """

    role: str = ""
    unit: str = ""
    minutes: int | None = None
    action: str = ""
    status: str = ""
    time: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Multi:
    """Multi-instance marker: how many (an expression, or a collection), in a row or at once, when to stop
    early.
    """

    sequential: bool
    cardinality: str = ""
    collection: str = ""
    element: str = ""
    completion: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A flow node; `scope` is the id of the process or sub-process that holds it."""

    id: str
    name: str
    kind: Kind
    scope: str
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str = ""
    trigger: Trigger = Trigger.NONE
    event: str = ""
    event_id: str = ""
    timer: Timer | None = None
    attached_to: str = ""
    interrupting: bool = True
    called: str = ""
    multi: Multi | None = None
    work: Work = Work()


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `condition` is None when it has none."""

    id: str
    name: str
    source: str
    target: str
    scope: str
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Process:
    """One process of the file, its nested flow nodes included, in document order."""

    id: str
    name: str
    executable: bool
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A file that holds to BPMN 2.0 and to the executed subset; `source` is the file as it came."""

    source: bytes
    primary: str
    processes: tuple[Process, ...]

    def process(self, key: str) -> Process | None:
        """The process of that id."""
        return next((p for p in self.processes if p.id == key), None)

    @property
    def main(self) -> Process:
        """The process a dossier runs on."""
        found = self.process(self.primary)
        assert found is not None
        return found
