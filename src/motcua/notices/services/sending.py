"""Bringing one message to the other side, once: claim it, hand it over, note what came of it.

Nothing is held while the network is waited for. A worker that dies in between leaves a try without end; after
`LEASE` the message is tried again under the same key. So a gateway that honours the key delivers once; a
mail server may get a letter twice in that one case, with the same Message-ID, by which mail programs know it.
A channel that does not answer is left alone but for one probe at a time: an outage costs the worker one
time-out a minute, however many messages wait.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from motcua.dossiers.status import Status
from motcua.kernel import time
from motcua.notices.channels.outgoing import Accepted, Down, Later, Outgoing, Refused, Sender
from motcua.notices.channels.registry import sender_for
from motcua.notices.models import Message, Outage, Practice, Try
from motcua.notices.moments import Channel, Moment, still_holds
from motcua.notices.reasons import Reason
from motcua.notices.times import LEASE, QuietHours, wait_after

WAITING = Q(accepted_at=None, undelivered_at=None, delivered_at=None, told_at=None)
_LONGEST_PROBE_MINUTES = 5
_DOWN = """
INSERT INTO notices_outage AS o (channel, since, probes, next_probe_at, reason)
VALUES (%(channel)s, %(now)s, 1, %(now)s + interval '1 minute', %(reason)s)
ON CONFLICT (channel) DO UPDATE SET probes = o.probes + 1, reason = excluded.reason,
  next_probe_at = %(now)s + least(o.probes + 1, %(longest)s) * interval '1 minute'
"""


def try_to_send(message_id: UUID) -> None:
    """One try, if it is time for one. Everything else that may be the case is settled or left as it is."""
    now = time.now()
    message = (
        Message.objects.select_related("dossier", "office")
        .filter(WAITING, pk=message_id, next_try_at__lte=now)
        .first()
    )
    if message is None or _settled(message, now):
        return
    channel = Channel(message.channel)
    sender = sender_for(channel)
    if sender is None:
        _give_up(message.pk, Reason.NOT_CONFIGURED, now)
        return
    if not _channel_open(channel, now):
        return
    number = _claim(message.pk, now)
    if number is not None:
        _hand_over(message, number, sender)


def _settled(message: Message, now: datetime) -> bool:
    if not still_holds(Moment(message.moment), Status(message.dossier.status)):
        Message.objects.filter(WAITING, pk=message.pk).update(
            moot_at=now, undelivered_at=now, next_try_at=None, reason=Reason.OVERTAKEN
        )
        return True
    practice = Practice.objects.filter(pk=message.office_id).first()
    allowed = (practice.quiet_hours if practice else QuietHours()).next_allowed(now)
    if allowed > now:
        Message.objects.filter(WAITING, pk=message.pk).update(
            next_try_at=allowed, give_up_at=F("give_up_at") + (allowed - now)
        )
        return True
    return False


def _channel_open(channel: Channel, now: datetime) -> bool:
    """Whether the channel works, or it is this message's turn to find out."""
    outage = Outage.objects.filter(pk=channel)
    if not outage.exists():
        return True
    return outage.filter(next_probe_at__lte=now).update(next_probe_at=now + timedelta(minutes=1)) == 1


def _claim(message_id: UUID, now: datetime) -> int | None:
    """The number of this try; None when another worker has the message, or it is settled."""
    with transaction.atomic():
        due = Message.objects.filter(WAITING, pk=message_id, next_try_at__lte=now)
        if not due.update(tries=F("tries") + 1, next_try_at=now + LEASE):
            return None
        number = Message.objects.values_list("tries", flat=True).get(pk=message_id)
        Try.objects.create(message_id=message_id, number=number, begun_at=now)
        return number


def _hand_over(message: Message, number: int, sender: Sender) -> None:
    outgoing = Outgoing(
        key=message.key,
        to=message.to,
        text=message.text,
        subject=message.subject,
        reply_to=message.office.email,
    )
    try:
        accepted = sender.send(outgoing)
    except Refused as answer:
        _note(message.pk, number, Try.Outcome.REFUSED, str(answer))
        _give_up(message.pk, str(answer), time.now())
        # It answered, so it is there.
        _works_again(Channel(message.channel))
    except Later as answer:
        _note(message.pk, number, Try.Outcome.LATER, str(answer))
        _failed(message, number, str(answer))
        _works_again(Channel(message.channel))
    except Down as answer:
        _note(message.pk, number, Try.Outcome.DOWN, str(answer))
        _begin_outage(message.channel, str(answer))
        _failed(message, number, str(answer))
    else:
        _accepted(message.pk, number, accepted)
        _works_again(Channel(message.channel))


def _accepted(message_id: UUID, number: int, accepted: Accepted) -> None:
    now = time.now()
    with transaction.atomic():
        Message.objects.filter(pk=message_id, accepted_at=None).update(
            accepted_at=now, accepted_id=accepted.id, next_try_at=None, undelivered_at=None, reason=""
        )
        _note(message_id, number, Try.Outcome.ACCEPTED, accepted.id)


def _begin_outage(channel: str, said: str) -> None:
    values: dict[str, Any] = {"channel": channel, "now": time.now(), "reason": said[:300]}
    with connection.cursor() as cursor:
        cursor.execute(_DOWN, {**values, "longest": _LONGEST_PROBE_MINUTES})


def _failed(message: Message, number: int, said: str) -> None:
    now = time.now()
    if number >= settings.NOTICE_TRIES * message.round:
        _give_up(message.pk, said or Reason.TOO_MANY_TRIES, now)
        return
    again = now + wait_after(number - settings.NOTICE_TRIES * (message.round - 1))
    Message.objects.filter(WAITING, pk=message.pk).update(next_try_at=again, reason=said[:300])


def _give_up(message_id: UUID, reason: str, now: datetime) -> None:
    Message.objects.filter(WAITING, pk=message_id).update(
        undelivered_at=now, next_try_at=None, reason=reason[:300]
    )


def _note(message_id: UUID, number: int, outcome: Try.Outcome, detail: str) -> None:
    Try.objects.filter(message_id=message_id, number=number).update(
        ended_at=time.now(), outcome=outcome, detail=detail[:300]
    )


def _works_again(channel: Channel) -> None:
    """End an outage: whatever waited for it is due now, but what another worker is just sending."""
    if not Outage.objects.filter(pk=channel).delete()[0]:
        return
    now = time.now()
    being_sent = Try.objects.filter(ended_at=None, begun_at__gt=now - LEASE).values("message")
    Message.objects.filter(WAITING, channel=channel).exclude(pk__in=being_sent).update(
        next_try_at=now, asked_at=None
    )
