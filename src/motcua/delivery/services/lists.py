"""Hand-over lists get the next number of their kind, office and year, in the caller's transaction."""

from __future__ import annotations

from uuid import UUID

from motcua.delivery.checks import person_of
from motcua.delivery.models import HandOverList
from motcua.kernel import time
from motcua.kernel.sql import one
from motcua.offices.actors import Actor

_NEXT = """
INSERT INTO delivery_numbercounter (office_id, kind, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (office_id, kind, year) DO UPDATE SET last = delivery_numbercounter.last + 1 RETURNING last
"""


def new_list(
    list_id: UUID, office_id: int, kind: str, receiver: str, actor: Actor, to_office_id: int | None = None
) -> HandOverList:
    """A new, still empty list."""
    year = time.today().year
    row = one(_NEXT, [office_id, kind, year])
    assert row is not None
    return HandOverList.objects.create(
        id=list_id,
        office_id=office_id,
        kind=kind,
        to_office_id=to_office_id,
        receiver=receiver.strip(),
        year=year,
        number=row[0],
        given_by_id=person_of(actor),
        at=time.now(),
    )
