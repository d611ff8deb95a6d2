"""What a dossier pins at reception. Published versions never change, so their terms stay in memory."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from motcua.calendars.worktime import Allotment, Cutoff, Mode, Terms, Unit
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.offices.queries import in_force as lasting
from motcua.procedures.models import CaseVariant, ProcedureVersion, RequiredDocument
from motcua.procedures.terms import DocumentTerms, ProcedureTerms, VariantTerms

_KEPT = 4096
_terms: dict[int, ProcedureTerms] = {}


def versions_in_force(on: date) -> QuerySet[ProcedureVersion]:
    """The published versions in force on a day."""
    return ProcedureVersion.objects.filter(lasting(on), state=ProcedureVersion.State.PUBLISHED)


def version_in_force(code: str, on: date) -> int | None:
    """The id of the published version of procedure `code` in force on a day, or None. One statement."""
    return in_force([code], on).get(code, (None, ""))[0]


def in_force(codes: Collection[str], on: date) -> dict[str, tuple[int, str]]:
    """Code → id and name of the published version in force on a day; others are left out. One statement."""
    rows = versions_in_force(on).filter(procedure__code__in=codes).order_by("valid_from", "number")
    found = rows.values_list("procedure__code", "id", "name")
    return {code: (version_id, name) for code, version_id, name in found}


def terms(version_id: int) -> ProcedureTerms:
    """The pinned facts of a published version: three or four statements the first time, none afterwards.

    Raises Refusal for an unknown version, and for a draft: no dossier may rest on one.
    """
    known = _terms.get(version_id)
    if known is not None:
        return known
    version = (
        ProcedureVersion.objects.select_related("procedure")
        .filter(id=version_id, state=ProcedureVersion.State.PUBLISHED)
        .first()
    )
    if version is None or version.process_version_id is None:
        raise Refusal(
            "unknown_procedure",
            N_("There is no published version of this procedure."),
            N_("Choose the procedure again from the list."),
            status=HttpStatus.NOT_FOUND,
        )
    found = _read(version)
    if len(_terms) >= _KEPT:
        _terms.clear()
    _terms[version_id] = found
    return found


def _read(version: ProcedureVersion) -> ProcedureTerms:
    assert version.process_version_id is not None
    cases = CaseVariant.objects.filter(version=version).order_by("position")
    documents = RequiredDocument.objects.filter(version=version).order_by("position")
    return ProcedureTerms(
        id=version.pk,
        code=version.procedure.code,
        name=version.name,
        field_code=version.field_id,
        legal=limit_terms(version.legal_value, version.time_unit, version.mode, version.cutoff),
        committed=limit_terms(version.committed_value, version.time_unit, version.mode, version.cutoff),
        process_version_id=version.process_version_id,
        channels=tuple(version.channels),
        case_variants=tuple(
            VariantTerms(
                case.pk, case.name, limit_terms(case.legal_value, case.time_unit, case.mode, version.cutoff)
            )
            for case in cases
        ),
        documents=tuple(
            DocumentTerms(
                id=document.pk,
                name=document.name,
                originals=document.originals,
                copies=document.copies,
                obligatory=not document.only_if,
                case_variant_id=document.case_variant_id,
            )
            for document in documents
        ),
        same_day=version.time_unit == Unit.SAME_DAY,
        desk_field=_field_of(version.group_parts[0][0]) if version.group_parts else "",
        segments=_segments(version),
    )


def _field_of(code: str) -> str:
    versions = ProcedureVersion.objects.filter(procedure__code=code, state=ProcedureVersion.State.PUBLISHED)
    return versions.order_by("-valid_from", "-number").values_list("field_id", flat=True).first() or ""


def _segments(version: ProcedureVersion) -> tuple[Terms, ...]:
    """The appointments of the record, in order; those under a condition of their own are left to the officer."""
    rows = version.source.get("segments") or []
    if any(row.get("only_if") for row in rows):
        return ()
    found = [limit_terms(Decimal(str(row["value"])), row["unit"], "ROLL", version.cutoff) for row in rows]
    return tuple(limit for limit in found if limit is not None)


def limit_terms(value: Decimal | None, unit: str, mode: str, cutoff: Cutoff | None) -> Terms | None:
    """A limit as the working-time engine counts it; None when none was published."""
    if value is None or not unit:
        return None
    if unit == Unit.SAME_DAY:
        return Terms(None, Mode.SAME_DAY, cutoff)
    return Terms(Allotment(value, Unit(unit)), Mode(mode), cutoff)
