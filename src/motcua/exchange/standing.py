"""How two installations find out whether both have the same: numbers and chained hashes of their messages.

One side asks, the other answers with what it has; the asker compares. Nothing is changed by asking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from motcua.dossiers.models import DossierEvent
from motcua.exchange import envelope, keys, reading, transport
from motcua.exchange.envelope import Kind
from motcua.exchange.models import Conversation, HandOver, InMessage, OutMessage, Partner
from motcua.exchange.refusals import NotTakenError, Reason
from motcua.exchange.services import sending
from motcua.exchange.services.effects import command_id
from motcua.exchange.services.inbox import Signed, sender
from motcua.exchange.times import SKEW
from motcua.kernel import time

AT_ONCE = 500
FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Standing:
    """What one side has of one conversation: digests in order, and how many of the sent were acknowledged."""

    dossier: UUID
    sent: tuple[str, ...] = ()
    acknowledged: int = 0
    taken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theirs:
    """The same as the other side tells it: numbers and chains."""

    dossier: UUID
    sent: int = 0
    sent_chain: str = ""
    taken: int = 0
    taken_chain: str = ""


def ours(partner_id: int, after: UUID) -> list[Standing]:
    """Our standings in the order of dossiers, at most 500, beginning after that dossier. Three statements."""
    rows = Conversation.objects.filter(partner_id=partner_id, dossier_key__gt=after).order_by("dossier_key")
    found = list(rows.values_list("pk", "dossier_key")[:AT_ONCE])
    chosen = [pk for pk, _ in found]
    sent: dict[int, list[str]] = defaultdict(list)
    acknowledged: dict[int, int] = defaultdict(int)
    out = OutMessage.objects.filter(conversation__in=chosen).order_by("sequence")
    for pk, digest, accepted_at in out.values_list("conversation_id", "sha256", "accepted_at"):
        sent[pk].append(digest)
        acknowledged[pk] += accepted_at is not None
    taken: dict[int, list[str]] = defaultdict(list)
    came = InMessage.objects.filter(conversation__in=chosen, applied_at__isnull=False).order_by("sequence")
    for pk, digest in came.values_list("conversation_id", "sha256"):
        taken[pk].append(digest)
    return [Standing(key, tuple(sent[pk]), acknowledged[pk], tuple(taken[pk])) for pk, key in found]


def answer(signed: Signed) -> tuple[bytes, Partner]:
    """Answer a partner's question. Raises NotTakenError, also for a question that is not fresh."""
    values = reading.read_object(signed.data)
    partner = sender(signed, reading.text(values, "from", envelope.LONGEST_NAME))
    if reading.text(values, "to", envelope.LONGEST_NAME) != keys.own_name():
        raise NotTakenError(Reason.NOT_FOR_US)
    if abs(time.now() - reading.instant(values, "at")) > SKEW:
        raise NotTakenError(Reason.CLOCK_SKEW, f"here it is {time.now().isoformat()}")
    told = [
        {
            "dossier": str(one.dossier),
            "sent": len(one.sent),
            "sent_chain": envelope.chain(one.sent),
            "taken": len(one.taken),
            "taken_chain": envelope.chain(one.taken),
        }
        for one in ours(partner.pk, reading.identifier(values, "after"))
    ]
    known = {"from": keys.own_name(), "to": partner.code, "conversations": told}
    return reading.canonical(known), partner


def ask(partner: Partner) -> Iterator[Theirs]:
    """Everything the partner has of our exchange. Raises DownError when it does not answer as itself."""
    after = FIRST
    while True:
        page = _page(partner, after)
        yield from page
        if len(page) < AT_ONCE:
            return
        after = page[-1].dossier


def _page(partner: Partner, after: UUID) -> list[Theirs]:
    question = reading.canonical(
        {"from": keys.own_name(), "to": partner.code, "at": time.now().isoformat(), "after": str(after)}
    )
    headers = {"Content-Type": "application/json", **sending.signature_headers(question)}
    reply = transport.send(partner.address, "POST", transport.STANDING, question, len(question), headers)
    try:
        sending.check_reply(reply, partner)
        values = reading.read_object(reply.data)
        if values.get("state") == "refused":
            raise transport.DownError(f"{values.get('reason')} {values.get('detail', '')}".strip()[:300])
        return [_theirs(item) for item in reading.objects(values, "conversations")]
    except NotTakenError as error:
        raise transport.DownError(f"{reply.status}: {error}"[:300]) from error


def _theirs(values: Mapping[str, Any]) -> Theirs:
    return Theirs(
        reading.identifier(values, "dossier"),
        reading.number(values, "sent"),
        reading.text(values, "sent_chain", 64, needed=False),
        reading.number(values, "taken"),
        reading.text(values, "taken_chain", 64, needed=False),
    )


def differences(mine: Standing, theirs: Theirs) -> list[str]:
    """What the two sides do not agree about in one conversation; empty when all is well."""
    found = []
    sent, taken = len(mine.sent), len(mine.taken)
    if theirs.taken > sent:
        found.append(f"the partner took in {theirs.taken} messages, but only {sent} were written here")
    elif envelope.chain(mine.sent[: theirs.taken]) != theirs.taken_chain:
        found.append(f"the first {theirs.taken} messages sent have other contents there")
    elif theirs.taken < mine.acknowledged:
        found.append(f"message {theirs.taken + 1} was acknowledged, but the partner does not have it")
    elif theirs.taken < sent:
        found.append(f"{sent - theirs.taken} of {sent} messages are not there yet")
    if taken > theirs.sent:
        found.append(f"{taken} messages were taken in here, but the partner wrote only {theirs.sent}")
    elif taken < theirs.sent:
        found.append(f"{theirs.sent - taken} of {theirs.sent} messages of the partner are not here yet")
    elif envelope.chain(mine.taken) != theirs.sent_chain:
        found.append(f"the {taken} messages taken in have other contents there")
    return found


def without_effect(partner_id: int) -> Iterator[str]:
    """Messages taken in whose effect is missing from our own ledgers: there must be none."""
    rows = InMessage.objects.filter(partner_id=partner_id, applied_at__isnull=False)
    told = rows.filter(kind__in=(Kind.ACKNOWLEDGED, Kind.PROGRESS, Kind.RESULT, Kind.REFUSED_BACK))
    batch: list[tuple[UUID, str]] = []
    for message_id, kind in told.values_list("message_id", "kind").iterator(chunk_size=AT_ONCE):
        batch.append((message_id, kind))
        if len(batch) == AT_ONCE:
            yield from _without_event(partner_id, batch)
            batch = []
    yield from _without_event(partner_id, batch)
    begun = rows.filter(kind=Kind.HAND_OVER).count()
    known = HandOver.objects.filter(partner_id=partner_id, direction="in").count()
    if begun != known:
        yield f"{begun} hand-overs were taken in, but {known} are listed"


def _without_event(partner_id: int, batch: Sequence[tuple[UUID, str]]) -> Iterator[str]:
    wanted = {command_id(partner_id, message_id): (message_id, kind) for message_id, kind in batch}
    there = set(DossierEvent.objects.filter(pk__in=list(wanted)).values_list("pk", flat=True))
    for command, (message_id, kind) in wanted.items():
        if command not in there:
            yield f"message {message_id} ({kind}) was taken in, but the ledger does not have its event"
