"""Papers without a national number: transfer, consultation, money, evaluation. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from motcua.papers.forms.base import Amount, FormData, Needed, SignatureBlock
from motcua.papers.kinds import Form


@dataclass(frozen=True, slots=True)
class TransferOrder:
    """What one agency is to do, until when (NĐ 61/2018 Art 19(6))."""

    agency: Annotated[str, Needed("Cơ quan xử lý")]
    task: Annotated[str, Needed("Nhiệm vụ")]
    deadline: Annotated[datetime, Needed("Thời hạn xử lý")]
    leading: bool = False
    documents: str = ""
    output: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferSlipData(FormData):
    """Phiếu chuyển xử lý: the order of agencies with task and deadline of each."""

    form: ClassVar[Form] = Form.TRANSFER_SLIP

    dossier_code: Annotated[str, Needed("Mã hồ sơ")]
    procedure: Annotated[str, Needed("Thủ tục hành chính")]
    applicant_name: Annotated[str, Needed("Chủ hồ sơ")]
    orders: Annotated[tuple[TransferOrder, ...], Needed("Cơ quan xử lý")]
    sender_unit: Annotated[str, Needed("Đơn vị chuyển")]
    sender_name: Annotated[str, Needed("Người chuyển")]
    sent_at: Annotated[datetime, Needed("Thời điểm chuyển")]

    def problems(self) -> Iterator[str]:
        """One agency leads, the others cooperate."""
        if sum(order.leading for order in self.orders) > 1:
            yield "Chỉ một cơ quan chủ trì"

    def blocks(self) -> tuple[SignatureBlock, ...]:
        """Who sends."""
        return (SignatureBlock("NGƯỜI CHUYỂN HỒ SƠ", self.sender_name),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationData(FormData):
    """Phiếu lấy ý kiến: questions and deadline are mandatory (NĐ 61/2018 Art 19(5))."""

    form: ClassVar[Form] = Form.CONSULTATION_REQUEST

    asked_body: Annotated[str, Needed("Cơ quan được lấy ý kiến")]
    lead_agency: Annotated[str, Needed("Cơ quan chủ trì")]
    dossier_code: Annotated[str, Needed("Mã hồ sơ")]
    procedure: Annotated[str, Needed("Thủ tục hành chính")]
    summary: Annotated[str, Needed("Tóm tắt nội dung hồ sơ")]
    questions: Annotated[tuple[str, ...], Needed("Nội dung lấy ý kiến")]
    deadline: Annotated[datetime, Needed("Thời hạn trả lời")]
    signer_name: Annotated[str, Needed("Người ký")]
    documents: tuple[str, ...] = ()

    def blocks(self) -> tuple[SignatureBlock, ...]:
        """The head of the agency in charge."""
        hint = "(Ký, ghi rõ họ tên, đóng dấu)"
        return (SignatureBlock("THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ", self.signer_name, hint),)


@dataclass(frozen=True, slots=True)
class FeeItem:
    """One fee or charge. Amounts in đồng; `quantity` as words ("3 trang")."""

    name: Annotated[str, Needed("Khoản thu")]
    amount: Amount
    quantity: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeReceiptData(FormData):
    """Phiếu thu phí, lệ phí: what was paid at the desk for a dossier."""

    form: ClassVar[Form] = Form.FEE_RECEIPT

    payer_name: Annotated[str, Needed("Người nộp tiền")]
    dossier_code: Annotated[str, Needed("Mã hồ sơ")]
    procedure: Annotated[str, Needed("Thủ tục hành chính")]
    lines: Annotated[tuple[FeeItem, ...], Needed("Các khoản thu")]
    total: Amount
    method: Annotated[str, Needed("Hình thức nộp")]
    collected_at: Annotated[datetime, Needed("Thời gian thu")]
    collector_name: Annotated[str, Needed("Người thu tiền")]
    payer_address: str = ""
    exemption: str = ""

    def problems(self) -> Iterator[str]:
        """The lines add up."""
        if self.total < 0 or any(line.amount < 0 for line in self.lines):
            yield "Số tiền không âm"
        elif sum(line.amount for line in self.lines) != self.total:
            yield "Tổng số tiền bằng tổng các khoản thu"

    def blocks(self) -> tuple[SignatureBlock, ...]:
        """Payer and collector."""
        return (
            SignatureBlock("NGƯỜI NỘP TIỀN", self.payer_name),
            SignatureBlock("NGƯỜI THU TIỀN", self.collector_name),
        )


@dataclass(frozen=True, slots=True)
class Question:
    """One question with the answers one may tick."""

    text: Annotated[str, Needed("Câu hỏi")]
    answers: tuple[str, ...] = ()


_SATISFIED = ("Rất hài lòng", "Hài lòng", "Chưa hài lòng")
_GRADES = ("Tốt", "Khá", "Chưa tốt")

QUESTIONS = (
    Question("Thời gian giải quyết so với ngày hẹn", ("Sớm hơn", "Đúng hẹn", "Trễ hẹn")),
    Question("Số lần phải liên hệ với nơi tiếp nhận hồ sơ", ("1 lần", "2 lần", "Từ 3 lần")),
    Question("Số cơ quan, đơn vị phải liên hệ để hoàn thành", ("1 cơ quan", "2 cơ quan", "Từ 3 cơ quan")),
    Question("Thông tin công khai so với quy định", ("Đúng, đủ", "Đúng, chưa đủ", "Không đúng")),
    Question("Thái độ của công chức tiếp nhận, giải quyết", _SATISFIED),
    Question(
        "Kết quả và chi phí đúng pháp luật, không phát sinh ngoài quy định", ("Đúng", "Chưa rõ", "Không đúng")
    ),
    Question("Việc tiếp nhận, giải thích khi có phản ánh, kiến nghị", _GRADES),
    Question("Dịch vụ công trực tuyến (nếu có sử dụng)", _GRADES),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationData(FormData):
    """Phiếu đánh giá; nobody has to say who they are (content: NĐ 61/2018 Art 31(1))."""

    form: ClassVar[Form] = Form.EVALUATION

    desk: Annotated[str, Needed("Bộ phận được đánh giá")]
    dossier_code: str = ""
    questions: Annotated[tuple[Question, ...], Needed("Câu hỏi")] = QUESTIONS
