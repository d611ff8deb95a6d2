"""One procedure version with everything a page shows, and the lists of versions for the administrator."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet

from motcua.calendars.worktime import Cutoff
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.kernel.time import today
from motcua.procedures.fees import FeeKind, FeeRow, Tier
from motcua.procedures.found import (
    Sheet,
    SheetCase,
    SheetDocument,
    SheetPart,
    SheetStep,
    TimeLimit,
    VersionLine,
)
from motcua.procedures.models import CaseVariant, Fee, ProcedureVersion, RequiredDocument
from motcua.procedures.queries.pinned import in_force
from motcua.processes.queries import step_lines


def procedure_sheet(version_id: int) -> Sheet:
    """Everything about a version, published or draft, in five statements, a group in six.

    Raises Refusal if there is none.
    """
    version = ProcedureVersion.objects.select_related("procedure", "field").filter(id=version_id).first()
    if version is None:
        raise Refusal(
            "unknown_procedure",
            N_("There is no such procedure."),
            N_("Choose the procedure again from the list."),
            status=HttpStatus.NOT_FOUND,
        )
    steps = step_lines(version.process_version_id) if version.process_version_id else ()
    return Sheet(
        version_id=version.pk,
        procedure_id=version.procedure_id,
        number=version.number,
        state=version.state,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        decision_number=version.decision_number,
        decision_date=version.decision_date,
        decision_order=version.decision_order,
        published_at=version.published_at,
        withdrawn_by=str(version.source.get("withdrawn_by", "")),
        code=version.procedure.code,
        code_trust=version.procedure.code_trust,
        name=version.name,
        name_en=version.name_en,
        field_code=version.field_id,
        field_name=version.field.name,
        levels=tuple(version.levels),
        interconnection=version.interconnection,
        legal=_limit(version.legal_value, version.time_unit, version.mode, version.cutoff),
        committed=_limit(version.committed_value, version.time_unit, version.mode, version.cutoff),
        time_trust=version.time_trust,
        cases=_cases(version),
        documents_complete=version.documents_complete,
        document_sets=version.document_sets,
        fees=fee_rows(version_id),
        parts=_parts(version),
        steps=tuple(
            SheetStep(number, step.name, step.role, step.unit, step.minutes, step.time)
            for number, step in enumerate(steps, 1)
        ),
        process_version_id=version.process_version_id,
        results=tuple(version.results),
        applicants=tuple(version.applicants),
        conditions=tuple(version.conditions),
        legal_bases=tuple(version.legal_bases),
        channels=tuple(version.channels),
        keywords=tuple(version.keywords),
        notes=tuple(version.notes),
        online_level=version.online_level,
        boundary_free=version.boundary_free,
        edit_version=version.edit_version,
    )


def fee_rows(version_id: int) -> tuple[FeeRow, ...]:
    """The fee rows of a version, for `fees.due`. One statement."""
    return tuple(
        FeeRow(
            kind=FeeKind(fee.kind),
            amount=fee.amount,
            per=fee.per,
            when=fee.when,
            channel=fee.channel,
            place=fee.place,
            tiers=tuple(Tier(tier["first"], tier["last"], tier["amount"]) for tier in fee.tiers),
            cap_per_copy=fee.cap_per_copy,
            set_by=fee.set_by,
        )
        for fee in Fee.objects.filter(version_id=version_id).order_by("position")
    )


def versions(code: str = "") -> list[VersionLine]:
    """Versions of one procedure, or of all, newest first. One statement."""
    rows = ProcedureVersion.objects.all()
    if code:
        rows = rows.filter(procedure__code=code)
    return _lines(rows)


def drafts() -> list[VersionLine]:
    """Drafts that wait for publication. One statement."""
    return _lines(ProcedureVersion.objects.filter(state=ProcedureVersion.State.DRAFT))


def _lines(rows: QuerySet[ProcedureVersion]) -> list[VersionLine]:
    found = rows.order_by("procedure__code", "-valid_from", "-number").values_list(
        "id", "procedure__code", "number", "state", "name", "field__name", "valid_from", "valid_to"
    )
    return [VersionLine(*row) for row in found]


def _cases(version: ProcedureVersion) -> tuple[SheetCase, ...]:
    papers: dict[int | None, list[SheetDocument]] = {}
    for row in RequiredDocument.objects.filter(version=version).order_by("position"):
        paper = SheetDocument(
            row.pk, row.name, row.originals, row.copies, row.form, row.only_if, row.replaced_by
        )
        papers.setdefault(row.case_variant_id, []).append(paper)
    every = SheetCase(None, "", None, tuple(papers.get(None, ())))
    return every, *(
        SheetCase(
            case.pk,
            case.name,
            _limit(case.legal_value, case.time_unit, case.mode, version.cutoff),
            tuple(papers.get(case.pk, ())),
        )
        for case in CaseVariant.objects.filter(version=version).order_by("position")
    )


def _parts(version: ProcedureVersion) -> tuple[SheetPart, ...]:
    if not version.group_parts:
        return ()
    known = in_force([code for code, _after in version.group_parts], today())
    nobody: tuple[int | None, str] = (None, "")
    return tuple(
        SheetPart(number, code, after, *known.get(code, nobody))
        for number, (code, after) in enumerate(version.group_parts, 1)
    )


def _limit(value: Decimal | None, unit: str, mode: str, cutoff: Cutoff | None) -> TimeLimit | None:
    return TimeLimit(value, unit, mode, cutoff) if value is not None else None
