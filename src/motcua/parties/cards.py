"""What the QR code of the citizen card says. Pure.

A scanner types one line of seven fields parted by bars: number | old number | name | birth ddmmyyyy | sex |
address | issue date ddmmyyyy. The old number may be empty; newer cards append fields, which are ignored.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from motcua.kernel.errors import N_, Refusal
from motcua.parties.ids import IdKind, Sex, check

_LONGEST = 1000
_SEXES = {"nam": Sex.MALE, "nu": Sex.FEMALE}


@dataclass(frozen=True, slots=True)
class CitizenCard:
    """Thẻ căn cước. The data printed on the card, as its QR code repeats them."""

    number: str
    old_number: str
    full_name: str
    birth_date: date | None
    sex: Sex | None
    address: str
    issued_on: date | None


def looks_like_card(text: str) -> bool:
    """Whether a scanned or typed line is a card's QR text and not something to search for."""
    fields = text.split("|")
    return len(fields) >= 7 and fields[0].strip().isdigit()


def read_card(text: str, today: date) -> CitizenCard:
    """The card's data. Refuses text that is no card; a date that does not exist is left empty."""
    fields = [unicodedata.normalize("NFC", " ".join(field.split())) for field in text[:_LONGEST].split("|")]
    if len(text) > _LONGEST or len(fields) < 7 or not fields[2]:
        raise Refusal(
            "not_a_card",
            N_("This is not the QR code of a citizen card."),
            N_("Scan the code on the front of the card again, or type the number."),
        )
    number = check(IdKind.CITIZEN_ID, fields[0], today).number
    return CitizenCard(
        number=number,
        old_number=fields[1],
        full_name=fields[2],
        birth_date=_date(fields[3]),
        sex=_SEXES.get(_plain(fields[4])),
        address=fields[5],
        issued_on=_date(fields[6]),
    )


def _date(text: str) -> date | None:
    if not (len(text) == 8 and text.isascii() and text.isdigit()):
        return None
    try:
        return datetime.strptime(text, "%d%m%Y").date()  # noqa: DTZ007 (a day, no instant)
    except ValueError:
        return None


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))
