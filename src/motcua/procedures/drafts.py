"""The content of a procedure version as one value: what a file brings, what an administrator edits. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from motcua.calendars.worktime import Cutoff, Unit
from motcua.procedures.fees import FeeKind, FeeRow, Tier
from motcua.procedures.records import (
    CHANNELS,
    MODE_OF_UNIT,
    DocumentRecord,
    Limit,
    PartRecord,
    ProcedureRecord,
    Trust,
    comparable_minutes,
)


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """A case; its limit empty when the procedure's own holds."""

    name: str
    legal_value: Decimal | None = None
    time_unit: str = ""
    mode: str = ""


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A paper; `case` is the place of its case in `Draft.cases`, None when every case needs it."""

    name: str
    originals: int = 1
    copies: int = 0
    form: str = ""
    only_if: str = ""
    replaced_by: str = ""
    case: int | None = None


@dataclass(frozen=True, slots=True)
class PartDraft:
    """A procedure of a group; `after` is the number (from 1) of the part that must be approved before."""

    code: str
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A version before it is published. Times in `time_unit`; money in đồng."""

    name: str
    field_code: str
    levels: tuple[str, ...]
    valid_from: date
    name_en: str = ""
    interconnection: str = "none"
    legal_value: Decimal | None = None
    committed_value: Decimal | None = None
    time_unit: str = ""
    mode: str = ""
    cutoff: Cutoff | None = None
    time_trust: str = Trust.UNVERIFIED
    channels: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    applicants: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    online_level: str = ""
    boundary_free: bool = False
    document_sets: int = 1
    documents_complete: bool = False
    cases: tuple[CaseDraft, ...] = ()
    documents: tuple[DocumentDraft, ...] = ()
    fees: tuple[FeeRow, ...] = ()
    fee_trust: tuple[str, ...] = ()  # one per fee; missing ones are unverified
    parts: tuple[PartDraft, ...] = ()  # of a group of procedures handed in together
    decision_number: str = ""
    decision_date: date | None = None
    decision_order: str = "province"

    @property
    def limit(self) -> Limit:
        """The limit that the office keeps: the committed time, else the legal one."""
        value = self.committed_value if self.committed_value is not None else self.legal_value
        return Limit(value, Unit(self.time_unit) if self.time_unit else None)


def of_record(
    record: ProcedureRecord,
    valid_from: date,
    decision_number: str = "",
    decision_date: date | None = None,
) -> Draft:
    """A record of a catalogue file as the content of a version.

    One unit serves both times: a committed time in another unit is converted into the legal one's. Where the
    record names no channel, all three of the law stand open (NĐ 61/2018 Art 16, NĐ 118/2025 Art 15).
    """
    committed = record.whole_committed
    lead = record.legal if record.legal.unit is not None or committed is None else committed
    cases, documents = _cases(record)
    return Draft(
        name=record.name,
        name_en=record.name_en,
        field_code=record.field_code,
        levels=tuple(record.levels),
        valid_from=valid_from,
        decision_number=decision_number,
        decision_date=decision_date,
        interconnection=record.interconnection,
        legal_value=record.legal.value,
        committed_value=_in_unit(committed, lead.unit) if committed and lead.unit else None,
        time_unit=lead.unit or "",
        mode=MODE_OF_UNIT[lead.unit] if lead.unit else "",
        cutoff=record.legal.cutoff or (committed.cutoff if committed else None),
        time_trust=lead.trust,
        channels=record.channels or CHANNELS,
        results=record.results,
        applicants=record.applicants,
        conditions=record.conditions,
        legal_bases=record.legal_bases,
        keywords=record.keywords,
        notes=record.notes,
        online_level=record.online_level,
        boundary_free=record.boundary_free,
        document_sets=record.document_sets,
        documents_complete=record.documents_complete,
        cases=cases,
        documents=documents,
        fees=tuple(
            FeeRow(
                FeeKind(fee.kind),
                fee.amount,
                fee.per,
                fee.when,
                fee.channel,
                fee.place,
                tuple(Tier(tier.first, tier.last, tier.amount) for tier in fee.tiers),
                fee.cap_per_copy,
                fee.set_by,
            )
            for fee in record.fees
        ),
        fee_trust=tuple(fee.trust for fee in record.fees),
        parts=_group_parts(record.parts),
    )


def _group_parts(records: tuple[PartRecord, ...]) -> tuple[PartDraft, ...]:
    """The parts as procedures to receive together; nothing while one of them is known by its authority only."""
    places = {part.number: place for place, part in enumerate(records, 1)}
    if not all(part.code for part in records):
        return ()
    # a part that waits for none of the others stays a wrong number, so that the check can name it
    return tuple(
        PartDraft(part.code, part.after and places.get(part.after, len(records) + 1)) for part in records
    )


def limit_of(record: ProcedureRecord) -> Limit:
    """The limit that the steps of a record share: the committed time of the whole, else the legal one."""
    return record.whole_committed or record.legal


def _cases(record: ProcedureRecord) -> tuple[tuple[CaseDraft, ...], tuple[DocumentDraft, ...]]:
    cases: list[CaseDraft] = []
    documents = [_document(paper, None) for paper in record.documents]
    for place, variant in enumerate(record.variants):
        limit = variant.limit
        if limit is None or limit.unit is None:
            cases.append(CaseDraft(variant.name))
        else:
            cases.append(CaseDraft(variant.name, limit.value, limit.unit, MODE_OF_UNIT[limit.unit]))
        documents += [_document(paper, place) for paper in variant.documents]
    return tuple(cases), tuple(documents)


def _document(paper: DocumentRecord, case: int | None) -> DocumentDraft:
    return DocumentDraft(
        paper.name, paper.originals, paper.copies, paper.form, paper.only_if, paper.replaced_by, case
    )


def _in_unit(limit: Limit, unit: Unit) -> Decimal | None:
    if limit.value is None or limit.unit is None or limit.unit == unit:
        return limit.value
    ours = comparable_minutes(limit.value, limit.unit, unit)
    one = comparable_minutes(Decimal(1), unit, limit.unit)
    return None if ours is None or one is None else ours / one
