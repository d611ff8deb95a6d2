"""How the content of a version lies in its tables, and how it comes back. Callers own the transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from motcua.procedures.comparison import changed_places
from motcua.procedures.drafts import CaseDraft, DocumentDraft, Draft, PartDraft
from motcua.procedures.models import CaseVariant, Fee, ProcedureVersion, RequiredDocument
from motcua.procedures.queries import fee_rows, procedure_sheet
from motcua.procedures.records import Trust
from motcua.procedures.search import search_text

_SAME = (
    *("name", "name_en", "interconnection", "legal_value", "committed_value", "time_unit", "mode", "cutoff"),
    *("time_trust", "online_level", "boundary_free", "document_sets", "documents_complete", "valid_from"),
    *("decision_number", "decision_date", "decision_order"),
)
_LISTS = ("levels", "channels", "results", "applicants", "conditions", "legal_bases", "keywords", "notes")


def fill(version: ProcedureVersion, draft: Draft) -> None:
    """Put the draft's own fields into the row, and what the search reads; does not save."""
    for name in _SAME:
        setattr(version, name, getattr(draft, name))
    for name in _LISTS:
        setattr(version, name, list(getattr(draft, name)))
    version.field_id = draft.field_code
    version.group_parts = [[part.code, part.after] for part in draft.parts]
    version.search_text = search_text(version.procedure.code, draft.name, draft.name_en, draft.keywords)


def insert(version: ProcedureVersion, draft: Draft, before: ProcedureVersion | None = None) -> None:
    """Save a new version with its content, and what it changes against the one before."""
    fill(version, draft)
    version.save(force_insert=True)
    _add_parts(version, draft)
    note_changes(version, before)


def note_changes(version: ProcedureVersion, before: ProcedureVersion | None) -> None:
    """Keep what a saved version changes against the one before; nothing without one."""
    if before is not None:
        version.changed_places = list(changed_places(procedure_sheet(before.pk), procedure_sheet(version.pk)))
        version.save(update_fields=["changed_places"])


def write_parts(version: ProcedureVersion, draft: Draft) -> None:
    """Cases, papers and fees of a saved version, in place of what it had."""
    RequiredDocument.objects.filter(version=version).delete()
    CaseVariant.objects.filter(version=version).delete()
    Fee.objects.filter(version=version).delete()
    _add_parts(version, draft)


def _add_parts(version: ProcedureVersion, draft: Draft) -> None:
    """Cases, papers and fees of a version that has none yet."""
    cases = CaseVariant.objects.bulk_create(
        CaseVariant(
            version=version,
            position=position,
            name=case.name,
            legal_value=case.legal_value,
            time_unit=case.time_unit,
            mode=case.mode,
        )
        for position, case in enumerate(draft.cases, 1)
    )
    RequiredDocument.objects.bulk_create(
        RequiredDocument(
            version=version,
            case_variant=None if paper.case is None else cases[paper.case],
            position=position,
            name=paper.name,
            originals=paper.originals,
            copies=paper.copies,
            form=paper.form,
            only_if=paper.only_if,
            replaced_by=paper.replaced_by,
        )
        for position, paper in enumerate(draft.documents, 1)
    )
    trusts = [*draft.fee_trust, *[Trust.UNVERIFIED] * len(draft.fees)]
    Fee.objects.bulk_create(
        Fee(
            version=version,
            position=position,
            kind=fee.kind,
            amount=fee.amount,
            per=fee.per,
            when=fee.when,
            channel=fee.channel,
            place=fee.place,
            tiers=[{"first": tier.first, "last": tier.last, "amount": tier.amount} for tier in fee.tiers],
            cap_per_copy=fee.cap_per_copy,
            set_by=fee.set_by,
            trust=trust,
        )
        for position, (fee, trust) in enumerate(zip(draft.fees, trusts, strict=False), 1)
    )


def read(version: ProcedureVersion) -> Draft:
    """A version's content as a draft."""
    cases = list(CaseVariant.objects.filter(version=version).order_by("position"))
    places = {case.pk: place for place, case in enumerate(cases)}
    papers = RequiredDocument.objects.filter(version=version).order_by("position")
    plain: dict[str, Any] = {name: getattr(version, name) for name in _SAME}
    plain |= {name: tuple(getattr(version, name)) for name in _LISTS}
    return Draft(
        **plain,
        field_code=version.field_id,
        cases=tuple(CaseDraft(case.name, case.legal_value, case.time_unit, case.mode) for case in cases),
        documents=tuple(
            DocumentDraft(
                paper.name,
                paper.originals,
                paper.copies,
                paper.form,
                paper.only_if,
                paper.replaced_by,
                None if paper.case_variant_id is None else places[paper.case_variant_id],
            )
            for paper in papers
        ),
        parts=tuple(PartDraft(code, after) for code, after in version.group_parts),
        fees=fee_rows(version.pk),
        fee_trust=tuple(
            Fee.objects.filter(version=version).order_by("position").values_list("trust", flat=True)
        ),
    )


def record_of(version: ProcedureVersion) -> dict[str, Any]:
    """The record behind a version as it came: what was noted when it was withdrawn is no part of it."""
    return {name: value for name, value in version.source.items() if name != "withdrawn_by"}


def supersede(versions: Iterable[ProcedureVersion], valid_from: date) -> date | None:
    """Make room for a version from `valid_from` on among the published ones of its procedure.

    The one in force then ends the day before; the last day of the new one is given back: the day before the
    next later version, or None. A version that was to begin the same day is never in force at all.
    """
    day = timedelta(days=1)
    later: list[date] = []
    for version in versions:
        if version.valid_to is not None and version.valid_to < version.valid_from:
            continue
        if version.valid_from > valid_from:
            later.append(version.valid_from)
        elif version.valid_to is None or version.valid_to >= valid_from:
            version.valid_to = valid_from - day
            version.save(update_fields=["valid_to"])
    return min(later) - day if later else None
