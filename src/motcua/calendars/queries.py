"""Reading calendars: the working time an office counts by, and why a date is what it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from motcua.calendars import explanation
from motcua.calendars.models import AnnouncedYear, Calendar, CalendarDay, CalendarVersion
from motcua.calendars.office_hours import DayKind, DayOverride, Season, Shift, Weekly
from motcua.calendars.worktime import VIETNAM, Pause, Terms, WorkCalendar, explain
from motcua.kernel.errors import Refusal, Status

_known: dict[int, tuple[int, WorkCalendar]] = {}


def revision_sum() -> int:
    """A number that changes with every published change of any calendar; one cheap statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(revision), 0) FROM calendars_calendar")
        row = cursor.fetchone()
    return int(row[0])


def work_calendar(calendar_id: int, revision: int | None = None) -> WorkCalendar:
    """The calendar with everything it takes over from those above it, kept in memory per `revision_sum`.

    Refuses an unknown calendar and one without hours. Not for a transaction that is changing calendars:
    it would keep what may yet be rolled back; use `assemble` there.
    """
    wanted = revision_sum() if revision is None else revision
    kept = _known.get(calendar_id)
    if kept is not None and kept[0] == wanted:
        return kept[1]
    calendar = assemble(calendar_id)
    _known[calendar_id] = (wanted, calendar)
    return calendar


def assemble(calendar_id: int) -> WorkCalendar:
    """The calendar as it stands in the database, read with four statements.

    Hours come from the nearest calendar upwards that has any; single days from all, the nearest winning.
    Years that no calendar of the line announces are provisional.
    """
    line = _line(calendar_id)
    ids = [calendar.pk for calendar in line]
    versions = list(CalendarVersion.objects.filter(calendar__in=ids).order_by("valid_from"))
    with_hours = next((pk for pk in ids if any(version.calendar_id == pk for version in versions)), None)
    if with_hours is None:
        raise Refusal(
            "calendar_without_hours",
            _("The calendar “%(name)s” has no working hours."),
            _("An administrator publishes its weekly hours first."),
            params={"name": line[0].name},
        )
    own = [version for version in versions if version.calendar_id == with_hours]
    days = CalendarDay.objects.filter(calendar__in=ids, superseded_at=None)
    distance = {pk: place for place, pk in enumerate(ids)}
    years = sorted(set(AnnouncedYear.objects.filter(calendar__in=ids).values_list("year", flat=True)))
    return WorkCalendar(
        weekly=weekly_of(own[0].weekly),
        seasons=_seasons(own),
        overrides=tuple(
            override_of(row) for row in sorted(days, key=lambda row: (-distance[row.calendar_id], row.day))
        ),
        nominal_day_minutes=own[-1].nominal_day_minutes,
        count_in_days={int(day): bool(counts) for day, counts in own[-1].count_in_days.items()},
        covered=(date(years[0], 1, 1), date(years[-1], 12, 31)) if years else None,
        provisional_years=frozenset(range(years[0], years[-1])) - frozenset(years) if years else frozenset(),
        name=line[0].code,
    )


def forget() -> None:
    """Drop what this process remembers: after a change, and between tests."""
    _known.clear()


@dataclass(frozen=True, slots=True)
class DayLine:
    """One line of a month's page: a day with its shifts and the decision that differs from the week."""

    day: date
    shifts: tuple[str, ...]
    is_working_day: bool
    name: str
    decision: str


def month(calendar_id: int, first: date) -> list[DayLine]:
    """The days of the month that `first` lies in, for the calendar's page."""
    calendar = work_calendar(calendar_id)
    day, lines = first.replace(day=1), []
    while day.month == first.month:
        override = calendar.override_on(day)
        lines.append(
            DayLine(
                day,
                tuple(str(shift) for shift in calendar.shifts_on(day)),
                calendar.is_working_day(day),
                override.reason if override else "",
                override.decision if override else "",
            )
        )
        day += timedelta(days=1)
    return lines


def explain_due(
    calendar: WorkCalendar,
    start: datetime,
    terms: Terms,
    pauses: Iterable[Pause] = (),
    restart_at: datetime | None = None,
) -> list[str]:
    """The derivation of a due date as sentences in the reader's language. Raises TimeError as `due` does."""
    moment = explanation.instant_text if (get_language() or "vi").startswith("vi") else _instant
    return [
        explanation.line_text(line, gettext, moment)
        for line in explain(calendar, start, terms, pauses, restart_at)
    ]


def weekly_of(raw: dict[str, list[str]]) -> Weekly:
    """Stored weekly hours as shifts. Raises TimeError for what is no shift."""
    return {int(day): tuple(Shift.parse(text) for text in shifts) for day, shifts in raw.items()}


def override_of(row: CalendarDay) -> DayOverride:
    """A stored day as the pure modules know it."""
    shifts = tuple(Shift.parse(text) for text in row.shifts) if row.shifts else None
    return DayOverride(row.day, DayKind(row.kind), shifts, row.name, row.decision_number, row.trust)


def _line(calendar_id: int) -> list[Calendar]:
    every = {row.pk: row for row in Calendar.objects.all()}
    line: list[Calendar] = []
    at = every.get(calendar_id)
    if at is None:
        raise Refusal(
            "no_such_calendar",
            _("There is no such calendar."),
            _("Choose one from the list."),
            status=Status.NOT_FOUND,
        )
    while at is not None and at not in line:
        line.append(at)
        at = every.get(at.parent_id) if at.parent_id else None
    return line


def _seasons(versions: list[CalendarVersion]) -> tuple[Season, ...]:
    ends = [later.valid_from - timedelta(days=1) for later in versions[1:]] + [date.max]
    return tuple(
        Season(version.valid_from, end, weekly_of(version.weekly))
        for version, end in zip(versions, ends, strict=True)
    )


def _instant(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M, %d/%m/%Y}"
