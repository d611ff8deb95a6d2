"""Telling citizens: what is written down to be sent, in the transaction of nothing else. Safe to run twice.

What is told is known by dossier, event, moment, turn, channel and recipient; telling again writes nothing.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from motcua.kernel import jobs, time
from motcua.kernel.ids import uuid_for
from motcua.notices import sms, writing
from motcua.notices.channels.registry import sender_for
from motcua.notices.models import Message, Practice
from motcua.notices.moments import SENT, Channel, Moment, asks_action, moment_of, still_holds
from motcua.notices.reasons import Reason
from motcua.notices.texts import rendered
from motcua.offices.models import Office

SEND = "motcua.send_message"
# Older news is history that was taken over or replayed, and tells nobody anything.
OLDEST = timedelta(days=7)


def tell_of_event(dossier_id: UUID, seq: int) -> None:
    """The subscriber: tell the citizen of one event, if it means anything to them."""
    news = writing.news_of(dossier_id, seq)
    if news is None or news.entry.at < time.now() - OLDEST:
        return
    if (moment := moment_of(news.event)) is not None:
        _tell(news, moment, 1)


def tell(dossier_id: UUID, seq: int, moment: Moment, turn: int = 1) -> int:
    """Tell the citizen at a moment that is no event of its own (a result ready, the `turn`-th reminder).

    `seq` is the event it follows from. Gives how many messages were written; 0 when that was done before,
    or when there is nothing to tell any more.
    """
    news = writing.news_of(dossier_id, seq)
    return _tell(news, moment, turn) if news is not None else 0


def _tell(news: writing.News, moment: Moment, turn: int) -> int:
    if news.state.intake is None or not still_holds(moment, news.state.status):
        return 0
    office = writing.office_for(moment, news.state)
    practice = writing.practice_of(office.pk)
    planned = _messages(news, moment, turn, office, practice)
    known = set(Message.objects.filter(pk__in=[one.pk for one in planned]).values_list("pk", flat=True))
    new = [one for one in planned if one.pk not in known]
    with transaction.atomic():
        Message.objects.bulk_create(new, ignore_conflicts=True)
        for message in new:
            if message.asked_at is not None:
                jobs.defer(SEND, message_id=str(message.pk))
    return len(new)


def _messages(
    news: writing.News, moment: Moment, turn: int, office: Office, practice: Practice
) -> list[Message]:
    contact = writing.contact_of(news.state)
    language = writing.language_for(news.state, practice)
    asks = asks_action(moment, news.event)
    found: list[Message] = []

    def add(channel: Channel, to: str, reason: str) -> None:
        message = _message(news, moment, turn, channel, to, office, practice, asks, reason)
        message.phone = contact.phone[:30]
        _write(message, news, office, practice, language)
        found.append(message)

    ways = [(channel, contact.address(channel)) for channel in SENT if contact.address(channel)]
    for channel, to in ways:
        if f"{moment}:{channel}" not in practice.silent:
            add(channel, to, "" if sender_for(channel) else Reason.NOT_CONFIGURED)
    if asks and not found:
        add(Channel.PHONE, "", Reason.SWITCHED_OFF if ways else Reason.NO_CONTACT)
    return found


def _message(
    news: writing.News,
    moment: Moment,
    turn: int,
    channel: Channel,
    to: str,
    office: Office,
    practice: Practice,
    asks: bool,
    reason: str,
) -> Message:
    now = time.now()
    first = practice.quiet_hours.next_allowed(now)
    dossier_id, seq = news.state.id, news.entry.seq
    return Message(
        id=uuid_for("notice", dossier_id, seq, moment.value, turn, channel.value, to),
        dossier_id=dossier_id,
        seq=seq,
        moment=moment,
        turn=turn,
        channel=channel,
        to=to,
        office=office,
        asks_action=asks,
        created_at=now,
        give_up_at=first + patience(),
        next_try_at=None if reason else first,
        asked_at=now if not reason and first <= now else None,
        undelivered_at=now if reason else None,
        reason=reason,
    )


def _write(message: Message, news: writing.News, office: Office, practice: Practice, language: str) -> None:
    """Put the words in. What is never sent and asks for nothing keeps none: there is nothing to prove."""
    message.language = language
    if message.undelivered_at is not None and not message.asks_action:
        return
    channel, moment = Channel(message.channel), Moment(message.moment)
    spoken = channel == Channel.PHONE
    chosen = writing.texts_in_force(office.pk, moment, language)[Channel.SMS if spoken else channel]
    text = rendered(chosen.text, writing.values_for(news, office, language))
    message.text_version_id = chosen.version_id
    message.subject, message.text = text.subject[:300], text.body
    if channel == Channel.SMS and message.undelivered_at is None:
        make_ready(message, practice)


def make_ready(message: Message, practice: Practice) -> None:
    """The SMS in the letters in which it is sent. One that is only read out at the phone keeps its marks."""
    if not practice.sms_with_marks:
        message.text = sms.without_marks(message.text)
    message.parts = sms.measure(message.text).parts


def patience() -> timedelta:
    """How long a message is tried before it becomes a call or is given up."""
    return timedelta(hours=settings.NOTICE_PATIENCE_HOURS)
