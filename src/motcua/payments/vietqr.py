"""The text inside a VietQR code: EMVCo merchant-presented QR in the NAPAS 247 dialect. Pure; amounts in đồng.

Sources: EMVCo, QR Code Specification for Payment Systems, Merchant-Presented Mode; NAPAS, QR code format of
the 247 transfer service, version 1.5.2. A payload is a row of data objects, each two digits of id, two digits
of length and the value; objects inside a template (38, 62) follow the same rule. The last object, 63, is
CRC-16/CCITT-FALSE (polynomial 1021, start FFFF, not reflected) over all before it, its own "6304" included.

>>> payload(Transfer("970403", "0011012345678"))
'00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F'
"""

from __future__ import annotations

import unicodedata
from binascii import crc_hqx
from collections.abc import Iterable
from dataclasses import dataclass

from motcua.kernel.errors import N_, Refusal

LONGEST_NOTE = 25  # signs that every bank shows in full
LONGEST_ACCOUNT = 19
LARGEST_AMOUNT = 10**13 - 1  # the field has 13 digits

_NAPAS = "A000000727"
_TO_ACCOUNT = "QRIBFTTA"
_DONG, _VIET_NAM = "704", "VN"
_STATIC, _DYNAMIC = "11", "12"


class PayloadError(ValueError):
    """A text that is no VietQR payload of a transfer to an account; says where."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money to an account. Without `amount` the payer types it; such a code serves everybody (static)."""

    bank: str  # BIN, six digits
    account: str
    amount: int | None = None
    note: str = ""
    bill: str = ""

    def __post_init__(self) -> None:
        if not (len(self.bank) == 6 and _digits(self.bank)):
            raise Refusal(
                "bank_number",
                N_("“%(bank)s” is not the number of a bank."),
                N_("Enter the six digits by which the bank is known to VietQR (BIN), 970436 for instance."),
                params={"bank": self.bank},
            )
        if not (
            0 < len(self.account) <= LONGEST_ACCOUNT and self.account.isascii() and self.account.isalnum()
        ):
            raise Refusal(
                "account_number",
                N_("An account number has up to 19 letters and digits and nothing else."),
                N_("Copy it from the bank's letter, without blanks and dots."),
            )
        if self.amount is not None and not 0 < self.amount <= LARGEST_AMOUNT:
            raise Refusal(
                "transfer_amount",
                N_("This amount cannot be transferred."),
                N_("Enter whole đồng, more than zero."),
            )
        for text in (self.note, self.bill):
            if len(text) > LONGEST_NOTE or text != fold_note(text):
                raise Refusal(
                    "transfer_note",
                    N_("A transfer note has up to 25 plain letters, digits and blanks."),
                    N_("Leave out accents and signs; banks drop them."),
                )


def payload(transfer: Transfer) -> str:
    """The text to draw as QR code."""
    account = objects([("00", transfer.bank), ("01", transfer.account)])
    extra = objects([("01", transfer.bill), ("08", transfer.note)])
    body = objects(
        [
            ("00", "01"),
            ("01", _STATIC if transfer.amount is None else _DYNAMIC),
            ("38", objects([("00", _NAPAS), ("01", account), ("02", _TO_ACCOUNT)])),
            ("53", _DONG),
            ("54", "" if transfer.amount is None else str(transfer.amount)),
            ("58", _VIET_NAM),
            ("62", extra),
        ]
    )
    return f"{body}6304{checksum(body + '6304')}"


def read(text: str) -> Transfer:
    """The transfer that a payload asks for. Raises PayloadError for anything else, a wrong checksum too."""
    if len(text) < 8 or text[-8:-4] != "6304" or text[-4:].upper() != checksum(text[:-4]):
        raise PayloadError("the checksum is wrong")
    parts = parse(text[:-8])
    napas = parse(parts.get("38", ""))
    if (parts.get("00"), napas.get("00"), napas.get("02")) != ("01", _NAPAS, _TO_ACCOUNT):
        raise PayloadError("it is no VietQR transfer to an account")
    if (parts.get("53"), parts.get("58")) != (_DONG, _VIET_NAM):
        raise PayloadError("it is not in đồng")
    account, extra = parse(napas.get("01", "")), parse(parts.get("62", ""))
    amount = parts.get("54")
    if amount is not None and not _digits(amount):
        raise PayloadError("the amount is no number of đồng")
    try:
        return Transfer(
            bank=account.get("00", ""),
            account=account.get("01", ""),
            amount=None if amount is None else int(amount),
            note=extra.get("08", ""),
            bill=extra.get("01", ""),
        )
    except Refusal as refusal:
        raise PayloadError(refusal.message) from refusal


def fold_note(text: str) -> str:
    """What survives in every bank: plain letters, digits, single blanks; at most 25 signs.

    >>> fold_note("Lệ phí hồ sơ H99.20.1-260302-0007")
    'Le phi ho so H99 20 1 260'
    """
    spread = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(sign for sign in spread if not unicodedata.combining(sign))
    plain = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in bare)
    return " ".join(plain.split())[:LONGEST_NOTE].strip()


def note_for(code: str) -> str:
    """The note that names a dossier, so that the bank's statement can be read back.

    A code that is too long loses its blanks, then its beginning: day and number stand at its end.
    """
    plain = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in code)
    words = " ".join(plain.split())
    return words if len(words) <= LONGEST_NOTE else words.replace(" ", "")[-LONGEST_NOTE:]


def objects(items: Iterable[tuple[str, str]]) -> str:
    """Data objects in a row; those without a value are left out. Raises PayloadError past 99 signs."""
    made = []
    for name, value in items:
        if len(value) > 99:
            raise PayloadError(f"object {name} has more than 99 signs")
        if value:
            made.append(f"{name}{len(value):02}{value}")
    return "".join(made)


def parse(text: str) -> dict[str, str]:
    """The data objects of a row by id. Raises PayloadError where lengths do not fit or an id comes twice."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        name, size = text[at : at + 2], text[at + 2 : at + 4]
        end = at + 4 + (int(size) if _digits(size) else 0)
        if not (len(name) == len(size) == 2 and _digits(name + size)) or end > len(text) or end == at + 4:
            raise PayloadError(f"no data object at sign {at + 1}")
        if name in found:
            raise PayloadError(f"object {name} comes twice")
        found[name] = text[at + 4 : end]
        at = end
    return found


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE as four capital hexadecimal digits.

    >>> checksum("123456789")
    '29B1'
    """
    return f"{crc_hqx(text.encode(), 0xFFFF):04X}"


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
