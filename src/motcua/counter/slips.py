"""What the head of a printed slip needs when the slip is not about one dossier's intake."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.counter.queries import OfficeHead, office_head


@dataclass(frozen=True, slots=True)
class SlipDossier:
    """The code in the head; empty for lists of many dossiers."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class SlipHead:
    """For `parts/paper_head.html`."""

    office: OfficeHead
    dossier: SlipDossier


def slip_head(office_id: int, code: str = "") -> SlipHead:
    """The head of a slip of that office."""
    return SlipHead(office_head(office_id), SlipDossier(code))
