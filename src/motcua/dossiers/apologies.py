"""The apology register (sổ đăng ký xin lỗi), read from the ledgers: what was said to whom, how, with which proof.

Numbers run per competent office and year in the order of the apologies, so nobody types or skips one (R-75, R-76).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from motcua.dossiers.events import Apologised
from motcua.dossiers.models import DossierEvent
from motcua.kernel import time
from motcua.kernel.pagination import page
from motcua.kernel.sql import all_rows, one

MOST_READ = 5_000  # of a year; an office has some hundreds
PUBLISHED_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Apology:
    """One line of the register. `seq`: its number in the dossier's ledger.

    `words` are what is said to the applicant, or the reason on form M04 when a new appointment is given with it.
    """

    id: UUID
    dossier_id: UUID
    seq: int
    number: int
    at: datetime
    code: str
    kind: str
    manner: str
    words: str
    unit: str
    office: str
    hotline: str
    procedure: str
    signer: str
    received_at: datetime
    due_at: datetime | None
    new_date: datetime | None
    medium: str
    proof: str
    proof_at: datetime | None
    paper_number: str

    @property
    def short_code(self) -> str:
        """The day and the number of the day, without the agency: what is published."""
        return shortened(self.code)


@dataclass(frozen=True, slots=True)
class Published:
    """A public apology as everybody may read it: no personal data (rule R-115)."""

    at: datetime
    short_code: str
    office: str
    procedure: str
    words: str
    new_date: datetime | None
    medium: str


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """Public apologies, newest first."""

    entries: tuple[Published, ...]
    older: str
    newer: str


def register(office_ids: Collection[int], year: int) -> list[Apology]:
    """The register of these competent offices for a year, newest first, at most MOST_READ lines. One statement."""
    values = {"offices": list(office_ids), "most": MOST_READ, "id": None, **_of_year(year)}
    return [Apology(*row) for row in all_rows(_REGISTER, values)]


def years(office_ids: Collection[int]) -> list[int]:
    """The years in which these offices apologised, newest first."""
    return [row[0] for row in all_rows(_YEARS, {"offices": list(office_ids)})]


def apology(apology_id: UUID) -> Apology | None:
    """One line of the register, with its number. Who may see its dossier is asked by the caller."""
    found = one(_WHERE, {"id": apology_id})
    if found is None:
        return None
    office_id, at = found
    values = {"offices": [office_id], "most": 1, "id": apology_id, **_of_year(time.local(at).year)}
    row = one(_REGISTER, values)
    return None if row is None else Apology(*row)


def published(cursor: str = "") -> PublishedPage:
    """What the offices apologise for in public. One statement."""
    shown = page(_public(), order=("-at", "-command_id"), cursor=cursor, size=PUBLISHED_AT_ONCE)
    return PublishedPage(
        tuple(_published(event) for event in shown.items), shown.next_cursor, shown.previous_cursor
    )


def shortened(code: str) -> str:
    """A dossier code without the agency's identifier.

    >>> shortened("H99.20.1-260302-0007")
    '…260302-0007'
    """
    return "…" + "-".join(code.split("-")[-2:])


def _of_year(year: int) -> dict[str, datetime]:
    first, last = time.year_span(year)
    return {"first": first, "last": last}


def _public() -> QuerySet[DossierEvent]:
    return (
        DossierEvent.objects.filter(type=Apologised.type)
        .alias(manner=KT("payload__manner"))
        .filter(manner="public")
        .select_related("dossier__competent_office", "dossier__procedure_version")
        .only(
            "at",
            "payload",
            "dossier__code",
            "dossier__appointment_at",
            "dossier__competent_office__name",
            "dossier__procedure_version__name",
        )
    )


def _published(event: Any) -> Published:
    return Published(
        at=event.at,
        short_code=shortened(event.dossier.code or ""),
        office=event.dossier.competent_office.name,
        procedure=event.dossier.procedure_version.name,
        words=event.payload["text"],
        new_date=event.dossier.appointment_at,
        medium=event.payload.get("medium", ""),
    )


_SORRY = "e.type IN ('extended', 'apologised')"
_WHERE = f"""
SELECT d.competent_office_id, e.at FROM dossiers_dossierevent e JOIN dossiers_dossier d ON d.id = e.dossier_id
WHERE e.command_id = %(id)s AND {_SORRY}
"""  # noqa: S608 - built from constants only
_YEARS = f"""
SELECT DISTINCT extract(year FROM e.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::int AS year
FROM dossiers_dossierevent e JOIN dossiers_dossier d ON d.id = e.dossier_id
WHERE {_SORRY} AND d.competent_office_id = ANY(%(offices)s) ORDER BY year DESC
"""  # noqa: S608 - built from constants only
# A new appointment is an apology in writing for being late; its paper's number follows it in the ledger.
_REGISTER = f"""
SELECT s.command_id, s.dossier_id, s.seq, s.number, s.at, d.code,
  CASE s.type WHEN 'extended' THEN 'late' ELSE s.payload->>'kind' END,
  CASE s.type WHEN 'extended' THEN 'written' ELSE s.payload->>'manner' END,
  CASE s.type WHEN 'extended' THEN s.payload->>'reason' ELSE s.payload->>'text' END,
  u.name, o.name, o.hotline, v.name, coalesce(p.full_name, ''), d.received_at, d.due_at,
  CASE s.type WHEN 'extended' THEN (s.payload->>'appointment_at')::timestamptz ELSE d.appointment_at END,
  coalesce(nullif(proved.medium, ''), s.payload->>'medium', ''),
  coalesce(proved.proof, s.payload->>'proof', ''),
  CASE WHEN coalesce(proved.proof, s.payload->>'proof', '') <> '' THEN coalesce(proved.at, s.at) END,
  coalesce(paper.number, '')
FROM (
  SELECT e.*, d.competent_office_id, row_number() OVER (
    PARTITION BY d.competent_office_id ORDER BY e.at, e.dossier_id, e.seq) AS number
  FROM dossiers_dossierevent e JOIN dossiers_dossier d ON d.id = e.dossier_id
  WHERE {_SORRY} AND e.at >= %(first)s AND e.at < %(last)s AND d.competent_office_id = ANY(%(offices)s)) s
JOIN dossiers_dossier d ON d.id = s.dossier_id
JOIN offices_office o ON o.id = d.competent_office_id
JOIN offices_fieldgroup g ON g.id = d.field_group_id
JOIN offices_unit u ON u.id = g.unit_id
JOIN procedures_procedureversion v ON v.id = d.procedure_version_id
LEFT JOIN offices_person p ON p.id = s.actor_id
LEFT JOIN LATERAL (
  SELECT x.payload->>'proof' AS proof, x.payload->>'medium' AS medium, x.at FROM dossiers_dossierevent x
  WHERE x.dossier_id = s.dossier_id AND x.type = 'apology_proved' AND (x.payload->>'apology')::int = s.seq
  ORDER BY x.seq DESC LIMIT 1) proved ON true
LEFT JOIN LATERAL (
  SELECT x.payload->>'number' AS number FROM dossiers_dossierevent x
  WHERE x.dossier_id = s.dossier_id AND x.type = 'paper_issued'
    AND x.payload->>'form' IN ('M04', '04', 'apology') AND x.seq > s.seq
  ORDER BY x.seq LIMIT 1) paper ON true
WHERE %(id)s::uuid IS NULL OR s.command_id = %(id)s
ORDER BY s.at DESC, s.dossier_id DESC, s.seq DESC LIMIT %(most)s
"""  # noqa: S608 - built from constants only
