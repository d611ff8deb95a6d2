"""What a message does here. Each runs in the transaction that keeps the message; all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from motcua.calendars import worktime
from motcua.calendars.queries import work_calendar
from motcua.dossiers import commands as cmd
from motcua.dossiers.commands import Paper
from motcua.dossiers.services import execute
from motcua.exchange import bodies
from motcua.exchange.bodies import Told
from motcua.exchange.envelope import Envelope, Kind
from motcua.exchange.models import Conversation, HandOver
from motcua.exchange.refusals import NotTakenError, Reason
from motcua.exchange.services import files
from motcua.exchange.times import TO_CONFIRM
from motcua.kernel import ids, time
from motcua.offices.actors import SYSTEM, Actor
from motcua.offices.models import Office
from motcua.offices.queries import in_force
from motcua.offices.routing import calendar_of_office

_NO_WORDS = "–"


def files_wanted(message: Envelope) -> tuple[str, ...]:
    """Hashes of the files that must be here first. Raises NotTakenError for a body that cannot be read."""
    if message.kind == Kind.HAND_OVER:
        return files.missing(bodies.read_handed(message.body).papers)
    return files.missing(bodies.read_told(message.body).papers)


def apply(message: Envelope, conversation: Conversation) -> None:
    """Let the message have its effect. Raises Refusal or NotTakenError."""
    if message.kind == Kind.HAND_OVER:
        _begin(message, conversation)
        return
    told = bodies.read_told(message.body)
    wanted = HandOver.Direction.IN if message.kind == Kind.RECALLED else HandOver.Direction.OUT
    found = (
        HandOver.objects.select_related("partner")
        .filter(pk=told.hand_over, conversation=conversation, direction=wanted)
        .first()
    )
    if found is None:
        raise NotTakenError(Reason.UNKNOWN_HAND_OVER, str(told.hand_over))
    _EFFECTS[message.kind](found, told, command_id(conversation.partner_id, message.id))


def command_id(partner_id: int, message_id: UUID) -> UUID:
    """Under which command the message has its effect on the ledger."""
    return ids.uuid_for("exchanged message", partner_id, message_id)


def _begin(message: Envelope, conversation: Conversation) -> None:
    body = bodies.read_handed(message.body)
    if HandOver.objects.filter(pk=body.hand_over).exists():
        raise NotTakenError(Reason.HAND_OVER_USED, str(body.hand_over))
    now = time.now()
    office = _addressed(body.office) or conversation.partner.office
    calendar = work_calendar(calendar_of_office(office.pk))
    HandOver.objects.create(
        id=body.hand_over,
        partner=conversation.partner,
        conversation=conversation,
        direction=HandOver.Direction.IN,
        office=office,
        asked=body.asked,
        begun_at=now,
        answer_by=body.answer_by,
        confirm_by=worktime.due(calendar, now, TO_CONFIRM).at or now,
        their_code=message.code,
    )


def _addressed(code: str) -> Office | None:
    """The office of that identifier, if it exists today."""
    if not code:
        return None
    return Office.objects.filter(in_force(time.today()), code_new=code).first()


def _acknowledged(found: HandOver, told: Told, command: UUID) -> None:
    found.acknowledged_at = found.acknowledged_at or time.now()
    found.their_code = told.code
    found.save(update_fields=["acknowledged_at", "their_code"])
    _note(found, told, "acknowledged", command)


def _progress(found: HandOver, told: Told, command: UUID) -> None:
    found.their_status = told.text[:200]
    found.save(update_fields=["their_status"])
    _note(found, told, "progress", command)


def _note(found: HandOver, told: Told, kind: str, command: UUID) -> None:
    assert found.dossier_id is not None
    execute(
        cmd.NotePartner(
            command_id=command,
            dossier_id=found.dossier_id,
            hand_over_id=found.pk,
            partner_name=found.partner.name,
            kind=kind,
            text=told.text,
            their_code=told.code or found.their_code,
            their_time=told.at,
        ),
        SYSTEM,
    )


def _ended(outcome: str) -> Callable[[HandOver, Told, UUID], None]:
    def end(found: HandOver, told: Told, command: UUID) -> None:
        papers = tuple(
            files.as_paper(found.pk, number, paper, kind="processing", requirement=None)
            for number, paper in enumerate(told.papers, 1)
        )
        words = told.text or _NO_WORDS
        end_wait(found, command, SYSTEM, outcome, words, number=told.number, papers=papers)

    return end


def end_wait(
    found: HandOver,
    command: UUID,
    actor: Actor,
    outcome: str,
    text: str,
    *,
    number: str = "",
    papers: tuple[Paper, ...] = (),
) -> None:
    """End the wait for a partner, in the ledger and in the list; in the caller's transaction."""
    assert found.dossier_id is not None
    assert found.task_id is not None
    execute(
        cmd.EndPartnerWait(
            command_id=command,
            dossier_id=found.dossier_id,
            hand_over_id=found.pk,
            task_id=found.task_id,
            partner_name=found.partner.name,
            outcome=outcome,
            text=text,
            number=number,
            acknowledged_at=found.acknowledged_at,
            papers=papers,
        ),
        actor,
    )
    if found.ended_at is None:
        found.ended_at, found.outcome = time.now(), outcome
        found.save(update_fields=["ended_at", "outcome"])


def _recalled(found: HandOver, told: Told, command: UUID) -> None:
    del command
    found.recalled_at, found.recalled_reason = time.now(), told.text
    if found.dossier_id is None:  # nothing was begun here
        found.ended_at = found.ended_at or time.now()
        found.outcome = found.outcome or "given_up"
    found.save(update_fields=["recalled_at", "recalled_reason", "ended_at", "outcome"])


_EFFECTS: dict[Kind, Callable[[HandOver, Told, UUID], None]] = {
    Kind.ACKNOWLEDGED: _acknowledged,
    Kind.PROGRESS: _progress,
    Kind.RESULT: _ended("result"),
    Kind.REFUSED_BACK: _ended("refused_back"),
    Kind.RECALLED: _recalled,
}
