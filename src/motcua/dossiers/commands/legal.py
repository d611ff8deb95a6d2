"""What else may be asked of a dossier: supplements, pauses, opinions, extensions, stops, corrections."""

from dataclasses import dataclass
from uuid import UUID

from motcua.dossiers.commands.core import Command, Paper


@dataclass(frozen=True, slots=True)
class MissingItem:
    """One line of a supplement request: what is missing or wrong, and why."""

    what: str
    reason: str
    requirement_id: int | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """Why the law's "once" is not kept, on which text, and who answers for it (R-21)."""

    reason: str
    legal_basis: str
    approver_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSupplement(Command):
    items: tuple[MissingItem, ...]
    legal_basis: str = ""
    override: Override | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverSupplementRequest(Command):
    """The desk has told the citizen; from now on the time to complete runs."""

    manner: str  # counter, phone, e-mail, post
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteSupplement(Command):
    papers: tuple[Paper, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseWithoutSupplement(Command):
    """The time to complete has passed (R-27)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDossier(Command):
    """The applicant takes the dossier back; possible while no decision exists (NĐ 118/2025 Art 21)."""

    reason: str
    requested_by: str = "counter"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopByLaw(Command):
    reason: str
    legal_basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseDossier(Command):
    ground: str
    legal_basis: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeDossier(Command):
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOpinion(Command):
    unit_id: int
    question: str
    working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveOpinion(Command):
    task_id: UUID
    agrees: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeExtension(Command):
    working_days: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftExtension(Command):
    """The clock's own proposal when nobody made one; `reason` says who holds the dossier (R-71)."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignExtension(Command):
    task_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Apologise(Command):
    kind: str
    manner: str
    text: str
    proof: str = ""
    medium: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordApologyProof(Command):
    """`apology` is the number of its event in the ledger."""

    apology: int
    proof: str
    medium: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectData(Command):
    field: str
    new: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchRules(Command):
    rule_set_id: int
    legal_basis: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveToProcess(Command):
    """Move an open dossier to another version of its process; `places`: old element, new element."""

    process_version_id: int
    decision_number: str
    reason: str
    places: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordIssuedPaper(Command):
    issued_id: UUID
    form: str
    number: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendByPost(Command):
    parcel: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackFromPost(Command):
    parcel: str
    reason: str
