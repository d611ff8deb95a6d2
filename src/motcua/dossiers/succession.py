"""What becomes of an open dossier when one of its offices gives way to another. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from motcua.dossiers import events as ev

if TYPE_CHECKING:
    from motcua.dossiers.state import DossierState


def succeeded(state: DossierState, event: ev.OfficeTransferred) -> DossierState:
    """The dossier with the successor in every place of the old office.

    Whoever was named in a unit that is gone is named no more: the new unit gives the work to its own people.
    """
    unit = {change.old: change.new for change in event.units}
    calendar = {seat.unit_id: seat.calendar_id for seat in event.calendars}
    office = {event.from_office: event.to_office}
    assert state.units is not None
    assert state.intake is not None
    return replace(
        state,
        units=_at_own_calendars(_units(state.units, unit, office), calendar),
        intake=replace(
            state.intake,
            receiving_office_id=_of(office, state.intake.receiving_office_id),
            competent_office_id=_of(office, state.intake.competent_office_id),
            returning_office_id=_of(office, state.intake.returning_office_id),
        ),
        tasks=tuple(
            replace(task, unit_id=unit[task.unit_id], assignee_id=None) if task.unit_id in unit else task
            for task in state.tasks
        ),
        transfers=tuple(
            replace(item, from_office=_of(office, item.from_office), to_office=_of(office, item.to_office))
            for item in state.transfers
        ),
        officers=tuple(item for item in state.officers if item.unit_id not in unit),
        case_officer_id=None if state.units.division in unit else state.case_officer_id,
        field_group_id=event.field_group_id or state.field_group_id,
    )


def _units(units: ev.Units, unit: dict[int, int], office: dict[int, int]) -> ev.Units:
    return replace(
        units,
        desk=_of(unit, units.desk),
        division=_of(unit, units.division),
        leadership=_of(unit, units.leadership),
        clerk=_of(unit, units.clerk),
        receiving=_of(office, units.receiving) if units.receiving is not None else None,
        competent=_of(office, units.competent) if units.competent is not None else None,
        elsewhere=tuple(
            replace(seat, unit_id=_of(unit, seat.unit_id), office_id=_of(office, seat.office_id))
            for seat in units.elsewhere
        ),
    )


def _at_own_calendars(units: ev.Units, calendar: dict[int, int | None]) -> ev.Units:
    seats = (
        replace(seat, calendar_id=calendar.get(seat.unit_id, seat.calendar_id)) for seat in units.elsewhere
    )
    return replace(units, elsewhere=tuple(seats))


def _of(change: dict[int, int], old: int) -> int:
    return change.get(old, old)
