"""Working time: when does a limit end, and why. The front door of the pure part of this room.

>>> from datetime import datetime
>>> std = WorkCalendar({day: (Shift(450, 690), Shift(810, 1050)) for day in range(1, 6)})
>>> received = datetime(2026, 3, 6, 16, 30, tzinfo=VIETNAM)  # a Friday, one hour before closing
>>> str(add(std, received, 480))  # one working day later: Monday, the same hour
'2026-03-09 16:30:00+07:00'

Facts and conventions: BLDS 2015 Art 147 and 148 (whole days), NĐ 61/2018 Art 18 (cut-off), BLLĐ 45/2019 Art
111 and 112 (holidays). Where the texts are silent the choice is a parameter: see `Terms` and `WorkCalendar`.

- `office_hours`: shifts, seasons, single days, the calendar of one office
- `timeline`: the same as a ruler with prefix sums
- `limits`: units, modes, allotments, pauses, the due instant
- `counting`: the modes
- `explanation`: the derivation, line by line
"""

from __future__ import annotations

from motcua.calendars.counting import add, due, effective_start, elapsed
from motcua.calendars.explanation import Line, explain
from motcua.calendars.instants import VIETNAM, TimeError
from motcua.calendars.limits import LAST_HOUR, Allotment, Cutoff, Due, Mode, Pause, Terms, Unit
from motcua.calendars.office_hours import DayKind, DayOverride, Season, Shift, WorkCalendar

__all__ = [
    "LAST_HOUR",
    "VIETNAM",
    "Allotment",
    "Cutoff",
    "DayKind",
    "DayOverride",
    "Due",
    "Line",
    "Mode",
    "Pause",
    "Season",
    "Shift",
    "Terms",
    "TimeError",
    "Unit",
    "WorkCalendar",
    "add",
    "due",
    "effective_start",
    "elapsed",
    "explain",
]
