"""Taking a message in: whose it is, whether it is new, whether it is its turn; row and effect are one transaction.

The conversation's row is held meanwhile, so that the same message sent twice at once is looked at one after
the other. What comes too early is kept and waits; when the gap is filled, all that waited behind it has its
effect in the same transaction. A message is acknowledged only after its effect has been committed.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from motcua.exchange import envelope, keys
from motcua.exchange.answers import Answer, State
from motcua.exchange.envelope import Envelope
from motcua.exchange.models import Conversation, InMessage, Partner, PartnerKey
from motcua.exchange.refusals import NotTakenError, Reason
from motcua.exchange.services import effects, outbox
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.offices.queries import in_force


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed, and the signature as it came."""

    data: bytes
    key_id: str
    signature: str


def sender(signed: Signed, said: str) -> Partner:
    """The partner of today whose key made the signature over the data. Raises NotTakenError."""
    today = in_force(time.today())
    partner = Partner.objects.filter(today, code=said).first()
    if partner is None:
        raise NotTakenError(Reason.UNKNOWN_PARTNER, said)
    key = PartnerKey.objects.filter(today, partner=partner, key_id=signed.key_id).first()
    if key is None:
        raise NotTakenError(Reason.UNKNOWN_KEY, signed.key_id)
    if not keys.fits(key.public_key, signed.signature, signed.data):
        raise NotTakenError(Reason.BAD_SIGNATURE)
    return partner


def take(signed: Signed) -> tuple[Answer, Partner]:
    """Take one message in; the answer says what became of it. Raises NotTakenError: then nothing is kept."""
    partner = sender(signed, envelope.sender_of(signed.data))
    message = envelope.read(signed.data)
    if message.receiver != keys.own_name():
        raise NotTakenError(Reason.NOT_FOR_US, message.receiver)
    try:
        return _take(message, signed, partner), partner
    except Refusal as refusal:
        raise NotTakenError(Reason.NOT_CARRIED_OUT, str(refusal)) from refusal


@transaction.atomic
def _take(message: Envelope, signed: Signed, partner: Partner) -> Answer:
    conversation = outbox.locked(partner.pk, message.dossier)
    digest = envelope.digest(signed.data)
    known = InMessage.objects.filter(partner=partner, message_id=message.id).first()
    if known is not None:
        if known.sha256 != digest:
            raise NotTakenError(Reason.ID_USED)
        return _standing(message, known, conversation)
    if InMessage.objects.filter(conversation=conversation, sequence=message.sequence).exists():
        raise NotTakenError(Reason.SEQUENCE_USED, str(message.sequence))
    wanted = effects.files_wanted(message)
    if wanted:
        return Answer(State.FILES_WANTED, message.id, files=wanted)
    row = InMessage.objects.create(
        partner=partner,
        conversation=conversation,
        message_id=message.id,
        sequence=message.sequence,
        kind=message.kind,
        payload=signed.data,
        sha256=digest,
        key_id=signed.key_id,
        signature=signed.signature,
        received_at=time.now(),
    )
    if message.sequence != conversation.taken + 1:
        return _standing(message, row, conversation)
    _apply(row, message, conversation)
    _apply_what_waited(conversation)
    return Answer(State.ACCEPTED, message.id)


def _standing(message: Envelope, row: InMessage, conversation: Conversation) -> Answer:
    if row.applied_at is not None:
        return Answer(State.ALREADY_HAD, message.id)
    return Answer(State.WAITING, message.id, waiting_for=conversation.taken + 1)


def _apply(row: InMessage, message: Envelope, conversation: Conversation) -> None:
    effects.apply(message, conversation)
    row.applied_at = time.now()
    row.save(update_fields=["applied_at"])
    conversation.taken = row.sequence
    conversation.save(update_fields=["taken"])


def _apply_what_waited(conversation: Conversation) -> None:
    while True:
        following = InMessage.objects.filter(
            conversation=conversation, sequence=conversation.taken + 1, applied_at=None
        ).first()
        if following is None:
            return
        try:
            with transaction.atomic():
                _apply(following, envelope.read(bytes(following.payload)), conversation)
        except (Refusal, NotTakenError):
            # Its sender asks again and is told why; what came before it stands.
            conversation.refresh_from_db()
            following.delete()
            return
