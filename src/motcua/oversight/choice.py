"""What somebody chose to look at, read from an address and written into one. No address is trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from motcua.kernel import time
from motcua.reports import formulas
from motcua.reports.chains import interconnected
from motcua.reports.formulas import FIRST_YEAR, LAST_YEAR, Period, Window
from motcua.reports.measures import Measure
from motcua.reports.queries import Dimension, Scope
from motcua.reports.sight import Sight

_LONGEST = 200
_YEARS_OFFERED = 10
Kind = TypeVar("Kind", bound=StrEnum)


class Span(StrEnum):
    """The periods one can choose by a word; OWN are two dates."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Choice:
    """A period, a part of the dossiers and a way to look at them.

    `as_of` is the instant the figures are taken at; a link to a list carries it, so that the list holds
    exactly the dossiers the number counted. `misread` says that the two own dates made no sense.
    """

    span: Span
    period: Period
    as_of: datetime
    by: Dimension = Dimension.FIELD
    measure: Measure = Measure.TOTAL
    office: int | None = None
    office_alone: bool = False
    field: str | None = None
    unit: int | None = None
    officer: int | None = None
    procedure: str | None = None  # its code
    levels: int | None = None  # all procedures over so many levels
    desk: int | None = None  # the office that received
    misread: bool = False

    @property
    def window(self) -> Window:
        """What is counted."""
        return self.period.window(self.as_of)

    def scope(self, sight: Sight) -> Scope:
        """Which dossiers: those of the chosen office and all below it, or of that office alone."""
        offices = None
        if self.office is not None:
            offices = (self.office,) if self.office_alone else sight.below(self.office)
        procedures: tuple[str, ...] | None = None
        if self.procedure is not None:
            procedures = (self.procedure,)
        elif self.levels is not None:
            found = interconnected(sight, self.on)[1]
            procedures = tuple(chain.promise.code for chain in found if len(chain.levels) == self.levels)
        return Scope(offices, self.field, self.unit, self.officer, procedures, self.desk)

    @property
    def on(self) -> date:
        """The day whose catalogue and offices are meant: the last one of the period that is not to come."""
        return min(self.period.last, time.local(self.as_of).date())

    def query(self, **changes: Any) -> str:
        """The address of this choice, or of it with some changes, without the question mark."""
        return urlencode(replace(self, **changes)._texts() if changes else self._texts())

    def line(self, key: str) -> dict[str, Any]:
        """The changes that narrow this choice to one line of its table."""
        match self.by:
            case Dimension.FIELD:
                return {"field": key}
            case Dimension.UNIT:
                return {"unit": int(key)}
            case Dimension.OFFICER:
                return {"officer": int(key)}
            case Dimension.OFFICE:
                return {"office": int(key), "office_alone": True}
            case Dimension.DESK:
                return {"desk": int(key)}

    def without_line(self) -> Choice:
        """The table this choice may be a line of."""
        match self.by:
            case Dimension.FIELD:
                return replace(self, field=None)
            case Dimension.UNIT:
                return replace(self, unit=None)
            case Dimension.OFFICER:
                return replace(self, officer=None)
            case Dimension.OFFICE:
                return replace(self, office=None, office_alone=False)
            case Dimension.DESK:
                return replace(self, desk=None)

    def _texts(self) -> dict[str, str]:
        texts = {
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
            "by": self.by.value,
            "measure": self.measure.value,
        }
        if self.as_of < self.period.end:
            texts["at"] = self.as_of.astimezone(time.TZ).isoformat()
        for name in ("office", "unit", "officer", "desk", "levels"):
            if (value := getattr(self, name)) is not None:
                texts[name] = str(value)
        if self.office_alone:
            texts["alone"] = "1"
        for name, text in (("field", self.field), ("procedure", self.procedure)):
            if text is not None:
                texts[name] = text
        return texts


def read(
    given: Mapping[str, str],
    *,
    measure: Measure = Measure.TOTAL,
    span: Span = Span.YEAR,
    last_day: date | None = None,
) -> Choice:
    """The choice an address makes; whatever makes no sense in it falls back to the usual.

    The usual year is that of `last_day`, by default today: see `Sight.last_day`.
    """
    today = time.today()
    own = given.get("from") is not None and given.get("to") is not None
    chosen = _one(Span, given.get("period", ""), Span.OWN if own else span)
    period, misread = _period(chosen, given, today, (last_day or today).year)
    return Choice(
        span=chosen,
        period=period,
        as_of=min(_instant(given.get("at", "")) or time.now(), time.now()),
        by=_one(Dimension, given.get("by", ""), Dimension.FIELD),
        measure=_one(Measure, given.get("measure", ""), measure),
        office=number(given.get("office", "")),
        office_alone=given.get("alone") == "1",
        field=given.get("field", "")[:_LONGEST].replace("\0", "") or None,
        unit=number(given.get("unit", "")),
        officer=number(given.get("officer", "")),
        procedure=given.get("procedure", "")[:_LONGEST].replace("\0", "") or None,
        levels=number(given.get("levels", "")),
        desk=number(given.get("desk", "")),
        misread=misread,
    )


def offered_years(first: int, shown: Period) -> list[int]:
    """The years one click chooses, the present one first: back to the first one or ten years, and the one shown."""
    present = time.today().year
    years = set(range(max(first, present - _YEARS_OFFERED), present + 1))
    return sorted(years | {shown.first.year, shown.last.year}, reverse=True)


def _period(span: Span, given: Mapping[str, str], today: date, usual: int) -> tuple[Period, bool]:
    match span:
        case Span.TODAY:
            return Period(today, today), False
        case Span.WEEK:
            return formulas.week(today), False
        case Span.MONTH:
            return formulas.month(today), False
        case Span.QUARTER:
            return formulas.quarter(today), False
        case Span.YEAR:
            year = number(given.get("year", "")) or usual
            known = FIRST_YEAR <= year <= LAST_YEAR
            return formulas.year(year if known else usual), not known
        case Span.OWN:
            first, last = _day(given.get("from", "")), _day(given.get("to", ""))
            if first is None or last is None or last < first:
                return formulas.year(usual), True
            return Period(first, last), False


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    return instant if instant.tzinfo and FIRST_YEAR <= instant.year <= LAST_YEAR else None


def number(text: str) -> int | None:
    """The number in a part of an address; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _one(kind: type[Kind], text: str, default: Kind) -> Kind:
    return kind(text) if text in set(kind) else default
