"""A public apology in plain words, to be read out on commune radio or shown by city television."""

from __future__ import annotations

from django.utils import translation

from motcua.dossiers.apologies import Apology
from motcua.kernel import formats

_WHY = {
    "late": "chưa được trả kết quả đúng thời gian đã hẹn",
    "error": "có sai sót trong kết quả giải quyết",
    "lost": "bị mất hoặc hư hỏng giấy tờ trong khi giải quyết",
}


def announcement(apology: Apology) -> str:
    """The text, always in Vietnamese: it names the office and the dossier's short code, and no person (R-115)."""
    with translation.override("vi"):
        return "\n\n".join(part for part in _parts(apology) if part)


def _parts(apology: Apology) -> tuple[str, ...]:
    promised = f", hẹn trả kết quả ngày {formats.day(apology.due_at)}" if apology.due_at else ""
    return (
        f"{apology.office} thông báo và xin lỗi.",
        f"Hồ sơ có mã số kết thúc bằng {apology.short_code.removeprefix('…')}, thủ tục “{apology.procedure}”, "
        f"tiếp nhận ngày {formats.day(apology.received_at)}{promised}, {_WHY.get(apology.kind, _WHY['late'])}.",
        apology.words,
        f"Ngày hẹn trả kết quả mới: {formats.long_instant(apology.new_date)}." if apology.new_date else "",
        f"{apology.office} chân thành xin lỗi chủ hồ sơ. {_contact(apology)}".strip(),
        f"Ngày {formats.day(apology.at)}",
    )


def _contact(apology: Apology) -> str:
    if not apology.hotline:
        return ""
    return f"Chủ hồ sơ cần biết thêm, xin gọi số điện thoại {apology.hotline}."
