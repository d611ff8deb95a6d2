"""How words are compared: folded for searching, keyed for sorting the Vietnamese way. Pure.

The embedded server has no ICU, so both are written into columns by us, and both must be compared
byte by byte: give such a column `db_collation="C"`.
"""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[\W_]+")

# Vietnamese letters that are letters of their own, not a letter with a tone.
_BREVE, _CIRCUMFLEX, _HORN, _STROKE = "\u0306", "\u0302", "\u031b", "\u0335"
# "{" and "|" sort after "z": ă follows every word with a plain a, and â follows ă.
_OWN_LETTERS = {
    ("a", _BREVE): "a{",
    ("a", _CIRCUMFLEX): "a|",
    ("d", _STROKE): "d{",
    ("e", _CIRCUMFLEX): "e{",
    ("o", _CIRCUMFLEX): "o{",
    ("o", _HORN): "o|",
    ("u", _HORN): "u{",
}
# Dictionary order of the tones: ngang, huyền, hỏi, ngã, sắc, nặng; marks of other languages last.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_FOREIGN_MARK = 6


def fold(text: str) -> str:
    """What is searched in: lower case, no diacritics, đ → d, anything but letters and digits → one space.

    >>> fold("  Đăng ký  KHAI SINH (có yếu tố nước ngoài)")
    'dang ky khai sinh co yeu to nuoc ngoai'
    """
    # Spreading may uncover capitals and lowering may uncover marks, so spread on both sides.
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    bare = "".join(sign for sign in spread if not unicodedata.combining(sign))
    return _SEPARATORS.sub(" ", bare.replace("đ", "d")).strip()


def sort_key(text: str) -> str:
    """A string whose byte order is the order of a Vietnamese dictionary.

    First the letters (a ă â b c d đ e ê … o ô ơ … u ư …), then the tones in dictionary order,
    then lower before upper case; spaces come before digits, digits before letters.

    >>> sorted(["Đạt", "Dũng", "Ân", "An", "Ánh", "Bình"], key=sort_key)
    ['An', 'Ánh', 'Ân', 'Bình', 'Dũng', 'Đạt']
    """
    letters: list[str] = []
    tones: list[int] = []
    cases: list[int] = []
    for base, marks in _letters(" ".join(text.split())):
        low = base.lower()
        own = next((mark for mark in marks if (low, mark) in _OWN_LETTERS), None)
        rest = [mark for mark in marks if mark != own]
        letters.append(_OWN_LETTERS[low, own] if own else _primary(low))
        tones.append(max((_TONES.get(mark, _FOREIGN_MARK) for mark in rest), default=0))
        cases.append(int(base != low))
    return "\t".join(["".join(letters), _trimmed(tones), _trimmed(cases)]).rstrip("\t")


def _letters(text: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for sign in unicodedata.normalize("NFD", text):
        if unicodedata.combining(sign):
            if found:
                found[-1][1].append(sign)
        elif sign in "đĐ":
            found.append(("d" if sign == "đ" else "D", [_STROKE]))
        else:
            found.append((sign, []))
    return found


def _primary(sign: str) -> str:
    # Punctuation sorts right after the space and before digits, whatever its code.
    if sign == " " or sign.isalnum():
        return sign
    return "!" if sign.isprintable() else ""


def _trimmed(weights: list[int]) -> str:
    return "".join(str(weight) for weight in weights).rstrip("0")
