"""M01–M05: the papers a citizen gets while a dossier lives. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from motcua.papers.forms.base import Amount, FormData, Needed, SignatureBlock
from motcua.papers.kinds import Form


@dataclass(frozen=True, slots=True)
class Authorised:
    """Người được ủy quyền, with the paper that authorises."""

    name: Annotated[str, Needed("Họ tên người được ủy quyền")]
    id_number: Annotated[str, Needed("Số định danh của người được ủy quyền")]
    authorisation: Annotated[str, Needed("Giấy ủy quyền")]
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class SubmittedPaper:
    """Thành phần hồ sơ: a paper handed in, and in which form ("1 bản chính, 2 bản sao")."""

    name: Annotated[str, Needed("Tên giấy tờ trong thành phần hồ sơ")]
    count: Annotated[str, Needed("Số bản chính, bản sao")]


@dataclass(frozen=True, slots=True)
class Appointment:
    """Thời gian trả kết quả. `label` tells two appointments apart (Hẹn 1, Hẹn 2)."""

    at: Annotated[datetime, Needed("Thời gian trả kết quả")]
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptData(FormData):
    """M01. Receipt with appointment (NĐ 61/2018 Art 17(1)(c); TT 03/2025)."""

    form: ClassVar[Form] = Form.RECEIPT

    dossier_code: Annotated[str, Needed("Mã hồ sơ")]
    desk: Annotated[str, Needed("Bộ phận tiếp nhận")]
    applicant_name: Annotated[str, Needed("Tiếp nhận hồ sơ của")]
    applicant_id: Annotated[str, Needed("Số định danh cá nhân/tổ chức")]
    request: Annotated[str, Needed("Nội dung yêu cầu giải quyết")]
    documents: tuple[SubmittedPaper, ...] = ()
    document_sets: int = 1
    legal_time: Annotated[str, Needed("Thời gian giải quyết theo quy định")]
    committed_time: str = ""
    received_at: Annotated[datetime, Needed("Thời gian nhận hồ sơ")]
    due: Annotated[tuple[Appointment, ...], Needed("Thời gian trả kết quả")]
    return_place: Annotated[str, Needed("Đăng ký nhận kết quả tại")]
    return_channel: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    authorised: Authorised | None = None
    book: str = ""  # electronic book: its field group
    book_volume: str = ""  # paper book
    book_number: str = ""
    posted_at: datetime | None = None  # handed in by post: the arrival postmark
    officer_name: Annotated[str, Needed("Người tiếp nhận hồ sơ")]
    submitter_name: str = ""
    follow_url: str = ""  # address where the citizen follows the dossier, drawn as a second QR code

    def problems(self) -> Iterator[str]:
        """There is at least one set, and time runs on. Who has neither phone nor e-mail gets a receipt all the same."""
        if self.document_sets < 1:
            yield "Số lượng hồ sơ (bộ)"
        if any(item.at < self.received_at for item in self.due):
            yield "Thời gian trả kết quả sau thời gian nhận hồ sơ"

    def blocks(self) -> tuple[SignatureBlock, ...]:
        """The submitter and the reception officer."""
        return (
            SignatureBlock("NGƯỜI NỘP HỒ SƠ", self.submitter_name),
            SignatureBlock("NGƯỜI TIẾP NHẬN HỒ SƠ", self.officer_name),
        )


@dataclass(frozen=True, slots=True)
class SupplementItem:
    """One thing to complete, with its own reason if it has one."""

    text: Annotated[str, Needed("Nội dung cần hoàn thiện")]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementData(FormData):
    """M02. One complete request for what is missing, with reasons (NĐ 61/2018 Art 17(1)(a); NĐ 118/2025 Art 11)."""

    form: ClassVar[Form] = Form.SUPPLEMENT_REQUEST

    applicant_name: Annotated[str, Needed("Hồ sơ của")]
    request: Annotated[str, Needed("Nội dung yêu cầu giải quyết")]
    items: Annotated[tuple[SupplementItem, ...], Needed("Nội dung cần hoàn thiện")]
    reason: Annotated[str, Needed("Lý do")]
    contact_name: Annotated[str, Needed("Người liên hệ")]
    contact_phone: str = ""
    officer_name: Annotated[str, Needed("Người hướng dẫn")]
    address: str = ""
    phone: str = ""
    email: str = ""
    dossier_code: str = ""
    stage: str = ""
    request_number: int = 1
    legal_basis: str = ""
    complete_by: datetime | None = None

    def blocks(self) -> tuple[SignatureBlock, ...]:
        """Who guides; a leader instead when the office's style says so."""
        return (SignatureBlock("NGƯỜI HƯỚNG DẪN", self.officer_name),)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalData(FormData):
    """M03. Written refusal with its reason (NĐ 61/2018 Art 17(1)(b)); also of a dossier that was appraised."""

    form: ClassVar[Form] = Form.REFUSAL

    desk: Annotated[str, Needed("Đơn vị")]
    applicant_name: Annotated[str, Needed("Tiếp nhận hồ sơ của")]
    applicant_id: Annotated[str, Needed("Số định danh")]
    request: Annotated[str, Needed("Nội dung yêu cầu giải quyết")]
    reason: Annotated[str, Needed("Lý do cụ thể")]
    officer_name: Annotated[str, Needed("Người ký")]
    address: str = ""
    phone: str = ""
    email: str = ""
    dossier_code: str = ""
    reason_kind: str = ""
    legal_basis: str = ""
    competent_authority: str = ""
    after_appraisal: bool = False
    submitter_name: str = ""

    def blocks(self) -> tuple[SignatureBlock, ...]:
        """At the counter submitter and officer; after appraisal the leader who decided."""
        if self.after_appraisal:
            hint = "(Ký, ghi rõ họ tên, đóng dấu)"
            return (SignatureBlock("THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ", self.officer_name, hint),)
        return (
            SignatureBlock("NGƯỜI NỘP HỒ SƠ", self.submitter_name),
            SignatureBlock("NGƯỜI TIẾP NHẬN HỒ SƠ", self.officer_name),
        )


class ApologyKind(StrEnum):
    """What the office apologises for."""

    LATE = "late"
    ERROR = "error"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApologyData(FormData):
    """M04. Apology and new appointment, at most one (NĐ 61/2018 Art 19(9))."""

    form: ClassVar[Form] = Form.APOLOGY

    addressee: Annotated[str, Needed("Kính gửi")]
    agency: Annotated[str, Needed("Tên cơ quan, đơn vị")]
    procedure: Annotated[str, Needed("Tên thủ tục hành chính")]
    applicant_name: Annotated[str, Needed("Chủ hồ sơ")]
    dossier_code: Annotated[str, Needed("Mã số hồ sơ")]
    received_at: Annotated[datetime, Needed("Ngày tiếp nhận")]
    promised_at: Annotated[datetime, Needed("Thời gian hẹn trả kết quả")]
    reason: Annotated[str, Needed("Lý do")]
    signer_name: Annotated[str, Needed("Thủ trưởng cơ quan, đơn vị")]
    applicant_id: str = ""
    kind: ApologyKind = ApologyKind.LATE
    new_due_at: datetime | None = None
    late_unit: str = ""

    def problems(self) -> Iterator[str]:
        """A new day lies after the one that was promised."""
        if self.new_due_at is not None and self.new_due_at <= self.promised_at:
            yield "Ngày trả kết quả mới phải sau ngày đã hẹn"

    def blocks(self) -> tuple[SignatureBlock, ...]:
        """The head of the late unit."""
        hint = "(Ký, ghi rõ họ tên, đóng dấu)"
        return (SignatureBlock("THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ", self.signer_name, hint),)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopNoticeData(FormData):
    """M05. Processing stops on request (NĐ 118/2025 Art 21; TT 03/2025 Art 7). Its fields are this project's."""

    form: ClassVar[Form] = Form.STOP_NOTICE

    applicant_name: Annotated[str, Needed("Người đề nghị")]
    applicant_id: Annotated[str, Needed("Số định danh")]
    dossier_code: Annotated[str, Needed("Mã hồ sơ")]
    procedure: Annotated[str, Needed("Tên thủ tục hành chính")]
    asked_at: Annotated[datetime, Needed("Ngày đề nghị dừng")]
    asked_by: Annotated[str, Needed("Kênh đề nghị dừng")]
    reason: Annotated[str, Needed("Lý do")]
    step: Annotated[str, Needed("Tình trạng xử lý lúc dừng")]
    legal_basis: Annotated[str, Needed("Căn cứ")]
    officer_name: Annotated[str, Needed("Người ký")]
    unit: str = ""
    undecided: bool = True
    address: str = ""
    phone: str = ""
    paid: Amount = 0
    refunded: Amount = 0
    papers_returned: tuple[str, ...] = ()

    def problems(self) -> Iterator[str]:
        """Nothing may have been decided, and no more is refunded than was paid."""
        if not self.undecided:
            yield "Xác nhận chưa có quyết định giải quyết"
        if self.refunded > self.paid:
            yield "Số tiền hoàn trả không lớn hơn số đã thu"

    def blocks(self) -> tuple[SignatureBlock, ...]:
        """The reception officer, or the head of the desk by the office's style."""
        return (SignatureBlock("NGƯỜI TIẾP NHẬN HỒ SƠ", self.officer_name),)
