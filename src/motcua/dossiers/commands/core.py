"""The plain way: handing in, steps, papers, handing over. Plain frozen values."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from motcua.dossiers.status import Channel, Decision


@dataclass(frozen=True, slots=True)
class Applicant:
    """Chủ hồ sơ, as told at reception. The dossier keeps this snapshot whatever happens to the party's data."""

    name: str
    id_number: str
    id_kind: str = "citizen_id"
    kind: str = "citizen"
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class AuthorisedPerson:
    """Người được ủy quyền: somebody who hands in or collects for the applicant, and on what paper."""

    name: str
    id_number: str
    authorisation: str
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """Giấy tờ: one document of the dossier; `requirement_id` names what it answers, if anything."""

    id: UUID
    name: str
    kind: str = "submitted"
    originals: int = 0
    copies: int = 0
    custody: str = "none"
    requirement_id: int | None = None
    sha256: str | None = None
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class GroupPart:
    """Nhóm thủ tục liên thông. One part of a group handed in together: number `part` of `parts`.

    `after` is the dossier of the part that must be approved before this one begins; None: it begins at once.
    `procedure_version_id` is the group as the catalogue has it: its list of papers and its channels hold.
    """

    id: UUID
    part: int
    parts: int
    after: UUID | None = None
    procedure_version_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChosenPart:
    """What is chosen for one part of a group before it is received: the case, and the office that decides.

    No office: that of the desk.
    """

    case_variant_id: int | None = None
    competent_office_id: int | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything asked when a dossier is handed in; the versions in it stay pinned for its whole life (R-00)."""

    procedure_version_id: int
    receiving_office_id: int
    competent_office_id: int
    returning_office_id: int
    applicant: Applicant
    channel: Channel = Channel.COUNTER
    submitted_at: datetime | None = None  # post: arrival postmark; otherwise the moment of reception
    case_variant_id: int | None = None
    authorised: AuthorisedPerson | None = None
    papers: tuple[Paper, ...] = ()
    document_sets: int = 1
    without_receipt: bool = False  # result given at once: no receipt, but the log
    note: str = ""
    group: GroupPart | None = None
    parts: tuple[ChosenPart, ...] = ()  # of a group not yet received

    @property
    def leads(self) -> bool:
        """Whether it stands for all that was handed in: a group has its papers and its receipt in the first part."""
        return self.group is None or self.group.part == 1

    @property
    def asked_version_id(self) -> int:
        """The procedure whose papers, channels and times were asked for: the group's, for a part of a known one."""
        return (self.group and self.group.procedure_version_id) or self.procedure_version_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`command_id` makes a repeated click harmless; `expected_version` is what the person saw, if anything."""

    command_id: UUID
    dossier_id: UUID
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveDraft(Command):
    intake: Intake


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveDossier(Command):
    intake: Intake
    override_reason: str = ""  # why the desk takes an incomplete dossier all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseReception(Command):
    intake: Intake
    reason_code: str
    reason: str
    legal_basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteTask(Command):
    task_id: UUID
    note: str = ""
    assignee_id: int | None = None  # who is to examine, when the step is an assignment
    result_number: str = ""  # when the step numbers and seals
    number_sign: str = ""  # without a number: the next one of the office's book, with this sign behind it
    variables: dict[str, str | int | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideDossier(Command):
    task_id: UUID
    decision: Decision
    reason: str = ""
    legal_basis: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack(Command):
    task_id: UUID
    to_element: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassignTask(Command):
    task_id: UUID
    assignee_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPaper(Command):
    paper: Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCustody(Command):
    """Originals kept on paper change place: compared and copied, or given back."""

    paper_id: UUID
    custody: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Command):
    """The result goes to the applicant (`collector` is None) or to an authorised person (N118 Art 6)."""

    collector: AuthorisedPerson | None = None
    receipt_shown: bool = True
    note: str = ""
    originals_returned: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FireTimers(Command):
    """The clock reached a timer of the process; asked by the system only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecomputeDue(Command):
    """The calendar changed: due dates are computed again; `decision_number` names the text that changed it."""

    decision_number: str
