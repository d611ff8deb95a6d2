"""What decisions rest on: calendar, limits, rules, route and who plays which part, read before `decide` is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from motcua.calendars.queries import revision_sum, work_calendar
from motcua.calendars.worktime import WorkCalendar
from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.clocks import Timing, limits_of
from motcua.dossiers.engine_route import EngineRoute, route_of, target_of
from motcua.dossiers.lifecycle import Context, Reception
from motcua.dossiers.lifecycle.context import Succession
from motcua.dossiers.lifecycle.sending import RETURNING
from motcua.dossiers.state import DossierState
from motcua.kernel import time
from motcua.offices.actors import Actor, actor_for
from motcua.offices.models import Office
from motcua.offices.routing import (
    Desk,
    Routing,
    calendar_of_office,
    receiving_desk,
    routing,
    successor,
)
from motcua.offices.seats import seats
from motcua.procedures.queries import terms
from motcua.rules.queries import by_id, in_force


@dataclass(frozen=True, slots=True)
class Ground:
    """What a decision on the whole dossier rests on. `desk` makes the code; None once the dossier has one."""

    context: Context
    calendar_id: int
    code_family: str
    desk: Desk | None


@dataclass(frozen=True, slots=True)
class _Place:
    units: ev.Units
    field_group_id: int
    calendar_id: int
    desk: Desk | None


def ground_of(
    state: DossierState, intake: cmd.Intake, actor: Actor, approver_roles: frozenset[tuple[str, int]]
) -> Ground:
    """Everything a decision on the whole dossier may look at. Refuses what is not set up."""
    procedure = terms(intake.procedure_version_id)
    rules = in_force(time.today())
    route = route_of(state.process_version_id or procedure.process_version_id)
    place = _place(state, intake, procedure.desk_field or procedure.field_code, route)
    calendar = work_calendar(place.calendar_id, revision_sum())
    context = Context(
        now=time.now(),
        actor=actor,
        route=route,
        calendar=calendar,
        timing=timing_of(calendar, procedure.id, intake.case_variant_id, route, place.units),
        rules=by_id(state.rule_set_id) if state.rule_set_id else rules,
        assignee_roles=approver_roles,
        reception=Reception(
            terms=procedure,
            asked=terms(intake.asked_version_id),
            units=place.units,
            rule_set_id=rules.id,
            field_group_id=place.field_group_id,
        ),
    )
    return Ground(context, place.calendar_id, rules.code_family, place.desk)


def succession_of(command: cmd.TransferOffice, state: DossierState) -> Succession | None:
    """Who takes over in the dossier when an office gives way to another; None before reception."""
    if state.units is None or state.intake is None:
        return None
    used = state.units.all() | {task.unit_id for task in state.tasks}
    field_code = terms(state.intake.procedure_version_id).field_code
    found = successor(command.from_office, command.to_office, used, field_code)
    changes = tuple(ev.UnitChange(old, new) for old, new in found.units)
    calendars = _calendars_after(state.units, state.intake.competent_office_id, command, dict(found.units))
    return Succession(changes, found.paths, found.field_group_id, calendars)


def _calendars_after(
    units: ev.Units, competent: int, command: cmd.TransferOffice, changed: dict[int, int]
) -> tuple[ev.SeatCalendar, ...]:
    """The calendars of the seats elsewhere once one office has taken another's place."""

    def now(office_id: int) -> int:
        return command.to_office if office_id == command.from_office else office_id

    offices = {now(seat.office_id) for seat in units.elsewhere}
    known = {office: calendar_of_office(office) for office in offices | {now(competent)} if units.elsewhere}
    return tuple(
        ev.SeatCalendar(
            changed.get(seat.unit_id, seat.unit_id),
            None if known[now(seat.office_id)] == known[now(competent)] else known[now(seat.office_id)],
        )
        for seat in units.elsewhere
    )


def moving_of(command: cmd.MoveToProcess, state: DossierState, context: Context) -> Context:
    """With the process version that the dossier is to be moved to, and whether the actor administers its office."""
    assert state.intake is not None
    path = Office.objects.values_list("path", flat=True).get(pk=state.intake.competent_office_id)
    target = target_of(state.process_version_id, command.process_version_id)
    return replace(context, target=target, administers=context.actor.administers(path))


def timing_of(
    calendar: WorkCalendar | None,
    version_id: int | None,
    case_variant_id: int | None,
    route: EngineRoute | None,
    units: ev.Units | None,
    revision: int | None = None,
) -> Timing | None:
    """What due times rest on; None while something of it is not known, or the procedure has no limit."""
    if calendar is None or version_id is None or route is None:
        return None
    procedure = terms(version_id)
    if procedure.legal is None and procedure.committed is None and not procedure.segments:
        return None
    kept = {seat.unit_id: seat.calendar_id for seat in (units.elsewhere if units else ()) if seat.calendar_id}
    known = revision_sum() if kept and revision is None else revision
    elsewhere = {unit: work_calendar(calendar_id, known) for unit, calendar_id in kept.items()}
    return Timing(calendar, limits_of(procedure, case_variant_id), route, elsewhere)


def roles_of(person_id: int) -> frozenset[tuple[str, int]]:
    """The (role, unit) pairs that somebody holds today."""
    return frozenset((grant.role, grant.unit_id) for grant in actor_for(person_id, time.today()).grants)


def _place(state: DossierState, intake: cmd.Intake, field_code: str, route: EngineRoute) -> _Place:
    """After reception the parts stand, whatever became of the offices; before, they are looked up."""
    competent = intake.competent_office_id
    if state.units is not None and state.field_group_id is not None:
        return _Place(state.units, state.field_group_id, calendar_of_office(competent), None)
    place = routing(competent, field_code)
    here = intake.receiving_office_id == competent
    desk = place if here else receiving_desk(intake.receiving_office_id)
    units = _units(intake, place, desk, route, field_code)
    return _Place(units, place.field_group_id, place.calendar_id, desk)


def _units(intake: cmd.Intake, place: Routing, desk: Desk, route: EngineRoute, field_code: str) -> ev.Units:
    """Who plays which part, at the dossier's own offices and at every other one on its route."""
    receiving, competent = intake.receiving_office_id, intake.competent_office_id
    returning = intake.returning_office_id
    both = {("competent", "desk"), ("receiving", "desk")}
    wanted = route.seats if receiving == competent else route.seats | both
    if returning != receiving:
        wanted |= {(RETURNING, "desk")}
    found = seats(sorted(wanted), receiving, competent, returning, field_code) if wanted else ()
    elsewhere = tuple(
        ev.Seat(
            seat.office,
            seat.part,
            seat.office_id,
            seat.unit_id,
            None if seat.calendar_id == place.calendar_id else seat.calendar_id,
        )
        for seat in found
    )
    return ev.Units(desk.desk, place.division, place.leadership, place.clerk, receiving, competent, elsewhere)
