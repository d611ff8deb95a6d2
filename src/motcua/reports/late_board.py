"""The late and nearly late dossiers, each with who holds it, why it is late and what was said to the applicant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject

from motcua.dossiers import events as ev
from motcua.dossiers.lifecycle.effects import SIGN_EXTENSION
from motcua.dossiers.lifecycle.opinions import GIVE
from motcua.dossiers.models import Dossier, DossierEvent
from motcua.dossiers.nearness import Nearness, Warned
from motcua.offices.actors import Actor
from motcua.reports import queries
from motcua.reports.listing import (
    DossierLine,
    Holder,
    as_line,
    nearness,
    revision_of_calendars,
    with_holders,
)
from motcua.reports.measures import Measure
from motcua.reports.queries import Scope

MOST_READ = 1_000  # late ones, and as many of those next due
_MOST_COUNTED = 5_000


class Apology(StrEnum):
    """What the applicant has been told."""

    NONE = "none"  # nothing, and nothing has to be: there is time
    DRAFTED = "drafted"
    SIGNED = "signed"
    DELIVERED = "delivered"
    SILENT = "silent"  # late without apology; an unsigned draft changes nothing


class Cause(StrEnum):
    """Where the reason of a delay was found."""

    GIVEN = "given"  # by who proposed the new appointment
    OPINION = "opinion"  # a unit that was asked has not answered
    SENT_BACK = "sent_back"
    NOTE = "note"  # the last note of whoever had it before
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One dossier of the board. `drafted`: an apology waits for a signature."""

    dossier: DossierLine
    near: Nearness
    cause: Cause
    reason: str
    apology: Apology
    drafted: bool

    @property
    def late(self) -> bool:
        """Whether its due time has passed."""
        return self.near.share.warned is Warned.WHOLE


@dataclass(frozen=True, slots=True)
class Board:
    """Late ones first, longest late first; then those with half of their time used or more, nearest first."""

    lines: tuple[BoardLine, ...]
    all_read: bool  # false when there were more than MOST_READ of a kind


def board(actor: Actor, scope: Scope, now: datetime) -> Board:
    """The board of the dossiers somebody sees. Two statements."""
    window = queries.day_window(now)
    lines: list[BoardLine] = []
    all_read = True
    for measure in (Measure.OVERDUE, Measure.WITHIN_TIME):
        found = _told(queries.behind(measure, window, actor, scope))
        rows = list(found.order_by("due_at", "id")[: MOST_READ + 1])
        all_read = all_read and len(rows) <= MOST_READ
        for row in rows[:MOST_READ]:
            line = as_line(row, window)
            if line.near is not None and line.near.percent >= Warned.HALF:
                lines.append(_line(row, line, line.near))
    return Board(tuple(lines), all_read)


def warned(actor: Actor, scope: Scope, now: datetime) -> Counter[Warned]:
    """How many open dossiers reached each level, late ones left out, of those next due. One statement."""
    found = queries.behind(Measure.WITHIN_TIME, queries.day_window(now), actor, scope)
    clock, calendar = KT("state__clock"), KT("state__calendar")
    rows = found.order_by("due_at", "id").values_list(clock, calendar, revision_of_calendars(), "due_at")
    nears = (nearness(*(*row, now)) for row in rows[:_MOST_COUNTED])
    return Counter(near.share.warned for near in nears if near is not None)


def _told(found: QuerySet[Dossier]) -> QuerySet[Any]:
    mine = DossierEvent.objects.filter(dossier=OuterRef("pk")).order_by("-seq")
    reasons = mine.filter(type__in=[ev.ExtensionProposed.type, ev.Extended.type])
    notes = mine.filter(type=ev.StepCompleted.type).alias(words=KT("payload__note")).exclude(words="")
    told = mine.filter(type=ev.Apologised.type).alias(
        kind=KT("payload__kind"), manner=KT("payload__manner"), proof=KT("payload__proof")
    )
    in_person = told.filter(Q(manner="direct") | ~Q(proof=""), kind="late")
    return with_holders(found).annotate(
        given=Subquery(reasons.values("payload__reason")[:1]),
        note=Subquery(notes.values(said=JSONObject(words="payload__note", who="actor__full_name"))[:1]),
        proved=Exists(mine.filter(type=ev.ApologyProved.type)) | Exists(in_person),
    )


def _line(row: Any, line: DossierLine, near: Nearness) -> BoardLine:
    drafted = any(holder.action == SIGN_EXTENSION for holder in line.holders)
    cause, reason = next(_causes(row, line.holders), (Cause.UNKNOWN, ""))
    return BoardLine(line, near, cause, reason, _apology(row, line, near, drafted), drafted)


def _causes(row: Any, holders: tuple[Holder, ...]) -> Iterator[tuple[Cause, str]]:
    if row.given:
        yield Cause.GIVEN, str(row.given)
    asked = [holder.unit for holder in holders if holder.action == GIVE]
    if asked:
        yield Cause.OPINION, ", ".join(asked)
    back = next((holder for holder in holders if holder.sent_back_reason), None)
    if back is not None:
        yield Cause.SENT_BACK, f"{back.sent_back_by}: {back.sent_back_reason}"
    if row.note:
        yield Cause.NOTE, f"{row.note['who'] or ''}: {row.note['words']}"


def _apology(row: Any, line: DossierLine, near: Nearness, drafted: bool) -> Apology:
    if line.appointment_at is not None or line.apologised:
        return Apology.DELIVERED if row.proved else Apology.SIGNED
    if near.share.warned is Warned.WHOLE:
        return Apology.SILENT
    return Apology.DRAFTED if drafted else Apology.NONE
