"""When a group of procedures handed in together is due: as late as the last of its parts. Pure.

>>> from datetime import datetime
>>> from motcua.calendars.worktime import Allotment, Mode, Shift, Unit, VIETNAM
>>> std = WorkCalendar({day: (Shift(450, 690), Shift(810, 1050)) for day in range(1, 6)})
>>> three, ten = (Terms(Allotment(days, Unit.WD), Mode.EOD) for days in (3, 10))
>>> first = datetime(2026, 3, 5, 17, 30, tzinfo=VIETNAM)  # the fire safety part, received on Monday 2 March
>>> parts = [PartTime(1, None, first, std, three), PartTime(2, 1, None, std, three), PartTime(3, 2, None, std, ten)]
>>> str(overall(parts))
'2026-03-24 17:30:00+07:00'
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.calendars import worktime
from motcua.calendars.worktime import Terms, WorkCalendar


@dataclass(frozen=True, slots=True)
class PartTime:
    """One part: when it is due or was finished; None while it waits for the part `after`, or stands still."""

    key: Hashable
    after: Hashable | None
    ends_at: datetime | None
    calendar: WorkCalendar
    limit: Terms


def ends(parts: Sequence[PartTime]) -> list[datetime | None]:
    """When each part is due if each takes its whole limit; None for one of which nobody can say it."""
    found: dict[Hashable, datetime | None] = {}
    for part in parts:  # a part stands behind the one it follows
        end, before = part.ends_at, found.get(part.after)
        if end is None and before is not None:
            end = worktime.due(part.calendar, before, part.limit).at
        found[part.key] = end
    return list(found.values())


def overall(parts: Sequence[PartTime]) -> datetime | None:
    """The instant by which every part is due, if each takes its whole limit (NĐ 297/2025 Art 6(2): 3 + 3 + 10).

    None while a part stands still for another reason than the one before it: then nobody can say.
    """
    found = ends(parts)
    known = [end for end in found if end is not None]
    return max(known) if known and len(known) == len(found) else None
