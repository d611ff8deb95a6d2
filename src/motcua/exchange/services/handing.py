"""Handing a dossier of ours to a partner, and no longer waiting for it: event and message in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from motcua.calendars import worktime
from motcua.calendars.queries import work_calendar
from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers import ledger
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import check_visible, unknown_dossier
from motcua.dossiers.services import Outcome, execute
from motcua.dossiers.status import Status
from motcua.dossiers.words import STATUS_WORDS
from motcua.exchange import bodies, keys
from motcua.exchange.envelope import Kind
from motcua.exchange.models import Conversation, HandOver, Partner
from motcua.exchange.services import effects, files, outbox
from motcua.exchange.times import TO_CONFIRM
from motcua.kernel import ids, time
from motcua.kernel.errors import N_, Refusal
from motcua.offices.actors import SYSTEM, Actor
from motcua.offices.queries import in_force
from motcua.offices.routing import calendar_of_office
from motcua.procedures.queries import terms


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverToPartner:
    """`partner` is its code; `office` the identifier of an office there, empty when the partner decides."""

    command_id: UUID
    dossier_id: UUID
    partner: str
    asked: str
    working_days: int
    office: str = ""
    expected_version: int | None = None


def partners_in_force() -> QuerySet[Partner]:
    """Partners with whom dossiers are exchanged today."""
    return Partner.objects.filter(in_force(time.today())).order_by("name")


@transaction.atomic
def hand_over(command: HandOverToPartner, actor: Actor) -> HandOver:
    """Hand a dossier over. The step that waits, the event and the message are one transaction; repeatable."""
    check_visible(command.dossier_id, actor)
    if done := HandOver.objects.filter(pk=_id_of(command)).first():
        return done
    keys.own_key()  # what cannot be signed is not promised
    _check_length(command.asked)
    partner = partners_in_force().filter(code=command.partner).first()
    if partner is None:
        raise Refusal(
            "unknown_partner",
            N_("There is no such partner today."),
            N_("Choose one of the partners in the list."),
        )
    conversation = outbox.locked(partner.pk, command.dossier_id)
    if HandOver.objects.filter(conversation=conversation, ended_at=None, direction="out").exists():
        raise Refusal(
            "already_there",
            N_("This partner has the dossier already."),
            N_("Wait for its answer, or give up waiting first."),
        )
    outcome = execute(
        cmd.HandToPartner(
            command_id=command.command_id,
            dossier_id=command.dossier_id,
            expected_version=command.expected_version,
            hand_over_id=_id_of(command),
            partner=partner.code,
            partner_name=partner.name,
            asked=command.asked,
            working_days=command.working_days,
        ),
        actor,
    )
    event = outcome.event
    if not isinstance(event, ev.HandedToPartner):
        raise Refusal("command_used", N_("This form has been sent already."), N_("Load the page again."))
    made = _written(event, outcome, partner, conversation)
    _tell(made, event, outcome, command.office.strip())
    return made


def _check_length(words: str) -> None:
    if len(words) > bodies.LONGEST_WORDS:
        raise Refusal(
            "too_long",
            N_("That is too long for a message."),
            N_("Say it in at most 2,000 signs; add a paper if more is needed."),
        )


def _id_of(command: HandOverToPartner) -> UUID:
    return ids.uuid_for("hand-over to a partner", command.command_id)


def _written(
    event: ev.HandedToPartner, outcome: Outcome, partner: Partner, conversation: Conversation
) -> HandOver:
    intake = outcome.state.intake
    assert intake is not None
    now = time.now()
    calendar = work_calendar(calendar_of_office(intake.competent_office_id))
    return HandOver.objects.create(
        id=event.hand_over_id,
        partner=partner,
        conversation=conversation,
        direction=HandOver.Direction.OUT,
        dossier_id=outcome.dossier_id,
        task_id=ev.task_id(outcome.dossier_id, event.token),
        office_id=intake.competent_office_id,
        asked=event.asked,
        begun_at=now,
        answer_by=event.answer_by,
        confirm_by=worktime.due(calendar, now, TO_CONFIRM).at or event.answer_by,
    )


def _tell(made: HandOver, event: ev.HandedToPartner, outcome: Outcome, office: str) -> None:
    state = outcome.state
    intake = state.intake
    assert intake is not None
    assert state.due_at is not None
    procedure = terms(intake.procedure_version_id)
    row = Dossier.objects.select_related("procedure_version", "competent_office", "case_variant").get(
        pk=outcome.dossier_id
    )
    body = bodies.HandedDossier(
        hand_over=made.pk,
        asked=event.asked,
        answer_by=event.answer_by,
        office=office,
        from_office=row.competent_office.name,
        procedure=procedure.code,
        procedure_name=row.procedure_version.name,
        case=row.case_variant.name if row.case_variant else "",
        applicant=intake.applicant,
        authorised=intake.authorised,
        papers=files.as_sent(
            [paper for paper in state.papers if paper.kind != "result"],
            {document.id: document.name for document in terms(intake.asked_version_id).documents},
        ),
        submitted_at=state.submitted_at or made.begun_at,
        due_at=state.due_at,
    )
    outbox.put(made, Kind.HAND_OVER, bodies.write_handed(body), code=state.code or "")


@transaction.atomic
def give_up(command_id: UUID, hand_over_id: UUID, reason: str, actor: Actor) -> None:
    """No longer wait for a partner, which is told. Repeatable."""
    found = outbox.held(hand_over_id)
    if found is None or found.direction != HandOver.Direction.OUT or found.dossier_id is None:
        raise unknown_dossier()
    check_visible(found.dossier_id, actor)
    _check_length(reason)
    if ledger.load_folded(found.dossier_id, command_id).done_seq is not None:
        return
    _give_up(found, command_id, reason, actor)


def recall_for_ended() -> None:
    """Recall what was handed over for dossiers that have ended meanwhile: withdrawn, stopped, decided otherwise."""
    waiting = HandOver.objects.filter(direction="out", ended_at=None, dossier__finished_at__isnull=False)
    for pk in waiting.values_list("pk", flat=True)[:200]:
        with transaction.atomic():
            found = outbox.held(pk)
            if found is None or found.ended_at or found.dossier is None or found.task_id is None:
                continue
            with translation.override("vi"):  # what one office writes to another is Vietnamese
                reason = f"Hồ sơ đã kết thúc ở nơi chuyển: {STATUS_WORDS[Status(found.dossier.status)]}"
            _give_up(found, ids.uuid_for("recalled", pk), reason, SYSTEM)


def _give_up(found: HandOver, command_id: UUID, reason: str, actor: Actor) -> None:
    effects.end_wait(found, command_id, actor, "given_up", reason)
    outbox.tell(found, Kind.RECALLED, bodies.Told(hand_over=found.pk, at=time.now(), text=reason.strip()))
