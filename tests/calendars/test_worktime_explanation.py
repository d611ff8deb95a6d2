"""What the office answers to "why that date?"."""

from __future__ import annotations

import re
from datetime import date, datetime, time

import pytest
from worktime_offices import OFFICES, STD, at, days, hours

from motcua.calendars import worktime
from motcua.calendars.explanation import (
    MESSAGES,
    Line,
    clock_text,
    day_text,
    explain,
    instant_text,
    line_text,
)
from motcua.calendars.worktime import (
    LAST_HOUR,
    Allotment,
    DayOverride,
    Mode,
    Pause,
    Terms,
    Unit,
    WorkCalendar,
)


def told(
    cal: WorkCalendar, received: str, terms: Terms, *pauses: tuple[str, str | None], restart: str = ""
) -> list[str]:
    stops = [Pause(at(begin), at(end) if end else None) for begin, end in pauses]
    lines = explain(cal, at(received), terms, stops, at(restart) if restart else None)
    return [line_text(line, moment=lambda moment: f"{moment:%d/%m %H:%M}") for line in lines]


def test_a_pause_over_tet_is_told_day_by_day() -> None:
    assert told(STD, "2026-02-12 14:00", days(5), ("2026-02-13 10:00", "2026-02-24 14:00")) == [
        "Received at 12/02 14:00.",
        "Received in working hours: the clock starts at once.",
        "Time limit: 5 working days of 480 minutes = 2400 minutes.",
        "12/02/2026, 14 giờ 00 phút to 17 giờ 30 phút: 210 minutes.",
        "13/02/2026, 07 giờ 30 phút to 10 giờ 00 phút: 150 minutes.",
        "Paused from 13/02 10:00 to 24/02 14:00: 1080 working minutes are not counted.",
        "24/02/2026, 14 giờ 00 phút to 17 giờ 30 phút: 210 minutes.",
        "25/02/2026 to 27/02/2026: 3 full working days, 1440 minutes.",
        "28/02/2026 to 01/03/2026: weekly rest, not counted.",
        "02/03/2026, 07 giờ 30 phút to 16 giờ 00 phút: 390 minutes.",
        "Due at 02/03 16:00.",
    ]


def test_holidays_are_named_and_weekends_inside_a_run_are_only_counted() -> None:
    assert told(STD, "2026-04-20 18:00", days(10))[1:] == [
        "Received after closing: the clock starts at 21/04 07:30.",
        "Time limit: 10 working days of 480 minutes = 4800 minutes.",
        "21/04/2026 to 24/04/2026: 4 full working days, 1920 minutes.",
        "25/04/2026: weekly rest, not counted.",
        "26/04/2026 to 27/04/2026: Giỗ Tổ Hùng Vương, not counted.",
        "28/04/2026 to 29/04/2026: 2 full working days, 960 minutes.",
        "30/04/2026: Ngày Chiến thắng, not counted.",
        "01/05/2026: Quốc tế lao động, not counted.",
        "02/05/2026 to 03/05/2026: weekly rest, not counted.",
        "04/05/2026 to 07/05/2026: 4 full working days, 1920 minutes.",
        "Due at 07/05 17:30.",
    ]


def test_whole_days_are_numbered_and_the_starting_day_is_said_not_to_count() -> None:
    assert told(STD, "2026-03-02 09:00", days(6, Mode.EOD), ("2026-03-03 10:00", "2026-03-05 15:00"))[2:] == [
        "Time limit: 6 working days, counted in whole days.",
        "02/03/2026 is the starting day and is not counted.",
        "03/03/2026 to 10/03/2026: working days 1 to 6 (2 rest days skipped).",
        "Paused from 03/03 10:00 to 05/03 15:00: working days added: 2; last day now 12/03/2026.",
        "Due at 12/03 17:30.",
    ]


@pytest.mark.parametrize(
    ("received", "key"),
    [
        ("2026-03-02 07:00", "start.before_opening"),
        ("2026-03-02 12:00", "start.lunch"),
        ("2026-03-02 15:00:01", "start.after_cutoff"),
        ("2026-03-02 18:00", "start.after_cutoff"),
        ("2026-03-07 09:00", "start.rest_day"),
        ("2026-02-17 09:00", "start.day_off"),
    ],
)
def test_the_reason_of_a_later_start_is_given(received: str, key: str) -> None:
    lines = explain(STD, at(received), days(1, Mode.ROLL, cutoff=time(15)))
    assert lines[1].key == key
    assert lines[1].at == lines[1].params["at"]


@pytest.mark.parametrize(
    ("received", "due", "key"),
    [
        ("2026-03-02 16:30", "2026-03-03 16:30", "start.inside"),  # the last hour has not begun yet
        ("2026-03-02 16:30:01", "2026-03-03 17:30", "start.after_cutoff"),
        ("2026-03-02 17:30", "2026-03-03 17:30", "start.after_cutoff"),
        ("2026-03-06 17:00", "2026-03-09 17:30", "start.after_cutoff"),  # a Friday
        ("2026-03-07 17:00", "2026-03-09 17:30", "start.rest_day"),
    ],
)
def test_what_comes_in_the_last_office_hour_counts_from_the_next_working_day(
    received: str, due: str, key: str
) -> None:
    terms = days(1, Mode.ROLL, cutoff=LAST_HOUR)
    assert worktime.due(STD, at(received), terms).at == at(due)
    line = explain(STD, at(received), terms)[1]
    assert line.key == key
    if key == "start.after_cutoff":
        assert line.params["cutoff"] == "16:30"


def test_calendar_days_tell_why_the_last_day_moved() -> None:
    terms = Terms(Allotment(30, Unit.CD), Mode.CAL)
    assert told(STD, "2026-01-20 09:00", terms)[2:4] == [
        "20/01/2026 plus 30 days is 19/02/2026.",
        "19/02/2026 is a day off (Tết Âm lịch): the limit ends on the next working day.",
    ]
    month = told(STD, "2026-01-31 09:00", Terms(Allotment(1, Unit.MO), Mode.MONTH))
    assert month[2:4] == [
        "31/01/2026 plus 1 months is 28/02/2026.",
        "28/02/2026 is not a working day: the limit ends on the next working day.",
    ]


def test_restart_open_pause_and_provisional_dates_are_said() -> None:
    again = told(STD, "2026-03-02 09:00", days(5), restart="2026-03-09 14:00")
    assert "The supplement was complete at 09/03 14:00" in again[1]
    paused = told(STD, "2026-03-02 09:00", hours(8), ("2026-03-02 10:00", None))
    assert paused[-1] == "Paused since 02/03 10:00: the clock stands still with 420 working minutes left."
    assert told(STD, "2027-02-03 09:00", days(3))[-1].startswith("Provisional")
    assert told(STD, "2026-03-05 09:00", days(1, Mode.LIMIT))[0].startswith("Counted back from the deadline")


def test_four_hundred_days_are_still_read_in_a_minute() -> None:
    assert len(explain(STD, at("2024-01-02 08:00"), days(400))) < 40
    assert len(explain(OFFICES["T_SAT0806"], at("2024-01-02 08:00"), days(1000))) < 15


def test_instants_are_written_the_vietnamese_way() -> None:
    assert instant_text(at("2026-03-05 14:30")) == "14 giờ 30 phút, ngày 05/03/2026"
    assert (
        instant_text(datetime.fromisoformat("2026-03-05T07:30:00+00:00")) == "14 giờ 30 phút, ngày 05/03/2026"
    )
    assert clock_text(at("2026-03-05 14:30:07")) == "14 giờ 30 phút 07 giây"
    assert day_text(date(2026, 3, 5)) == "05/03/2026"


def test_a_translation_may_put_the_values_in_its_own_order() -> None:
    line = Line(None, "skip.holiday", {"day": date(2026, 1, 1), "name": "Tết Dương lịch"})
    vietnamese = {MESSAGES["skip.holiday"]: "Không tính %(name)s (%(day)s)."}
    assert line_text(line, vietnamese.__getitem__) == "Không tính Tết Dương lịch (01/01/2026)."


def test_every_text_is_a_sentence_with_named_values_only() -> None:
    for text in MESSAGES.values():
        assert text.endswith(".")
        assert "%" not in re.sub(r"%\([a-z_]+\)s", "", text)


def test_a_day_off_that_nobody_announced_says_so_in_the_derivation() -> None:
    day, name = date(2026, 11, 24), "Ngày Văn hóa"
    for trust, said in (("law", name), ("unverified", f"{name}, chưa có thông báo chính thức")):
        cal = WorkCalendar(STD.weekly, (), (DayOverride(day, reason=name, trust=trust),))
        assert cal.name_of_day_off(day) == said
        lines = explain(cal, at("2026-11-23 16:00"), days(1, Mode.ROLL))
        assert said in {line.params.get("name") for line in lines}
