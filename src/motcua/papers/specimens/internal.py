"""Sheets, lists and slips, filled in."""

from __future__ import annotations

from motcua.papers.forms import (
    BookRow,
    ConsultationData,
    ControlRow,
    ControlSheetData,
    EvaluationData,
    FeeItem,
    FeeReceiptData,
    FormData,
    HandOverItem,
    HandOverListData,
    ResultItem,
    ResultListData,
    TrackingBookData,
    TransferOrder,
    TransferSlipData,
)
from motcua.papers.specimens.common import CODE, DESK, NAME, PROCEDURE, UNIT, at

INTERNAL: tuple[FormData, ...] = (
    ControlSheetData(
        dossier_code=CODE,
        procedure=PROCEDURE,
        agency="Ủy ban nhân dân xã An Mẫu",
        cooperating=("Công an xã An Mẫu",),
        received_at=at("2026-03-02 08:55"),
        due_at=at("2026-03-04 08:55"),
        rows=(
            ControlRow(
                "Bộ phận TN&TKQ",
                UNIT,
                at("2026-03-02 08:55"),
                "Trần Văn Mẫu Bình",
                "Phạm Thị Mẫu Dung",
                "",
                "",
            ),
            ControlRow(
                UNIT,
                "Lãnh đạo UBND",
                at("2026-03-03 10:20"),
                "Phạm Thị Mẫu Dung",
                "Nguyễn Văn Mẫu Sơn",
                "Trước hạn",
            ),
            ControlRow(
                "Lãnh đạo UBND",
                "Văn thư",
                at("2026-03-04 09:30"),
                "Nguyễn Văn Mẫu Sơn",
                "Vũ Thị Mẫu Hoa",
                "Quá hạn",
                "đã xin lỗi",
            ),
        ),
    ),
    TrackingBookData(
        field_group="Hành chính - Tư pháp",
        year=2026,
        rows=tuple(
            BookRow(
                f"H99.20.1-260302-{n:04}",
                PROCEDURE,
                NAME,
                agency="UBND xã An Mẫu",
                received="08:55, 02/03/2026",
                due="08:55, 04/03/2026",
                returned="10:00, 03/03/2026",
                contact="Tổ 3, xã An Mẫu; 0900 000 007",
                manner="nhận trực tiếp",
            )
            for n in range(7, 10)
        ),
        volume=1,
        first_number=9,
        closed_at=at("2026-12-31 17:00"),
        closed_by="Nguyễn Thị Mẫu An",
    ),
    HandOverListData(
        from_unit=DESK,
        to_unit=UNIT,
        at=at("2026-03-02 15:10"),
        way="giao tận tay",
        rows=(
            HandOverItem(CODE, NAME, PROCEDURE, 2, 1, 7, "04/03/2026", "có giấy ủy quyền"),
            HandOverItem(
                "H99.20.1-260302-0008", "Lý Văn Mẫu Páo", "Đăng ký khai sinh", 3, 0, 5, "03/03/2026"
            ),
        ),
        giver="Trần Văn Mẫu Bình",
        receiver="Phạm Thị Mẫu Dung",
    ),
    ResultListData(
        from_unit=UNIT,
        to_unit=DESK,
        at=at("2026-03-04 08:10"),
        way="giao tận tay",
        rows=(ResultItem(CODE, NAME, PROCEDURE, "17/TLHT-BS", 2, "04/03/2026", "kèm bản gốc"),),
        giver="Phạm Thị Mẫu Dung",
        receiver="Trần Văn Mẫu Bình",
    ),
    TransferSlipData(
        dossier_code=CODE,
        procedure="Đăng ký biến động đất đai do chuyển nhượng quyền sử dụng đất",
        applicant_name=NAME,
        orders=(
            TransferOrder(
                "Chi nhánh Văn phòng Đăng ký đất đai",
                "Thẩm tra hồ sơ, lập phiếu chuyển thông tin",
                at("2026-03-05 17:00"),
                True,
                "Toàn bộ hồ sơ",
                "Giấy chứng nhận",
            ),
            TransferOrder(
                "Thuế cơ sở",
                "Xác định nghĩa vụ tài chính",
                at("2026-03-10 17:00"),
                False,
                "Phiếu chuyển",
                "Thông báo thuế",
            ),
        ),
        sender_unit=DESK,
        sender_name="Lê Thị Mẫu Chi",
        sent_at=at("2026-03-02 15:30"),
    ),
    ConsultationData(
        asked_body="Công an xã An Mẫu",
        lead_agency="Ủy ban nhân dân xã An Mẫu",
        dossier_code=CODE,
        procedure=PROCEDURE,
        summary="người yêu cầu đề nghị xác nhận nơi cư trú từ năm 2010 đến năm 2015.",
        questions=(
            "Thời gian cư trú thực tế của người yêu cầu.",
            "Thông tin về chủ hộ tại thời điểm đó.",
        ),
        deadline=at("2026-03-03 17:00"),
        documents=("Bản sao tờ khai", "Bản sao sổ hộ khẩu cũ"),
        signer_name="Nguyễn Văn Mẫu Sơn",
    ),
    FeeReceiptData(
        payer_name=NAME,
        payer_address="Tổ 3, xã An Mẫu",
        dossier_code=CODE,
        procedure=PROCEDURE,
        lines=(
            FeeItem("Lệ phí cấp bản sao trích lục", 16000, "2 bản", "8.000 đồng/bản"),
            FeeItem("Phí chứng thực bản sao", 1189000, "600 trang"),
        ),
        total=1205000,
        method="tiền mặt",
        collected_at=at("2026-03-02 09:00"),
        collector_name="Trần Văn Mẫu Bình",
        exemption="giảm cho hộ cận nghèo",
    ),
    EvaluationData(desk=DESK, dossier_code=CODE),
)
