"""What the queries of this room give to the faces. Values only; times in their own unit, money in đồng."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from motcua.calendars.worktime import Cutoff
from motcua.procedures.fees import FeeRow


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A limit to be shown: `value` in `unit`; `cutoff`: received later counts from the next working day."""

    value: Decimal
    unit: str
    mode: str
    cutoff: Cutoff | None = None

    @property
    def number(self) -> str:
        """The value without needless zeros: 3, 10.5."""
        return f"{self.value.normalize():f}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A procedure found, with what a receptionist needs to choose between two of them."""

    version_id: int
    code: str
    name: str
    name_en: str
    field_code: str
    field_name: str
    levels: tuple[str, ...]
    legal: TimeLimit | None
    committed: TimeLimit | None
    same_day: bool
    boundary_free: bool
    channels: tuple[str, ...]
    guessed: bool = False  # found in spite of a typing error


@dataclass(frozen=True, slots=True)
class SheetDocument:
    id: int
    name: str
    originals: int
    copies: int
    form: str
    only_if: str
    replaced_by: str


@dataclass(frozen=True, slots=True)
class SheetCase:
    """A case with its own time or papers; `id` None is what holds for every case."""

    id: int | None
    name: str
    legal: TimeLimit | None
    documents: tuple[SheetDocument, ...]


@dataclass(frozen=True, slots=True)
class SheetStep:
    """A line of the table of steps. `minutes` of working time, None when not counted; `time` as published."""

    number: int
    name: str
    role: str
    unit: str
    minutes: int | None
    time: str


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A procedure of a group. `version_id` is the version in force on the day asked for, None if there is none."""

    number: int
    code: str
    after: int | None
    version_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a page about a procedure shows."""

    version_id: int
    procedure_id: int
    number: int
    state: str
    valid_from: date
    valid_to: date | None
    decision_number: str
    decision_date: date | None
    decision_order: str
    published_at: datetime | None
    withdrawn_by: str  # the decision that ended it, empty for one that was replaced
    code: str
    code_trust: str
    name: str
    name_en: str
    field_code: str
    field_name: str
    levels: tuple[str, ...]
    interconnection: str
    legal: TimeLimit | None
    committed: TimeLimit | None
    time_trust: str
    cases: tuple[SheetCase, ...]
    documents_complete: bool
    document_sets: int
    fees: tuple[FeeRow, ...]
    parts: tuple[SheetPart, ...]  # of a group, with the versions in force today
    steps: tuple[SheetStep, ...]
    process_version_id: int | None
    results: tuple[str, ...]
    applicants: tuple[str, ...]
    conditions: tuple[str, ...]
    legal_bases: tuple[str, ...]
    channels: tuple[str, ...]
    keywords: tuple[str, ...]
    notes: tuple[str, ...]
    online_level: str
    boundary_free: bool
    edit_version: int

    @property
    def same_day(self) -> bool:
        return bool(self.legal and self.legal.unit == "same_day")


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in the list that the administrator sees."""

    version_id: int
    code: str
    number: int
    state: str
    name: str
    field_name: str
    valid_from: date
    valid_to: date | None
