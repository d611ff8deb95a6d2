"""Amounts in Vietnamese words, as receipts must carry them ("bằng chữ"). Pure.

>>> amount_in_words(21_005)
'Hai mươi mốt nghìn không trăm linh năm đồng'
"""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")


def amount_in_words(amount: int) -> str:
    """The words for whole đồng, zero or more. Raises ValueError below zero."""
    if amount < 0:
        raise ValueError("An amount cannot be negative.")
    words = " ".join(_number(amount)) or _DIGITS[0]
    return f"{words[0].upper()}{words[1:]} đồng"


def _number(value: int) -> list[str]:
    """Groups of three digits; past 999,999,999 the count begins anew with "tỷ" (billion)."""
    billions, rest = divmod(value, 10**9)
    words = [*_number(billions), "tỷ"] if billions else []
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            words += _group(group, full=bool(words))
            words += [_SCALES[power]] if power else []
    return words


def _group(value: int, *, full: bool) -> list[str]:
    """Three digits; `full` when something stands before, so that empty hundreds are said."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0:
        return words + ((["linh"] if words else []) + [_DIGITS[ones]] if ones else [])
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones == 1 and tens > 1:
        return [*words, "mốt"]
    if ones == 5:
        return [*words, "lăm"]
    return [*words, _DIGITS[ones]] if ones else words
