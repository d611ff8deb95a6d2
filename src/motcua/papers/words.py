"""Dates and money as the forms write them, always in Vietnamese. Pure.

Days below ten and the months of January and February get a zero in front (NĐ 30/2020/NĐ-CP, Annex I).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

# Vietnam has had no summer time since 1975: a fixed offset needs no time zone database.
VIETNAM = timezone(timedelta(hours=7), "ICT")

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")
_BILLION = 10**9


def local(instant: datetime) -> datetime:
    """The instant on the office's clock. Refuses one without a time zone."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no time zone")
    return instant.astimezone(VIETNAM)


def long_day(day: date) -> str:
    """ngày 05 tháng 3 năm 2026"""
    if isinstance(day, datetime):
        day = local(day).date()
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def long_instant(instant: datetime) -> str:
    """14 giờ 30 phút, ngày 05 tháng 3 năm 2026"""
    here = local(instant)
    return f"{here.hour:02} giờ {here.minute:02} phút, {long_day(here.date())}"


def short_day(day: date) -> str:
    """05/03/2026"""
    if isinstance(day, datetime):
        day = local(day).date()
    return f"{day.day:02}/{day.month:02}/{day.year}"


def short_instant(instant: datetime) -> str:
    """14:30, 05/03/2026"""
    here = local(instant)
    return f"{here.hour:02}:{here.minute:02}, {short_day(here.date())}"


def number(value: int) -> str:
    """1.200.000"""
    return f"{value:,}".replace(",", ".")


def money(amount: int) -> str:
    """1.200.000 đồng"""
    return f"{number(amount)}\N{NO-BREAK SPACE}đồng"


def money_in_words(amount: int) -> str:
    """Một triệu hai trăm nghìn đồng. Raises ValueError below zero.

    >>> money_in_words(1205000)
    'Một triệu hai trăm linh năm nghìn đồng'
    """
    words = f"{number_in_words(amount)} đồng"
    return words[0].upper() + words[1:]


def number_in_words(value: int) -> str:
    """A whole number in words, as said in the north: "linh", "nghìn"."""
    if value < 0:
        raise ValueError("amounts in words are not negative")
    if value == 0:
        return _DIGITS[0]
    return " ".join(_words(value, full=False))


def _words(value: int, *, full: bool) -> list[str]:
    """`full`: say the leading zeros too, because a larger group stands in front."""
    if value >= _BILLION:
        rest = value % _BILLION
        said = [*_words(value // _BILLION, full=full), "tỷ"]
        return said + (_words(rest, full=True) if rest else [])
    words: list[str] = []
    for power in (2, 1, 0):
        group = value // 1000**power % 1000
        if group:
            words += _group(group, full=full or bool(words))
            if _SCALES[power]:
                words.append(_SCALES[power])
    return words


def _group(group: int, *, full: bool) -> list[str]:
    hundreds, tens, units = group // 100, group // 10 % 10, group % 10
    words: list[str] = []
    if hundreds or full:
        words += [_DIGITS[hundreds], "trăm"]
    if tens == 0:
        if units and words:
            words.append("linh")
    elif tens == 1:
        words.append("mười")
    else:
        words += [_DIGITS[tens], "mươi"]
    if units:
        words.append(_unit(tens, units))
    return words


def _unit(tens: int, units: int) -> str:
    if units == 5 and tens >= 1:
        return "lăm"
    if units == 1 and tens >= 2:
        return "mốt"
    return _DIGITS[units]
