"""The style of an office as stored, or the one made from what is known of the office."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.offices.models import Office, Unit
from motcua.offices.roles import UnitKind
from motcua.papers.models import PaperStyle
from motcua.papers.style import Style, from_json


@dataclass(frozen=True, slots=True)
class StoredStyle:
    """A style and where it is from: its row and version; both None and 0 for the one nobody has adapted yet."""

    style: Style
    id: int | None = None
    version: int = 0


def style_of(office_id: int) -> StoredStyle:
    """The style in force. One statement; three when the office has never adapted its papers."""
    row = PaperStyle.objects.filter(office_id=office_id).order_by("-version").first()
    if row is not None:
        return StoredStyle(from_json(row.content), row.pk, row.version)
    return StoredStyle(default_style(office_id))


def default_style(office_id: int) -> Style:
    """The head as the office's own data say it."""
    office = Office.objects.filter(pk=office_id).first()
    if office is None:
        raise Refusal("no_such_office", N_("There is no such office."), status=HttpStatus.NOT_FOUND)
    today = time.today()
    desk = (
        Unit.objects.filter(office_id=office_id, kind=UnitKind.DESK, valid_from__lte=today)
        .exclude(valid_to__lt=today)
        .order_by("pk")
        .first()
    )
    name = desk.name if desk else "Bộ phận Tiếp nhận và Trả kết quả"
    return Style(
        superior=office.superior_name,
        office=office.name,
        desk=name,
        place=office.place or office.short_name,
        unit_sign="TTPVHCC" if "trung tâm" in name.lower() else "BPTNTKQ",
        contact=f"Đường dây nóng: {office.hotline}" if office.hotline else "",
    )
