"""What a decision may look at besides the dossier itself. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from motcua.calendars import worktime
from motcua.calendars.worktime import Allotment, Mode, Terms, Unit
from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import check_may_receive, refuse
from motcua.dossiers.clocks import ReceptionClock, Timing, reception_clock
from motcua.dossiers.state import DossierState
from motcua.kernel.errors import N_

if TYPE_CHECKING:
    from motcua.calendars.worktime import WorkCalendar
    from motcua.dossiers.route import Route
    from motcua.offices.actors import Actor
    from motcua.procedures.terms import ProcedureTerms
    from motcua.rules.parameters import Rules


@dataclass(frozen=True, slots=True)
class Reception:
    """What is known about the intake: the procedure's terms and who plays which part in the office."""

    terms: ProcedureTerms
    asked: ProcedureTerms  # whose papers and channels hold: those of the group, for a part of one
    units: ev.Units
    rule_set_id: int
    field_group_id: int
    code: str = ""  # drawn only for a reception that is going to be accepted


@dataclass(frozen=True, slots=True)
class Succession:
    """One office in another's place: which unit does what which did, and where in the tree both stand."""

    units: tuple[ev.UnitChange, ...]
    paths: tuple[str, ...]  # of the office above the old one, and of the new one
    field_group_id: int | None = None
    calendars: tuple[ev.SeatCalendar, ...] = ()  # of the seats at other offices, after the change


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision may look at besides the dossier itself."""

    now: datetime
    actor: Actor
    route: Route | None = None
    calendar: WorkCalendar | None = None
    reception: Reception | None = None
    timing: Timing | None = None
    rules: Rules | None = None
    succession: Succession | None = None
    target: Route | None = None  # the process version that the dossier is to be moved to
    administers: bool = False  # whether the actor administers the competent office
    # (role, unit) held by the person whom the command names
    assignee_roles: frozenset[tuple[str, int]] = frozenset()


def reception_of(context: Context) -> Reception:
    assert context.reception is not None
    return context.reception


def route_of(context: Context) -> Route:
    if context.route is None:
        raise refuse("no_process", N_("This dossier has no process yet."), N_("Receive it first."))
    return context.route


def timing_of(context: Context) -> Timing:
    assert context.timing is not None
    return context.timing


def clock_of(context: Context, intake: cmd.Intake) -> ReceptionClock:
    assert context.calendar is not None
    start = context.now
    if intake.submitted_at is not None and intake.channel == "post":
        start = intake.submitted_at  # by post the arrival postmark starts the clock
    return reception_clock(context.calendar, start, reception_of(context).terms, intake.case_variant_id)


def working_days_on(context: Context, days: int, start: datetime | None = None) -> datetime:
    """The end of the working day that lies so many working days after `start`, or after now."""
    assert context.calendar is not None
    limit = Terms(Allotment(days, Unit.WD), Mode.EOD)
    found = worktime.due(context.calendar, start or context.now, limit).at
    assert found is not None
    return found


def check_concerned(state: DossierState, context: Context) -> None:
    units = {task.unit_id for task in state.tasks}
    if state.units is not None:
        units |= state.units.all()
    if state.units is None and state.intake is not None:
        check_may_receive(context.actor, state.intake)
    elif not any(grant.unit_id in units for grant in context.actor.grants):
        raise refuse(
            "not_concerned", N_("You take no part in this dossier."), N_("Ask the unit that holds it.")
        )
