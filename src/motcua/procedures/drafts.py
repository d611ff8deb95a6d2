"""The content of a procedure version as one value: what a file brings, what an administrator edits. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from motcua.calendars.worktime import Mode, Unit
from motcua.kernel.errors import N_, fill
from motcua.procedures.fees import FeeKind, FeeRow, Tier
from motcua.procedures.records import (
    CHANNELS,
    DECISION_ORDERS,
    INTERCONNECTIONS,
    MODE_OF_UNIT,
    DocumentRecord,
    Level,
    Limit,
    ProcedureRecord,
    Trust,
    comparable_minutes,
)

_UNITS_OF_MODE = {
    Mode.ROLL: (Unit.WH, Unit.WD),
    Mode.EOD: (Unit.WD,),
    Mode.CAL: (Unit.CD,),
    Mode.MONTH: (Unit.MO,),
    Mode.CLOCK: (Unit.CH,),
    Mode.SAME_DAY: (Unit.SAME_DAY,),
}


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
    cutoff: time | None = None
    time_trust: str = Trust.UNVERIFIED
    channels: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
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
    decision_number: str = ""
    decision_date: date | None = None
    decision_order: str = "province"

    @property
    def limit(self) -> Limit:
        """The limit that the office keeps: the committed time, else the legal one."""
        value = self.committed_value if self.committed_value is not None else self.legal_value
        return Limit(value, Unit(self.time_unit) if self.time_unit else None)


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """Why a draft cannot be published: the place on the form and an English msgid."""

    place: str
    message: str
    params: dict[str, object] = field(default_factory=dict)
    unfinished: bool = False  # may be saved like this, but not published

    @property
    def text(self) -> str:
        """The message with its places filled, in English."""
        return fill(self.message, self.params)


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
            )
            for fee in record.fees
        ),
        fee_trust=tuple(fee.trust for fee in record.fees),
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


def problems(draft: Draft) -> tuple[DraftProblem, ...]:
    """What can be said against a draft by itself; the process and the dates are checked beside the others."""
    return (*_naming(draft), *_timing(draft), *_papers(draft), *_fees(draft))


def _naming(draft: Draft) -> list[DraftProblem]:
    found: list[DraftProblem] = []
    if not draft.name.strip():
        found.append(DraftProblem("name", N_("The procedure needs a name."), unfinished=True))
    if len(draft.name) > 500 or len(draft.name_en) > 500:
        found.append(DraftProblem("name", N_("A name has at most 500 signs.")))
    if not draft.levels:
        message = N_("Choose at least one level of government.")
        found.append(DraftProblem("levels", message, unfinished=True))
    if set(draft.levels) - set(Level):
        found.append(DraftProblem("levels", N_("There is no such level of government.")))
    if not draft.channels:
        message = N_("Choose at least one way of handing in.")
        found.append(DraftProblem("channels", message, unfinished=True))
    if set(draft.channels) - set(CHANNELS):
        found.append(DraftProblem("channels", N_("There is no such way of handing in.")))
    if draft.interconnection not in INTERCONNECTIONS:
        found.append(DraftProblem("interconnection", N_("Choose a kind of interconnection.")))
    if draft.decision_order not in DECISION_ORDERS:
        found.append(DraftProblem("decision_order", N_("Choose who decided on the publication.")))
    longest = {"results": 300, "legal_bases": 500, "keywords": 100}
    for place, limit in longest.items():
        if any(len(line) > limit for line in getattr(draft, place)):
            found.append(DraftProblem(place, N_("A line has more than %(limit)s signs."), {"limit": limit}))
    return found


def _timing(draft: Draft) -> list[DraftProblem]:
    found: list[DraftProblem] = []
    if draft.legal_value is None:
        found.append(DraftProblem("legal_value", N_("Enter the legal time."), unfinished=True))
    else:
        found += _limit_problems("legal_value", draft.legal_value, draft.time_unit, draft.mode)
    if draft.committed_value is not None:
        found += _limit_problems("committed_value", draft.committed_value, draft.time_unit, draft.mode)
        if draft.legal_value is not None and draft.committed_value > draft.legal_value:
            message = N_("The committed time is longer than the legal time.")
            found.append(DraftProblem("committed_value", message))
    for place, case in enumerate(draft.cases, 1):
        if not case.name.strip() or len(case.name) > 500:
            message = N_("Case %(number)s needs a name of at most 500 signs.")
            found.append(DraftProblem("cases", message, {"number": place}))
        if case.legal_value is not None:
            found += _limit_problems("cases", case.legal_value, case.time_unit, case.mode)
    return found


def _limit_problems(place: str, value: Decimal, unit: str, mode: str) -> list[DraftProblem]:
    if unit not in set(Unit) or mode not in set(Mode) or Unit(unit) not in _UNITS_OF_MODE.get(Mode(mode), ()):
        return [DraftProblem(place, N_("This unit cannot be counted in this way; choose another."))]
    if value <= 0 or value >= 100_000:
        return [DraftProblem(place, N_("A time must be positive and below 100,000."))]
    minutes = {Unit.WH: 60, Unit.WD: 480}.get(Unit(unit), 1) if mode == Mode.ROLL else 1
    if (value * minutes) % 1 or (unit == Unit.SAME_DAY and value != 1):
        return [DraftProblem(place, N_("Fractions are for working time only, in whole minutes."))]
    return []


def _papers(draft: Draft) -> list[DraftProblem]:
    found: list[DraftProblem] = []
    for number, paper in enumerate(draft.documents, 1):
        if not paper.name.strip():
            message = N_("Paper %(number)s needs a name.")
            found.append(DraftProblem("documents", message, {"number": number}, unfinished=True))
        if len(paper.form) > 200 or max(map(len, (paper.name, paper.only_if, paper.replaced_by))) > 500:
            message = N_("Paper %(number)s: at most 500 signs, 200 for the form.")
            found.append(DraftProblem("documents", message, {"number": number}))
        if not 0 <= paper.originals <= 999 or not 0 <= paper.copies <= 999:
            message = N_("Paper %(number)s: between 0 and 999 originals and copies.")
            found.append(DraftProblem("documents", message, {"number": number}))
        if paper.case is not None and not 0 <= paper.case < len(draft.cases):
            message = N_("Paper %(number)s belongs to a case that is not there.")
            found.append(DraftProblem("documents", message, {"number": number}))
    if not 1 <= draft.document_sets <= 99:
        found.append(DraftProblem("document_sets", N_("Between 1 and 99 sets of papers.")))
    return found


def _fees(draft: Draft) -> list[DraftProblem]:
    found: list[DraftProblem] = []
    for number, fee in enumerate(draft.fees, 1):
        if fee.amount is not None and not 0 <= fee.amount <= 1_000_000_000_000:
            message = N_("Fee %(number)s: the amount is not possible.")
            found.append(DraftProblem("fees", message, {"number": number}))
        if len(fee.per) > 200 or len(fee.when) > 300 or len(fee.place) > 100:
            found.append(DraftProblem("fees", N_("Fee %(number)s: a text is too long."), {"number": number}))
        if fee.channel and fee.channel not in CHANNELS:
            message = N_("Fee %(number)s: unknown way of handing in.")
            found.append(DraftProblem("fees", message, {"number": number}))
        if fee.amount is None and not fee.tiers and not fee.when.strip() and fee.kind is not FeeKind.NONE:
            message = N_("Fee %(number)s: enter an amount, or say where it is set.")
            found.append(DraftProblem("fees", message, {"number": number}, unfinished=True))
    return found
