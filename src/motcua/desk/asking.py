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
    """Units of the dossier's offices with somebody who could answer today. One statement."""
    if state.intake is None:
        return ()
    intake = state.intake
    offices = {intake.receiving_office_id, intake.competent_office_id, intake.returning_office_id}
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERING, {"offices": list(offices), "on": time.today()})
        return tuple(UnitChoice(*row) for row in cursor.fetchall())


_ANSWERING = """
SELECT u.id, u.name FROM offices_unit u
WHERE u.office_id = ANY(%(offices)s) AND u.valid_from <= %(on)s AND (u.valid_to IS NULL OR u.valid_to >= %(on)s)
  AND EXISTS (SELECT 1 FROM offices_membership m WHERE m.unit_id = u.id
    AND m.roles && ARRAY['head_of_unit', 'case_officer']::varchar[]
    AND m.valid_from <= %(on)s AND (m.valid_to IS NULL OR m.valid_to >= %(on)s))
ORDER BY u.name, u.id
"""
