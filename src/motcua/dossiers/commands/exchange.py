"""What may be asked when a dossier goes to an office that has an installation of its own. Plain frozen values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.dossiers.commands.core import Command, Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class HandToPartner(Command):
    """Asked by who holds the dossier; `hand_over_id` names it in both installations."""

    hand_over_id: UUID
    partner: str
    partner_name: str
    asked: str
    working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePartner(Command):
    """The partner says that it has the dossier (`acknowledged`), or how far it is (`progress`)."""

    hand_over_id: UUID
    partner_name: str
    kind: str
    text: str
    their_code: str
    their_time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPartnerWait(Command):
    """The wait ends: `result` and `refused_back` come from the partner, `given_up` from who holds the dossier."""

    hand_over_id: UUID
    task_id: UUID
    partner_name: str
    outcome: str
    text: str
    number: str = ""
    acknowledged_at: datetime | None = None
    papers: tuple[Paper, ...] = ()
