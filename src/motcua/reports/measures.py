"""What each figure counts, said once: the same condition makes the number and the list behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.db.models.lookups import GreaterThanOrEqual, LessThan

from motcua.dossiers.status import Channel, Status
from motcua.kernel import time
from motcua.reports.formulas import Window

NEARLY = timedelta(
    days=3
)  # how near a due date counts as "nearly late"; the officers' own lists use the same


class Measure(StrEnum):
    """A figure that can be opened down to its dossiers."""

    TOTAL = "total"
    RECEIVED = "received"
    ONLINE = "online"
    IN_GROUPS = "in_groups"
    CARRIED_OVER = "carried_over"
    FINISHED = "finished"
    EARLY = "early"
    ON_THE_DAY = "on_the_day"
    ON_TIME = "on_time"
    LATE = "late"
    FINISHED_UNDATED = "finished_undated"
    OPEN = "open"
    WITHIN_TIME = "within_time"
    OVERDUE = "overdue"
    OPEN_UNDATED = "open_undated"
    WAITING = "waiting"
    PAUSED = "paused"
    DUE_TODAY = "due_today"
    NEARLY_LATE = "nearly_late"
    TO_HAND_OVER = "to_hand_over"
    PROVISIONAL = "provisional"


WAITING_TO_BE_RETURNED = Q(finished_at__isnull=False, returned_at=None)


def population(window: Window) -> Q:
    """All there was to do: received up to the end, and not finished before the start (column 3)."""
    return Q(received_at__lte=window.until) & (Q(finished_at=None) | Q(finished_at__gte=window.start))


def within(measure: Measure, window: Window) -> Q:
    """Which dossiers of the window's population a figure counts."""
    return _WITHIN[measure](window)


def condition(measure: Measure, window: Window) -> Q:
    """Which dossiers a figure counts, of all there are."""
    if measure is Measure.TO_HAND_OVER:  # finished at any time before
        return within(measure, window)
    return population(window) & within(measure, window)


def places_to_look(measure: Measure, window: Window) -> tuple[Q, ...]:
    """One of these holds for every dossier that a figure counts: what an index on (office, instant) can find."""
    if measure is Measure.TO_HAND_OVER:
        return WAITING_TO_BE_RETURNED, Q(returned_at__gt=window.until)
    return Q(finished_at=None), Q(finished_at__gte=window.start)


def _finished(window: Window) -> Q:
    return Q(finished_at__lte=window.until)


def _open(window: Window) -> Q:
    return Q(finished_at=None) | Q(finished_at__gt=window.until)


# Parts of what is open: their clocks stand, so they have no due date and are never late.
_WAITING = (Status.SUPPLEMENT_IN_PROCESSING,)
_PAUSED = (Status.WAITING_FINANCIAL_DUTY, Status.SUSPENDED)


def _due_between(window: Window, end: datetime) -> Q:
    return _open(window) & Q(due_at__gte=window.until, due_at__lt=end)


def _day_end(window: Window) -> datetime:
    midnight = time.local(window.until).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1)


_FINISHED_DAY = TruncDate("finished_at", tzinfo=time.TZ)
_DUE_DAY = TruncDate("due_at", tzinfo=time.TZ)
_EARLIER_DAY = Q(LessThan(_FINISHED_DAY, _DUE_DAY))
_NOT_EARLIER_DAY = Q(GreaterThanOrEqual(_FINISHED_DAY, _DUE_DAY))

_WITHIN: Mapping[Measure, Callable[[Window], Q]] = {
    Measure.TOTAL: lambda window: Q(received_at__isnull=False),
    Measure.RECEIVED: lambda window: Q(received_at__gte=window.start),
    Measure.ONLINE: lambda window: Q(received_at__gte=window.start, channel=Channel.ONLINE),
    Measure.IN_GROUPS: lambda window: Q(received_at__gte=window.start, group_id__isnull=False),
    Measure.CARRIED_OVER: lambda window: Q(received_at__lt=window.start),
    Measure.FINISHED: _finished,
    Measure.EARLY: lambda window: _finished(window) & Q(finished_at__lte=F("due_at")) & _EARLIER_DAY,
    Measure.ON_THE_DAY: lambda window: _finished(window) & Q(finished_at__lte=F("due_at")) & _NOT_EARLIER_DAY,
    Measure.ON_TIME: lambda window: _finished(window) & Q(finished_at__lte=F("due_at")),
    Measure.LATE: lambda window: _finished(window) & Q(finished_at__gt=F("due_at")),
    Measure.FINISHED_UNDATED: lambda window: _finished(window) & Q(due_at=None),
    Measure.OPEN: _open,
    Measure.WITHIN_TIME: lambda window: _open(window) & Q(due_at__gte=window.until),
    Measure.OVERDUE: lambda window: _open(window) & Q(due_at__lt=window.until),
    Measure.OPEN_UNDATED: lambda window: _open(window) & Q(due_at=None),
    Measure.WAITING: lambda window: _open(window) & Q(due_at=None, status__in=_WAITING),
    Measure.PAUSED: lambda window: _open(window) & Q(due_at=None, status__in=_PAUSED),
    Measure.DUE_TODAY: lambda window: _due_between(window, _day_end(window)),
    Measure.NEARLY_LATE: lambda window: _due_between(window, window.until + NEARLY),
    Measure.TO_HAND_OVER: lambda window: (
        _finished(window) & (Q(returned_at=None) | Q(returned_at__gt=window.until))
    ),
    Measure.PROVISIONAL: lambda window: _open(window) & Q(provisional=True),
}
