"""Finding people and organisations again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from motcua.kernel.search import fold, sort_key
from motcua.parties.ids import IdKind, mask, mask_phone
from motcua.parties.models import Party

_NUMBER = re.compile(r"[A-Z]{0,2}[0-9]+")
_SHORTEST_NUMBER = 4
_SHORTEST_WORD = 3  # the trigram index needs three letters
_LOOKED_AT = 200  # of a name that half the country bears, the first found are enough


@dataclass(frozen=True, slots=True)
class Known:
    """Everything last known of somebody: shown to the receptionist who holds their identity number."""

    id: UUID
    kind: str
    name: str
    id_kind: str
    id_number: str
    birth_date: date | None
    sex: str
    address: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of a list: enough to recognise somebody, not enough to misuse (R-119)."""

    id: UUID
    kind: str
    name: str
    masked_number: str
    masked_phone: str
    birth_year: int | None
    place: str  # the last part of the address


def by_id_number(kind: IdKind | str, number: str) -> Known | None:
    """The person or organisation with exactly this number (in its stored form), or None."""
    row = Party.objects.filter(id_kind=str(kind), id_number=number).first()
    return _known(row) if row else None


def by_id(party_id: UUID) -> Known | None:
    """Everything last known of a party chosen from a list."""
    row = Party.objects.filter(pk=party_id).first()
    return _known(row) if row else None


def find(text: str, limit: int = 10) -> list[Hit]:
    """People whose number or phone starts with, or whose name contains, what was typed; best first, masked.

    Under four digits or three letters nothing is searched, so that a list cannot be leafed through.
    """
    number = "".join(sign for sign in text.upper() if sign.isalnum())
    if _NUMBER.fullmatch(number):
        return [_hit(row) for row in _by_number(number)[:limit]] if len(number) >= _SHORTEST_NUMBER else []
    folded = fold(text)
    if max((len(word) for word in folded.split()), default=0) < _SHORTEST_WORD:
        return []
    rows = sorted(
        _by_name(folded)[:_LOOKED_AT],
        key=lambda row: (not row.folded_name.startswith(folded), sort_key(row.full_name)),
    )
    return [_hit(row) for row in rows[:limit]]


def _by_number(number: str) -> QuerySet[Party]:
    starts = Q(id_number__startswith=number) | Q(phone__startswith=number) & ~Q(phone="")
    return Party.objects.filter(starts).order_by("id_number")


def _by_name(folded: str) -> QuerySet[Party]:
    matching = Q()
    for word in folded.split():
        matching &= Q(folded_name__contains=word)
    return Party.objects.filter(matching)


def _known(row: Party) -> Known:
    return Known(
        id=row.id,
        kind=row.kind,
        name=row.full_name,
        id_kind=row.id_kind,
        id_number=row.id_number,
        birth_date=row.birth_date,
        sex=row.sex,
        address=row.address,
        phone=row.phone,
        email=row.email,
    )


def _hit(row: Party) -> Hit:
    return Hit(
        id=row.id,
        kind=row.kind,
        name=row.full_name,
        masked_number=mask(row.id_number),
        masked_phone=mask_phone(row.phone),
        birth_year=row.birth_date.year if row.birth_date else None,
        place=row.address.rpartition(",")[2].strip(),
    )
