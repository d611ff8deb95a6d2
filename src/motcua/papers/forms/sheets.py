"""M06 and M07, and the lists with which paper changes hands. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from motcua.papers.forms.base import FormData, Needed, SignatureBlock
from motcua.papers.kinds import Form


@dataclass(frozen=True, slots=True)
class ControlRow:
    """One hand-over. `result` is what the receiving side says of the unit before: trước hạn, đúng hạn, quá hạn."""

    giver_unit: Annotated[str, Needed("Bộ phận giao")]
    receiver_unit: Annotated[str, Needed("Bộ phận nhận")]
    at: Annotated[datetime, Needed("Thời gian giao, nhận hồ sơ")]
    giver: str = ""
    receiver: str = ""
    result: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSheetData(FormData):
    """M06 (old 05). Who held the dossier from when to when; made from the step log, never typed."""

    form: ClassVar[Form] = Form.CONTROL_SHEET

    dossier_code: Annotated[str, Needed("Mã số hồ sơ")]
    agency: Annotated[str, Needed("Cơ quan (bộ phận) giải quyết")]
    received_at: Annotated[datetime, Needed("Ngày nhận hồ sơ")]
    due_at: Annotated[datetime, Needed("Hẹn trả kết quả")]
    rows: Annotated[tuple[ControlRow, ...], Needed("Các lần giao, nhận hồ sơ")]
    cooperating: tuple[str, ...] = ()
    procedure: str = ""


@dataclass(frozen=True, slots=True)
class BookRow:
    """One dossier in the tracking book."""

    code: Annotated[str, Needed("Mã hồ sơ")]
    procedure: Annotated[str, Needed("Tên TTHC")]
    applicant: Annotated[str, Needed("Tên tổ chức, cá nhân")]
    agency: Annotated[str, Needed("Cơ quan chủ trì giải quyết")]
    received: Annotated[str, Needed("Ngày nhận hồ sơ")]
    due: str = ""
    returned: str = ""
    contact: str = ""
    manner: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingBookData(FormData):
    """M07 (old 06). One book per field group and year; numbers run on from `first_number` (R-156, R-157)."""

    form: ClassVar[Form] = Form.TRACKING_BOOK

    field_group: Annotated[str, Needed("Lĩnh vực")]
    year: Annotated[int, Needed("Năm")]
    rows: tuple[BookRow, ...] = ()
    volume: int = 1
    first_number: int = 1
    closed_at: datetime | None = None
    closed_by: str = ""

    def problems(self) -> Iterator[str]:
        """A closed book names who closed it."""
        if self.closed_at is not None and not self.closed_by.strip():
            yield "Người khóa sổ"

    def blocks(self) -> tuple[SignatureBlock, ...]:
        """Only a closed book is signed."""
        if self.closed_at is None:
            return ()
        return (SignatureBlock("NGƯỜI ĐỨNG ĐẦU BỘ PHẬN MỘT CỬA", self.closed_by),)


@dataclass(frozen=True, slots=True)
class HandOverItem:
    """A dossier that goes from one unit to another with its papers."""

    code: Annotated[str, Needed("Mã hồ sơ")]
    applicant: Annotated[str, Needed("Chủ hồ sơ")]
    procedure: Annotated[str, Needed("Thủ tục hành chính")]
    originals: int = 0
    copies: int = 0
    pages: int = 0
    due: str = ""
    note: str = ""
    documents: str = ""  # the papers by name, where both sides count them one by one
    parts: str = ""  # what has been taken over of the electronic and of the paper part


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverListData(FormData):
    """Phiếu bàn giao hồ sơ."""

    form: ClassVar[Form] = Form.HAND_OVER_LIST

    from_unit: Annotated[str, Needed("Bên giao")]
    to_unit: Annotated[str, Needed("Bên nhận")]
    at: Annotated[datetime, Needed("Thời gian bàn giao")]
    rows: Annotated[tuple[HandOverItem, ...], Needed("Hồ sơ bàn giao")]
    giver: Annotated[str, Needed("Người giao")]
    receiver: str = ""
    way: str = ""

    def blocks(self) -> tuple[SignatureBlock, ...]:
        """Giver and receiver."""
        return SignatureBlock("NGƯỜI GIAO", self.giver), SignatureBlock("NGƯỜI NHẬN", self.receiver)


@dataclass(frozen=True, slots=True)
class ResultItem:
    """A result that comes back to the desk."""

    code: Annotated[str, Needed("Mã hồ sơ")]
    applicant: Annotated[str, Needed("Chủ hồ sơ")]
    procedure: Annotated[str, Needed("Thủ tục hành chính")]
    result_number: Annotated[str, Needed("Số, ký hiệu kết quả")]
    copies: int = 1
    due: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultListData(FormData):
    """Phiếu bàn giao kết quả: from the processing unit to the desk."""

    form: ClassVar[Form] = Form.RESULT_HAND_OVER_LIST

    from_unit: Annotated[str, Needed("Bên giao")]
    to_unit: Annotated[str, Needed("Bên nhận")]
    at: Annotated[datetime, Needed("Thời gian bàn giao")]
    rows: Annotated[tuple[ResultItem, ...], Needed("Kết quả bàn giao")]
    giver: Annotated[str, Needed("Người giao")]
    receiver: str = ""
    way: str = ""

    def blocks(self) -> tuple[SignatureBlock, ...]:
        """Giver and receiver."""
        return SignatureBlock("NGƯỜI GIAO", self.giver), SignatureBlock("NGƯỜI NHẬN", self.receiver)
