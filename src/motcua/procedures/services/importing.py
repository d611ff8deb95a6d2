"""Taking over a catalogue file: all of it in one transaction, or nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from django.db import transaction

from motcua.kernel import time as clock
from motcua.procedures import process_source
from motcua.procedures.drafts import of_record
from motcua.procedures.importing import parse_catalogue
from motcua.procedures.models import Field, Procedure, ProcedureVersion
from motcua.procedures.promising import promised
from motcua.procedures.records import Catalogue, ProcedureRecord
from motcua.procedures.rewording import reworded
from motcua.procedures.services import storing
from motcua.processes.services import publish_source

_PUBLISHED = ProcedureVersion.State.PUBLISHED


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: how many procedures the file holds, how many of them were new or changed."""

    source_name: str
    total: int
    new: int
    changed: int
    unchanged: int

    @property
    def text(self) -> str:
        return f"{self.total} procedures: {self.new} new, {self.changed} changed, {self.unchanged} unchanged"


@dataclass(frozen=True, slots=True)
class _Decision:
    """From when on, by which decision, and whether steps go to the offices of their levels."""

    valid_from: date
    number: str
    day: date | None
    across: bool


class _Did(Enum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def import_catalogue(
    text: str | bytes,
    *,
    valid_from: date,
    decision_number: str = "",
    decision_date: date | None = None,
    source_name: str = "",
    actor: int | None = None,
    wording: Mapping[str, str] | None = None,
    committed: Mapping[str, Decimal] | None = None,
    across: bool = True,
) -> ImportReport:
    """Publish every procedure of a catalogue file from `valid_from` on, each with its process.

    A procedure whose record is the same as the one in force stays as it is, so importing twice changes
    nothing. A changed one gets a new version, and the old one ends the day before; a date before existing
    versions (a year replayed later) puts the version where it belongs. `actor` is the person's id.
    `wording` replaces shown texts by other words; the words are part of what is compared. `committed` are
    shorter times that the decision promises, by code, in the unit of the legal time. `across=False` leaves the
    steps that the file gives to communes and to the province at the competent office.

    Raises CatalogueRefused with every error and its line, Refusal for words that are too long; then nothing
    has changed.
    """
    catalogue = promised(reworded(parse_catalogue(text), wording or {}), committed or {})
    with transaction.atomic():
        done = _take_over(catalogue, _Decision(valid_from, decision_number, decision_date, across), actor)
    return ImportReport(
        source_name,
        total=len(done),
        new=done.count(_Did.NEW),
        changed=done.count(_Did.CHANGED),
        unchanged=done.count(_Did.UNCHANGED),
    )


def _take_over(catalogue: Catalogue, decision: _Decision, actor: int | None) -> list[_Did]:
    Field.objects.bulk_create(
        (Field(code=field.code, name=field.name) for field in catalogue.fields),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name"],
    )
    Procedure.objects.bulk_create(
        (Procedure(code=record.code, code_trust=record.code_trust) for record in catalogue.procedures),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["code_trust"],
    )
    codes = [record.code for record in catalogue.procedures]
    # Locked, so that two imports at once take turns at each procedure's numbers and dates.
    procedures = {
        procedure.code: procedure
        for procedure in Procedure.objects.select_for_update().filter(code__in=codes).order_by("code")
    }
    versions: dict[int, list[ProcedureVersion]] = defaultdict(list)
    for version in ProcedureVersion.objects.filter(procedure__code__in=codes).order_by("number"):
        versions[version.procedure_id].append(version)
    return [
        _one(
            record,
            procedures[record.code],
            versions[procedures[record.code].pk],
            decision,
            actor,
        )
        for record in catalogue.procedures
    ]


def _one(
    record: ProcedureRecord,
    procedure: Procedure,
    versions: list[ProcedureVersion],
    decision: _Decision,
    actor: int | None,
) -> _Did:
    valid_from = decision.valid_from
    source = json.loads(record.raw)
    published = [version for version in versions if version.state == _PUBLISHED]
    if any(storing.record_of(version) == source for version in published if _covers(version, valid_from)):
        return _Did.UNCHANGED
    draft = of_record(record, valid_from, decision.number, decision.day)
    before = max(
        (old for old in published if old.valid_from <= valid_from),
        key=lambda old: (old.valid_from, old.number),
        default=None,
    )
    made = process_source.of_record(record, across=decision.across)
    version = ProcedureVersion(
        procedure=procedure,
        number=max((version.number for version in versions), default=0) + 1,
        state=_PUBLISHED,
        valid_to=storing.supersede(published, valid_from),
        source=source,
        published_at=clock.now(),
        process_version_id=publish_source(
            made.key,
            record.name,
            made.xml,
            actor_id=actor,
            decision_number=decision.number,
            committed_minutes=made.minutes,
        ),
    )
    storing.insert(version, draft, before)
    return _Did.CHANGED if published else _Did.NEW


def _covers(version: ProcedureVersion, day: date) -> bool:
    return version.valid_from <= day and (version.valid_to is None or version.valid_to >= day)
