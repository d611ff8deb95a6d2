"""What one screen about a dossier shows. Plain frozen values; `queries.dossier_page` fills them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from motcua.dossiers.history import HistoryLine
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import Status


@dataclass(frozen=True, slots=True)
class ShownTask:
    """An open task with the names of unit and holder; `holder` is empty when nobody is named yet."""

    id: UUID
    element: str
    name: str
    action: str
    role: str
    unit_id: int
    unit: str
    opened_at: datetime
    due_at: datetime | None
    assignee_id: int | None
    holder: str


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A paper of the dossier; `sha256` is empty when it exists on paper only. `size` in bytes."""

    id: UUID
    name: str
    kind: str
    originals: int
    copies: int
    custody: str
    file_name: str = ""
    sha256: str = ""
    size: int = 0
    media_type: str = ""


class StepState(StrEnum):
    """Where a step of the way stands."""

    DONE = "done"
    CURRENT = "current"
    LATE = "late"
    SENT_BACK = "sent_back"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class WayStep:
    """One step the dossier passed or stands at: when it was opened and closed, and by whom."""

    element: str
    name: str
    state: StepState
    unit: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    who: str


@dataclass(frozen=True, slots=True)
class Court:
    """In whose court the ball is: office, unit, person if one is named, since when; or what is awaited `outside`.

    `also` are the other offices that work on it at the same time.
    """

    office: str
    unit: str
    person: str
    step: str
    outside: str
    since: datetime
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldTime:
    """How long an office had it, in working minutes; or how long something `outside` was awaited."""

    office: str
    outside: str
    minutes: int

    @property
    def hours(self) -> int:
        """Its whole working hours."""
        return self.minutes // 60

    @property
    def rest(self) -> int:
        """The minutes beside the hours."""
        return self.minutes % 60


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part of a group handed in together. `waits`: it begins when an earlier part is approved."""

    id: UUID
    number: int
    code: str
    procedure: str
    status: Status
    due_at: datetime | None
    finished_at: datetime | None
    waits: bool


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group of procedures; `due_at` is when all of it is due, None while nobody can say."""

    parts: tuple[ShownPart, ...]
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class DossierPage:
    """One dossier, whole. `state` is what the ledger tells, and what acts are judged by.

    `takes_part`: the reader belongs to a unit that plays a part, and so sees the applicant's numbers in full.
    """

    id: UUID
    state: DossierState
    procedure_code: str
    procedure_name: str
    field_name: str
    case_variant: str
    group_name: str
    receiving_office: str
    competent_office: str
    returning_office: str
    process_name: str
    received_by: str
    case_officer: str
    takes_part: bool
    court: Court | None
    times: tuple[HeldTime, ...]  # of the offices, when there are several; together the whole time so far
    group: GroupPage | None
    tasks: tuple[ShownTask, ...]
    papers: tuple[ShownPaper, ...]
    way: tuple[WayStep, ...]
    history: tuple[HistoryLine, ...]

    @property
    def status(self) -> Status:
        """The internal status."""
        return self.state.status

    @property
    def version(self) -> int:
        """What a write from this page expects."""
        return self.state.version

    @property
    def code(self) -> str:
        """The dossier code; empty for a draft."""
        return self.state.code or ""

    @property
    def done_elements(self) -> tuple[str, ...]:
        """Elements of the process that were finished and are not open again."""
        now = set(self.current_elements)
        done = (step.element for step in self.way if step.state is StepState.DONE)
        return tuple(dict.fromkeys(element for element in done if element not in now))

    @property
    def current_elements(self) -> tuple[str, ...]:
        """Elements of the process where the dossier stands."""
        return tuple(dict.fromkeys(task.element for task in self.tasks))
