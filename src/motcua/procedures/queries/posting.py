"""What is posted, what must be posted by when, and what changed lately.

A version is posted by its publication here: from that instant every page, poster and feed shows it. The law
gives the office a few working days from the day its decision is signed (R-106, NĐ 63/2010 Art 24(2)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from motcua.calendars import worktime
from motcua.calendars.queries import work_calendar
from motcua.calendars.worktime import Allotment, Mode, Terms, Unit, WorkCalendar
from motcua.kernel import time as clock
from motcua.kernel.errors import Refusal
from motcua.kernel.time import TZ
from motcua.offices.models import Office
from motcua.procedures.models import ProcedureVersion
from motcua.rules.queries import in_force

_State = ProcedureVersion.State
LOOKED_BACK = timedelta(days=365)  # postings of the past year are listed
_TEN = 10  # the hour a decision is put at: its day itself is not counted


class Standing(StrEnum):
    """How a version stands against its last day for posting."""

    OVERDUE = "overdue"  # quá hạn: not posted, the time is over
    DUE_SOON = "due_soon"  # sắp đến hạn: one working day is left, or less
    DUE = "due"  # not posted yet, there is time
    LATE = "late"  # posted, after the time
    IN_TIME = "in_time"  # posted in time


_PRESSING = (Standing.OVERDUE, Standing.DUE_SOON)


@dataclass(frozen=True, slots=True)
class PostingLine:
    """A version with a signed decision; `days` are working days, `due_at` the closing time of the last one."""

    version_id: int
    code: str
    number: int
    name: str
    decision_number: str
    decision_date: date
    decision_order: str
    days: int
    due_at: datetime
    posted_at: datetime | None
    standing: Standing


class ChangeKind(StrEnum):
    """What happened to a procedure, as a reader of the feed sees it."""

    NEW = "new"  # mới ban hành
    CHANGED = "changed"  # sửa đổi, bổ sung, thay thế
    REPEALED = "repealed"  # bãi bỏ


@dataclass(frozen=True, slots=True)
class PublicChange:
    """One entry of the change feed. `day`: the first day in force, or the last one of a repealed version."""

    kind: ChangeKind
    code: str
    number: int
    name: str
    field_name: str
    at: datetime
    day: date
    decision_number: str
    places: tuple[str, ...]


def postings(now: datetime) -> list[PostingLine]:
    """Drafts with a signed decision, and what was posted by a decision of the past year; pressing ones first.

    Empty when no office has a calendar yet: nobody could say then what a working day is.
    """
    return _postings(ProcedureVersion.objects.all(), now)


def to_post(now: datetime) -> list[PostingLine]:
    """The drafts that must be posted at once, or should have been."""
    drafts = _postings(ProcedureVersion.objects.filter(state=_State.DRAFT), now)
    return [line for line in drafts if line.standing in _PRESSING]


def _postings(versions: QuerySet[ProcedureVersion], now: datetime) -> list[PostingLine]:
    today = clock.local(now).date()
    rows = list(
        versions.filter(decision_date__gte=today - LOOKED_BACK)
        .select_related("procedure")
        .only(
            *("procedure__code", "number", "name", "state", "published_at"),
            *("decision_number", "decision_date", "decision_order"),
        )
    )
    calendar = _calendar() if rows else None
    if calendar is None:
        return []
    found = [line for row in rows if (line := _posting(row, calendar, now)) is not None]
    order = list(Standing)
    return sorted(found, key=lambda line: (order.index(line.standing), line.due_at, line.code))


def changes(limit: int = 50) -> list[PublicChange]:
    """What was published or repealed, newest first. Two statements."""
    published = (
        ProcedureVersion.objects.filter(state=_State.PUBLISHED, published_at__isnull=False)
        .annotate(has_before=_earlier())
        .select_related("field", "procedure")
        .defer("search_text")
    )
    found = [_published(row) for row in published.order_by("-published_at", "-pk")[:limit]]
    ended = published.filter(withdrawn_at__isnull=False).order_by("-withdrawn_at", "-pk")
    found += [_repealed(row) for row in ended[:limit]]
    return sorted(found, key=lambda change: (change.at, change.code), reverse=True)[:limit]


def last_change() -> datetime | None:
    """When the posted catalogue changed last; None when nothing is posted. One statement."""
    posted = ProcedureVersion.objects.filter(state=_State.PUBLISHED, published_at__isnull=False)
    found = posted.aggregate(published=Max("published_at"), ended=Max("withdrawn_at"))
    return max((at for at in found.values() if at is not None), default=None)


def _posting(row: ProcedureVersion, calendar: WorkCalendar, now: datetime) -> PostingLine | None:
    assert row.decision_date is not None
    days = _days(row.decision_date, row.decision_order)
    if days is None:
        return None
    due_at = _due(calendar, row.decision_date, days)
    posted_at = row.published_at if row.state == _State.PUBLISHED else None
    return PostingLine(
        version_id=row.pk,
        code=row.procedure.code,
        number=row.number,
        name=row.name,
        decision_number=row.decision_number,
        decision_date=row.decision_date,
        decision_order=row.decision_order,
        days=days,
        due_at=due_at,
        posted_at=posted_at,
        standing=_standing(due_at, posted_at, now, calendar),
    )


def _standing(
    due_at: datetime, posted_at: datetime | None, now: datetime, calendar: WorkCalendar
) -> Standing:
    if posted_at is not None:
        return Standing.IN_TIME if posted_at <= due_at else Standing.LATE
    if now > due_at:
        return Standing.OVERDUE
    # The alarm one day before: not more than the last working day is left.
    left, last_day = worktime.elapsed(calendar, now, due_at), _one_day(calendar, due_at)
    return Standing.DUE_SOON if left <= last_day else Standing.DUE


def _one_day(calendar: WorkCalendar, due_at: datetime) -> int:
    """Working minutes from the closing time of the day before the last one."""
    day = clock.local(due_at)
    return worktime.elapsed(calendar, day.replace(hour=0, minute=0, second=0, microsecond=0), due_at)


def _due(calendar: WorkCalendar, day: date, days: int) -> datetime:
    start = datetime(day.year, day.month, day.day, _TEN, tzinfo=TZ)
    found = worktime.due(calendar, start, Terms(Allotment(Decimal(days), Unit.WD), Mode.EOD)).at
    assert found is not None
    return found


def _days(day: date, order: str) -> int | None:
    """Working days for posting by the rules of that day; None when they say nothing."""
    try:
        found = in_force(day).parameters.get("posting_days")
    except Refusal:
        return None
    value: Mapping[str, int] = found.value if found else {}
    return value.get(order)


def _calendar() -> WorkCalendar | None:
    """The calendar of the uppermost office that has one: whoever publishes works by it."""
    top = (
        Office.objects.filter(Q(valid_to=None) | Q(valid_to__gte=clock.today()), calendar__isnull=False)
        .order_by(Length("path"), "path")
        .values_list("calendar_id", flat=True)
        .first()
    )
    return work_calendar(top) if top is not None else None


def _earlier() -> Exists:
    """Whether the procedure was posted before in another version."""
    return Exists(
        ProcedureVersion.objects.filter(
            procedure_id=OuterRef("procedure_id"), state=_State.PUBLISHED, number__lt=OuterRef("number")
        )
    )


def _published(row: Any) -> PublicChange:
    kind = ChangeKind.CHANGED if row.has_before else ChangeKind.NEW
    return _change(
        row, kind, row.published_at, row.valid_from, row.decision_number, tuple(row.changed_places)
    )


def _repealed(row: ProcedureVersion) -> PublicChange:
    assert row.withdrawn_at is not None
    assert row.valid_to is not None
    by = str(row.source.get("withdrawn_by", ""))
    return _change(row, ChangeKind.REPEALED, row.withdrawn_at, row.valid_to, by, ())


def _change(
    row: ProcedureVersion, kind: ChangeKind, at: datetime, day: date, decision: str, places: tuple[str, ...]
) -> PublicChange:
    code = row.procedure.code
    return PublicChange(kind, code, row.number, row.name, row.field.name, at, day, decision, places)
