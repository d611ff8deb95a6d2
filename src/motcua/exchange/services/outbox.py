"""Writing messages: in the transaction of what they tell, numbered, and the worker asked to send them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from motcua.exchange import bodies, envelope
from motcua.exchange.envelope import Envelope, Kind
from motcua.exchange.keys import own_name
from motcua.exchange.models import Conversation, HandOver, OutMessage
from motcua.kernel import ids, jobs, time
from motcua.kernel.sql import one

SEND = "motcua.exchange_send"
_NEXT = """
INSERT INTO exchange_conversation AS c (partner_id, dossier_key, sent, taken) VALUES (%s, %s, 1, 0)
ON CONFLICT (partner_id, dossier_key) DO UPDATE SET sent = c.sent + 1 RETURNING c.id, c.sent
"""
_KNOWN = """
INSERT INTO exchange_conversation AS c (partner_id, dossier_key, sent, taken) VALUES (%s, %s, 0, 0)
ON CONFLICT (partner_id, dossier_key) DO UPDATE SET sent = c.sent RETURNING c.id
"""


def locked(partner_id: int, dossier_key: UUID) -> Conversation:
    """The conversation, begun when there is none; held until the caller's transaction ends."""
    row = one(_KNOWN, [partner_id, dossier_key])
    assert row is not None
    return Conversation.objects.get(pk=row[0])


def held(hand_over_id: UUID) -> HandOver | None:
    """The hand-over as it is now, its conversation locked: everything that changes it locks that first."""
    found = HandOver.objects.select_related("conversation").filter(pk=hand_over_id).first()
    if found is None:
        return None
    locked(found.partner_id, found.conversation.dossier_key)
    return HandOver.objects.select_related("conversation", "partner").get(pk=hand_over_id)


def tell(hand_over: HandOver, kind: Kind, told: bodies.Told) -> None:
    """Write anything but the hand-over itself, under our own code of the dossier if `told` has it."""
    put(hand_over, kind, bodies.write_told(told), code=told.code)


def put(hand_over: HandOver, kind: Kind, body: dict[str, Any], *, code: str = "") -> OutMessage:
    """Write the next message of the hand-over's conversation, to be sent once the transaction has ended well.

    The files of the papers it names go with it.
    """
    conversation = hand_over.conversation
    row = one(_NEXT, [hand_over.partner_id, conversation.dossier_key])
    assert row is not None
    now = time.now()
    message = Envelope(
        id=ids.uuid7(),
        sender=own_name(),
        receiver=hand_over.partner.code,
        dossier=conversation.dossier_key,
        code=code,
        sequence=row[1],
        kind=kind,
        sent_at=now,
        body=body,
    )
    payload = envelope.write(message)
    made = OutMessage.objects.create(
        id=message.id,
        partner_id=hand_over.partner_id,
        conversation=conversation,
        hand_over=hand_over,
        sequence=message.sequence,
        kind=kind,
        payload=payload,
        sha256=envelope.digest(payload),
        files=sorted({paper["sha256"] for paper in body.get("papers", ()) if paper["sha256"]}),
        created_at=now,
        give_up_at=now + timedelta(days=settings.EXCHANGE_PATIENCE_DAYS),
        next_try_at=now,
    )
    ask_worker(hand_over.partner_id)
    return made


def ask_worker(partner_id: int) -> None:
    """Have everything sent that is due for the partner; asking twice does no harm."""
    jobs.defer(SEND, lock=f"exchange:{partner_id}", partner_id=partner_id)
