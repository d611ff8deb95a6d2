"""What people and gateways add to a message afterwards: told by phone, sent again, delivered or not."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from motcua.kernel import jobs, time
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.notices.channels.registry import sender_for
from motcua.notices.models import Message
from motcua.notices.moments import SENT, Channel
from motcua.notices.services.telling import SEND, make_ready, patience
from motcua.notices.texts import clean
from motcua.notices.writing import practice_of
from motcua.offices.actors import Actor
from motcua.offices.roles import DESK_ROLES

LONGEST_NOTE = 300


def told_by_phone(message_id: UUID, note: str, actor: Actor) -> Message:
    """The desk has told the person by phone: every message of that moment is settled. Repeatable."""
    message = _mine(message_id, actor)
    note = " ".join(clean(note).split())[:LONGEST_NOTE]
    same = Message.objects.filter(_of_moment(message), told_at=None, delivered_at=None)
    same.update(told_at=time.now(), told_by_id=actor.person_id, told_note=note, next_try_at=None)
    message.refresh_from_db()
    return message


def send_again(message_id: UUID, actor: Actor) -> None:
    """Have an undelivered message sent again, from the first try, under a new key. Repeatable.

    Refuses a call, and a way for which nothing is configured.
    """
    message = _mine(message_id, actor)
    channel = Channel(message.channel)
    if channel not in SENT or sender_for(channel) is None:
        raise Refusal(
            "way_closed",
            N_("This cannot be sent: no server is configured for this way, or it is a call."),
            N_("Tell the person by phone."),
        )
    now = time.now()
    practice = practice_of(message.office_id)
    first = practice.quiet_hours.next_allowed(now)
    if channel == Channel.SMS:
        make_ready(message, practice)
    with transaction.atomic():
        begun = Message.objects.filter(
            pk=message.pk, undelivered_at__isnull=False, delivered_at=None, told_at=None, moot_at=None
        ).update(
            undelivered_at=None,
            accepted_at=None,
            round=F("round") + 1,
            next_try_at=first,
            asked_at=now,
            give_up_at=first + patience(),
            reason="",
            text=message.text,
            parts=message.parts,
        )
        if begun and first <= now:
            jobs.defer(SEND, message_id=str(message.pk))


def record_report(key: str, delivered: bool, reason: str = "") -> None:
    """What the gateway says became of a message. Repeated, late and contradicting reports do no harm.

    Who was reached stays reached. A failure makes what asks for action a call. Refuses an unknown key.
    """
    text, _, again = key.partition("-r")
    try:
        message_id, turn = UUID(text), int(again or 1)
    except ValueError:
        raise _unknown() from None
    known = Message.objects.filter(pk=message_id)
    if not known.exists():
        raise _unknown()
    now = time.now()
    if delivered:
        known.filter(delivered_at=None).update(
            delivered_at=now, accepted_at=Coalesce("accepted_at", now), undelivered_at=None, next_try_at=None
        )
    else:
        known.filter(round=turn, delivered_at=None, undelivered_at=None).update(
            undelivered_at=now, next_try_at=None, reason=" ".join(clean(reason).split())[:300]
        )


def _of_moment(message: Message) -> Q:
    return Q(dossier_id=message.dossier_id, seq=message.seq, moment=message.moment, turn=message.turn)


def _mine(message_id: UUID, actor: Actor) -> Message:
    message = Message.objects.select_related("dossier").filter(pk=message_id).first()
    if message is None or not any(actor.has_in_office(role, message.office_id) for role in DESK_ROLES):
        raise _unknown()
    return message


def _unknown() -> Refusal:
    return Refusal(
        "unknown_message",
        N_("There is no such message at your desk."),
        N_("Load the list again."),
        status=HttpStatus.NOT_FOUND,
    )
