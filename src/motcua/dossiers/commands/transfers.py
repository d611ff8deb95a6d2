"""Commands about a dossier on its way between two offices."""

from dataclasses import dataclass
from uuid import UUID

from motcua.dossiers.commands.core import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeTransfer(Command):
    """The dossier has come. `papers_given_by`: who brought its originals, if they came along."""

    task_id: UUID
    papers_given_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseTransfer(Command):
    """The dossier is not for this office, or not in order: back to the step that sent it."""

    task_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgePapers(Command):
    """The originals of an acknowledged dossier have come, too."""

    task_id: UUID
    given_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferOffice(Command):
    """An office was merged, split or abolished: another one answers for this open dossier from now on."""

    from_office: int
    to_office: int
    legal_basis: str
