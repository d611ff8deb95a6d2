"""What a catalogue file says, as values. Pure; times in the unit they were written in, money in đồng."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeVar

from motcua.calendars.worktime import Cutoff, Mode, Unit


class Level(StrEnum):
    """Level of government that carries a procedure out, by the short names of the national lists."""

    COMMUNE = "xa"
    PROVINCE = "tinh"
    MINISTRY = "bo"
    FACILITY = "co_so"


class Trust(StrEnum):
    """How well a value is known."""

    LAW = "law"
    PRACTICE = "practice"
    UNVERIFIED = "unverified"


class StepRole(StrEnum):
    """Who acts in a published step."""

    RECEPTION = "reception"
    DESK_HEAD = "desk_head"
    ASSIGN = "assign"
    EXAMINE = "examine"
    REVIEW = "review"
    SIGN = "sign"
    CLERK = "clerk"
    CONSULT = "consult"
    COUNCIL = "council"
    TAX = "tax"
    CITIZEN = "citizen"
    RETURN = "return"


# An office's level (offices.models.Office.level_name) by the short names of the national lists.
LEVEL_OF_OFFICE = {
    "commune": Level.COMMUNE,
    "province": Level.PROVINCE,
    "ministry": Level.MINISTRY,
    "facility": Level.FACILITY,
}

CHANNELS = ("counter", "post", "online")
INTERCONNECTIONS = ("none", "same_level", "cross_level", "group")
DECISION_ORDERS = ("province", "ministry", "shortened")
FEE_KINDS = ("none", "fee", "charge")
ONLINE_LEVELS = ("toan_trinh", "mot_phan")
LAST_OFFICE_HOUR = "last office hour"

# The mode that counts a limit when nothing else is said (time model, section 3).
MODE_OF_UNIT = {
    Unit.WH: Mode.ROLL,
    Unit.WD: Mode.ROLL,
    Unit.CD: Mode.CAL,
    Unit.MO: Mode.MONTH,
    Unit.CH: Mode.CLOCK,
    Unit.SAME_DAY: Mode.SAME_DAY,
}

# Minutes of a unit, where units can be compared with each other at all. The nominal office day has 8 hours.
WORKING_MINUTES = {Unit.WH: 60, Unit.WD: 480, Unit.SAME_DAY: 480}
CALENDAR_MINUTES = {Unit.CH: 60, Unit.CD: 1440}

# National code, with the agency in its long or short form, or a placeholder of our own (codes, section 3).
CODE = re.compile(
    r"(?:[1-3]\.[0-9]{6}(?:\.000\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}(?:\.[0-9]{2})?|\.[A-Z][0-9]{2})?"
    r"|LOCAL-[A-Z0-9-]+)"
)


FIELD_CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,39}")


@dataclass(frozen=True)
class FieldRecord:
    code: str
    name: str


@dataclass(frozen=True)
class Limit:
    """A time limit. `value` None: none was found.

    `legal_part`: a committed time replaces only so much of the legal time.
    """

    value: Decimal | None
    unit: Unit | None
    cutoff: Cutoff | None = None
    legal_part: Decimal | None = None
    trust: Trust = Trust.UNVERIFIED
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class DocumentRecord:
    name: str
    originals: int = 1
    copies: int = 0
    form: str = ""
    only_if: str = ""
    replaced_by: str = ""


@dataclass(frozen=True)
class VariantRecord:
    """A case of the procedure. `limit` None: the procedure's own limit holds."""

    name: str
    limit: Limit | None = None
    documents: tuple[DocumentRecord, ...] = ()


@dataclass(frozen=True)
class TierRecord:
    """Amount per page from page `first` to page `last` (None = and all further ones)."""

    first: int
    last: int | None
    amount: int


@dataclass(frozen=True)
class FeeRecord:
    kind: str
    amount: int | None = None
    per: str = ""
    when: str = ""
    channel: str = ""
    place: str = ""
    tiers: tuple[TierRecord, ...] = ()
    cap_per_copy: int | None = None
    set_by: str = ""
    trust: Trust = Trust.UNVERIFIED


@dataclass(frozen=True)
class StepRecord:
    """A published step. `value` None: the step is outside the time limit."""

    number: int
    role: StepRole
    unit: str
    value: Decimal | None
    part: str = ""
    note: str = ""
    returns_to: int | None = None
    office: str = ""  # at which office of the route; see `processes.bpmn.attributes.OFFICE`
    beside: bool = False  # done at the same time as the step before


class Beside(Protocol):
    """A step that may be done at the same time as the one before."""

    @property
    def beside(self) -> bool: ...


AnyStep = TypeVar("AnyStep", bound=Beside)


def together(steps: Iterable[AnyStep]) -> list[list[AnyStep]]:
    """The steps in their order, those done at the same time as one."""
    found: list[list[AnyStep]] = []
    for step in steps:
        if step.beside and found:
            found[-1].append(step)
        else:
            found.append([step])
    return found


@dataclass(frozen=True)
class PartRecord:
    """A share of a group. `code`: the procedure it is, where known; `after`: the `number` it waits for."""

    number: int
    code: str = ""
    after: int | None = None


@dataclass(frozen=True)
class StepsRecord:
    """The published steps. `total` is the sum of their times, as the list says."""

    time_unit: Unit
    total: Decimal
    items: tuple[StepRecord, ...]

    @property
    def longest(self) -> Decimal:
        """How long they take together: of steps at the same time the longest counts."""
        spans = (max(step.value or Decimal(0) for step in at_once) for at_once in together(self.items))
        return sum(spans, Decimal(0))


@dataclass(frozen=True)
class ProcedureRecord:
    """One procedure of the file. `raw` is the record as written, for what has no place of its own."""

    code: str
    name: str
    field_code: str
    levels: tuple[Level, ...]
    legal: Limit
    committed: Limit | None = None
    code_trust: Trust = Trust.UNVERIFIED
    name_en: str = ""
    interconnection: str = "none"
    variants: tuple[VariantRecord, ...] = ()
    fees: tuple[FeeRecord, ...] = ()
    documents: tuple[DocumentRecord, ...] = ()
    documents_complete: bool = False
    document_sets: int = 1
    parts: tuple[PartRecord, ...] = ()
    steps: StepsRecord | None = None
    results: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    applicants: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    online_level: str = ""
    boundary_free: bool = False
    raw: str = field(default="{}", repr=False)  # canonical JSON: the same record gives the same text

    @property
    def whole_committed(self) -> Limit | None:
        """The committed time when it covers the whole procedure; a promise about a part makes no due date."""
        return self.committed if self.committed and self.committed.legal_part is None else None


@dataclass(frozen=True)
class Catalogue:
    fields: tuple[FieldRecord, ...]
    procedures: tuple[ProcedureRecord, ...]


def comparable_minutes(value: Decimal, unit: Unit, other: Unit) -> Decimal | None:
    """`value` in minutes when `unit` and `other` measure the same kind of time, else None.

    >>> comparable_minutes(Decimal(2), Unit.WD, Unit.WH)
    Decimal('960')
    """
    for table in (WORKING_MINUTES, CALENDAR_MINUTES):
        if unit in table and other in table:
            return value * table[unit]
    return value if unit == other else None
