"""Working time: the year in one look, and what a day off does to open dossiers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from motcua.calendars.models import AnnouncedYear, Calendar, CalendarDay, CalendarVersion
from motcua.offices.models import Office
from tests.setup.conftest import Admin, text_of
from tests.township import Township, at

DAY = {"day": "2026-03-04", "kind": "off", "name": "Nghỉ bão", "decision_number": "7/QĐ-UBND"}


@pytest.fixture
def calendar(township: Township) -> Calendar:
    found = Office.objects.get(pk=township.office_id).calendar
    assert found is not None
    return found


def preview(admin: Admin, calendar: Calendar, **values: Any) -> str:
    return text_of(admin.sends("calendar-day", calendar.pk, **{**DAY, **values, "act": "preview"}))


def test_the_year_says_in_words_what_each_day_is(admin: Admin, calendar: Calendar) -> None:
    page = admin.opens("calendar", calendar.pk, year="2026")
    assert page.count('<table class="month"') == 12
    assert "Tết Âm lịch" in page
    assert "make-up day" in page
    assert "12729/VPCP-KGVX" in page


def test_a_year_nobody_knows_opens_too(admin: Admin, calendar: Calendar) -> None:
    for year in ("2099", "abc", "99999999999", "-1"):
        admin.opens("calendar", calendar.pk, year=year)


def test_a_day_off_is_shown_with_its_effect_before_it_is_published(
    admin: Admin, calendar: Calendar, township: Township
) -> None:
    received = township.receive("1.004873", when=at("2026-03-02 09:00"))
    before = received.state.due_at
    page = preview(admin, calendar)
    assert "1 open dossier will get a new due date." in page
    assert received.state.code in page
    assert not CalendarDay.objects.filter(day=date(2026, 3, 4), calendar=calendar).exists()
    sent = admin.sends("calendar-day", calendar.pk, **DAY, act="publish")
    assert sent.status_code == 302
    assert CalendarDay.objects.get(day=date(2026, 3, 4), calendar=calendar).decision_number == "7/QĐ-UBND"
    assert before is not None


def test_a_day_nobody_waits_for_changes_nothing(admin: Admin, calendar: Calendar) -> None:
    assert "0 open dossiers will get a new due date." in preview(admin, calendar, day="2026-07-06")


def test_a_day_needs_its_decision_and_its_hours(admin: Admin, calendar: Calendar) -> None:
    without = admin.sends("calendar-day", calendar.pk, **{**DAY, "decision_number": "", "act": "publish"})
    assert without.status_code == 422
    wrong = preview(admin, calendar, kind="shifts", shifts="tám giờ sáng")
    assert "These hours cannot be right" in wrong
    assert "tám giờ sáng" in wrong
    assert CalendarDay.objects.filter(calendar=calendar).count() == 0


def test_a_calendar_that_changed_meanwhile_is_not_written_over(admin: Admin, calendar: Calendar) -> None:
    admin.sends("calendar-day", calendar.pk, **DAY, act="publish")
    late = admin.sends(
        "calendar-day", calendar.pk, **{**DAY, "day": "2026-03-05", "act": "publish", "seen": "1"}
    )
    assert late.status_code == 409


def test_new_hours_begin_on_their_day(admin: Admin, calendar: Calendar) -> None:
    hours = {f"day_{day}": "07:00-11:00, 13:00-17:00" for day in range(1, 6)}
    sent = admin.sends(
        "calendar-hours",
        calendar.pk,
        **hours,
        valid_from="2026-12-01",
        decision_number="99/QĐ-UBND",
        nominal_day_minutes="480",
    )
    assert sent.status_code == 302
    last = CalendarVersion.objects.filter(calendar=calendar).last()
    assert last is not None
    assert last.weekly["1"] == ["07:00-11:00", "13:00-17:00"]


def test_a_year_is_announced(admin: Admin, calendar: Calendar) -> None:
    assert "not announced" in admin.opens("calendar", calendar.pk, year="2027")
    admin.sends("calendar-announce", calendar.pk, year="2027", decision_number="1/TB")
    assert AnnouncedYear.objects.filter(calendar=calendar, year=2027).exists()
    assert "not announced" not in admin.opens("calendar", calendar.pk, year="2027")


def test_the_national_calendar_is_left_to_who_administers_everybody(
    admin: Admin, township: Township, calendar: Calendar
) -> None:
    district = Office.objects.get(code_new="H99.20")
    national = Calendar.objects.get(code="national")
    Office.objects.filter(pk=district.pk).update(calendar=national)
    refused = admin.sends("calendar-day", national.pk, **DAY, act="publish")
    assert refused.status_code == 403
    assert not CalendarDay.objects.filter(calendar=national, day=date(2026, 3, 4)).exists()
    assert "you can only look at it" in admin.opens("calendar", national.pk)


def test_an_office_gets_a_calendar_of_its_own(admin: Admin, township: Township) -> None:
    national = Calendar.objects.get(code="national")
    admin.sends("calendar-new", name="Giờ mùa hè", code="mua-he", parent=str(national.pk))
    made = Calendar.objects.get(code="mua-he")
    assert "No weekly hours yet" in admin.opens("calendar", made.pk)
    admin.sends("office-calendar", township.office_id, calendar=str(made.pk))
    assert "has no working hours" in admin.opens("home")
