"""Figures counted from dossiers. Each function takes who asks: a figure covers only what that person may see."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import visible_to
from motcua.kernel import time
from motcua.offices.actors import Actor
from motcua.reports.formulas import Period

_LOCAL_DAY = TruncDate("received_at", tzinfo=time.TZ)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of figures. `received` = `finished` + `open`; `finished` = `on_time` + `late`."""

    key: int | str | None
    label: str
    received: int
    finished: int
    on_time: int
    late: int
    open: int
    overdue: int
    returned: int

    def figures(self) -> dict[str, Any]:
        """The figures alone."""
        return {name: value for name, value in asdict(self).items() if name not in ("key", "label")}


def received_in(period: Period, actor: Actor | None) -> QuerySet[Dossier]:
    """Dossiers whose reception lies in the period, as far as the person may see; all of them for the system."""
    found = Dossier.objects.filter(received_at__gte=period.start, received_at__lt=period.end)
    return found if actor is None else found.filter(visible_to(actor))


def by_field(period: Period, actor: Actor | None = None, as_of: datetime | None = None) -> list[Row]:
    """Dossiers received in the period by the office's groups of fields, in their order. One statement."""
    dossiers = received_in(period, actor).values(
        key=F("field_group__name"), label=F("field_group__name"), position=F("field_group__position")
    )
    return _rows(dossiers.order_by("position", "label"), as_of)


def by_day(period: Period, actor: Actor | None = None, as_of: datetime | None = None) -> list[Row]:
    """The same by local day of reception."""
    dossiers = received_in(period, actor).values(key=_LOCAL_DAY, label=_LOCAL_DAY)
    return _rows(dossiers.order_by("key"), as_of)


def by_officer(period: Period, actor: Actor | None = None, as_of: datetime | None = None) -> list[Row]:
    """The same by the officer who examined them."""
    dossiers = received_in(period, actor).values(key=F("case_officer_id"), label=F("case_officer__full_name"))
    return _rows(dossiers.order_by("label"), as_of)


def by_unit(period: Period, actor: Actor | None = None, as_of: datetime | None = None) -> list[Row]:
    """The same by the unit that is responsible for the field."""
    dossiers = received_in(period, actor).values(
        key=F("field_group__unit_id"), label=F("field_group__unit__name")
    )
    return _rows(dossiers.order_by("label"), as_of)


def total(rows: list[Row]) -> Row:
    """The sum of rows."""
    names = ("received", "finished", "on_time", "late", "open", "overdue", "returned")
    return Row(None, "", **{name: sum(getattr(row, name) for row in rows) for name in names})


def _rows(grouped: QuerySet[Dossier, dict[str, Any]], as_of: datetime | None) -> list[Row]:
    at = as_of or time.now()
    done = Q(finished_at__lte=at)
    counted = grouped.annotate(
        received=Count("pk"),
        finished=Count("pk", filter=done),
        late=Count("pk", filter=done & Q(finished_at__gt=F("due_at"))),
        overdue=Count("pk", filter=(Q(finished_at=None) | Q(finished_at__gt=at)) & Q(due_at__lt=at)),
        returned=Count("pk", filter=Q(returned_at__lte=at)),
    )
    return [
        Row(
            key=item["key"],
            label=str(item["label"] or ""),
            received=item["received"],
            finished=item["finished"],
            on_time=item["finished"] - item["late"],
            late=item["late"],
            open=item["received"] - item["finished"],
            overdue=item["overdue"],
            returned=item["returned"],
        )
        for item in counted
    ]
