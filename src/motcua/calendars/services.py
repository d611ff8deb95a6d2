"""Publishing working time. Nothing published is edited: a version or a dated decision supersedes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from motcua.calendars import queries
from motcua.calendars.models import AnnouncedYear, Calendar, CalendarDay, CalendarVersion
from motcua.calendars.national import is_announced, national_days
from motcua.calendars.office_hours import DayKind, DayOverride, Shift, tidy_week
from motcua.calendars.worktime import TimeError
from motcua.kernel import time
from motcua.kernel.errors import Refusal, Stale, Status

NATIONAL = "national"
SEEDED_YEARS = range(2016, 2028)


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What was published: the calendars whose days differ now, from a day on (None: to no end)."""

    calendar_ids: frozenset[int]
    first: date
    last: date | None
    decision_number: str


# Rooms above (dossiers) append here; called inside the transaction of the change, so that the jobs they
# enqueue exist exactly when the change does. They must not compute due dates themselves.
on_change: list[Callable[[CalendarChange], None]] = []


@transaction.atomic
def create_calendar(code: str, name: str, parent_id: int | None) -> Calendar:
    """Make a calendar below another one (mostly the national one); its hours are published separately."""
    code, name = code.strip().lower(), " ".join(name.split())
    if not code or not name or not all(sign.isalnum() or sign in "-_" for sign in code) or not code.isascii():
        raise Refusal(
            "calendar_code",
            _("A calendar needs a name and a short code of letters, digits and dashes."),
            _("For instance: vinh-tuy."),
        )
    if Calendar.objects.filter(code=code).exists():
        raise Refusal(
            "calendar_twice", _("The code %(code)s is taken."), _("Choose another."), params={"code": code}
        )
    if parent_id is not None:
        _locked(parent_id)
    return Calendar.objects.create(code=code, name=name[:200], parent_id=parent_id)


@transaction.atomic
def publish_version(
    calendar_id: int,
    valid_from: date,
    weekly: Mapping[int, Sequence[str]],
    decision_number: str,
    *,
    nominal_day_minutes: int = 480,
    count_in_days: Mapping[int, bool] | None = None,
) -> CalendarVersion:
    """Publish weekly hours from a day on, until the next version starts: also how seasons change.

    `weekly` maps 1 (Monday) … 7 to shifts like "07:30-11:30". What one working day is worth
    (`nominal_day_minutes`) belongs to the calendar as a whole: a different one needs a calendar of its own.
    """
    calendar = _locked(calendar_id)
    _check_decision(decision_number)
    shifts = _checked_week(weekly)
    counts = {str(day): bool(value) for day, value in (count_in_days or {}).items()}
    for other in CalendarVersion.objects.filter(calendar=calendar):
        if other.valid_from == valid_from:
            raise Refusal(
                "version_same_day",
                _("Other hours already start on %(day)s."),
                _("Choose another first day; published hours are never edited."),
                params={"day": f"{valid_from:%d/%m/%Y}"},
            )
        if other.nominal_day_minutes != nominal_day_minutes or other.count_in_days != counts:
            raise Refusal(
                "nominal_day_differs",
                _("What counts as one working day cannot change within a calendar."),
                _("Make a new calendar and give it to the office."),
            )
    version = CalendarVersion.objects.create(
        calendar=calendar,
        valid_from=valid_from,
        weekly=shifts,
        count_in_days=counts,
        nominal_day_minutes=nominal_day_minutes,
        decision_number=decision_number.strip(),
    )
    _changed(calendar, valid_from, None, decision_number)
    return version


@transaction.atomic
def publish_override(
    calendar_id: int,
    day: date,
    kind: DayKind | str,
    name: str,
    decision_number: str,
    *,
    shifts: Sequence[str] | None = None,
    seen_revision: int | None = None,
) -> CalendarDay:
    """Publish that one day differs: off, worked as a make-up day, or with hours of its own.

    An earlier decision for the day is superseded and stays readable. Refuses a missing decision number,
    hours that contradict the kind, and, with `seen_revision`, a calendar that changed since it was seen.
    """
    calendar = _locked(calendar_id)
    if seen_revision is not None and seen_revision != calendar.revision:
        raise Stale(
            "stale",
            _("The calendar “%(name)s” has changed since you opened it."),
            _("Load the page again, look at what changed, then repeat your change."),
            params={"name": calendar.name},
        )
    _check_decision(decision_number)
    if not name.strip():
        raise Refusal(
            "name_needed", _("The reason for this day is missing."), _("For instance: the holiday's name.")
        )
    try:
        override = DayOverride(
            day, DayKind(kind), tuple(Shift.parse(text) for text in shifts) if shifts else None, name.strip()
        )
    except (TimeError, ValueError) as error:
        raise _hours_wrong(error) from None
    row = _supersede(calendar, override, decision_number.strip(), "practice")
    _changed(calendar, day, day, decision_number)
    return row


@transaction.atomic
def announce_year(calendar_id: int, year: int, decision_number: str) -> AnnouncedYear:
    """Say that the year's holiday table is complete: due dates touching it stop being provisional."""
    calendar = _locked(calendar_id)
    _check_decision(decision_number)
    row, made = AnnouncedYear.objects.get_or_create(
        calendar=calendar,
        year=year,
        defaults={"decision_number": decision_number.strip(), "announced_at": time.now()},
    )
    if made:
        _changed(calendar, date(year, 1, 1), date(year, 12, 31), decision_number)
    return row


@transaction.atomic
def seed_national() -> Calendar:
    """The national calendar with its holidays and swapped days, and the years announced. Safe to repeat.

    A day that an administrator has already decided otherwise is left alone.
    """
    calendar, _made = Calendar.objects.get_or_create(
        code=NATIONAL, defaults={"name": "Lịch nghỉ lễ, tết quốc gia"}
    )
    Calendar.objects.select_for_update().get(pk=calendar.pk)
    there = set(CalendarDay.objects.filter(calendar=calendar).values_list("day", flat=True))
    moment = time.now()
    rows = [
        _row(calendar, override, override.decision, override.trust, moment)
        for year in SEEDED_YEARS
        for override in national_days(year)
        if override.date not in there
    ]
    CalendarDay.objects.bulk_create(rows)
    years = AnnouncedYear.objects.bulk_create(
        [
            AnnouncedYear(calendar=calendar, year=year, announced_at=moment)
            for year in SEEDED_YEARS
            if is_announced(year) and not AnnouncedYear.objects.filter(calendar=calendar, year=year).exists()
        ]
    )
    if rows or years:
        _changed(calendar, date(SEEDED_YEARS[0], 1, 1), None, "")
    return calendar


def _supersede(calendar: Calendar, override: DayOverride, decision: str, trust: str) -> CalendarDay:
    moment = time.now()
    CalendarDay.objects.filter(calendar=calendar, day=override.date, superseded_at=None).update(
        superseded_at=moment
    )
    row = _row(calendar, override, decision, trust, moment)
    row.save(force_insert=True)
    return row


def _row(
    calendar: Calendar, override: DayOverride, decision: str, trust: str, moment: datetime
) -> CalendarDay:
    return CalendarDay(
        calendar=calendar,
        day=override.date,
        kind=override.kind.value,
        shifts=[str(shift) for shift in override.shifts] if override.shifts else None,
        name=override.reason[:200],
        decision_number=decision[:200],
        trust=trust,
        created_at=moment,
    )


def _locked(calendar_id: int) -> Calendar:
    row = Calendar.objects.select_for_update().filter(pk=calendar_id).first()
    if row is None:
        raise Refusal(
            "no_such_calendar",
            _("There is no such calendar."),
            _("Choose one from the list."),
            status=Status.NOT_FOUND,
        )
    return row


def _changed(calendar: Calendar, first: date, last: date | None, decision_number: str) -> None:
    Calendar.objects.filter(pk=calendar.pk).update(revision=F("revision") + 1)
    calendar.refresh_from_db(fields=["revision"])
    transaction.on_commit(queries.forget)
    change = CalendarChange(_below(calendar.pk), first, last, decision_number.strip())
    for callback in on_change:
        callback(change)


def _below(calendar_id: int) -> frozenset[int]:
    parents = dict(Calendar.objects.values_list("pk", "parent_id"))
    found = {calendar_id}
    while more := {pk for pk, parent in parents.items() if parent in found} - found:
        found |= more
    return frozenset(found)


def _check_decision(decision_number: str) -> None:
    if not decision_number.strip():
        raise Refusal(
            "decision_needed",
            _("The number of the decision is missing."),
            _("Working time changes only by a decision, for instance 12729/VPCP-KGVX."),
        )


def _checked_week(weekly: Mapping[int, Sequence[str]]) -> dict[str, list[str]]:
    try:
        week = tidy_week({day: tuple(Shift.parse(text) for text in shifts) for day, shifts in weekly.items()})
    except TimeError as error:
        raise _hours_wrong(error) from None
    if not week:
        raise Refusal(
            "hours_needed", _("A week without any hours is no working time."), _("Enter the shifts.")
        )
    return {str(day): [str(shift) for shift in shifts] for day, shifts in week.items()}


def _hours_wrong(error: Exception) -> Refusal:
    return Refusal(
        "hours_wrong",
        _("These hours cannot be right: %(reason)s"),
        _("Write shifts like 07:30-11:30; a day off has none."),
        params={"reason": str(error)},
    )
