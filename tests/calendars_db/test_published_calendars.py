"""Working time as offices publish it: versions, decisions for single days, announced years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from motcua.calendars import queries, services
from motcua.calendars.models import Calendar, CalendarDay
from motcua.calendars.services import CalendarChange
from motcua.calendars.worktime import VIETNAM, Allotment, Mode, Terms, TimeError, Unit, due
from motcua.kernel import time
from motcua.kernel.errors import Refusal, Stale

pytestmark = pytest.mark.django_db

WEEK = {day: ["07:30-11:30", "13:30-17:30"] for day in range(1, 6)}
SUMMER = {day: ["07:00-11:30", "13:30-17:00"] for day in range(1, 6)}
THREE_DAYS = Terms(Allotment(3, Unit.WD), Mode.ROLL)


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    queries.forget()
    heard = list(services.on_change)
    with translation.override("en"):
        yield
    queries.forget()
    services.on_change[:] = heard


@pytest.fixture
def office(db: None) -> Calendar:
    national = services.seed_national()
    calendar = services.create_calendar("vinh-tuy", "Lịch thị trấn Vĩnh Tuy", national.pk)
    services.publish_version(calendar.pk, date(2016, 1, 1), WEEK, "01/QĐ-UBND")
    calendar.refresh_from_db()
    return calendar


def at(day: str, clock: str = "09:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (at("2026-03-02"), at("2026-03-05")),
        (at("2025-12-31", "15:30"), at("2026-01-07", "15:30")),  # 1/1 and the swapped 2/1 are off
        (at("2026-01-08", "08:00"), at("2026-01-12", "08:00")),  # Saturday 10/1 is worked
        (at("2017-04-28"), at("2017-05-05")),
    ],
)
def test_national_holidays_and_swapped_days_apply_to_every_office(
    office: Calendar, start: datetime, expected: datetime
) -> None:
    answer = due(queries.work_calendar(office.pk), start, THREE_DAYS)
    assert answer.at == expected
    assert not answer.provisional


def test_a_year_that_is_not_announced_makes_dates_provisional_until_it_is(office: Calendar) -> None:
    start = at("2026-12-30")
    assert due(queries.work_calendar(office.pk), start, THREE_DAYS).provisional
    services.announce_year(Calendar.objects.get(code="national").pk, 2027, "999/VPCP-KGVX")
    assert not due(queries.work_calendar(office.pk), start, THREE_DAYS).provisional


def test_a_decision_for_one_day_supersedes_the_earlier_one_and_both_stay_readable(office: Calendar) -> None:
    day = date(2026, 3, 4)
    services.publish_override(office.pk, day, "off", "Mất điện toàn thị trấn", "15/QĐ-UBND")
    assert due(queries.work_calendar(office.pk), at("2026-03-02"), THREE_DAYS).at == at("2026-03-06")
    services.publish_override(
        office.pk, day, "shifts", "Làm việc buổi sáng", "16/QĐ-UBND", shifts=["07:30-11:30"]
    )
    assert due(queries.work_calendar(office.pk), at("2026-03-02"), THREE_DAYS).at == at("2026-03-05", "15:00")
    rows = CalendarDay.objects.filter(calendar=office, day=day).order_by("pk")
    assert [(row.decision_number, row.superseded_at is None) for row in rows] == [
        ("15/QĐ-UBND", False),
        ("16/QĐ-UBND", True),
    ]


def test_the_office_may_keep_a_national_day_off_worked(office: Calendar) -> None:
    services.publish_override(office.pk, date(2026, 9, 1), "worked", "Trực tiếp nhận hồ sơ", "20/QĐ-UBND")
    calendar = queries.work_calendar(office.pk)
    assert calendar.is_working_day(date(2026, 9, 1))
    assert not calendar.is_working_day(date(2026, 9, 2))


def test_summer_hours_hold_from_their_day_until_the_next_version(office: Calendar) -> None:
    services.publish_version(office.pk, date(2026, 4, 16), SUMMER, "02/QĐ-UBND")
    services.publish_version(office.pk, date(2026, 10, 16), WEEK, "03/QĐ-UBND")
    calendar = queries.work_calendar(office.pk)
    for day, opening in (
        (date(2015, 6, 1), "07:30-11:30"),
        (date(2026, 4, 15), "07:30-11:30"),
        (date(2026, 4, 16), "07:00-11:30"),
        (date(2026, 10, 15), "07:00-11:30"),
        (date(2026, 10, 16), "07:30-11:30"),
    ):
        assert str(calendar.shifts_on(day)[0]) == opening, day


def test_hours_come_from_the_calendar_above_until_one_has_its_own(office: Calendar) -> None:
    hamlet = services.create_calendar("thon", "Điểm tiếp nhận thôn", office.pk)
    services.publish_override(office.pk, date(2026, 3, 4), "off", "Nghỉ", "15/QĐ-UBND")
    assert queries.work_calendar(hamlet.pk).shifts_on(date(2026, 3, 4)) == ()
    assert len(queries.work_calendar(hamlet.pk).shifts_on(date(2026, 3, 5))) == 2
    services.publish_version(hamlet.pk, date(2026, 1, 1), {1: ["08:00-11:00"]}, "04/QĐ-UBND")
    assert queries.work_calendar(hamlet.pk).shifts_on(date(2026, 3, 5)) == ()


@pytest.mark.parametrize(
    ("kind", "name", "decision", "shifts", "code"),
    [
        ("off", "Nghỉ", " ", None, "decision_needed"),
        ("off", "", "1/QĐ", None, "name_needed"),
        ("off", "Nghỉ", "1/QĐ", ["07:30-11:30"], "hours_wrong"),
        ("shifts", "Sáng", "1/QĐ", None, "hours_wrong"),
        ("shifts", "Sáng", "1/QĐ", ["11:30-07:30"], "hours_wrong"),
        ("shifts", "Sáng", "1/QĐ", ["sáng"], "hours_wrong"),
        ("shifts", "Sáng", "1/QĐ", ["07:30-11:30", "11:00-12:00"], "hours_wrong"),
        ("holiday", "Nghỉ", "1/QĐ", None, "hours_wrong"),
    ],
)
def test_a_wrong_decision_is_refused_and_changes_nothing(
    office: Calendar, kind: str, name: str, decision: str, shifts: list[str] | None, code: str
) -> None:
    before = queries.revision_sum(), CalendarDay.objects.count()
    with pytest.raises(Refusal) as refused:
        services.publish_override(office.pk, date(2026, 3, 4), kind, name, decision, shifts=shifts)
    assert refused.value.code == code
    assert (queries.revision_sum(), CalendarDay.objects.count()) == before


def test_published_hours_are_never_edited(office: Calendar) -> None:
    with pytest.raises(Refusal) as refused:
        services.publish_version(office.pk, date(2016, 1, 1), SUMMER, "05/QĐ-UBND")
    assert refused.value.code == "version_same_day"
    with pytest.raises(Refusal) as refused:
        services.publish_version(office.pk, date(2027, 1, 1), SUMMER, "05/QĐ-UBND", nominal_day_minutes=450)
    assert refused.value.code == "nominal_day_differs"
    with pytest.raises(Refusal) as refused:
        services.publish_version(office.pk, date(2027, 1, 1), {}, "05/QĐ-UBND")
    assert refused.value.code == "hours_needed"


def test_two_administrators_decide_from_the_same_page(office: Calendar) -> None:
    seen = office.revision
    services.publish_override(office.pk, date(2026, 3, 4), "off", "Nghỉ", "1/QĐ", seen_revision=seen)
    with pytest.raises(Stale):
        services.publish_override(office.pk, date(2026, 3, 5), "off", "Nghỉ", "2/QĐ", seen_revision=seen)


def test_rooms_above_are_told_which_calendars_changed_and_from_when(office: Calendar) -> None:
    hamlet = services.create_calendar("thon", "Điểm tiếp nhận thôn", office.pk)
    told: list[CalendarChange] = []
    services.on_change.append(told.append)
    services.publish_override(office.pk, date(2026, 3, 4), "off", "Nghỉ", "1/QĐ")
    assert told == [
        CalendarChange(frozenset({office.pk, hamlet.pk}), date(2026, 3, 4), date(2026, 3, 4), "1/QĐ")
    ]


def test_the_calendar_is_kept_in_memory_until_something_is_published(
    office: Calendar, django_assert_num_queries: Any
) -> None:
    revision = queries.revision_sum()
    first = queries.work_calendar(office.pk, revision)
    with django_assert_num_queries(0):
        assert queries.work_calendar(office.pk, revision) is first
    services.publish_override(office.pk, date(2026, 3, 4), "off", "Nghỉ", "1/QĐ")
    assert queries.revision_sum() > revision
    assert queries.work_calendar(office.pk, queries.revision_sum()) is not first


def test_seeding_twice_changes_nothing_and_keeps_what_was_decided_meanwhile(office: Calendar) -> None:
    national = Calendar.objects.get(code="national")
    services.publish_override(national.pk, date(2026, 11, 24), "worked", "Không nghỉ", "77/VPCP")
    before = queries.revision_sum(), CalendarDay.objects.count()
    services.seed_national()
    assert (queries.revision_sum(), CalendarDay.objects.count()) == before
    assert queries.work_calendar(office.pk).is_working_day(date(2026, 11, 24))


def test_a_calendar_without_hours_promises_nothing(db: None) -> None:
    empty = services.create_calendar("trong", "Lịch trống", None)
    with pytest.raises(Refusal, match="no working hours"):
        queries.work_calendar(empty.pk)
    with pytest.raises(Refusal, match="no such calendar"):
        queries.work_calendar(0)


def test_every_due_date_explains_itself_in_sentences(office: Calendar) -> None:
    calendar = queries.work_calendar(office.pk)
    with translation.override("en"):
        lines = queries.explain_due(calendar, at("2025-12-31", "15:30"), THREE_DAYS)
    assert lines[0] == "Received at 15:30, 31/12/2025."
    assert lines[-1] == "Due at 15:30, 07/01/2026."
    assert any("02/01/2026" in line and "not counted" in line for line in lines)
    with pytest.raises(TimeError):
        queries.explain_due(calendar, at("2026-03-02"), Terms(Allotment(Decimal(0), Unit.WD), Mode.ROLL))


def test_the_page_of_a_month_names_each_day_off(office: Calendar) -> None:
    with time.at(datetime(2026, 1, 5, tzinfo=UTC)):
        lines = queries.month(office.pk, date(2026, 1, 15))
    assert len(lines) == 31
    assert (lines[0].name, lines[0].shifts, lines[0].is_working_day) == ("Tết Dương lịch", (), False)
    assert lines[9].is_working_day
    assert "12729/VPCP-KGVX" in lines[9].decision
