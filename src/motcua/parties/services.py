"""Keeping the last known data of people and organisations."""

from __future__ import annotations

from datetime import date
from typing import Protocol
from uuid import UUID

from django.db import connection

from motcua.kernel import ids, search, time
from motcua.kernel.errors import N_, Refusal
from motcua.parties.ids import IdKind, check, plain_phone

_UPSERT = """
INSERT INTO parties_party (id, kind, full_name, folded_name, id_kind, id_number, birth_date, sex,
                           address, phone, email, updated_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (id_kind, id_number) DO UPDATE SET
    kind = excluded.kind, full_name = excluded.full_name, folded_name = excluded.folded_name,
    birth_date = coalesce(excluded.birth_date, parties_party.birth_date),
    sex = coalesce(nullif(excluded.sex, ''), parties_party.sex),
    address = coalesce(nullif(excluded.address, ''), parties_party.address),
    phone = coalesce(nullif(excluded.phone, ''), parties_party.phone),
    email = coalesce(nullif(excluded.email, ''), parties_party.email),
    updated_at = greatest(excluded.updated_at, parties_party.updated_at)
RETURNING id
"""


class PartyData(Protocol):
    """What is known of somebody at reception; the dossier's own snapshot has this shape."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def id_kind(self) -> str: ...
    @property
    def id_number(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def email(self) -> str: ...


def upsert(data: PartyData, birth_date: date | None = None, sex: str = "") -> UUID:
    """Remember the data under the identity number, in one statement of the caller's transaction.

    What is left empty now does not erase what was known. Refuses a number that cannot be right or is not
    written as `parties.ids.check` writes it.
    """
    _check_number(data)
    moment = time.now()
    name = " ".join(data.name.split())
    with connection.cursor() as cursor:
        cursor.execute(
            _UPSERT,
            [
                ids.uuid7(),
                data.kind,
                name,
                search.fold(name),
                data.id_kind,
                data.id_number,
                birth_date,
                sex,
                data.address.strip(),
                plain_phone(data.phone),
                data.email.strip(),
                moment,
            ],
        )
        row = cursor.fetchone()
    return UUID(str(row[0]))


def _check_number(data: PartyData) -> None:
    try:
        kind = IdKind(data.id_kind)
    except ValueError:
        raise Refusal(
            "id_kind", N_("The kind of identity number is not known."), N_("Choose one from the list.")
        ) from None
    if check(kind, data.id_number, time.today()).number != data.id_number:
        raise Refusal(
            "id_not_plain",
            N_("The identity number contains blanks or signs that do not belong to it."),
            N_("Write it without blanks, dots and dashes."),
        )
