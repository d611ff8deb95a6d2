"""Bringing messages to one partner, in order, each until it has had its effect there.

Nothing is held while the network is waited for. A worker that dies leaves a message whose lease runs out; it
is sent again, and the receiver knows it by its id: at least once on the way, exactly once in effect. A partner
that does not answer costs one probe every few minutes, and no other partner anything.
"""

from __future__ import annotations

import logging
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django.db import transaction

from motcua.dossiers import commands as cmd
from motcua.dossiers.services import execute
from motcua.exchange import answers, keys, reading, transport
from motcua.exchange.answers import Answer, State
from motcua.exchange.envelope import Kind
from motcua.exchange.models import UNSENT, OutMessage, Partner
from motcua.exchange.refusals import MAY_BE_MENDED, NotTakenError, Reason
from motcua.exchange.services import inbox
from motcua.exchange.times import LEASE, probe_after, wait_after
from motcua.files import queries as stored
from motcua.kernel import ids, time
from motcua.kernel.errors import Refusal
from motcua.kernel.sql import one
from motcua.offices.actors import SYSTEM

log = logging.getLogger(__name__)
# The earliest message of a conversation that has not had its effect; a dead one holds back those behind it.
_CLAIM = """
UPDATE exchange_outmessage SET tries = tries + 1, last_try_at = %(now)s, next_try_at = %(lease)s
WHERE id = (
  SELECT m.id FROM exchange_outmessage m
  WHERE m.partner_id = %(partner)s AND m.accepted_at IS NULL AND m.dead_at IS NULL AND m.next_try_at <= %(now)s
    AND NOT EXISTS (SELECT FROM exchange_outmessage e WHERE e.conversation_id = m.conversation_id
                    AND e.sequence < m.sequence AND e.accepted_at IS NULL)
  ORDER BY m.next_try_at, m.created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def deliver(partner_id: int) -> int:
    """Send what is due for the partner, as long as it answers; gives how many messages had their effect."""
    partner = Partner.objects.get(pk=partner_id)
    done = 0
    while _open(partner) and (message := _claim(partner_id)) is not None:
        try:
            answer = _exchange(message, partner)
        except transport.DownError as error:
            _down(partner, str(error))
            OutMessage.objects.filter(UNSENT, pk=message.pk).update(next_try_at=partner.next_probe_at)
            return done
        except NotTakenError as error:  # a file is gone from our own store
            _kill(message.pk, error.reason, error.detail)
            continue
        _up(partner, message)
        done += answer.is_done
        _settle(message, answer)
    return done


def _open(partner: Partner) -> bool:
    """Whether the partner answers, or it is time to find out with something that is due."""
    if partner.down_since is None:
        return True
    now = time.now()
    if not OutMessage.objects.filter(UNSENT, partner=partner, next_try_at__lte=now).exists():
        return False
    due = Partner.objects.filter(pk=partner.pk, next_probe_at__lte=now)
    return due.update(next_probe_at=now + probe_after(partner.probes)) == 1


def _claim(partner_id: int) -> OutMessage | None:
    now = time.now()
    row = one(_CLAIM, {"partner": partner_id, "now": now, "lease": now + LEASE})
    return None if row is None else OutMessage.objects.get(pk=row[0])


def _exchange(message: OutMessage, partner: Partner) -> Answer:
    """The partner's answer, the files brought first when it asks for them.

    Raises DownError, or NotTakenError when a file is not in our own store any more.
    """
    answer = _post(message, partner)
    if answer.state is not State.FILES_WANTED:
        return answer
    names = _file_names(message)
    for sha256 in answer.files:
        if sha256 not in message.files:
            raise transport.DownError("the partner asks for a file that the message does not have")
        told = _put(sha256, names.get(sha256, sha256), partner)
        if told.state is State.REFUSED:
            return told
    return _post(message, partner)


def _post(message: OutMessage, partner: Partner) -> Answer:
    data = bytes(message.payload)
    headers = {"Content-Type": "application/json", **signature_headers(data)}
    reply = transport.send(partner.address, "POST", transport.MESSAGES, data, len(data), headers)
    answer = read_answer(reply, partner)
    if answer.about != message.pk and not (answer.about is None and answer.state is State.REFUSED):
        raise transport.DownError("the answer is about another message")
    return answer


def _put(sha256: str, name: str, partner: Partner) -> Answer:
    try:
        kept = stored.by_hash(sha256, name)
        file = stored.open_file(sha256)
    except Refusal as refusal:
        raise NotTakenError(Reason.FILE_MISSING, name) from refusal
    headers = {
        "Content-Type": "application/octet-stream",
        transport.FROM_HEADER: quote(keys.own_name()),
        transport.NAME_HEADER: quote(name),
        **signature_headers(file_claim(keys.own_name(), partner.code, sha256)),
    }
    with file:
        reply = transport.send(partner.address, "PUT", f"{transport.FILES}{sha256}", file, kept.size, headers)
    return read_answer(reply, partner)


def file_claim(sender: str, receiver: str, sha256: str) -> bytes:
    """What is signed when a file is sent: who sends whom which bytes."""
    return reading.canonical({"file": sha256, "from": sender, "to": receiver})


def signature_headers(data: bytes) -> dict[str, str]:
    """Our signature over the data, and which key made it."""
    key = keys.own_key()
    return {transport.KEY_HEADER: keys.key_id(key.public), transport.SIGNATURE_HEADER: key.sign(data)}


def read_answer(reply: transport.Reply, partner: Partner) -> Answer:
    """The answer, if it is the partner's own. Raises DownError: a proxy or a stranger answered."""
    try:
        check_reply(reply, partner)
        return answers.read(reply.data)
    except NotTakenError as error:
        raise transport.DownError(f"{reply.status}: {error}"[:300]) from error


def check_reply(reply: transport.Reply, partner: Partner) -> None:
    """Raises NotTakenError unless the partner signed it, for us."""
    values = reading.read_object(reply.data)
    signed = inbox.Signed(reply.data, reply.key_id, reply.signature)
    inbox.sender(signed, partner.code)
    if values.get("from") != partner.code or values.get("to") != keys.own_name():
        raise NotTakenError(Reason.NOT_FOR_US)


def _file_names(message: OutMessage) -> dict[str, str]:
    body = reading.read_object(bytes(message.payload))["body"]
    return {paper["sha256"]: paper["file_name"] or paper["name"] for paper in body.get("papers", [])}


def _settle(message: OutMessage, answer: Answer) -> None:
    now = time.now()
    row = OutMessage.objects.filter(UNSENT, pk=message.pk)
    if answer.is_done:
        _accepted(message, now)
    elif answer.state is State.WAITING:
        _again_from(message, answer.waiting_for, now)
    elif answer.state is State.REFUSED and answer.reason not in MAY_BE_MENDED:
        _kill(message.pk, answer.reason or Reason.NOT_CARRIED_OUT, answer.detail)
    else:
        row.update(
            next_try_at=now + wait_after(message.tries),
            reason=answer.reason.value if answer.reason else "",
            detail=answer.detail[:300],
        )


@transaction.atomic
def _accepted(message: OutMessage, now: datetime) -> None:
    """It has had its effect there. A result that has arrived is thereby handed over here."""
    OutMessage.objects.filter(UNSENT, pk=message.pk).update(accepted_at=now, reason="", detail="")
    found = message.hand_over
    if message.kind != Kind.RESULT or found.dossier_id is None:
        return
    try:
        with transaction.atomic():
            execute(
                cmd.HandOver(
                    command_id=ids.uuid_for("result arrived", message.pk),
                    dossier_id=found.dossier_id,
                    note=f"Kết quả đã đến {found.partner.name}",
                ),
                SYSTEM,
            )
    except Refusal as refusal:  # a fee is owed, an original lies here: the desk sees to it
        log.info("dossier %s is not closed with its result: %s", found.dossier_id, refusal)


def _again_from(message: OutMessage, number: int, now: datetime) -> None:
    """The partner lacks an earlier message that it had acknowledged (it was restored): send from there."""
    earlier = OutMessage.objects.filter(
        conversation=message.conversation_id, sequence__gte=number, sequence__lt=message.sequence
    )
    earlier.update(accepted_at=None, dead_at=None, next_try_at=now)
    OutMessage.objects.filter(UNSENT, pk=message.pk).update(next_try_at=now + wait_after(message.tries))


def _kill(message_id: UUID, reason: Reason, detail: str) -> None:
    OutMessage.objects.filter(UNSENT, pk=message_id).update(
        dead_at=time.now(), reason=reason.value, detail=detail[:300]
    )


def _down(partner: Partner, reason: str) -> None:
    now = time.now()
    partner.down_since = partner.down_since or now
    partner.probes += 1
    partner.next_probe_at = now + probe_after(partner.probes)
    partner.down_reason = reason[:300]
    partner.save(update_fields=["down_since", "probes", "next_probe_at", "down_reason"])


def _up(partner: Partner, message: OutMessage) -> None:
    """It answers: what waited for it is due now."""
    if partner.down_since is None:
        return
    now = time.now()
    partner.down_since, partner.probes, partner.next_probe_at, partner.down_reason = None, 0, None, ""
    partner.save(update_fields=["down_since", "probes", "next_probe_at", "down_reason"])
    OutMessage.objects.filter(UNSENT, partner=partner).exclude(pk=message.pk).update(next_try_at=now)
