"""Timers of BPMN: ISO 8601 durations, instants and repetitions, and the instant at which they are due.

Months and days are counted on the Vietnamese wall clock (UTC+7 all year); a text without an offset means
that clock. Plain calendar time: working time belongs to the clocks of a dossier, not to the drawing of its
process.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

from motcua.processes.conditions import compile_condition, is_expression
from motcua.processes.errors import ConditionError, TimerError

VIETNAM = timezone(timedelta(hours=7))
_N = r"(\d+(?:[.,]\d+)?)"
_DURATION = re.compile(
    rf"(-)?P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:{_N}W)?(?:{_N}D)?(?:T(?=\d)(?:{_N}H)?(?:{_N}M)?(?:{_N}S)?)?",
    re.ASCII,
)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d|\d{8}(?:T|$)|\d{4}-W\d\d-\d", re.ASCII)
_MIDNIGHT = re.compile(r"(.*T)24(:?00){0,2}(.*)", re.ASCII)
_CYCLE = re.compile(r"R(\d*)/(?:([^/P]+)/)?([^/]+)", re.ASCII)
_FEEL = re.compile(r"""=?\s*(?:duration|date and time|cycle)\(\s*["']([^"']+)["']\s*\)\s*""")
_MAX_DAYS = 366 * 200
FOREVER = -1


class TimerKind(StrEnum):
    DURATION = "duration"
    DATE = "date"
    CYCLE = "cycle"


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer as written: its kind and its text (a literal, or an expression giving one)."""

    kind: TimerKind
    text: str


@dataclass(frozen=True, slots=True)
class Duration:
    """Whole months, then seconds."""

    months: int
    seconds: float

    def after(self, instant: datetime) -> datetime:
        """`instant` plus this duration, months clipped to the last day (31/01 + P1M = 28/02)."""
        local = instant.astimezone(VIETNAM)
        try:
            if self.months:
                index = local.year * 12 + local.month - 1 + self.months
                year, month = divmod(index, 12)
                local = local.replace(
                    year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1])
                )
            return (local + timedelta(seconds=self.seconds)).astimezone(UTC)
        except (OverflowError, ValueError) as error:
            raise TimerError("the timer reaches past the end of the calendar") from error


@dataclass(frozen=True, slots=True)
class Cycle:
    """A repetition: how often (`FOREVER` = without end), from when (None = when armed), how far apart."""

    times: int
    start: datetime | None
    interval: Duration


def duration(text: str) -> Duration:
    """``P1M``, ``P3D``, ``PT4H``, ``P1DT30M``, ``P2W``; raises `TimerError`."""
    match = _DURATION.fullmatch(text.strip())
    if match is None or match[1]:
        raise TimerError(f"«{_cut(text)}» is not an ISO 8601 duration such as PT4H or P3D")
    parts = [(match[i] or "0").replace(",", ".") for i in range(2, 9)]
    told = [match[i] for i in range(2, 9) if match[i]]
    if any("." in p or "," in p for p in told[:-1]):
        raise TimerError(f"only the last part of the duration «{_cut(text)}» can have a fraction")
    if any(len(p) > 12 for p in parts):
        raise TimerError(f"the duration «{_cut(text)}» is too long")
    years, months = int(parts[0]), int(parts[1])
    weeks, days, hours, minutes, seconds = (float(p) for p in parts[2:])
    total = ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds
    if total > _MAX_DAYS * 86_400 or years * 12 + months > 2_400:
        raise TimerError(f"the duration «{_cut(text)}» is too long")
    return Duration(years * 12 + months, total)


def instant(text: str) -> datetime:
    """``2026-01-05T07:30:00+07:00``, or without offset on the Vietnamese clock; returns UTC."""
    bare = text.strip()
    try:
        if not _INSTANT.match(bare):
            raise ValueError
        late = _MIDNIGHT.fullmatch(bare)  # 24:00 is the midnight that ends the day
        found = datetime.fromisoformat(bare if late is None else f"{late[1]}00{late[3]}")
        found += timedelta(days=0 if late is None else 1)
        return (found if found.tzinfo else found.replace(tzinfo=VIETNAM)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise TimerError(
            f"«{_cut(text)}» is not an ISO 8601 instant such as 2026-01-05T07:30:00+07:00"
        ) from None


def cycle(text: str) -> Cycle:
    """``R3/PT10M``, ``R/P1D``, ``R5/2026-01-05T07:30:00+07:00/P1D``; raises `TimerError`."""
    match = _CYCLE.fullmatch(text.strip())
    if match is None or len(match[1]) > 6:
        raise TimerError(f"«{_cut(text)}» is not an ISO 8601 repetition such as R3/PT10M")
    start = instant(match[2]) if match[2] else None
    if start is not None and not match[3].startswith("P"):
        interval = Duration(
            0, (instant(match[3]) - start).total_seconds()
        )  # from its first turn to its second
    else:
        interval = duration(match[3])
    if interval.months == 0 and interval.seconds < 1:
        raise TimerError(f"the repetition «{_cut(text)}» has no time between two turns")
    times = int(match[1]) if match[1] else FOREVER
    if times == 0:
        raise TimerError(f"the repetition «{_cut(text)}» never happens")
    return Cycle(times, start, interval)


def literal(text: str) -> str | None:
    """The literal behind a timer's text, or None when it must be read from variables first."""
    feel = _FEEL.fullmatch(text.strip())
    if feel:
        return feel[1]
    return None if is_expression(text) else text.strip()


def check(timer: Timer) -> None:
    """Refuse a text that can never become a timer; raises `TimerError`."""
    text = literal(timer.text)
    if text is None:
        try:
            compile_condition(timer.text)
        except ConditionError as error:
            raise TimerError(str(error)) from error
        return
    _parse(timer.kind, text)


def due(timer: Timer, now: datetime, values: dict[str, Any]) -> tuple[datetime, int]:
    """When the timer is due if armed `now`, and how many turns are left after that (`FOREVER` = without
    end).
    """
    text = literal(timer.text)
    if text is None:
        try:
            found = compile_condition(timer.text).value(values)
        except ConditionError as error:
            raise TimerError(str(error)) from error
        if not isinstance(found, str):
            raise TimerError(f"«{_cut(timer.text)}» gives no ISO 8601 text")
        text = found
    parsed = _parse(timer.kind, text)
    if isinstance(parsed, datetime):
        return max(parsed, now), 0
    if isinstance(parsed, Duration):
        return parsed.after(now), 0
    left = parsed.times if parsed.times == FOREVER else parsed.times - 1
    return (max(parsed.start, now) if parsed.start else parsed.interval.after(now)), left


def next_turn(timer: Timer, last: datetime, values: dict[str, Any]) -> datetime:
    """The turn after `last` of a repetition."""
    text = literal(timer.text)
    if text is None:
        text = str(compile_condition(timer.text).value(values))
    return cycle(text).interval.after(last)


def _parse(kind: TimerKind, text: str) -> datetime | Duration | Cycle:
    if kind is TimerKind.DURATION:
        return duration(text)
    return instant(text) if kind is TimerKind.DATE else cycle(text)


def _cut(text: str) -> str:
    bare = text.strip()
    return bare if len(bare) <= 60 else bare[:57] + "…"
