"""Writes to dossiers. `execute` is the only way in: one command, one transaction, one event."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import IntegrityError, transaction
from psycopg.errors import ForeignKeyViolation

from motcua.calendars.queries import work_calendar
from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers import ledger
from motcua.dossiers.codes import CodeFamily, make_code
from motcua.dossiers.engine_route import route_of
from motcua.dossiers.ground import ground_of, moving_of, roles_of, succession_of, timing_of
from motcua.dossiers.lifecycle import Context, decide
from motcua.dossiers.models import Guidance
from motcua.dossiers.numbering import with_number
from motcua.dossiers.state import DossierState
from motcua.kernel import jobs, time
from motcua.kernel.errors import N_, Refusal
from motcua.offices.actors import Actor
from motcua.offices.routing import calendar_of_office
from motcua.parties.services import upsert
from motcua.rules.queries import by_id

_STEP_COMMANDS = (cmd.CompleteTask, cmd.DecideDossier, cmd.SendBack, cmd.ReassignTask, cmd.FireTimers)
_INTAKE_COMMANDS = (cmd.SaveDraft, cmd.ReceiveDossier, cmd.RefuseReception)
_TRIES = 5
# Rooms above say what must be done before a result is given away: each is asked and may raise Refusal.
before_return: list[Callable[[UUID], None]] = []
# What follows when a part of a group has ended (`groups.go_on`), in the same transaction.
after_part: list[Callable[[DossierState], None]] = []
# What follows when an office has given way to another in a dossier, in the same transaction.
after_transfer: list[Callable[[UUID, ev.OfficeTransferred], None]] = []
_LOOK_AGAIN = ("dossiers_dossierevent_pkey", "dossiers_dossier_pkey", "one_final_decision")


class _OvertakenError(Exception):
    """Somebody else wrote first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command. `repeated`: it had been carried out before, and nothing was done again."""

    dossier_id: UUID
    version: int
    state: DossierState
    event: ev.Event | None
    repeated: bool = False


def execute(command: cmd.Command, actor: Actor) -> Outcome:
    """Carry out one command for one person. Raises Refusal; then nothing at all has changed.

    Safe to repeat with the same `command_id`. When two people act at once the second is judged by what the
    first left behind, and is told if that makes its command void.
    """
    for _ in range(_TRIES):
        outcome = _try(command, actor)
        if outcome is not None:
            return outcome
    raise Refusal(
        "busy",
        N_("Several people are changing this dossier at this moment."),
        N_("Wait a few seconds and try again."),
        status=409,
    )


def _try(command: cmd.Command, actor: Actor) -> Outcome | None:
    try:
        light = _touches_no_papers(command)
        if light and not getattr(command, "number_sign", ""):
            return _step(command, actor)  # its one writing statement is the transaction
        with transaction.atomic():
            outcome = _step(command, actor) if light else _other(command, actor)
            if outcome is None:
                raise _OvertakenError  # rolled back, so that no number of the day is used up
            return outcome
    except _OvertakenError:
        return None
    except IntegrityError as error:
        # Two first commands for one new dossier, or the same command sent twice at once: look again.
        if any(name in str(error) for name in _LOOK_AGAIN):
            if ledger.used_elsewhere(command.dossier_id, command.command_id):
                raise Refusal(
                    "command_used",
                    N_("This form has been sent for another dossier already."),
                    N_("Load the page again."),
                    status=409,
                ) from error
            return None
        if isinstance(error.__cause__, ForeignKeyViolation):
            raise Refusal(
                "unknown_reference",
                N_("Something that this form names does not exist (any more)."),
                N_("Load the page again and choose once more."),
            ) from error
        raise


def _step(command: cmd.Command, actor: Actor) -> Outcome | None:
    loaded = ledger.load_row(command.dossier_id, command.command_id)
    if loaded is None:
        raise _unknown()
    if loaded.done_seq is not None:
        return Outcome(loaded.state.id, loaded.done_seq, loaded.state, None, repeated=True)
    _check_fresh(command, loaded.state)
    assignee = getattr(command, "assignee_id", None)
    route = route_of(loaded.state.process_version_id) if loaded.state.process_version_id else None
    calendar = work_calendar(loaded.calendar_id, loaded.calendar_revision) if loaded.calendar_id else None
    context = Context(
        now=time.now(),
        actor=actor,
        route=route,
        calendar=calendar,
        rules=by_id(loaded.state.rule_set_id) if loaded.state.rule_set_id else None,
        timing=timing_of(
            calendar,
            loaded.procedure_version_id,
            loaded.case_variant_id,
            route,
            loaded.state.units,
            loaded.calendar_revision,
        ),
        assignee_roles=roles_of(assignee) if assignee else frozenset(),
    )
    event = decide(loaded.state, command, context)
    if isinstance(command, cmd.CompleteTask) and isinstance(event, ev.StepCompleted):
        event = with_number(loaded.state, command, event, context.now)
    return _append(command, event, loaded, context, loaded.calendar_id)


def _other(command: cmd.Command, actor: Actor) -> Outcome | None:
    loaded = ledger.load_folded(command.dossier_id, command.command_id)
    if loaded.done_seq is not None:
        return Outcome(loaded.state.id, loaded.done_seq, loaded.state, None, repeated=True)
    _check_fresh(command, loaded.state)
    state = loaded.state
    intake = command.intake if isinstance(command, _INTAKE_COMMANDS) else state.intake
    if intake is None:
        raise _unknown()
    approver = getattr(getattr(command, "override", None), "approver_id", None)
    ground = ground_of(state, intake, actor, roles_of(approver) if approver else frozenset())
    context = ground.context
    calendar_id = ground.calendar_id
    if isinstance(command, cmd.TransferOffice):
        context = replace(context, succession=succession_of(command, state))
        if intake.competent_office_id == command.from_office:
            calendar_id = calendar_of_office(command.to_office)
    if isinstance(command, cmd.MoveToProcess):
        context = moving_of(command, state, context)
    event = decide(state, command, context)
    if isinstance(command, _INTAKE_COMMANDS):
        upsert(intake.applicant)
    if isinstance(event, ev.Corrected):
        upsert(replace(intake.applicant, **{event.field: event.new}))
    if isinstance(event, ev.Received):
        day = time.local(context.now).date()
        number = ledger.next_number(intake.receiving_office_id, day)
        assert ground.desk is not None
        event = replace(
            event,
            code=make_code(
                CodeFamily(ground.code_family), ground.desk.agency_code(ground.code_family), day, number
            ),
        )
    return _append(command, event, loaded, context, calendar_id)


def open_context(dossier_id: UUID, actor: Actor) -> tuple[DossierState, Context]:
    """The dossier and all that a decision about it may look at, so that a page can try acts on `decide`.

    Says nothing about who may see it: ask `queries.check_visible` before. Raises Refusal (404) when there is none.
    """
    state = ledger.fold_entries(dossier_id, ledger.entries(dossier_id))
    if state.intake is None:
        raise _unknown()
    return state, ground_of(state, state.intake, actor, frozenset()).context


def _unknown() -> Refusal:
    return Refusal(
        "unknown_dossier",
        N_("There is no such dossier."),
        N_("Check the code and search again."),
        status=404,
    )


def _append(
    command: cmd.Command, event: ev.Event, loaded: ledger.Loaded, context: Context, calendar_id: int | None
) -> Outcome | None:
    if isinstance(event, ev.HandedOver):
        check_return(command.dossier_id)
    outgoing = jobs.outgoing_for(command.dossier_id, [(loaded.state.version + 1, event.type)])
    in_group = loaded.state.group is not None and loaded.state.finished_at is None
    with transaction.atomic() if outgoing or in_group else nullcontext():
        state = ledger.append(
            loaded, event, context.now, context.actor.person_id, command.command_id, calendar_id
        )
        if state is None:
            return None
        jobs.defer_outgoing(outgoing)
        if isinstance(event, ev.OfficeTransferred):
            for moved in after_transfer:
                moved(state.id, event)
        if in_group and state.finished_at is not None:
            for follow in after_part:
                follow(state)
    return Outcome(state.id, state.version, state, event)


def check_return(dossier_id: UUID) -> None:
    """Raises Refusal when something must be done before the result leaves the office (a fee paid, say)."""
    for check in before_return:
        check(dossier_id)


def _touches_no_papers(command: cmd.Command) -> bool:
    """Whether the row and open tasks are enough to decide: papers and intake stay in the ledger."""
    return isinstance(command, _STEP_COMMANDS) or (
        isinstance(command, cmd.HandOver) and not command.originals_returned
    )


def _check_fresh(command: cmd.Command, state: DossierState) -> None:
    seen = command.expected_version
    if seen is not None and seen != state.version and not ledger.only_quiet_since(state.id, seen):
        raise Refusal(
            "stale",
            N_("The dossier has changed since you opened it."),
            N_("Look at what is new in the history, then decide again."),
            params={"seen": seen, "now": state.version},
            status=409,
        )


def record_guidance(guidance: Guidance, actor: Actor) -> Guidance:
    """Note advice given at the desk, also to people sent to the right authority (R-04, R-18). Repeatable."""
    if not guidance.matter.strip() or not guidance.guided_to.strip():
        raise Refusal(
            "guidance_incomplete",
            N_("Say what the person asked for and where you sent them."),
            N_("Both are one line each."),
        )
    if not any(grant.office_id == guidance.office_id for grant in actor.grants):
        raise Refusal(
            "not_your_office", N_("That is not your office."), N_("Choose your own desk."), status=403
        )
    found, _ = Guidance.objects.get_or_create(
        id=guidance.id,
        defaults={
            field.name: getattr(guidance, field.name)
            for field in Guidance._meta.concrete_fields
            if field.name != "id"
        },
    )
    return found
