"""In whose court the ball is now, and how long each office has had it, for the pages."""

from __future__ import annotations

from collections.abc import Sequence

from motcua.calendars import worktime
from motcua.calendars.queries import revision_sum, work_calendar
from motcua.dossiers.attribution import Held, at_work, held, holder_of, shares
from motcua.dossiers.history import Names
from motcua.dossiers.ledger import Entry
from motcua.dossiers.page import Court, HeldTime
from motcua.dossiers.state import DossierState
from motcua.kernel import time


def courts(
    state: DossierState, entries: Sequence[Entry], names: Names, calendar_id: int | None
) -> tuple[Court | None, tuple[HeldTime, ...]]:
    """Whose turn it is now, and how long each office has had it. The ledger is gone through once for both."""
    stretches = held(entries, DossierState(id=state.id), names.office_of, time.now())
    return _court(state, entries, names, stretches), _times(state, names, calendar_id, stretches)


def _court(
    state: DossierState, entries: Sequence[Entry], names: Names, stretches: Sequence[Held]
) -> Court | None:
    """None before reception and when nothing is left to do."""
    if state.received_at is None or not (state.tasks or state.finished_at is None):
        return None
    holder = holder_of(state, names.office_of)
    since = entries[-1].at
    if state.finished_at is not None and state.tasks:
        since = state.tasks[0].opened_at
    if stretches and state.finished_at is None and stretches[-1].holder == holder:
        since = stretches[-1].start
    elsewhere = {names.office_of.get(task.unit_id) for task in at_work(state)} - {holder.office_id}
    return Court(
        office=names.office(holder.office_id),
        unit=names.units.get(holder.unit_id, "") if holder.unit_id is not None else "",
        person=names.person(holder.person_id) if holder.person_id is not None else "",
        step=holder.step,
        outside=holder.outside,
        since=since,
        also=() if holder.outside else tuple(sorted(names.office(office) for office in elsewhere if office)),
    )


def _times(
    state: DossierState, names: Names, calendar_id: int | None, stretches: Sequence[Held]
) -> tuple[HeldTime, ...]:
    """Working minutes per office, as `attribution` divides them; empty while only one office has to do with it."""
    if calendar_id is None or state.units is None or not state.units.elsewhere:
        return ()
    calendar = work_calendar(calendar_id, revision_sum())
    found = shares(
        stretches,
        lambda start, end: worktime.elapsed(calendar, start, end),
        lambda holder: (names.office(holder.office_id), holder.outside),
    )
    return tuple(HeldTime(office, outside, minutes) for (office, outside), minutes in found.items())
