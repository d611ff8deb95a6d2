"""How a procedure is found: what is stored for the search, and how typed words are read. Pure.

The stored text has parts in a fixed order, so that one column answers every question the search asks:

    " dang ky khai sinh | 1 001193 1001193 birth registration | đăng ký khai sinh =dkks"

the folded name; code, keywords and the English name, folded; the name as written, in lower case, for those
who type the diacritics; the initials. Each word follows a blank, so "starts a word" is `LIKE '% word%'`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from motcua.kernel.search import fold

MAX_WORDS = 8
MAX_LENGTH = 120

_LONG_CODE = re.compile(r"\s*([1-3]\s*\.?\s*[0-9]{6})(?:[.\s]\s*[0-9A-Za-z].*)?")
_DASHES = re.compile(r"[\u2010-\u2015]")


@dataclass(frozen=True, slots=True)
class Words:
    """Typed text, read. `phrase` folded; `written` in lower case if it carries diacritics, else empty."""

    words: tuple[str, ...]
    phrase: str
    written: str
    code: str
    base_code: str


def search_text(code: str, name: str, name_en: str = "", keywords: Iterable[str] = ()) -> str:
    """The stored text of a procedure."""
    folded = fold(name)
    others = " ".join([fold(code), compact(code), fold(name_en), *map(fold, keywords)])
    initials = "".join(word[0] for word in folded.split())
    return f" {folded} | {' '.join(others.split())} | {written(name)} ={initials}"


def written(text: str) -> str:
    """Lower case, composed letters, single blanks; punctuation of names dropped at the edges of words."""
    composed = unicodedata.normalize("NFC", text.lower().replace("=", " ").replace("|", " "))
    return " ".join(word.strip(".,;:()[]\"'") for word in composed.split())


def compact(code: str) -> str:
    """A code without dots, dashes and blanks, in lower case: how it is compared.

    >>> compact("1.001 193"), compact("LOCAL-DATDAI-DOITEN")
    ('1001193', 'localdatdaidoiten')
    """
    return "".join(sign for sign in code.lower() if sign.isalnum() and sign.isascii())


def read_words(text: str) -> Words:
    """What somebody typed, ready to be compared. More than 8 words or 120 signs are cut off."""
    clean = _DASHES.sub("-", text.replace("\x00", " "))[:MAX_LENGTH]
    phrase = " ".join(fold(clean).split()[:MAX_WORDS])
    lower = written(clean)
    long_code = _LONG_CODE.fullmatch(clean)
    return Words(
        words=tuple(dict.fromkeys(phrase.split())),
        phrase=phrase,
        written="" if lower == lower.encode("ascii", "ignore").decode() else lower,
        code=compact(clean),
        base_code=compact(long_code[1]) if long_code else "",
    )
