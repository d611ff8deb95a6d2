"""The desk's part: take in what a partner hands over as a dossier of our own, or give it back with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from motcua.dossiers import commands as cmd
from motcua.dossiers.services import execute
from motcua.dossiers.status import Channel
from motcua.exchange import bodies, envelope
from motcua.exchange.bodies import HandedDossier
from motcua.exchange.envelope import Kind
from motcua.exchange.models import HandOver, InMessage
from motcua.exchange.services import files, outbox
from motcua.kernel import ids, time
from motcua.kernel.errors import N_, Refusal, Status
from motcua.kernel.search import fold
from motcua.offices.actors import Actor
from motcua.procedures.queries import terms, version_in_force
from motcua.procedures.terms import ProcedureTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeIn:
    """`procedure` is the code under which the procedure is known here."""

    command_id: UUID
    hand_over_id: UUID
    procedure: str
    override_reason: str = ""


def body_of(found: HandOver) -> HandedDossier:
    """What came with the hand-over."""
    row = InMessage.objects.filter(
        conversation=found.conversation_id, kind=Kind.HAND_OVER, applied_at__isnull=False
    ).order_by("sequence")
    for message in row:
        body = bodies.read_handed(envelope.read(bytes(message.payload)).body)
        if body.hand_over == found.pk:
            return body
    raise unknown_hand_over()


@transaction.atomic
def take_in(command: TakeIn, actor: Actor) -> UUID:
    """Receive the dossier here under a code of our own, and tell the partner; one transaction, repeatable.

    Gives the dossier's id. Refused like any reception: wrong desk, papers missing and no reason given, …
    """
    found = _mine(command.hand_over_id, actor)
    if found.dossier_id is not None:
        return found.dossier_id
    _check_waits(found)
    body = body_of(found)
    version = version_in_force(command.procedure.strip(), time.today())
    if version is None:
        raise Refusal(
            "unknown_procedure",
            N_("No procedure of this code is in force here."),
            N_("Search the catalogue for the procedure this is about, and enter its code."),
        )
    dossier_id = ids.uuid_for("handed over by a partner", found.partner_id, found.pk)
    outcome = execute(
        cmd.ReceiveDossier(
            command_id=command.command_id,
            dossier_id=dossier_id,
            intake=_intake(found, body, terms(version)),
            override_reason=command.override_reason,
        ),
        actor,
    )
    found.dossier_id = outcome.dossier_id
    found.acknowledged_at = time.now()
    found.told_version, found.told_status = outcome.version, outcome.state.status.value
    found.save(update_fields=["dossier", "acknowledged_at", "told_version", "told_status"])
    told = bodies.Told(hand_over=found.pk, at=time.now(), code=outcome.state.code or "")
    outbox.tell(found, Kind.ACKNOWLEDGED, told)
    return outcome.dossier_id


@transaction.atomic
def refuse_back(hand_over_id: UUID, reason: str, actor: Actor) -> None:
    """Give the dossier back with a reason; the partner's step ends with it. Repeatable."""
    found = _mine(hand_over_id, actor)
    if found.outcome == "refused_back":
        return
    _check_waits(found)
    if not 0 < len(reason.strip()) <= bodies.LONGEST_WORDS:
        raise Refusal(
            "reason_needed",
            N_("Giving a dossier back needs its reason."),
            N_("Say what is wrong or who is competent; the partner reads it word for word."),
        )
    found.ended_at, found.outcome = time.now(), "refused_back"
    found.save(update_fields=["ended_at", "outcome"])
    told = bodies.Told(hand_over=found.pk, at=time.now(), text=reason.strip())
    outbox.tell(found, Kind.REFUSED_BACK, told)


def check_desk(found: HandOver, actor: Actor) -> None:
    """Somebody of the desk it was handed to. Others learn nothing."""
    roles = ("receptionist", "desk_head")
    if not any(actor.has_in_office(role, found.office_id) for role in roles):
        raise unknown_hand_over()


def unknown_hand_over() -> Refusal:
    """The answer for a hand-over that is not there, or not for this person."""
    return Refusal(
        "unknown_hand_over",
        N_("There is no such hand-over."),
        N_("The list shows what has come in."),
        status=Status.NOT_FOUND,
    )


def _mine(hand_over_id: UUID, actor: Actor) -> HandOver:
    found = outbox.held(hand_over_id)
    if found is None or found.direction != HandOver.Direction.IN:
        raise unknown_hand_over()
    check_desk(found, actor)
    return found


def _check_waits(found: HandOver) -> None:
    if found.ended_at is not None:
        raise Refusal(
            "hand_over_ended",
            N_("This hand-over has ended: the dossier was given back, or is no longer waited for."),
            N_("Nothing is left to do here."),
            status=Status.STALE,
        )


def _intake(found: HandOver, body: HandedDossier, procedure: ProcedureTerms) -> cmd.Intake:
    asked = {fold(document.name): document.id for document in procedure.documents}
    variant = next((item.id for item in procedure.case_variants if item.name == body.case), None)
    papers = tuple(
        files.as_paper(
            found.pk,
            number,
            paper,
            kind="shown" if paper.kind == "shown" else "submitted",
            requirement=asked.get(fold(paper.requirement)) if paper.requirement else None,
        )
        for number, paper in enumerate(body.papers, 1)
    )
    who = body.applicant
    return cmd.Intake(
        procedure_version_id=procedure.id,
        receiving_office_id=found.office_id,
        competent_office_id=found.office_id,
        returning_office_id=found.office_id,
        # Whoever took the dossier in speaks with the applicant; our own messages would call them to the wrong desk.
        applicant=cmd.Applicant(who.name, who.id_number, who.id_kind, who.kind, who.address),
        authorised=body.authorised,
        channel=Channel.ONLINE if Channel.ONLINE.value in procedure.channels else Channel.COUNTER,
        case_variant_id=variant,
        papers=papers,
        note=f"Liên thông: {found.partner.name}, hồ sơ {found.their_code}. {body.asked}",
    )
