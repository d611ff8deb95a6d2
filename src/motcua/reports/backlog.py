"""The backlog: what was open at the end of a day, by field, against the same day a year before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F

from motcua.kernel import time
from motcua.offices.actors import Actor
from motcua.reports.formulas import Period, year_before
from motcua.reports.measures import Measure, condition, places_to_look
from motcua.reports.queries import Scope, dossiers

_ALL = Scope()


@dataclass(frozen=True, slots=True)
class Dates:
    """The two days that are compared; figures are taken at their ends, or at `as_of` if that is earlier."""

    day: date
    before: date
    as_of: datetime

    @property
    def periods(self) -> tuple[Period, Period]:
        """The two days, each as a period."""
        return Period(self.day, self.day), Period(self.before, self.before)


@dataclass(frozen=True, slots=True)
class BacklogLine:
    """Open dossiers of one field now and a year before."""

    field: str
    now: int
    before: int


def dates(last: date, as_of: datetime) -> Dates:
    """The last day of a period, or that of `as_of` if it comes first, and the same day a year before."""
    day = min(last, time.local(as_of).date())
    return Dates(day, year_before(day), as_of)


def backlog(compared: Dates, actor: Actor, scope: Scope = _ALL) -> list[BacklogLine]:
    """The backlog by field; fields without any open dossier on both days are left out. One statement."""
    latter, former = (period.window(compared.as_of) for period in compared.periods)
    now, before = condition(Measure.OPEN, latter), condition(Measure.OPEN, former)
    rows = (
        dossiers(actor, scope, *places_to_look(Measure.OPEN, former))
        .filter(now | before)
        .values(label=F("field_group__name"))
        .annotate(now=Count("pk", filter=now), before=Count("pk", filter=before))
        .order_by("field_group__name")
    )
    return [BacklogLine(row["label"], row["now"], row["before"]) for row in rows]
