"""Dates, money and numbers as the office writes them, in the active language (Vietnamese or English).

Instants are shown on the office's clock. Nothing raises on an empty value: it becomes an empty text.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

from motcua.kernel.time import TZ

Moment = datetime | date | None
Amount = int | float | Decimal | None

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def vietnamese() -> bool:
    """Whether the page is in Vietnamese (also when no language is active)."""
    return (get_language() or "vi").startswith("vi")


def _local(value: datetime) -> datetime:
    return value.astimezone(TZ) if value.tzinfo else value


def day(value: Moment) -> str:
    """05/03/2026; the same in both languages, as on the papers."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = _local(value)
    return f"{value.day:02}/{value.month:02}/{value.year}"


def clock(value: datetime | None) -> str:
    """14:30."""
    if not value:
        return ""
    value = _local(value)
    return f"{value.hour:02}:{value.minute:02}"


def instant(value: Moment) -> str:
    """14:30, 05/03/2026; a date alone without the clock."""
    if isinstance(value, datetime):
        return f"{clock(value)}, {day(value)}"
    return day(value)


def long_instant(value: Moment) -> str:
    """14 giờ 30 phút, ngày 05 tháng 3 năm 2026 (NĐ 30/2020: days below 10 and months 1, 2 get a zero)."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = _local(value)
    if vietnamese():
        month = f"{value.month:02}" if value.month < 3 else str(value.month)
        words = f"ngày {value.day:02} tháng {month} năm {value.year}"
        if isinstance(value, datetime):
            words = f"{value.hour:02} giờ {value.minute:02} phút, {words}"
        return words
    words = f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return f"{clock(value)}, {words}" if isinstance(value, datetime) else words


def number(value: Amount) -> str:
    """1.200.000 in Vietnamese, 1,200,000 in English; decimals are kept as given."""
    if value is None:
        return ""
    words = f"{value:,}"
    return words.translate(str.maketrans(",.", ".,")) if vietnamese() else words


def money(value: Amount) -> str:
    """1.200.000 đồng (đồng have no parts)."""
    if value is None:
        return ""
    whole = Decimal(str(value)).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{number(int(whole))}\N{NO-BREAK SPACE}đồng"


def percent(value: Amount, places: int = 1) -> str:
    """91,6 %; `value` is 91.6, not 0.916. A whole number stays whole: 100 %."""
    if value is None:
        return ""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    words = f"{rounded:f}"
    if "." in words:
        words = words.rstrip("0").rstrip(".")
    return f"{words.replace('.', ',') if vietnamese() else words}\N{NO-BREAK SPACE}%"


def initials(name: str | None) -> str:
    """The letters in the circle: Vietnamese names go by their last words ("Nguyễn Thị Thu Hà" → "TH")."""
    words = [word for word in (name or "").split() if word[0].isalnum()]
    return "".join(word[0] for word in words[-2:]).upper()
