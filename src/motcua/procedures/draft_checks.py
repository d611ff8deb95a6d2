"""What stands against a draft of a procedure version, place by place. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from motcua.calendars.worktime import Mode, Unit
from motcua.kernel.errors import N_, fill
from motcua.procedures.drafts import Draft
from motcua.procedures.fees import FeeKind, FeeRow
from motcua.procedures.records import CHANNELS, CODE, DECISION_ORDERS, INTERCONNECTIONS, Level

_UNITS_OF_MODE = {
    Mode.ROLL: (Unit.WH, Unit.WD),
    Mode.EOD: (Unit.WD,),
    Mode.CAL: (Unit.CD,),
    Mode.MONTH: (Unit.MO,),
    Mode.CLOCK: (Unit.CH,),
    Mode.SAME_DAY: (Unit.SAME_DAY,),
}


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


def problems(draft: Draft) -> tuple[DraftProblem, ...]:
    """What can be said against a draft by itself; the process and the dates are checked beside the others."""
    return (*_naming(draft), *_timing(draft), *_papers(draft), *_fees(draft), *_parts(draft))


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
    longest = {"results": 300, "applicants": 500, "conditions": 2000, "legal_bases": 500, "keywords": 100}
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
        if any(len(text) > most for text, most in _lengths(fee)):
            found.append(DraftProblem("fees", N_("Fee %(number)s: a text is too long."), {"number": number}))
        if fee.channel and fee.channel not in CHANNELS:
            message = N_("Fee %(number)s: unknown way of handing in.")
            found.append(DraftProblem("fees", message, {"number": number}))
        said = fee.when.strip() or fee.set_by.strip()
        if fee.amount is None and not fee.tiers and not said and fee.kind is not FeeKind.NONE:
            message = N_("Fee %(number)s: enter an amount, or say where it is set.")
            found.append(DraftProblem("fees", message, {"number": number}, unfinished=True))
    return found


def _lengths(fee: FeeRow) -> tuple[tuple[str, int], ...]:
    return (fee.per, 200), (fee.when, 300), (fee.place, 100), (fee.set_by, 500)


def _parts(draft: Draft) -> list[DraftProblem]:
    found: list[DraftProblem] = []
    if not draft.parts:
        return found
    if draft.interconnection != "group":
        found.append(DraftProblem("parts", N_("Only a group of procedures has parts.")))
    if draft.cases:
        found.append(DraftProblem("parts", N_("A group has no cases of its own; its parts have them.")))
    if any(fee.kind is not FeeKind.NONE for fee in draft.fees):
        found.append(DraftProblem("parts", N_("A group has no fees of its own; its parts have them.")))
    if len(draft.parts) < 2:
        found.append(DraftProblem("parts", N_("A group has two parts or more."), unfinished=True))
    codes = [part.code for part in draft.parts]
    for number, part in enumerate(draft.parts, 1):
        if not CODE.fullmatch(part.code):
            message = N_("Part %(number)s needs the code of a procedure.")
            found.append(DraftProblem("parts", message, {"number": number}))
        elif part.code in codes[: number - 1]:
            message = N_("Part %(number)s stands in the group twice.")
            found.append(DraftProblem("parts", message, {"number": number}))
        if part.after is not None and not 1 <= part.after < number:
            message = N_("Part %(number)s can only follow a part that stands before it.")
            found.append(DraftProblem("parts", message, {"number": number}))
    return found
