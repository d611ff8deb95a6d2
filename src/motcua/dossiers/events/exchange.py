"""What happens to a dossier between two installations (liên thông giữa các hệ thống)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from motcua.dossiers.commands import Paper
from motcua.dossiers.events.core import Effect, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedToPartner(Event):
    """Chuyển hồ sơ sang hệ thống khác. A step beside the drawing waits for the partner until `answer_by`."""

    type: ClassVar[str] = "handed_to_partner"
    effect: Effect
    token: int
    hand_over_id: UUID
    partner: str
    partner_name: str
    asked: str
    answer_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerNoted(Event):
    """What the partner says on the way. `their_time` is its clock's; the event's own instant is ours."""

    type: ClassVar[str] = "partner_noted"
    hand_over_id: UUID
    partner_name: str
    kind: str  # acknowledged, progress
    text: str
    their_code: str
    their_time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerWaitEnded(Event):
    """The answer is here, or is no longer waited for. The partner held the dossier from `acknowledged_at` on."""

    type: ClassVar[str] = "partner_wait_ended"
    effect: Effect
    hand_over_id: UUID
    partner_name: str
    outcome: str  # result, refused_back, given_up
    text: str
    number: str = ""
    acknowledged_at: datetime | None = None
    papers: tuple[Paper, ...] = ()
