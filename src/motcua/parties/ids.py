"""Identity numbers of people and organisations: their form, what they tell, and what looks wrong. Pure.

A number whose form cannot be right is refused; one that only looks odd (birth year, province) is taken with a
warning, for the paper in the receptionist's hand is right and our table may be wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.vn import mst

from motcua.kernel.errors import N_, Refusal


class IdKind(StrEnum):
    """Kinds of identity number, as `parties.models.Party.IdKind`."""

    CITIZEN_ID = "citizen_id"
    OLD_ID = "old_id"
    PASSPORT = "passport"
    TAX_CODE = "tax_code"
    OTHER = "other"


class Sex(StrEnum):
    """As the citizen card says it."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class Checked:
    """A number in its stored form, with what it tells and msgids of what looks odd."""

    kind: IdKind
    number: str
    warnings: tuple[str, ...] = ()
    sex: Sex | None = None
    birth_year: int | None = None


# First three digits of a citizen ID: the province of birth registration, numbered before the mergers of 2025;
# from 100 on, the country of birth.
# fmt: off
_PROVINCES = frozenset({
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38,
    40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79,
    80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
})
# fmt: on
_PASSPORT = re.compile(r"[A-Z0-9]{5,15}")
_OTHER = re.compile(r"[0-9A-Za-zĐđ][0-9A-Za-zĐđ./-]{1,29}")
_BLANKS = re.compile(r"[\s.\u00a0-]+")


def check(kind: IdKind, text: str, today: date) -> Checked:
    """The number as it is stored, with warnings. Refuses what cannot be a number of that kind."""
    match kind:
        case IdKind.CITIZEN_ID:
            return _citizen_id(text, today)
        case IdKind.OLD_ID:
            return _old_id(text)
        case IdKind.TAX_CODE:
            return _tax_code(text)
        case IdKind.PASSPORT:
            hint = N_("A passport number has 5 to 15 letters and digits.")
            return _by_pattern(kind, _BLANKS.sub("", text).upper(), _PASSPORT, hint)
        case IdKind.OTHER:
            hint = N_("Write 2 to 30 letters, digits, dots, dashes or slashes.")
            return _by_pattern(kind, text.strip(), _OTHER, hint)


def guess_kind(text: str) -> IdKind:
    """What a typed number most likely is: 12 digits citizen ID, 9 old ID, 10 or 13 tax code.

    >>> guess_kind("001 099 012 345").value
    'citizen_id'
    """
    bare = _BLANKS.sub("", text)
    if bare.isascii() and bare.isdigit():
        lengths = {12: IdKind.CITIZEN_ID, 9: IdKind.OLD_ID, 10: IdKind.TAX_CODE, 13: IdKind.TAX_CODE}
        return lengths.get(len(bare), IdKind.OTHER)
    return IdKind.PASSPORT if _PASSPORT.fullmatch(bare.upper()) else IdKind.OTHER


def mask(number: str) -> str:
    """The number for lists: its last three signs only (R-119).

    >>> mask("001099012345")
    '•••345'
    """
    return f"•••{number[-3:]}" if len(number) > 5 else "•••"


def mask_phone(phone: str) -> str:
    """The phone number for lists: its last three digits only."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return f"•••{digits[-3:]}" if len(digits) > 5 else "•••" if digits else ""


def plain_phone(phone: str) -> str:
    """The phone number as it is stored: digits, with a leading plus if it has one."""
    plus = "+" if phone.strip().startswith("+") else ""
    return plus + "".join(sign for sign in phone if sign.isascii() and sign.isdigit())


def _citizen_id(text: str, today: date) -> Checked:
    number = _digits(text, (12,), IdKind.CITIZEN_ID, N_("A citizen ID has exactly 12 digits."))
    century, female = divmod(int(number[3]), 2)
    year = 1900 + 100 * century + int(number[4:6])
    warnings = []
    if number[0] == "0" and int(number[:3]) not in _PROVINCES:
        warnings.append(N_("The first three digits are no known province code."))
    if not today.year - 120 <= year <= today.year:
        warnings.append(N_("The year of birth in this number cannot be right."))
    return Checked(IdKind.CITIZEN_ID, number, tuple(warnings), Sex.FEMALE if female else Sex.MALE, year)


def _old_id(text: str) -> Checked:
    number = _digits(text, (9,), IdKind.OLD_ID, N_("An old identity card has exactly 9 digits."))
    return Checked(
        IdKind.OLD_ID, number, (N_("Old identity cards are no longer valid; ask for the citizen ID."),)
    )


def _tax_code(text: str) -> Checked:
    hint = N_("A tax code has 10 digits, or 13 with a branch; a citizen's may be the citizen ID.")
    number = _digits(text, (10, 12, 13), IdKind.TAX_CODE, hint)
    # Since 2025 people use their citizen ID as tax code; its form is checked elsewhere.
    if len(number) != 12 and not mst.is_valid(number):
        raise _refused(IdKind.TAX_CODE, N_("The check digit of this tax code is wrong: a digit is mistyped."))
    return Checked(IdKind.TAX_CODE, number)


def _digits(text: str, lengths: tuple[int, ...], kind: IdKind, hint: str) -> str:
    number = _BLANKS.sub("", text)
    if not (number.isascii() and number.isdigit() and len(number) in lengths):
        raise _refused(kind, hint)
    return number


def _by_pattern(kind: IdKind, number: str, pattern: re.Pattern[str], hint: str) -> Checked:
    if not pattern.fullmatch(number):
        raise _refused(kind, hint)
    return Checked(kind, number)


def _refused(kind: IdKind, hint: str) -> Refusal:
    return Refusal(f"id_{kind.value}", N_("This identity number cannot be right."), hint)
