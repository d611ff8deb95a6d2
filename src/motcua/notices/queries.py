"""Reading messages: the calls a desk has to make, the messages of a dossier, the texts of an office."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils.translation import gettext as _

from motcua.kernel import time
from motcua.notices import reasons
from motcua.notices.channels.registry import sender_for
from motcua.notices.models import Message, Outage, TextVersion, Try
from motcua.notices.moments import SENT, TITLES, Channel, Moment
from motcua.notices.packaged import packaged
from motcua.notices.services.sending import WAITING
from motcua.notices.times import State
from motcua.offices.actors import Actor
from motcua.offices.models import Office
from motcua.offices.roles import Role

CALLS_SHOWN = 100
_UNREACHED = Q(asks_action=True, undelivered_at__isnull=False, delivered_at=None, told_at=None, moot_at=None)


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody whom no message reached. `phone` is empty when none is known."""

    message_id: UUID
    dossier_id: UUID
    code: str
    name: str
    phone: str
    title: str
    text: str
    since: datetime
    why: tuple[str, ...]
    may_send_again: bool


def calls(actor: Actor) -> list[Call]:
    """Who has to be called by the desks this person works at, longest waiting first; at most a hundred.

    A moment of which another message arrived, or is on its way, needs no call.
    """
    offices = actor.offices(Role.RECEPTIONIST) | actor.offices(Role.DESK_HEAD)
    same = Message.objects.filter(
        dossier=OuterRef("dossier"), seq=OuterRef("seq"), moment=OuterRef("moment"), turn=OuterRef("turn")
    )
    reached = same.filter(
        Q(delivered_at__isnull=False) | Q(told_at__isnull=False) | Q(undelivered_at=None, moot_at=None)
    )
    rows = (
        Message.objects.filter(_UNREACHED, ~Exists(reached), office_id__in=offices)
        .select_related("dossier")
        .order_by("undelivered_at", "pk")[: 2 * CALLS_SHOWN]
    )
    grouped: dict[tuple[UUID, int, str, int], list[Message]] = {}
    for row in rows:
        grouped.setdefault((row.dossier_id, row.seq, row.moment, row.turn), []).append(row)
    return [_call(messages) for messages in list(grouped.values())[:CALLS_SHOWN]]


def _call(messages: Sequence[Message]) -> Call:
    # The shortest way of saying it is that of the SMS.
    first = min(messages, key=lambda one: (one.channel == Channel.EMAIL, one.pk))
    sent = [one for one in messages if one.channel in SENT and sender_for(Channel(one.channel)) is not None]
    dossier = first.dossier
    return Call(
        message_id=(sent[0] if sent else first).pk,
        dossier_id=dossier.pk,
        code=dossier.code or "",
        name=dossier.applicant_name,
        phone=first.phone,
        title=_(TITLES[Moment(first.moment)]),
        text=first.text,
        since=first.created_at,
        why=tuple(f"{channel_name(one.channel)}: {reason_words(one.reason)}" for one in messages),
        may_send_again=bool(sent),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One message as it is listed; `tries` in their order."""

    message: Message
    title: str
    channel: str
    state: State
    state_words: str
    tone: str
    reason: str
    tries: tuple[Try, ...]


def messages_of(dossier_id: UUID) -> list[Line]:
    """Every message of a dossier, newest first. Two statements."""
    rows = list(
        Message.objects.filter(dossier_id=dossier_id)
        .select_related("told_by")
        .order_by("-created_at", "-seq", "channel")
    )
    made: dict[UUID, list[Try]] = {}
    for one in Try.objects.filter(message__in=rows).order_by("number"):
        made.setdefault(one.message_id, []).append(one)
    return [
        Line(
            message=row,
            title=_(TITLES[Moment(row.moment)]),
            channel=channel_name(row.channel),
            state=row.state,
            state_words=state_words(row.state),
            tone=_TONES[row.state],
            reason=reason_words(row.reason),
            tries=tuple(made.get(row.pk, ())),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class OwnText:
    """Where a text stands in the list of an office's texts."""

    channel: Channel
    language: str
    version: int
    own: bool
    at: datetime | None


def texts_of(office_id: int) -> list[tuple[Moment, str, list[OwnText]]]:
    """Every moment with its texts, the office's own marked. One statement."""
    newest = (
        TextVersion.objects.filter(office_id=office_id)
        .order_by("moment", "channel", "language", "-version")
        .distinct("moment", "channel", "language")
    )
    own = {(row.moment, row.channel, row.language): row for row in newest}
    found = []
    for moment in Moment:
        line = []
        for kind, channel, language in packaged():
            if kind == moment:
                row = own.get((moment, channel, language))
                mine = row is not None and not row.packaged
                line.append(
                    OwnText(channel, language, row.version if row else 0, mine, row.at if row else None)
                )
        found.append((moment, _(TITLES[moment]), line))
    return found


def versions_of(office_id: int, moment: Moment, channel: Channel, language: str) -> list[TextVersion]:
    """The office's versions of one text, newest first."""
    rows = TextVersion.objects.filter(office_id=office_id, moment=moment, channel=channel, language=language)
    return list(rows.select_related("by").order_by("-version")[:20])


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """Whether a channel can be used, and since when not."""

    name: str
    configured: bool
    down_since: datetime | None
    reason: str


def channels() -> list[ChannelHealth]:
    """How the ways of sending are doing."""
    outages = {outage.channel: outage for outage in Outage.objects.all()}
    return [
        ChannelHealth(
            channel_name(channel),
            sender_for(channel) is not None,
            outages[channel].since if channel in outages else None,
            outages[channel].reason if channel in outages else "",
        )
        for channel in SENT
    ]


def unreached(offices: Collection[int], before: datetime) -> tuple[int, datetime | None]:
    """How many people no message reached and nobody called since then, and since when the first one waits."""
    rows = Message.objects.filter(_UNREACHED, office_id__in=offices, undelivered_at__lt=before)
    found = rows.aggregate(people=Count("dossier", distinct=True), first=Min("undelivered_at"))
    return found["people"], found["first"]


def stuck(longer_than: timedelta = timedelta(minutes=30)) -> int:
    """How many messages should have been tried long ago and were not, although their channel works."""
    down = Outage.objects.values("channel")
    late = Message.objects.filter(WAITING, next_try_at__lt=time.now() - longer_than)
    return late.exclude(channel__in=down).count()


def administered_offices(actor: Actor) -> list[Office]:
    """The offices whose messages the person may set up."""
    return [office for office in Office.objects.all() if actor.administers(office.path)]


def channel_name(channel: str) -> str:
    """SMS, e-mail or phone, in the active language."""
    return {Channel.SMS: _("SMS"), Channel.EMAIL: _("E-mail"), Channel.PHONE: _("Phone")}[Channel(channel)]


def state_words(state: State) -> str:
    """The state in the active language."""
    return {
        State.WAITING: _("Waiting"),
        State.SENT: _("Sent"),
        State.DELIVERED: _("Delivered"),
        State.UNDELIVERED: _("Not delivered"),
        State.NOT_SENT: _("Not sent"),
        State.TOLD: _("Told by phone"),
        State.MOOT: _("No longer needed"),
    }[state]


def reason_words(reason: str) -> str:
    """Why, in the active language; what a server answered is shown as it is."""
    return _(reasons.WORDS[reason]) if reason in reasons.WORDS else reason


_TONES = {
    State.WAITING: "info",
    State.SENT: "good",
    State.DELIVERED: "good",
    State.UNDELIVERED: "bad",
    State.NOT_SENT: "calm",
    State.TOLD: "good",
    State.MOOT: "calm",
}
