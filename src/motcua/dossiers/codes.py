"""Dossier codes: both families of the law, their making and their check.

Old family: TT 01/2018/TT-VPCP Art 19 (the receiving authority's identifier). New family: TT 03/2025/TT-VPCP
Art 13(1). The sequence of the day has at least four digits and grows when needed.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class CodeFamily(StrEnum):
    OLD = "old"
    NEW = "new"


_PATTERNS = {
    CodeFamily.OLD: re.compile(
        r"(?P<agency>[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2})-(?P<date>[0-9]{6})-(?P<seq>[0-9]{4,})"
    ),
    CodeFamily.NEW: re.compile(
        r"(?P<agency>[A-Z][0-9]{2}(?:\.[0-9A-Z]{1,3}){0,3})-(?P<date>[0-9]{6})-(?P<seq>[0-9]{4,})"
    ),
}


@dataclass(frozen=True, slots=True)
class DossierCode:
    """A dossier code taken apart."""

    family: CodeFamily
    agency: str
    day: date
    sequence: int

    def __str__(self) -> str:
        return f"{self.agency}-{self.day:%y%m%d}-{self.sequence:04d}"


def make_code(family: CodeFamily, agency: str, day: date, sequence: int) -> str:
    """The code of the `sequence`-th dossier of `agency` on `day`.

    Raises ValueError when the agency's identifier does not belong to the family or the sequence is not positive.
    """
    if sequence < 1:
        raise ValueError("a sequence starts at 1")
    text = f"{agency}-{day:%y%m%d}-{sequence:04d}"
    if not _PATTERNS[family].fullmatch(text):
        raise ValueError(f"{agency!r} is no identifier of the {family.value} family of dossier codes")
    return text


def parse_code(text: str) -> DossierCode | None:
    """The parts of a dossier code, or None when the text is none: wrong form, or a date that does not exist."""
    if len(text) > 64:
        return None
    for family, pattern in _PATTERNS.items():
        if match := pattern.fullmatch(text):
            try:
                day = datetime.strptime(match["date"], "%y%m%d").date()  # noqa: DTZ007 (a local date, no instant)
            except ValueError:
                return None
            return DossierCode(family, match["agency"], day, int(match["seq"]))
    return None


def is_valid_code(text: str) -> bool:
    """Whether the text is a dossier code of either family with a real date."""
    return parse_code(text) is not None


def normalise_typed(text: str) -> str:
    """What a person most likely meant: blanks dropped, capitals, long dashes made short."""
    return re.sub(r"\s+", "", text).upper().replace("–", "-").replace("—", "-")
