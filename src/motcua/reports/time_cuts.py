"""Legal against committed time: how many procedures were shortened, and by how much. Pure.

A cut is 1 − committed / legal. Of several procedures it is 1 − Σ committed / Σ legal; the mean of the single
cuts is shown beside it, because reports do not say which of the two they mean. Both are exact until shown.

To add times of different units they are put in working minutes: a day of eight hours, calendar time at five
working days in seven, a month at thirty calendar days (convention, as for the steps of a process).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from motcua.calendars.worktime import Unit

RULES = "TG-1"  # named beside every printed figure; a change of a rule gets a new number
_DAY = 480
_MINUTES = {
    Unit.WH: Fraction(60),
    Unit.WD: Fraction(_DAY),
    Unit.SAME_DAY: Fraction(_DAY),
    Unit.CD: Fraction(_DAY * 5, 7),
    Unit.MO: Fraction(_DAY * 5 * 30, 7),
    Unit.CH: Fraction(_DAY * 5, 7 * 24),
}
# A further cut is worth a proposal when enough dossiers show it and it saves something.
FEWEST_DOSSIERS = 5


def working_minutes(value: Decimal, unit: Unit) -> Fraction:
    """A time in working minutes, exactly.

    >>> working_minutes(Decimal("10.5"), Unit.WD), working_minutes(Decimal(7), Unit.CD)
    (Fraction(5040, 1), Fraction(2400, 1))
    """
    return Fraction(value) * _MINUTES[unit]


@dataclass(frozen=True, slots=True)
class Promise:
    """The two times of a procedure in force, in `unit`. `committed` None: only the legal time is promised."""

    version_id: int
    code: str
    name: str
    field_code: str
    field_name: str
    levels: tuple[str, ...]
    unit: Unit
    legal: Decimal
    committed: Decimal | None

    @property
    def kept(self) -> Decimal:
        """The time that dossiers get."""
        return self.legal if self.committed is None else self.committed

    @property
    def shortened(self) -> bool:
        """Whether less is promised than the law gives."""
        return self.kept < self.legal

    @property
    def cut(self) -> Fraction:
        """Which part of the legal time was cut off."""
        return 1 - Fraction(self.kept) / Fraction(self.legal)

    @property
    def minutes(self) -> Fraction:
        """The time that dossiers get, in working minutes."""
        return working_minutes(self.kept, self.unit)


@dataclass(frozen=True, slots=True)
class Cuts:
    """One line of figures about procedures; minutes are working minutes."""

    procedures: int = 0
    shortened: int = 0
    legal_minutes: Fraction = Fraction(0)
    kept_minutes: Fraction = Fraction(0)
    single_cuts: Fraction = Fraction(0)  # the sum of the cuts of each procedure

    @property
    def share(self) -> Fraction | None:
        """The share of shortened procedures; None of none."""
        return Fraction(self.shortened, self.procedures) if self.procedures else None

    @property
    def cut(self) -> Fraction | None:
        """1 − Σ committed / Σ legal; None of none."""
        return 1 - self.kept_minutes / self.legal_minutes if self.legal_minutes else None

    @property
    def mean_of_cuts(self) -> Fraction | None:
        """The mean of the single cuts; None of none."""
        return self.single_cuts / self.procedures if self.procedures else None


def cuts(promises: Iterable[Promise]) -> Cuts:
    """The figures of some procedures."""
    known = list(promises)
    return Cuts(
        procedures=len(known),
        shortened=sum(promise.shortened for promise in known),
        legal_minutes=sum((working_minutes(one.legal, one.unit) for one in known), Fraction(0)),
        kept_minutes=sum((one.minutes for one in known), Fraction(0)),
        single_cuts=sum((one.cut for one in known), Fraction(0)),
    )


def percent_of(share: Fraction | None, decimals: int, *, down: bool = False) -> str | None:
    """A share in percent, rounded half up, or cut off when `down`, as reports print shares of procedures.

    >>> percent_of(Fraction(264, 288), 1, down=True), percent_of(Fraction(264, 288), 1), percent_of(None, 1)
    ('91.6', '91.7', None)
    """
    if share is None:
        return None
    scaled = share * 100 * 10**decimals
    whole = math.floor(scaled) if down else math.floor(scaled + Fraction(1, 2))
    sign, size = ("-" if whole < 0 else ""), abs(whole)
    if not decimals:
        return f"{sign}{size}"
    return f"{sign}{size // 10**decimals}.{size % 10**decimals:0{decimals}d}"


def percentile(minutes: Sequence[int], share: Fraction) -> int:
    """The smallest of the times within which that share of them lies (nearest rank). Refuses no times.

    >>> percentile([10, 20, 30, 40], Fraction(1, 2)), percentile([10, 20, 30, 40], Fraction(9, 10))
    (20, 40)
    """
    if not minutes:
        raise ValueError("no times, no percentile")
    return sorted(minutes)[math.ceil(share * len(minutes)) - 1]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A procedure whose dossiers are solved well within its time. All times in working minutes."""

    promise: Promise
    dossiers: int  # how many were measured
    median: int
    p90: int
    proposed: int  # nine of ten dossiers would have been in time

    @property
    def saved(self) -> Fraction:
        """Which part of the promised time could be cut off."""
        return 1 - self.proposed / self.promise.minutes


def candidate(promise: Promise, minutes: Sequence[int]) -> Candidate | None:
    """The further cut that the times really used allow; None when they are too few or allow none.

    Proposed is the P90 in whole half days, upwards; below a half day in whole hours.
    """
    if len(minutes) < FEWEST_DOSSIERS:
        return None
    p90 = percentile(minutes, Fraction(9, 10))
    grain = _DAY // 2 if p90 > _DAY // 2 else 60
    proposed = max(1, math.ceil(p90 / grain)) * grain
    if proposed >= promise.minutes:
        return None
    return Candidate(promise, len(minutes), percentile(minutes, Fraction(1, 2)), p90, proposed)


def candidates(promises: Iterable[Promise], used: dict[str, list[int]]) -> list[Candidate]:
    """Every possible cut, the largest part first; `used` holds working minutes by procedure code."""
    found = (candidate(promise, used.get(promise.code, [])) for promise in promises)
    return sorted((one for one in found if one), key=lambda one: (-one.saved, one.promise.code))
