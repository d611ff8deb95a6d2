"""Why a date is what it is: the derivation of a due instant, line by line, as a reader asks.

`explain` returns lines with a stable key and plain values; `MESSAGES` holds the English text of every key,
and `line_text` joins the two with whatever translation the caller hands in. Working minutes of the counted
lines always add up to the limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from motcua.calendars.daywalk import DayRun, RunKind, counted_days, rolled_days
from motcua.calendars.instants import DAY, VIETNAM, day_of, instant, local
from motcua.calendars.limits import Mode, Pause, Terms, Unit
from motcua.calendars.office_hours import WorkCalendar
from motcua.calendars.reckoning import PauseEffect, Reckoning, cutoff_on, provisional, reckon
from motcua.kernel.errors import N_

# Plain English texts, one per key; msgids of the translation. Instants and days come formatted.
MESSAGES: Final[dict[str, str]] = {
    "received": N_("Received at %(at)s."),
    "deadline": N_("Counted back from the deadline %(at)s."),
    "restart": N_(
        "The supplement was complete at %(at)s: the time limit is counted again in full from then."
    ),
    "start.inside": N_("Received in working hours: the clock starts at once."),
    "start.before_opening": N_("Received before opening: the clock starts at %(at)s."),
    "start.lunch": N_("Received during a break: the clock starts at %(at)s."),
    "start.after_closing": N_("Received after closing: the clock starts at %(at)s."),
    "start.after_cutoff": N_(
        "Received after the cut-off %(cutoff)s: the clock starts at the next opening, %(at)s."
    ),
    "start.day_off": N_("Received on a day off (%(name)s): the clock starts at %(at)s."),
    "start.rest_day": N_("Received on a weekly rest day: the clock starts at %(at)s."),
    "limit.wh": N_("Time limit: %(value)s working hours = %(minutes)s working minutes."),
    "limit.wd": N_("Time limit: %(value)s working days of %(day_minutes)s minutes = %(minutes)s minutes."),
    "limit.days": N_("Time limit: %(value)s working days, counted in whole days."),
    "limit.cd": N_("Time limit: %(value)s calendar days."),
    "limit.mo": N_("Time limit: %(value)s months."),
    "limit.ch": N_("Time limit: %(value)s hours by the clock, day and night."),
    "limit.same_day": N_("Time limit: within the working day."),
    "limit.before": N_("Not later than the closing of working day number %(value)s before the deadline."),
    "limit.before_cd": N_(
        "Not later than the last working day at least %(value)s calendar days before the deadline."
    ),
    "work.part": N_("%(day)s, %(from)s to %(to)s: %(minutes)s minutes."),
    "work.day": N_("%(day)s: one full working day, %(minutes)s minutes."),
    "work.days": N_("%(first)s to %(last)s: %(days)s full working days, %(minutes)s minutes."),
    "work.days_rest": N_(
        "%(first)s to %(last)s: %(days)s full working days, %(minutes)s minutes"
        " (%(rest_days)s rest days skipped)."
    ),
    "count.zero": N_("%(day)s is the starting day and is not counted."),
    "count.day": N_("%(day)s: working day %(number)s."),
    "count.days": N_("%(first)s to %(last)s: working days %(from_number)s to %(to_number)s."),
    "count.days_rest": N_(
        "%(first)s to %(last)s: working days %(from_number)s to %(to_number)s"
        " (%(rest_days)s rest days skipped)."
    ),
    "skip.holiday": N_("%(day)s: %(name)s, not counted."),
    "skip.holidays": N_("%(first)s to %(last)s: %(name)s, not counted."),
    "skip.rest_day": N_("%(day)s: weekly rest, not counted."),
    "skip.rest": N_("%(first)s to %(last)s: weekly rest, not counted."),
    "calendar.last_day": N_("%(first)s plus %(value)s days is %(last)s."),
    "month.last_day": N_("%(first)s plus %(value)s months is %(last)s."),
    "roll.day_off": N_("%(day)s is a day off (%(name)s): the limit ends on the next working day."),
    "roll.rest_day": N_("%(day)s is not a working day: the limit ends on the next working day."),
    "pause.work": N_("Paused from %(from)s to %(to)s: %(minutes)s working minutes are not counted."),
    "pause.clock": N_("Paused from %(from)s to %(to)s: %(minutes)s minutes are not counted."),
    "pause.days": N_("Paused from %(from)s to %(to)s: working days added: %(days)s; last day now %(last)s."),
    "pause.calendar_days": N_(
        "Paused from %(from)s to %(to)s: calendar days added: %(days)s; last day now %(last)s."
    ),
    "pause.open": N_("Paused since %(from)s: the clock stands still with %(minutes)s working minutes left."),
    "pause.open_clock": N_("Paused since %(from)s: the clock stands still with %(minutes)s minutes left."),
    "due": N_("Due at %(at)s."),
    "provisional": "Provisional: it touches a year whose public holidays are not announced yet.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a derivation. `key` is a key of MESSAGES, `params` the values its text names."""

    at: datetime | None
    key: str
    params: dict[str, object] = field(default_factory=dict)


def explain(
    cal: WorkCalendar,
    start: datetime,
    terms: Terms,
    pauses: Iterable[Pause] = (),
    restart_at: datetime | None = None,
) -> list[Line]:
    """The derivation of `due(...)` with the same arguments; raises what `due` raises.

    The lines with `minutes` among work.* add up to the limit in ROLL, the numbers of count.* run from 1 to
    the limit in EOD.
    """
    reckoning = reckon(cal, start, terms, pauses, restart_at)
    lines = [
        *_opening_lines(cal, local(start), terms, reckoning, restart_at),
        *_counting_lines(cal, terms, reckoning),
    ]
    if reckoning.due is not None:
        lines.append(_at("due", instant(reckoning.due)))
    if provisional(cal, reckoning, terms.mode):
        lines.append(Line(None, "provisional"))
    return lines


def instant_text(at: datetime) -> str:
    """An instant the Vietnamese way: "14 giờ 30 phút, ngày 05/03/2026"."""
    at = at.astimezone(VIETNAM)
    return f"{clock_text(at)}, ngày {day_text(at)}"


def clock_text(at: datetime) -> str:
    """A time of day the Vietnamese way: "14 giờ 30 phút"; seconds only where there are any."""
    at = at.astimezone(VIETNAM)
    return f"{at:%H} giờ {at:%M} phút" + (f" {at:%S} giây" if at.second else "")


def day_text(day: date) -> str:
    """A day the Vietnamese way: "05/03/2026"."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def line_text(
    line: Line, translate: Callable[[str], str] = str, moment: Callable[[datetime], str] = instant_text
) -> str:
    """The sentence of a line. `translate` maps the English msgid (gettext); `moment` writes instants."""
    shown = {name: _shown(value, name, line.key, moment) for name, value in line.params.items()}
    return translate(MESSAGES[line.key]) % shown


def _shown(value: object, name: str, key: str, moment: Callable[[datetime], str]) -> str:
    if isinstance(value, datetime):
        inside_day = key == "work.part" and name in ("from", "to")
        return clock_text(value) if inside_day else moment(value)
    if isinstance(value, Decimal):  # a column keeps three places: 25.000 days would read as thousands
        return f"{value.normalize():f}"
    return day_text(value) if isinstance(value, date) else str(value)


def _at(key: str, at: datetime, **params: object) -> Line:
    return Line(at, key, {"at": at, **params})


def _opening_lines(
    cal: WorkCalendar, start: datetime, terms: Terms, reckoning: Reckoning, restart_at: datetime | None
) -> Iterator[Line]:
    yield _at("deadline" if terms.mode is Mode.LIMIT else "received", start)
    if restart_at is not None:
        yield _at("restart", local(restart_at))
    if terms.mode in (Mode.ROLL, Mode.EOD, Mode.SAME_DAY):
        yield _start_line(cal, instant(reckoning.received), instant(reckoning.effective), terms)
    yield _limit_line(cal, terms, reckoning)


def _start_line(cal: WorkCalendar, received: datetime, effective: datetime, terms: Terms) -> Line:
    if received == effective:
        return Line(effective, "start.inside")
    shifts = cal.shifts_on(received.date())
    name = cal.name_of_day_off(received.date())
    if not shifts:
        return _at("start.day_off", effective, name=name) if name else _at("start.rest_day", effective)
    cutoff = cutoff_on(cal, received.date(), terms.cutoff) if terms.cutoff is not None else None
    if cutoff is not None and received.time() > cutoff:
        return _at("start.after_cutoff", effective, cutoff=f"{cutoff:%H:%M}")
    if effective.date() > received.date():
        return _at("start.after_closing", effective)
    before = received.hour * 60 + received.minute < shifts[0].start
    return _at("start.before_opening" if before else "start.lunch", effective)


def _limit_line(cal: WorkCalendar, terms: Terms, reckoning: Reckoning) -> Line:
    if terms.mode is Mode.SAME_DAY:
        return Line(None, "limit.same_day")
    value = 1 if terms.allotment is None else terms.allotment.value
    if terms.mode is Mode.LIMIT:
        in_days = terms.allotment is not None and terms.allotment.unit is Unit.CD
        return Line(None, "limit.before_cd" if in_days else "limit.before", {"value": value})
    if terms.mode is Mode.EOD:
        return Line(None, "limit.days", {"value": value})
    unit = terms.allotment.unit if terms.allotment else Unit.WH
    minutes = {"minutes": reckoning.minutes} if unit in (Unit.WH, Unit.WD) else {}
    nominal = {"day_minutes": cal.nominal_day_minutes} if unit is Unit.WD else {}
    return Line(None, f"limit.{unit}", {"value": value, **minutes, **nominal})


def _counting_lines(cal: WorkCalendar, terms: Terms, reckoning: Reckoning) -> Iterator[Line]:
    match terms.mode:
        case Mode.ROLL:
            yield from _rolling_lines(cal, reckoning)
        case Mode.EOD:
            yield from _day_lines(cal, reckoning)
        case Mode.SAME_DAY:
            yield from (_pause_line(pause, "days", reckoning) for pause in reckoning.pauses)
        case Mode.CAL | Mode.MONTH:
            yield from _calendar_lines(cal, terms, reckoning)
        case Mode.CLOCK:
            yield from (_pause_line(pause, "clock", reckoning) for pause in reckoning.pauses)


def _rolling_lines(cal: WorkCalendar, reckoning: Reckoning) -> Iterator[Line]:
    begin, done = reckoning.effective, 0  # done: ticks counted so far
    for pause in (*reckoning.pauses, None):
        end = reckoning.due if pause is None else max(pause.start, reckoning.effective)
        if end is not None and end > begin:
            yield from (_run_line(run, "work") for run in rolled_days(cal, begin, end, done))
            done += cal.ruler.worked(end) - cal.ruler.worked(begin)
        if pause is not None:
            yield _pause_line(pause, "work", reckoning)
            if pause.end is None:
                return
            begin = max(pause.end, reckoning.effective)


def _day_lines(cal: WorkCalendar, reckoning: Reckoning) -> Iterator[Line]:
    assert reckoning.first_day is not None
    assert reckoning.counted_to is not None
    zero = day_of(reckoning.effective // DAY)
    if reckoning.first_day > zero:
        yield Line(instant(reckoning.effective), "count.zero", {"day": zero})
        zero = day_of(zero.toordinal() + 1)
    for run in counted_days(cal, zero, reckoning.counted_to):
        yield _run_line(run, "count")
    for pause in reckoning.pauses:
        yield _pause_line(pause, "days", reckoning)


def _calendar_lines(cal: WorkCalendar, terms: Terms, reckoning: Reckoning) -> Iterator[Line]:
    value = terms.whole()
    key = "month.last_day" if terms.mode is Mode.MONTH else "calendar.last_day"
    yield Line(None, key, {"first": reckoning.first_day, "value": value, "last": reckoning.counted_to})
    for pause in reckoning.pauses:
        yield _pause_line(pause, "calendar_days", reckoning)
    last = reckoning.last_day
    if last is not None and reckoning.due is not None and not cal.is_working_day(last):
        name = cal.name_of_day_off(last)
        yield Line(
            None,
            *(("roll.day_off", {"day": last, "name": name}) if name else ("roll.rest_day", {"day": last})),
        )


def _pause_line(pause: PauseEffect, counted: str, reckoning: Reckoning) -> Line:
    since = instant(pause.start)
    if pause.end is None:
        key = "pause.open_clock" if counted == "clock" else "pause.open"
        return Line(since, key, {"from": since, "minutes": reckoning.left})
    effect: dict[str, object] = {"from": since, "to": instant(pause.end)}
    if counted in ("work", "clock"):
        return Line(since, f"pause.{counted}", {**effect, "minutes": pause.amount})
    return Line(since, f"pause.{counted}", {**effect, "days": pause.amount, "last": pause.last_day})


def _run_line(run: DayRun, counted: str) -> Line:
    days: dict[str, object] = {"first": run.first, "last": run.last}
    if run.kind is RunKind.HOLIDAY:
        name: dict[str, object] = {"name": run.name}
        if run.days == 1:
            return Line(None, "skip.holiday", {"day": run.first, **name})
        return Line(None, "skip.holidays", {**days, **name})
    if run.kind is RunKind.REST:
        return (
            Line(None, "skip.rest_day", {"day": run.first})
            if run.days == 1
            else Line(None, "skip.rest", days)
        )
    if run.kind is RunKind.PART:
        begin, end = instant(run.begin), instant(run.end)
        return Line(begin, "work.part", {"day": run.first, "from": begin, "to": end, "minutes": run.amount})
    if counted == "work":
        minutes: dict[str, object] = {"minutes": run.amount}
        if run.days == 1:
            return Line(None, "work.day", {"day": run.first, **minutes})
        rest = {"rest_days": run.rest_days} if run.rest_days else {}
        return Line(
            None, "work.days_rest" if rest else "work.days", {**days, "days": run.days, **minutes, **rest}
        )
    if run.days == 1:
        return Line(None, "count.day", {"day": run.first, "number": run.number})
    numbers: dict[str, object] = {"from_number": run.number, "to_number": run.number + run.days - 1}
    rest = {"rest_days": run.rest_days} if run.rest_days else {}
    return Line(None, "count.days_rest" if rest else "count.days", {**days, **numbers, **rest})
