"""The working time of one calendar as a ruler: sorted shifts, prefix sums, binary search.

Example. Two shifts a day, 07:30-11:30 and 13:30-17:30, give

    starts  07:30  13:30 | 07:30  13:30 ...
    ends    11:30  17:30 | 11:30  17:30 ...
    before      0    240 |   480    720 ...     working minutes before each shift

"Start plus N minutes" is: find the shift of the start, read how much was worked before, add N, find the
shift in which that sum is reached. Both finds are bisections. Nothing has a horizon: the ruler grows when
asked, and beyond the last dated decision, where one week is like the next, whole weeks are skipped by
arithmetic.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Final

from motcua.calendars.instants import DAY, DAY_MINUTES, MINUTE, TimeError, day_of

# Every snapshot contains this day and measures from it, so positions of two snapshots can be compared.
ANCHOR: Final = date(2024, 1, 1).toordinal()
WEEK: Final = 7 * DAY
MARGIN_DAYS: Final = 400
# Up to here a ruler is really drawn; later weeks are computed. About fifty years.
DRAWN_TO: Final = date(2075, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Timeline:
    """All shifts of the days `first`..`last` (ordinals), in minutes since day 0. Never changed once built."""

    first: int
    last: int
    starts: list[int]
    ends: list[int]
    before: list[int]  # one longer than starts: the last entry is the total
    counted: list[int]  # ordinals of the days that count as working days

    @property
    def week(self) -> int:
        """Working ticks of the last seven days."""
        return (
            self.before[-1] - self.before[bisect_left(self.starts, (self.last - 6) * DAY_MINUTES)]
        ) * MINUTE

    @property
    def counted_week(self) -> int:
        """Working days among the last seven."""
        return len(self.counted) - bisect_left(self.counted, self.last - 6)


_GROWING = Lock()
NOTHING: Final = Timeline(0, 0, [], [], [0], [])
Spans = tuple[tuple[int, int], ...]


class Ruler:
    """Measures working time for one calendar; thread-safe, as a wider snapshot replaces the old one whole.

    `spans` gives the shifts of a day as (start, end) minutes, `counts` says whether the day is a working
    *day*; after the ordinal `settled` every week is like the one before.
    """

    __slots__ = ("_counts", "_spans", "line", "settled")

    def __init__(self, spans: Callable[[date], Spans], counts: Callable[[date], bool], settled: int) -> None:
        self._spans, self._counts = spans, counts
        self.settled = settled
        self.line = NOTHING

    def worked(self, tick: int) -> int:
        """Working ticks between the anchor and an instant (negative before the anchor)."""
        day = tick // DAY
        line = self._cover(min(day, self._drawn_to))
        weeks = max(0, -((line.last - day) // 7))
        minute, rest = divmod(tick - weeks * WEEK, MINUTE)
        index = bisect_right(line.ends, minute)
        position = line.before[index] * MINUTE + (weeks * line.week if weeks else 0)
        if index < len(line.starts) and minute >= line.starts[index]:
            position += (minute - line.starts[index]) * MINUTE + rest
        return position

    def reach(self, goal: int) -> int:
        """Earliest instant at which `goal` working ticks are done: the end of a shift, not the next start."""
        line = self._cover(ANCHOR)
        while goal > line.before[-1] * MINUTE and line.last < self._drawn_to:
            line = self._longer(line)
        weeks = 0
        if goal > line.before[-1] * MINUTE:
            week = line.week
            if not week:
                raise no_working_time()
            weeks = -((line.before[-1] * MINUTE - goal) // week)
            goal -= weeks * week
        minutes, rest = divmod(goal, MINUTE)
        index = (bisect_right if rest else bisect_left)(line.before, minutes) - 1
        return (line.starts[index] + minutes - line.before[index]) * MINUTE + rest + weeks * WEEK

    def opening(self, tick: int) -> int:
        """The first instant at or after `tick` that lies inside a shift (a shift's end lies outside)."""
        position = self.worked(tick)
        # One tick of work further, then one tick back: the start of the next shift, or the instant itself.
        return self.reach(position + 1) - 1

    def working_day_after(self, ordinal: int, count: int) -> date:
        """The `count`-th working day after a day (1 = the next). Raises E_EMPTY_CALENDAR if there is none."""
        line = self._cover(min(ordinal, self._drawn_to))
        skipped = max(0, -((line.last - ordinal) // 7))
        place = bisect_right(line.counted, ordinal - 7 * skipped) + count - 1
        while place >= len(line.counted) and line.last < self._drawn_to:
            fixed = len(line.counted) - place  # a snapshot may have grown at its beginning meanwhile
            line, old = self._longer(line), line
            place = bisect_right(line.counted, old.last) - fixed
        weeks = 0
        if place >= len(line.counted):
            week = line.counted_week
            if not week:
                raise no_working_time()
            weeks = (place - len(line.counted)) // week + 1
            place -= weeks * week
        return day_of(line.counted[place] + 7 * (weeks + skipped))

    @property
    def _drawn_to(self) -> int:
        return max(self.settled + 7, DRAWN_TO)

    def _cover(self, day: int) -> Timeline:
        line = self.line
        if line.first <= day <= line.last:
            return line
        with _GROWING:  # or a narrower snapshot, drawn at the same moment, could replace a wider one
            line = self.line
            if line.first <= day <= line.last:
                return line
            first, last = min(day - 31, ANCHOR), max(day + MARGIN_DAYS, ANCHOR)
            if line is not NOTHING:
                first, last = min(first, line.first), max(last, line.last)
            self.line = self._draw(first, last)
            return self.line

    def _longer(self, line: Timeline) -> Timeline:
        return self._cover(min(2 * line.last - line.first + 1, self._drawn_to))

    def _draw(self, first: int, last: int) -> Timeline:
        starts: list[int] = []
        ends: list[int] = []
        before: list[int] = []
        counted: list[int] = []
        total = at_anchor = 0
        for ordinal in range(first, last + 1):
            if ordinal == ANCHOR:
                at_anchor = total
            day, midnight = date.fromordinal(ordinal), ordinal * DAY_MINUTES
            for start, end in self._spans(day):
                starts.append(midnight + start)
                ends.append(midnight + end)
                before.append(total)
                total += end - start
            if self._counts(day):
                counted.append(ordinal)
        before.append(total)
        return Timeline(first, last, starts, ends, [done - at_anchor for done in before], counted)


def no_working_time() -> TimeError:
    return TimeError(
        "E_EMPTY_CALENDAR", "The calendar has no working time from here on; enter the office's shifts first."
    )
