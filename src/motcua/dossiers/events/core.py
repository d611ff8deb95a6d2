"""The plain way of a dossier: taken in, worked through, decided, given back."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid5

from motcua.dossiers.commands import AuthorisedPerson, Intake, Paper
from motcua.dossiers.status import Decision, Status


@dataclass(frozen=True, slots=True)
class Seat:
    """Who plays a part at another office of the route: `office` is the selector that the step names.

    `calendar_id`: by which it works, where that is another than the competent office's.
    """

    office: str
    part: str
    office_id: int
    unit_id: int
    calendar_id: int | None = None


@dataclass(frozen=True, slots=True)
class Units:
    """Which unit plays each part for this dossier; fixed at reception.

    The desk is the receiving office's, the other three are the competent office's; `elsewhere` are the seats at
    every other office that the process names. Events from before routes name no offices.
    """

    desk: int
    division: int
    leadership: int
    clerk: int
    receiving: int | None = None
    competent: int | None = None
    elsewhere: tuple[Seat, ...] = ()

    def all(self) -> frozenset[int]:
        """Every unit that plays a part."""
        own = {self.desk, self.division, self.leadership, self.clerk}
        return frozenset(own | {seat.unit_id for seat in self.elsewhere})

    def playing(self, office: str, part: str) -> int | None:
        """The unit that plays the part at the office a step names; None when reception resolved none."""
        if office:
            found = (s.unit_id for s in self.elsewhere if (s.office, s.part) == (office, part))
            return next(found, None)
        own = {"desk": self.desk, "leadership": self.leadership, "clerk": self.clerk}
        return own.get(part, self.division)

    def office_of(self, unit_id: int) -> int | None:
        """Which office of the route a unit belongs to; None for units (and events) that name none."""
        if unit_id == self.desk:
            return self.receiving
        for seat in self.elsewhere:
            if seat.unit_id == unit_id:
                return seat.office_id
        return self.competent if unit_id in (self.division, self.leadership, self.clerk) else None

    def calendar_of(self, unit_id: int) -> int | None:
        """By which calendar a unit's steps count; None for the competent office's."""
        return next((seat.calendar_id for seat in self.elsewhere if seat.unit_id == unit_id), None)

    def desk_of(self, office_id: int) -> int | None:
        """The desk through which papers come into an office of the route."""
        if office_id == self.receiving:
            return self.desk
        desks = (s.unit_id for s in self.elsewhere if (s.office_id, s.part) == (office_id, "desk"))
        return next(desks, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A step that begins to wait for somebody. `token` numbers the steps of one dossier and is never used again."""

    token: int
    element: str
    name: str
    action: str
    role: str
    unit_id: int
    due_at: datetime | None = None
    assignee_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask(Opened):
    """A step that waits, since when, and the id of its row."""

    id: UUID
    opened_at: datetime


def task_id(dossier_id: UUID, token: int) -> UUID:
    """The id of a step's row: the same whoever computes it."""
    return uuid5(dossier_id, f"task {token}")


@dataclass(frozen=True, slots=True)
class TaskDue:
    """A new due instant of an open step; while its clock stands there is none, but so many minutes are left."""

    token: int
    due_at: datetime | None = None
    minutes_left: int | None = None


@dataclass(frozen=True, slots=True)
class ClockMove:
    """What happened to the dossier's clock (pause, resume, restart, segment), and what is due after it."""

    move: str
    due_at: datetime | None = None
    legal_due_at: datetime | None = None
    provisional: bool = False
    tasks: tuple[TaskDue, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the dossier waits for outside the office: supplement, financial_duty, suspended; until when at most."""

    kind: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """Chuyển hồ sơ giữa hai cơ quan. On its way until the desk of the office that gets it acknowledges it.

    `token` is the desk's task, `steps` are the steps that wait there, `from_element` the step that sent it.
    """

    token: int
    from_office: int
    to_office: int
    steps: tuple[int, ...]
    from_element: str = ""


@dataclass(frozen=True, slots=True)
class Officer:
    """Who examines the dossier in a unit."""

    unit_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a step did to the process: tokens of tasks closed, tasks opened, the marking and status after it."""

    marking: Any
    status: Status
    closed: tuple[int, ...] = ()
    cancelled: tuple[int, ...] = ()
    opened: tuple[Opened, ...] = ()
    next_timer_at: datetime | None = None
    clock: ClockMove | None = None
    waiting: Waiting | None = None
    sent: tuple[Transfer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact. `in_place_of`: who gave the right to do it, when it was done by delegation."""

    type: ClassVar[str] = ""
    in_place_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted(Event):
    type: ClassVar[str] = "drafted"
    intake: Intake
    rule_set_id: int
    field_group_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Received(Event):
    type: ClassVar[str] = "received"
    intake: Intake
    code: str
    rule_set_id: int
    field_group_id: int
    process_version_id: int
    units: Units
    submitted_at: datetime
    due_at: datetime
    legal_due_at: datetime
    provisional: bool
    effect: Effect
    missing: tuple[str, ...] = ()  # obligatory papers that were not there
    override_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionRefused(Event):
    type: ClassVar[str] = "reception_refused"
    intake: Intake
    rule_set_id: int
    field_group_id: int
    reason_code: str
    reason: str
    legal_basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCompleted(Event):
    type: ClassVar[str] = "step_completed"
    token: int
    step: str
    effect: Effect
    note: str = ""
    assignee_id: int | None = None
    result_number: str = ""
    variables: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Event):
    """The one final decision; the database allows a second one never."""

    type: ClassVar[str] = "decided"
    token: int
    step: str
    decision: Decision
    effect: Effect
    reason: str = ""
    legal_basis: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBack(Event):
    type: ClassVar[str] = "sent_back"
    token: int
    step: str
    to_step: str
    reason: str
    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassigned(Event):
    type: ClassVar[str] = "reassigned"
    token: int
    step: str
    assignee_id: int
    reason: str
    previous_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperAdded(Event):
    type: ClassVar[str] = "paper_added"
    paper: Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyChanged(Event):
    type: ClassVar[str] = "custody_changed"
    paper_id: UUID
    name: str
    custody: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Event):
    type: ClassVar[str] = "handed_over"
    effect: Effect
    collector: AuthorisedPerson | None = None
    receipt_shown: bool = True
    note: str = ""
    originals_returned: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimersFired(Event):
    type: ClassVar[str] = "timers_fired"
    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRecomputed(Event):
    type: ClassVar[str] = "due_recomputed"
    due_at: datetime
    legal_due_at: datetime
    provisional: bool
    decision_number: str
    previous_due_at: datetime | None = None
    tasks: tuple[TaskDue, ...] = ()
