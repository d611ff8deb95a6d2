"""Which papers there are, in which edition of the law, and what each looks like from outside. Pure.

Numbers of forms and paper sizes come from the rule set of the dossier (`form_numbers`, `form_paper`); what
stands here is the default where a rule set says nothing, as for papers without a national number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """A kind of paper. The first seven are national forms; their names are those of the rule sets."""

    RECEIPT = "receipt"  # giấy tiếp nhận hồ sơ và hẹn trả kết quả
    SUPPLEMENT_REQUEST = "supplement_request"  # phiếu yêu cầu bổ sung, hoàn thiện hồ sơ
    REFUSAL = "refusal"  # phiếu từ chối tiếp nhận giải quyết hồ sơ
    APOLOGY = "apology"  # văn bản xin lỗi và đề nghị gia hạn
    STOP_NOTICE = "stop_notice"  # thông báo dừng giải quyết hồ sơ
    CONTROL_SHEET = "control_sheet"  # phiếu kiểm soát quá trình giải quyết hồ sơ
    TRACKING_BOOK = "tracking_book"  # sổ theo dõi hồ sơ
    HAND_OVER_LIST = "hand_over_list"  # phiếu bàn giao hồ sơ
    RESULT_HAND_OVER_LIST = "result_hand_over_list"  # phiếu bàn giao kết quả
    TRANSFER_SLIP = "transfer_slip"  # phiếu chuyển xử lý
    CONSULTATION_REQUEST = "consultation_request"  # phiếu lấy ý kiến
    FEE_RECEIPT = "fee_receipt"  # phiếu thu phí, lệ phí
    EVALUATION = "evaluation"  # phiếu đánh giá


class Edition(StrEnum):
    """The set of forms in force; the value of the rule set's parameter `form_set`."""

    TT_01_2018 = "tt-01-2018"  # Thông tư 01/2018/TT-VPCP
    TT_03_2025 = "tt-03-2025"  # Thông tư 03/2025/TT-VPCP


class HeadLine(StrEnum):
    """Who issues the paper: the desk under its office, or the office under its superior."""

    DESK = "desk"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Kind:
    """The constant facts of a form. `pattern`: {number} is the running number, {unit} the sign of the desk."""

    title: str
    pattern: str
    paper: str = "A5"
    landscape: bool = False
    head: HeadLine = HeadLine.DESK
    old_title: str = ""

    def title_in(self, edition: Edition) -> str:
        """The title printed in that edition."""
        return self.old_title if self.old_title and edition is Edition.TT_01_2018 else self.title

    def name_in(self, edition: Edition = Edition.TT_03_2025) -> str:
        """The title as it stands in a sentence."""
        return self.title_in(edition).capitalize()


KINDS: Mapping[Form, Kind] = {
    Form.RECEIPT: Kind("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "{number}/TN-{unit}"),
    Form.SUPPLEMENT_REQUEST: Kind("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "{number}/PBS-{unit}"),
    Form.REFUSAL: Kind("PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "{number}/PTC-{unit}"),
    Form.APOLOGY: Kind(
        "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
        "{number}/PXL",
        head=HeadLine.OFFICE,
        old_title="PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
    ),
    Form.STOP_NOTICE: Kind("THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", "{number}/TBD-{unit}"),
    Form.CONTROL_SHEET: Kind("PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "{number}/PKS-{unit}"),
    Form.TRACKING_BOOK: Kind("SỔ THEO DÕI HỒ SƠ", "{number}/STD-{unit}", paper="A4", landscape=True),
    Form.HAND_OVER_LIST: Kind("PHIẾU BÀN GIAO HỒ SƠ", "{number}/PBG-{unit}", paper="A4"),
    Form.RESULT_HAND_OVER_LIST: Kind(
        "PHIẾU BÀN GIAO KẾT QUẢ", "{number}/PBGKQ", paper="A4", head=HeadLine.OFFICE
    ),
    Form.TRANSFER_SLIP: Kind("PHIẾU CHUYỂN XỬ LÝ", "{number}/PCXL-{unit}", paper="A4"),
    Form.CONSULTATION_REQUEST: Kind("PHIẾU LẤY Ý KIẾN", "{number}/PLYK", paper="A4", head=HeadLine.OFFICE),
    Form.FEE_RECEIPT: Kind("PHIẾU THU PHÍ, LỆ PHÍ", "{number}/PT-{unit}"),
    Form.EVALUATION: Kind("PHIẾU ĐÁNH GIÁ VIỆC GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", "{number}/PĐG-{unit}"),
}

PAPERS = ("A4", "A5")


def number_text(pattern: str, number: int | None, unit: str) -> str:
    """The number as printed: "05/PBS-BPTNTKQ"; below ten with a zero in front (NĐ 30/2020, Annex I).

    Dots stand for a number not given yet.
    """
    digits = "......" if number is None else f"{number:02}"
    return pattern.replace("{number}", digits).replace("{unit}", unit)
