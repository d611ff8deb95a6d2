"""Which units can be asked for an opinion."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from motcua.dossiers.state import DossierState
from motcua.kernel import time


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit that can be asked for an opinion."""

    id: int
    name: str


def units_to_ask(state: DossierState) -> tuple[UnitChoice, ...]:
    """Units with somebody who could answer today. One statement.

    Those of the dossier's own offices first, then of the agencies above, below and beside the competent one.
    """
    if state.intake is None:
        return ()
    intake = state.intake
    offices = {intake.receiving_office_id, intake.competent_office_id, intake.returning_office_id}
    with connection.cursor() as cursor:
        cursor.execute(
            _ANSWERING,
            {"own": list(offices), "competent": intake.competent_office_id, "on": time.today()},
        )
        return tuple(UnitChoice(*row) for row in cursor.fetchall())


_ANSWERING = """
SELECT u.id, CASE WHEN o.id = ANY(%(own)s) THEN u.name ELSE u.name || ' – ' || o.name END
FROM offices_unit u JOIN offices_office o ON o.id = u.office_id JOIN offices_office c ON c.id = %(competent)s
WHERE (o.id = ANY(%(own)s) OR c.path LIKE o.path || '.%%' OR o.path LIKE c.path || '.%%'
    OR o.parent_id IS NOT DISTINCT FROM c.parent_id)
  AND o.valid_from <= %(on)s AND (o.valid_to IS NULL OR o.valid_to >= %(on)s)
  AND u.valid_from <= %(on)s AND (u.valid_to IS NULL OR u.valid_to >= %(on)s)
  AND EXISTS (SELECT 1 FROM offices_membership m WHERE m.unit_id = u.id
    AND m.roles && ARRAY['head_of_unit', 'case_officer']::varchar[]
    AND m.valid_from <= %(on)s AND (m.valid_to IS NULL OR m.valid_to >= %(on)s))
ORDER BY o.id = ANY(%(own)s) DESC, o.path, u.name, u.id
"""
