"""What else the law lets happen to a dossier: waiting, asking, apologising, stopping, correcting."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from motcua.dossiers.commands import MissingItem, Override, Paper
from motcua.dossiers.events.core import Effect, Event, TaskDue


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRequested(Event):
    """Yêu cầu bổ sung (M02). One complete request; it reaches the citizen only through the desk (R-28)."""

    type: ClassVar[str] = "supplement_requested"
    effect: Effect
    items: tuple[MissingItem, ...]
    number: int  # 1 for the first; the law wants no second
    legal_basis: str = ""
    override: Override | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementDelivered(Event):
    type: ClassVar[str] = "supplement_delivered"
    effect: Effect
    manner: str
    complete_by: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementCompleted(Event):
    type: ClassVar[str] = "supplement_completed"
    effect: Effect
    papers: tuple[Paper, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped(Event):
    """Dừng, rút, đóng hồ sơ (M05). `kind`: withdrawn, stopped, closed_no_supplement."""

    type: ClassVar[str] = "stopped"
    effect: Effect
    kind: str
    reason: str
    requested_by: str = ""  # counter, post, online; empty when the office stops it
    legal_basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(Event):
    """Tạm dừng. `ground` is one of the grounds that the rule set names."""

    type: ClassVar[str] = "paused"
    effect: Effect
    ground: str
    legal_basis: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(Event):
    type: ClassVar[str] = "resumed"
    effect: Effect
    proof: str  # the paper that ends the pause: proof of payment, court decision


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionAsked(Event):
    """Lấy ý kiến. Content and deadline are obligatory (NĐ 61/2018 Art 19(5))."""

    type: ClassVar[str] = "opinion_asked"
    effect: Effect
    token: int
    unit_id: int
    question: str
    answer_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionGiven(Event):
    type: ClassVar[str] = "opinion_given"
    effect: Effect
    token: int
    agrees: str  # yes, conditions, no
    answer: str
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionProposed(Event):
    """Đề nghị gia hạn kèm xin lỗi (M04), drafted for the head of the late unit to sign."""

    type: ClassVar[str] = "extension_proposed"
    effect: Effect
    reason: str
    appointment_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended(Event):
    """Hẹn lại, once (NĐ 61/2018 Art 19(9)). The original due date stays what on-time is judged by."""

    type: ClassVar[str] = "extended"
    effect: Effect
    appointment_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Apologised(Event):
    """Xin lỗi. Kinds late, error, lost; manners direct, written, public; with the proof of delivery."""

    type: ClassVar[str] = "apologised"
    kind: str
    manner: str
    text: str
    proof: str = ""
    medium: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApologyProved(Event):
    """Ghi nhận đã gửi xin lỗi. `apology` is the number of that event (Extended or Apologised) in the ledger."""

    type: ClassVar[str] = "apology_proved"
    apology: int
    proof: str
    medium: str = ""  # where it was published


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected(Event):
    """Đính chính. An obvious mistake in the applicant's data, old and new kept."""

    type: ClassVar[str] = "corrected"
    field: str
    old: str
    new: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesSwitched(Event):
    """Chuyển bộ quy tắc of an open dossier: an authorised act with its legal basis (R-00)."""

    type: ClassVar[str] = "rules_switched"
    rule_set_id: int
    previous_id: int
    legal_basis: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessSwitched(Event):
    """Chuyển phiên bản quy trình of an open dossier. `dues`: steps that stay, by the new version's times."""

    type: ClassVar[str] = "process_switched"
    effect: Effect
    process_version_id: int
    previous_id: int
    decision_number: str
    reason: str
    dues: tuple[TaskDue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperIssued(Event):
    """Ban hành giấy tờ. A numbered form of the office, kept as issued under its hash."""

    type: ClassVar[str] = "paper_issued"
    issued_id: UUID
    form: str
    number: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentByPost(Event):
    type: ClassVar[str] = "sent_by_post"
    effect: Effect
    parcel: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostReturned(Event):
    type: ClassVar[str] = "post_returned"
    effect: Effect
    parcel: str
    reason: str
