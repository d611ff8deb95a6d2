"""What an SMS costs and may hold: the GSM alphabet, parts, letters without marks, phone numbers. Pure.

3GPP TS 23.038: 160 septets in one message, 153 in each of several; text outside the alphabet travels as
UCS-2 with 70 and 67 units. Vietnamese letters are outside, so a message with marks costs more than twice.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")  # two septets each
_PLAIN = str.maketrans(
    {
        "đ": "d",
        "Đ": "D",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "…": "...",
        "•": "-",
        "₫": "d",
        "×": "x",
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\t": " ",
    }
)


class Encoding(StrEnum):
    """How the letters of an SMS travel."""

    GSM7 = "GSM-7"
    UCS2 = "UCS-2"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a text costs: units (septets or 16-bit units) and parts."""

    encoding: Encoding
    units: int
    parts: int


def measure(text: str) -> Measure:
    """How the text travels. A pair of units that makes one sign never falls into two parts."""
    if all(sign in _BASIC or sign in _EXTENDED for sign in text):
        return _measured(Encoding.GSM7, [2 if sign in _EXTENDED else 1 for sign in text], 160, 153)
    return _measured(Encoding.UCS2, [2 if ord(sign) > 0xFFFF else 1 for sign in text], 70, 67)


def _measured(encoding: Encoding, sizes: list[int], alone: int, each: int) -> Measure:
    units = sum(sizes)
    if units <= alone:
        return Measure(encoding, units, 1)
    parts, room = 1, each
    for size in sizes:
        if size > room:
            parts, room = parts + 1, each
        room -= size
    return Measure(encoding, units, parts)


def without_marks(text: str) -> str:
    """The text in the GSM alphabet, as Vietnamese write without marks: "Hồ sơ đã nhận" → "Ho so da nhan"."""
    bare = "".join(
        sign
        for sign in unicodedata.normalize("NFD", text.translate(_PLAIN))
        if not unicodedata.combining(sign)
    )
    return "".join(sign if sign in _BASIC or sign in _EXTENDED else "?" for sign in bare)


def mobile_number(typed: str) -> str | None:
    """The first number in what was typed that can take an SMS, as "+84912345678"; None when there is none.

    Vietnamese mobile numbers have ten digits and begin with 03, 05, 07, 08 or 09; numbers of other
    countries need their + sign.
    """
    for piece in re.split(r"[/;,]|\s{2,}|\bhoặc\b", typed):
        digits = re.sub(r"[\s().\-\u00a0]", "", piece)
        if not re.fullmatch(r"\+?[0-9]{8,16}", digits, re.ASCII):
            continue
        digits = re.sub(r"^(\+84|0084|84(?=[35789][0-9]{8}$))0?", "0", digits)
        if re.fullmatch(r"0[35789][0-9]{8}", digits):
            return f"+84{digits[1:]}"
        if re.fullmatch(r"\+[1-9][0-9]{7,14}", digits):
            return digits
    return None
