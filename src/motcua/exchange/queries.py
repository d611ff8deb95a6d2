"""Reads of the exchange: one public function, one screen's data."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.exchange.bodies import HandedDossier
from motcua.exchange.models import UNSENT, HandOver, InMessage, OutMessage, Partner, PartnerKey
from motcua.exchange.services.desk import body_of, check_desk, unknown_hand_over
from motcua.exchange.words import OUTCOME_WORDS, reason_words
from motcua.kernel import time
from motcua.offices.actors import Actor
from motcua.offices.models import Office
from motcua.offices.queries import in_force, within
from motcua.offices.roles import Role
from motcua.procedures.queries import terms, version_in_force

MOST = 200
_DEAD = Q(dead_at__isnull=False)


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One partner as the list shows it."""

    partner: Partner
    keys: tuple[PartnerKey, ...]
    waiting: int
    dead: int
    ended: bool
    mine: bool  # may be changed by who looks

    @property
    def state(self) -> tuple[str | Promise, str]:
        """In words, and how they look."""
        if self.ended:
            return _("No longer a partner"), "calm"
        if self.partner.down_since is not None:
            return _("Does not answer"), "bad"
        return _("Answers"), "good"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that was given up, with the reason."""

    message: OutMessage
    dossier_id: UUID | None
    code: str
    why: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One message about a dossier, either way."""

    at: datetime
    kind: str
    sequence: int
    out: bool
    state: str | Promise
    tone: str
    detail: str = ""
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Exchanged:
    """One hand-over of a dossier with all its messages."""

    hand_over: HandOver
    state: str | Promise
    tone: str
    lines: tuple[Line, ...]
    held: timedelta | None  # how long the partner has had it, from its taking in

    @property
    def open(self) -> bool:
        """Whether an answer is still waited for."""
        return self.hand_over.ended_at is None


@dataclass(frozen=True, slots=True)
class Incoming:
    """What came in, with what the desk needs to take it in."""

    hand_over: HandOver
    body: HandedDossier
    procedure: str  # its name here; empty when no procedure of this code is in force here
    missing: tuple[str, ...]


def partner_lines(actor: Actor) -> list[PartnerLine]:
    """The partners of the offices that the person oversees. Four statements; what has arrived is not counted."""
    today = time.today()
    rows = Partner.objects.select_related("office").filter(_overseen(actor, "office__path")).order_by("name")
    partners = list(rows[:MOST])
    waiting, dead = _counted(UNSENT), _counted(_DEAD)
    known: dict[int, list[PartnerKey]] = defaultdict(list)
    for key in PartnerKey.objects.filter(partner__in=partners).order_by("valid_from", "pk"):
        if key.valid_to is None or key.valid_to >= today:
            known[key.partner_id].append(key)
    return [
        PartnerLine(
            partner,
            tuple(known[partner.pk]),
            waiting.get(partner.pk, 0),
            dead.get(partner.pk, 0),
            partner.valid_to is not None and partner.valid_to < today,
            actor.administers(partner.office.path),
        )
        for partner in partners
    ]


def _counted(which: Q) -> dict[int, int]:
    """How many messages of that kind each partner has; both kinds have an index of their own."""
    found = OutMessage.objects.filter(which).values_list("partner").annotate(count=Count("id"))
    return dict(found.order_by())


def dead_letters(actor: Actor) -> list[DeadLetter]:
    """What was given up, oldest first, at most 200. One statement."""
    rows = (
        OutMessage.objects.filter(_DEAD & _overseen(actor, "hand_over__office__path"))
        .select_related("hand_over__dossier", "hand_over__office", "partner")
        .order_by("dead_at", "sequence")
    )
    return [
        DeadLetter(
            row,
            row.hand_over.dossier_id,
            (row.hand_over.dossier.code or "") if row.hand_over.dossier else row.hand_over.their_code,
            reason_words(row.reason),
            actor.administers(row.hand_over.office.path),
        )
        for row in rows[:MOST]
    ]


def late_at_partners(actor: Actor) -> list[HandOver]:
    """Dossiers of ours that a partner has not confirmed or not answered in time, latest first. One statement."""
    now = time.now()
    late = Q(acknowledged_at=None, confirm_by__lt=now) | Q(answer_by__lt=now)
    found = HandOver.objects.filter(
        late & _overseen(actor, "office__path"), direction="out", ended_at=None
    ).select_related("partner", "dossier")
    return list(found.order_by("answer_by", "id")[:MOST])


def partner_for(partner_id: int, actor: Actor) -> Partner | None:
    """The partner, if the person administers its office."""
    found = Partner.objects.select_related("office").filter(pk=partner_id).first()
    return found if found is not None and actor.administers(found.office.path) else None


def administered_offices(actor: Actor) -> QuerySet[Office]:
    """Offices whose desk may take in from a partner."""
    found = Office.objects.filter(in_force(time.today()), units__kind="desk").distinct().order_by("name")
    return found if actor.system else found.filter(within(actor.paths(Role.ADMINISTRATOR), "path"))


def to_confirm(actor: Actor) -> list[HandOver]:
    """What partners have handed to the person's desks and nobody has confirmed, most urgent first."""
    found = HandOver.objects.filter(
        direction="in", acknowledged_at=None, ended_at=None, office__in=_desks(actor)
    )
    return list(found.select_related("partner", "office").order_by("confirm_by", "id")[:MOST])


def recalled(actor: Actor) -> list[HandOver]:
    """Dossiers of the person's desks that still run here, although the partner no longer waits for them."""
    found = HandOver.objects.filter(
        direction="in",
        recalled_at__isnull=False,
        ended_at=None,
        dossier__finished_at=None,
        dossier__isnull=False,
        office__in=_desks(actor),
    )
    return list(found.select_related("partner", "dossier").order_by("recalled_at")[:MOST])


def incoming(hand_over_id: UUID, actor: Actor) -> Incoming:
    """One hand-over as the desk sees it. Raises Refusal (404)."""
    found = (
        HandOver.objects.select_related("partner", "office", "conversation", "dossier")
        .filter(pk=hand_over_id, direction="in")
        .first()
    )
    if found is None:
        raise unknown_hand_over()
    check_desk(found, actor)
    body = body_of(found)
    version = version_in_force(body.procedure, time.today())
    if version is None:
        return Incoming(found, body, "", ())
    there = {paper.requirement for paper in body.papers}
    procedure = terms(version)
    missing = tuple(
        document.name
        for document in procedure.documents
        if document.obligatory and document.case_variant_id is None and document.name not in there
    )
    return Incoming(found, body, procedure.name, missing)


def exchanged(dossier_id: UUID) -> list[Exchanged]:
    """Everything exchanged about a dossier of ours, newest hand-over first. Three statements."""
    found = list(
        HandOver.objects.filter(dossier=dossier_id).select_related("partner", "office").order_by("-begun_at")
    )
    chosen = {one.conversation_id for one in found}
    lines: dict[int, list[Line]] = defaultdict(list)
    for out in OutMessage.objects.filter(conversation__in=chosen).order_by("created_at"):
        lines[out.conversation_id].append(_sent(out))
    for came in InMessage.objects.filter(conversation__in=chosen).order_by("received_at"):
        lines[came.conversation_id].append(_came(came))
    return [_exchanged(one, lines[one.conversation_id]) for one in found]


def _exchanged(found: HandOver, lines: list[Line]) -> Exchanged:
    now = time.now()
    held = (found.ended_at or now) - found.acknowledged_at if found.acknowledged_at else None
    state, tone = _standing(found, now)
    return Exchanged(found, state, tone, tuple(sorted(lines, key=lambda line: line.at)), held)


def _standing(found: HandOver, now: datetime) -> tuple[str | Promise, str]:
    if found.ended_at is not None:
        return OUTCOME_WORDS.get(
            found.outcome, found.outcome
        ), "calm" if found.outcome != "result" else "good"
    if found.acknowledged_at is None:
        if now > found.confirm_by:
            return _("Not taken in within two working hours"), "bad"
        return _("Waits to be taken in"), "accent"
    if now > found.answer_by:
        return _("Taken in, the answer is late"), "bad"
    return _("Taken in"), "accent"


def _sent(message: OutMessage) -> Line:
    if message.accepted_at is not None:
        state, tone = _("Arrived"), "good"
    elif message.dead_at is not None:
        state, tone = _("Given up"), "bad"
    else:
        state, tone = _("Waits to be sent"), "warn"
    return Line(
        at=message.created_at,
        kind=message.kind,
        sequence=message.sequence,
        out=True,
        state=state,
        tone=tone,
        detail=reason_words(message.reason),
        done_at=message.accepted_at or message.dead_at,
    )


def _came(message: InMessage) -> Line:
    here = message.applied_at is not None
    return Line(
        at=message.received_at,
        kind=message.kind,
        sequence=message.sequence,
        out=False,
        state=_("Received") if here else _("Waits for the one before it"),
        tone="good" if here else "warn",
        done_at=message.applied_at,
    )


def _desks(actor: Actor) -> frozenset[int]:
    return actor.offices(Role.RECEPTIONIST) | actor.offices(Role.DESK_HEAD)


def _overseen(actor: Actor, column: str) -> Q:
    if actor.system:
        return Q()
    return within(actor.paths(Role.ADMINISTRATOR, Role.SUPERVISOR), column)
