"""The sheets of a workbook of procedures and their columns, as the offices call them. Pure.

Headings are Vietnamese in every language: the workbook goes from hand to hand in the office. They are compared
without diacritics and capitals, so columns may stand in any order; columns that are left out keep what is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from motcua.calendars.worktime import Unit
from motcua.kernel.search import fold
from motcua.procedures.fees import FeeKind
from motcua.procedures.records import Level

MAX_BYTES = 10 * 2**20
MAX_ROWS = 5000
MAX_COLUMNS = 60


class Sheet(StrEnum):
    """A sheet by its title."""

    PROCEDURES = "Thủ tục"
    DOCUMENTS = "Giấy tờ"
    FEES = "Phí, lệ phí"
    FIELDS = "Lĩnh vực"
    HELP = "Hướng dẫn"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the program, its heading, what to write there; `choices` fill a drop-down list.

    `former`: a heading it had in workbooks that were downloaded before.
    """

    name: str
    heading: str
    help: str
    needed: bool = False
    choices: tuple[str, ...] = ()
    width: int = 18
    former: str = ""


UNITS: Mapping[str, Unit] = {
    "ngày làm việc": Unit.WD,
    "giờ làm việc": Unit.WH,
    "ngày": Unit.CD,
    "tháng": Unit.MO,
    "giờ": Unit.CH,
    "trong ngày": Unit.SAME_DAY,
}
LEVELS: Mapping[str, str] = {
    "xã": Level.COMMUNE.value,
    "tỉnh": Level.PROVINCE.value,
    "bộ": Level.MINISTRY.value,
    "cơ sở": Level.FACILITY.value,
}
CHANNELS: Mapping[str, str] = {"trực tiếp": "counter", "bưu chính": "post", "trực tuyến": "online"}
ONLINE: Mapping[str, str] = {"không": "", "toàn trình": "toan_trinh", "một phần": "mot_phan"}
LAST_HOUR_WORDS = "giờ cuối"  # the last office hour as a cut-off
YES_NO: Mapping[str, bool] = {"có": True, "không": False}
FEE_KINDS: Mapping[str, FeeKind] = {
    "không thu": FeeKind.NONE,
    "phí": FeeKind.FEE,
    "lệ phí": FeeKind.CHARGE,
}

_CODE = Column("code", "Mã thủ tục", "Mã quốc gia như 1.001193, hoặc LOCAL- và chữ in hoa.", needed=True)

COLUMNS: Mapping[Sheet, tuple[Column, ...]] = {
    Sheet.PROCEDURES: (
        _CODE,
        Column("name", "Tên thủ tục", "Tên đầy đủ theo quyết định công bố.", needed=True, width=60),
        Column("field", "Lĩnh vực", "Mã hoặc tên một lĩnh vực ở trang “Lĩnh vực”.", needed=True, width=28),
        Column("levels", "Cấp thực hiện", "xã, tỉnh, bộ, cơ sở; nhiều cấp thì cách nhau bằng dấu chấm phẩy."),
        Column("legal_value", "Thời hạn theo luật", "Chỉ ghi số, ví dụ 15 hoặc 2,5."),
        Column("committed_value", "Thời gian cam kết", "Chỉ ghi số, không dài hơn thời hạn theo luật."),
        Column("time_unit", "Đơn vị", "Đơn vị của hai cột thời gian.", choices=tuple(UNITS)),
        Column(
            "cutoff", "Giờ chốt nhận", "Ví dụ 15:00, hoặc “giờ cuối”; nhận sau đó tính từ ngày làm việc sau."
        ),
        Column("channels", "Cách nộp", "trực tiếp; bưu chính; trực tuyến", width=30),
        Column("online_level", "Mức trực tuyến", "", choices=tuple(ONLINE)),
        Column("boundary_free", "Nhận ngoài địa giới", "", choices=tuple(YES_NO)),
        Column("document_sets", "Số bộ hồ sơ", "Số nguyên từ 1 đến 99."),
        Column("documents_complete", "Đủ giấy tờ", "có: danh mục giấy tờ đã đầy đủ.", choices=tuple(YES_NO)),
        Column("results", "Kết quả", "Mỗi kết quả một dòng (Alt+Enter trong ô).", width=40),
        Column("applicants", "Đối tượng thực hiện", "Mỗi đối tượng một dòng.", width=30),
        Column("conditions", "Yêu cầu, điều kiện", "Mỗi điều kiện một dòng.", width=40),
        Column("legal_bases", "Căn cứ pháp lý", "Mỗi căn cứ một dòng.", width=40),
        Column("keywords", "Từ khóa", "Mỗi từ khóa một dòng.", width=30),
        Column("notes", "Ghi chú", "Mỗi ghi chú một dòng.", width=40),
    ),
    Sheet.DOCUMENTS: (
        _CODE,
        Column("name", "Tên giấy tờ", "Mỗi giấy tờ một dòng của bảng.", needed=True, width=60),
        Column("originals", "Bản chính", "Số bản; để trống là 1."),
        Column("copies", "Bản sao", "Số bản; để trống là 0."),
        Column("case", "Trường hợp", "Chỉ ghi khi giấy tờ thuộc riêng một trường hợp.", width=30),
        Column("form", "Mẫu đơn", "Số hiệu mẫu.", width=30),
        Column("only_if", "Chỉ khi", "Điều kiện phải nộp giấy tờ này.", width=30),
        Column("replaced_by", "Thay bằng dữ liệu", "Cơ sở dữ liệu thay cho giấy tờ.", width=30),
    ),
    Sheet.FEES: (
        _CODE,
        Column("kind", "Loại", "", needed=True, choices=tuple(FEE_KINDS)),
        Column("amount", "Số tiền (đồng)", "Số nguyên; để trống nếu mức thu quy định ở văn bản khác."),
        Column("per", "Đơn vị tính", "Ví dụ bản, trang."),
        Column(
            "when",
            "Khi nào",
            "Chỉ thu khi có điều kiện này; để trống là luôn thu.",
            width=40,
            former="Khi nào, theo văn bản nào",
        ),
        Column("channel", "Chỉ khi nộp", "", choices=tuple(CHANNELS)),
        Column("place", "Chỉ tại", ""),
        Column("tiers", "Theo trang", "Ví dụ 1-2: 2000; 3-: 1000"),
        Column("cap_per_copy", "Tối đa một bản", "Số tiền, đồng."),
        Column(
            "set_by",
            "Văn bản quy định",
            "Văn bản quy định mức thu, ví dụ nghị quyết của HĐND tỉnh.",
            width=40,
        ),
    ),
    Sheet.FIELDS: (
        Column("code", "Mã lĩnh vực", "Chữ in hoa, số, - và _.", needed=True),
        Column("name", "Tên lĩnh vực", "", needed=True, width=40),
    ),
}


def by_heading(sheet: Sheet) -> dict[str, Column]:
    """The columns of a sheet by their folded headings, former ones included."""
    return {
        fold(heading): column
        for column in COLUMNS[sheet]
        for heading in (column.heading, column.former)
        if heading
    }


def sheet_of(title: str) -> Sheet | None:
    """Which sheet a title means."""
    return next((sheet for sheet in Sheet if fold(sheet.value) == fold(title)), None)
