"""What the pages about calendars show, and what a change would do to open dossiers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from motcua.calendars.models import AnnouncedYear, Calendar, CalendarDay, CalendarVersion
from motcua.calendars.queries import assemble
from motcua.calendars.worktime import DayKind, WorkCalendar
from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal, Status
from motcua.offices.actors import Actor
from motcua.offices.models import Office
from motcua.offices.queries import in_force


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A calendar in the list."""

    calendar: Calendar
    offices: tuple[str, ...]
    announced_through: int | None
    has_hours: bool


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the year view. `kind`: work, rest, off, worked or shifts; `name` says why it differs."""

    day: date
    kind: str
    shifts: tuple[str, ...]
    name: str
    decision: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month by weeks, Monday first; None before the first and after the last day."""

    first: date
    weeks: tuple[tuple[DayCell | None, ...], ...]
    working_days: int


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A dated decision in force, and the calendar it stands in."""

    row: CalendarDay
    own: bool


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """Everything the page of a calendar shows for a year."""

    calendar: Calendar
    year: int
    months: tuple[Month, ...]  # empty while nobody has published hours
    versions: tuple[CalendarVersion, ...]
    days: tuple[OwnDay, ...]
    announced: AnnouncedYear | None
    offices: tuple[str, ...]
    may_change: bool


def calendar_of(calendar_id: int) -> Calendar:
    """A calendar. Refuses an unknown one."""
    row = Calendar.objects.select_related("parent").filter(pk=calendar_id).first()
    if row is None:
        raise Refusal(
            "no_such_calendar",
            N_("There is no such calendar."),
            N_("Choose one from the list."),
            status=Status.NOT_FOUND,
        )
    return row


def lines() -> list[CalendarLine]:
    """Every calendar."""
    used = _used()
    years: dict[int, int] = {}
    for calendar_id, year in AnnouncedYear.objects.values_list("calendar_id", "year"):
        years[calendar_id] = max(years.get(calendar_id, 0), year)
    hours = set(CalendarVersion.objects.values_list("calendar_id", flat=True))
    rows = {row.pk: row for row in Calendar.objects.select_related("parent")}
    found = []
    for row in rows.values():
        line = list(_upwards(row, rows))
        announced = [years[part.pk] for part in line if part.pk in years]
        found.append(
            CalendarLine(
                row,
                tuple(office.name for office in used.get(row.pk, ())),
                max(announced, default=None),
                any(part.pk in hours for part in line),
            )
        )
    return found


def page(actor: Actor, calendar_id: int, year: int) -> CalendarPage:
    """The page of a calendar."""
    calendar = calendar_of(calendar_id)
    line = line_of(calendar)
    decided = CalendarDay.objects.filter(calendar__in=line, day__year=year, superseded_at=None)
    days: dict[date, CalendarDay] = {}
    for row in sorted(decided, key=lambda row: -line.index(row.calendar_id)):
        days[row.day] = row  # the nearest calendar's decision is the last one
    announced = AnnouncedYear.objects.filter(calendar__in=line, year=year).first()
    return CalendarPage(
        calendar=calendar,
        year=year,
        months=_months(calendar_id, year),
        versions=tuple(CalendarVersion.objects.filter(calendar=calendar).order_by("-valid_from")),
        days=tuple(OwnDay(days[day], days[day].calendar_id == calendar_id) for day in sorted(days)),
        announced=announced,
        offices=tuple(office.name for office in _used().get(calendar_id, ())),
        may_change=may_change(actor, calendar_id),
    )


def may_change(actor: Actor, calendar_id: int) -> bool:
    """Whether the person administers every office that counts by the calendar, or by one below it."""
    used = _used()
    calendars = below(calendar_id)
    return all(actor.administers(office.path) for pk in calendars for office in used.get(pk, ()))


def check_may_change(actor: Actor, calendar_id: int) -> None:
    """Refuses who would change the working time of offices of others."""
    if not may_change(actor, calendar_id):
        raise Refusal(
            "not_your_calendar",
            N_("Offices that you do not administer count by this calendar."),
            N_("Publish the day in a calendar of your own office, or ask the administrator above."),
            status=Status.FORBIDDEN,
        )


def _months(calendar_id: int, year: int) -> tuple[Month, ...]:
    try:
        calendar = assemble(calendar_id)
    except Refusal:
        return ()
    return tuple(_month(calendar, date(year, number, 1)) for number in range(1, 13))


def _month(calendar: WorkCalendar, first: date) -> Month:
    cells: list[DayCell | None] = [None] * first.weekday()
    day = first
    while day.month == first.month:
        cells.append(_cell(calendar, day))
        day += timedelta(days=1)
    cells += [None] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7))
    worked = sum(
        calendar.is_working_day(first + timedelta(days=number)) for number in range((day - first).days)
    )
    return Month(first, weeks, worked)


def _cell(calendar: WorkCalendar, day: date) -> DayCell:
    override = calendar.override_on(day)
    shifts = tuple(str(shift) for shift in calendar.shifts_on(day))
    usual = bool(calendar.week_on(day).get(day.isoweekday()))
    if override is not None and (usual or override.kind is not DayKind.OFF):
        kind = override.kind.value
    else:
        kind = "work" if shifts else "rest"
    reason = override.reason if override else ""
    return DayCell(day, kind, shifts, reason, override.decision if override else "")


def used_by_office() -> dict[int, int]:
    """Offices in force with the calendar they count by."""
    return {office.pk: calendar_id for calendar_id, offices in _used().items() for office in offices}


def line_of(calendar: Calendar) -> list[int]:
    """The calendar and those it takes from, nearest first."""
    return [part.pk for part in _upwards(calendar, {row.pk: row for row in Calendar.objects.all()})]


def _used() -> dict[int, list[Office]]:
    """Offices in force by the calendar they count by: their own, or that of the nearest office above."""
    offices = {row.pk: row for row in Office.objects.filter(in_force(time.today()))}
    used: dict[int, list[Office]] = {}
    for office in offices.values():
        for part in reversed([int(number) for number in office.path.split(".")]):
            above = offices.get(part)
            if above is not None and above.calendar_id is not None:
                used.setdefault(above.calendar_id, []).append(office)
                break
    return used


def below(calendar_id: int) -> frozenset[int]:
    """The calendar and all that take from it."""
    parents = dict(Calendar.objects.values_list("pk", "parent_id"))
    found = {calendar_id}
    while more := {pk for pk, parent in parents.items() if parent in found} - found:
        found |= more
    return frozenset(found)


def _upwards(calendar: Calendar, rows: dict[int, Calendar]) -> Iterator[Calendar]:
    at: Calendar | None = calendar
    seen: set[int] = set()
    while at is not None and at.pk not in seen:
        seen.add(at.pk)
        yield at
        at = rows.get(at.parent_id) if at.parent_id else None
