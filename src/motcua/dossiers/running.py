"""The clock of a dossier and the calendar it runs by, from the columns of its row."""

from __future__ import annotations

import json

from motcua.calendars.queries import work_calendar
from motcua.calendars.worktime import WorkCalendar
from motcua.dossiers.codec import decode
from motcua.dossiers.timekeeping import Clock


def running(
    clock_json: str | None, calendar_id: int | str | None, revision: int
) -> tuple[WorkCalendar, Clock] | None:
    """From `state.clock`, `state.calendar` and the sum of the calendars' revisions; None where no clock runs.

    Calendars are kept in memory by their revision, so that no statement is added.
    """
    if not clock_json or not calendar_id:
        return None
    clock: Clock = decode(Clock, json.loads(clock_json))
    return work_calendar(int(calendar_id), int(revision)), clock
