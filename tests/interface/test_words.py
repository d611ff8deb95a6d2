"""How dates, money and deadlines are written, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from motcua.kernel import formats
from motcua.kernel.due import due_state

NOON = datetime(2026, 3, 5, 5, 0, tzinfo=UTC)  # 12:00 at the office


@pytest.mark.parametrize(
    ("write", "value", "vietnamese", "english"),
    [
        (formats.day, date(2026, 3, 5), "05/03/2026", "05/03/2026"),
        (formats.day, datetime(2026, 3, 4, 17, 30, tzinfo=UTC), "05/03/2026", "05/03/2026"),
        (formats.instant, NOON, "12:00, 05/03/2026", "12:00, 05/03/2026"),
        (formats.long_instant, NOON, "12 giờ 00 phút, ngày 05 tháng 3 năm 2026", "12:00, 5 March 2026"),
        (formats.long_instant, date(2026, 2, 20), "ngày 20 tháng 02 năm 2026", "20 February 2026"),
        (formats.money, 1_200_000, "1.200.000\xa0đồng", "1,200,000\xa0đồng"),
        (formats.money, Decimal("1500.5"), "1.501\xa0đồng", "1,501\xa0đồng"),
        (formats.money, 0, "0\xa0đồng", "0\xa0đồng"),
        (formats.percent, 91.64, "91,6\xa0%", "91.6\xa0%"),
        (formats.percent, 100, "100\xa0%", "100\xa0%"),
        (formats.day, None, "", ""),
        (formats.money, None, "", ""),
    ],
)
def test_values_are_written_the_way_of_the_language(write, value, vietnamese, english) -> None:
    with translation.override("vi"):
        assert write(value) == vietnamese
    with translation.override("en"):
        assert write(value) == english


def test_initials_follow_the_last_words_of_a_vietnamese_name() -> None:
    assert formats.initials("Nguyễn Thị Thu Hà") == "TH"
    assert formats.initials("Đức") == "Đ"
    assert formats.initials("") == ""


@dataclass(frozen=True)
class Working:
    """What a calendar says about a due time; a working day has eight hours."""

    minutes: int
    percent: int
    day_minutes: int = 480


@pytest.mark.parametrize(
    ("percent", "warning", "tone"),
    [(49, "", "accent"), (50, "50% of the time used", "accent"), (80, "80% of the time used", "warn")],
)
def test_from_one_half_on_it_is_said_how_much_of_the_time_is_used(percent, warning, tone) -> None:
    with translation.override("en"):
        found = due_state(NOON + timedelta(days=4), now=NOON, near=Working(960, percent))
    assert (found.warning, found.tone) == (warning, tone)


@pytest.mark.parametrize(
    ("due_in", "more", "words"),
    [
        (timedelta(hours=5), {}, "Due today at 17:00"),
        (timedelta(0), {}, "Due today at 12:00"),
        (timedelta(seconds=-1), {}, "Late by 1 minute"),
        (timedelta(hours=-3, minutes=-50), {}, "Late by 3 hours"),
        (timedelta(days=-2), {}, "Late by 2 days"),
        (timedelta(days=4), {"near": Working(970, 20)}, "2 working days left"),
        (timedelta(days=1), {"near": Working(480, 20)}, "1 working day left"),
        (timedelta(days=1), {"near": Working(200, 85)}, "3 working hours left"),
        (timedelta(days=-5), {"near": Working(960, 130)}, "Late by 2 working days"),
        (timedelta(days=-2), {"near": Working(0, 100)}, "Late by 1 working minute"),
        (timedelta(days=4), {}, "4 days left"),
        (timedelta(days=-9), {"paused": True}, "Paused"),
        (timedelta(days=1), {"finished_at": NOON}, "Finished early"),
        (timedelta(hours=1), {"finished_at": NOON}, "Finished on time"),
        (timedelta(0), {"finished_at": NOON}, "Finished on time"),
        (timedelta(hours=-2), {"finished_at": NOON}, "Finished late by 2 hours"),
    ],
)
def test_a_due_date_says_in_words_what_it_means_now(due_in, more, words) -> None:
    with translation.override("en"):
        assert due_state(NOON + due_in, now=NOON, **more).text == words


def test_without_a_promise_there_is_no_due_date() -> None:
    with translation.override("en"):
        assert due_state(None, now=NOON).text == "No due date"
        assert due_state(None, now=NOON, finished_at=NOON).text == "Finished"


def test_what_people_typed_never_becomes_markup() -> None:
    page = Template('{% load motcua %}{% tag t "warn" %}{% notice t "bad" %}{% qr_svg "x" t %}{% icon t %}')
    shown = page.render(Context({"t": '<script>alert("x")</script>'}))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
