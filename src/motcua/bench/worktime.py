"""How fast a due instant is counted, beside two plain ways of doing it, in one run on the same questions."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from time import process_time

from motcua.calendars.national import national_days
from motcua.calendars.worktime import VIETNAM, Shift, WorkCalendar, add

OFFICE_DAY = (Shift(450, 690), Shift(810, 1050))
YEARS = (2024, 2025, 2026)
QUESTIONS = 2000
Question = tuple[datetime, int]
Counting = Callable[[WorkCalendar, datetime, int], datetime]


def run(seconds: float = 1.0) -> dict[str, float]:
    """Additions per second of CPU time on one core, and how many times faster than each peer.

    The questions are limits of half a day to 35 days, starting at any minute of three years. `day_walk` goes
    from day to day and knows each day's length; `shift_walk` goes from shift to shift. Raises AssertionError
    if the ways disagree.
    """
    calendar = WorkCalendar(
        dict.fromkeys(range(1, 6), OFFICE_DAY),
        overrides=tuple(day for year in (*YEARS, 2027) for day in national_days(year)),
    )
    questions = _questions()
    for start, minutes in questions[:200]:
        answers = {way(calendar, start, minutes) for way in (add, _day_walk, _shift_walk)}
        assert len(answers) == 1, (start, minutes, answers)
    ours = _per_second(add, calendar, questions, seconds)
    day_walk = _per_second(_day_walk, calendar, questions, seconds / 2)
    shift_walk = _per_second(_shift_walk, calendar, questions, seconds / 2)
    return {
        "additions_per_second": round(ours),
        "day_walk_per_second": round(day_walk),
        "shift_walk_per_second": round(shift_walk),
        "ratio_to_day_walk": round(ours / day_walk, 1),
        "ratio_to_shift_walk": round(ours / shift_walk, 1),
    }


def _questions() -> list[Question]:
    dice = random.Random(20260302)  # noqa: S311  (the same questions in every run)
    first = datetime(YEARS[0], 1, 2, tzinfo=VIETNAM)
    span = (date(YEARS[-1], 11, 1) - first.date()).days * 1440
    return [
        (first + timedelta(minutes=dice.randrange(span)), dice.randrange(240, 35 * 480))
        for _ in range(QUESTIONS)
    ]


def _per_second(way: Counting, calendar: WorkCalendar, questions: list[Question], seconds: float) -> float:
    done, began = 0, process_time()
    while (spent := process_time() - began) < seconds or not done:
        for start, minutes in questions[:50] if done == 0 else questions:
            way(calendar, start, minutes)
            done += 1
    return done / spent if spent else float(done)


def _day_walk(calendar: WorkCalendar, start: datetime, minutes: int) -> datetime:
    day, clock = start.date(), start.hour * 60 + start.minute
    while True:
        shifts = calendar.shifts_on(day)
        today = sum(max(0, shift.end - max(shift.start, clock)) for shift in shifts)
        if today >= minutes:
            break
        minutes -= today
        day, clock = day + timedelta(days=1), 0
    for shift in shifts:
        begin = max(shift.start, clock)
        if shift.end - begin >= minutes:
            return datetime(day.year, day.month, day.day, tzinfo=VIETNAM) + timedelta(minutes=begin + minutes)
        minutes -= max(0, shift.end - begin)
    raise AssertionError("the day was found long enough")


def _shift_walk(calendar: WorkCalendar, start: datetime, minutes: int) -> datetime:
    day, clock = start.date(), start.hour * 60 + start.minute
    while True:
        for shift in calendar.shifts_on(day):
            begin = max(shift.start, clock)
            if shift.end - begin >= minutes:
                return datetime(day.year, day.month, day.day, tzinfo=VIETNAM) + timedelta(
                    minutes=begin + minutes
                )
            minutes -= max(0, shift.end - begin)
        day, clock = day + timedelta(days=1), 0
