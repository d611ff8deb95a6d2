"""Rows of a workbook as contents of procedure versions. Pure.

What the workbook does not say stays as it is: columns that are left out, and papers or fees of a procedure
that has no row on their sheet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from motcua.calendars.worktime import Unit
from motcua.kernel.errors import N_
from motcua.kernel.search import fold
from motcua.procedures.draft_checks import DraftProblem, problems
from motcua.procedures.drafts import CaseDraft, DocumentDraft, Draft
from motcua.procedures.fees import FeeKind, FeeRow
from motcua.procedures.records import CHANNELS, CODE, FIELD_CODE, MODE_OF_UNIT
from motcua.procedures.tiers import read_tiers
from motcua.procedures.workbook import columns as col
from motcua.procedures.workbook.cells import Row
from motcua.procedures.workbook.columns import Sheet

_COLUMN_OF_PLACE = {
    **{name: name for name in ("name", "levels", "channels", "legal_value", "committed_value", "cutoff")},
    **{
        name: name
        for name in ("results", "applicants", "conditions", "legal_bases", "keywords", "document_sets")
    },
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A procedure as the workbook wants it, with the row that says so."""

    row: Row
    code: str
    content: Draft


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything a workbook says."""

    fields: Mapping[str, str]  # new ones: code → name
    procedures: tuple[Wanted, ...]


def codes_of(rows: Mapping[Sheet, Sequence[Row]]) -> list[str]:
    """The procedure codes of the first sheet, as far as they can be read."""
    return [row.code() for row in rows.get(Sheet.PROCEDURES, ())]


def contents(
    rows: Mapping[Sheet, Sequence[Row]],
    present: Mapping[str, Draft],
    fields: Mapping[str, str],
    valid_from: date,
) -> Contents:
    """What the rows say, beside what is there: `present` by procedure code, `fields` names by code.

    What is wrong is noted in the rows' list of problems; then the contents are worth nothing.
    """
    new_fields = _fields(rows.get(Sheet.FIELDS, ()), fields)
    known = {**fields, **new_fields}
    papers, fees = _by_code(rows.get(Sheet.DOCUMENTS, ())), _by_code(rows.get(Sheet.FEES, ()))
    found: dict[str, Wanted] = {}
    for row in rows.get(Sheet.PROCEDURES, ()):
        code = row.code()
        if not CODE.fullmatch(code) or len(code) > 60:
            row.say(
                "code", N_("“%(code)s” is no procedure code."),
                N_("Write it like 1.001193 or 1.012753.H19; without a national code, LOCAL- and letters."),
                code=code[:60],
            )  # fmt: skip
            continue
        if code in found:
            row.say(
                "code", N_("The procedure %(code)s stands here twice, first in row %(first)s."),
                N_("Keep one row for each procedure."), code=code, first=found[code].row.number,
            )  # fmt: skip
            continue
        content = _content(row, present.get(code), known, valid_from)
        content = _with_papers(content, papers.get(code, []))
        if fees.get(code):
            content = replace(content, fees=tuple(_fee(one) for one in fees[code]), fee_trust=())
        found[code] = Wanted(row, code, content)
        before = present.get(code)
        if before is None or not same(content, before):  # what stays may lack what it always lacked
            for problem in problems(content):
                _tell(row, problem)
    _tell_strangers([*rows.get(Sheet.DOCUMENTS, ()), *rows.get(Sheet.FEES, ())], found)
    return Contents(new_fields, tuple(found.values()))


def same(one: Draft, other: Draft) -> bool:
    """Whether both say the same, whenever and by whichever decision."""

    def bare(draft: Draft) -> Draft:
        return replace(
            draft,
            valid_from=date.min,
            decision_number="",
            decision_date=None,
            decision_order="",
            fee_trust=(),
        )

    return bare(one) == bare(other)


def _content(row: Row, present: Draft | None, fields: Mapping[str, str], valid_from: date) -> Draft:
    before = present or Draft(
        name="", field_code="", levels=("xa",), valid_from=valid_from, channels=CHANNELS
    )
    values: dict[str, Any] = {}
    readers: dict[str, Any] = {
        "name": lambda: row.text("name"),
        "field": lambda: _field(row, fields),
        "levels": lambda: row.several("levels", col.LEVELS),
        "legal_value": lambda: row.decimal("legal_value"),
        "committed_value": lambda: row.decimal("committed_value"),
        "time_unit": lambda: row.one("time_unit", col.UNITS, ""),
        "cutoff": lambda: row.cutoff("cutoff"),
        "channels": lambda: row.several("channels", col.CHANNELS),
        "online_level": lambda: row.one("online_level", col.ONLINE, ""),
        "boundary_free": lambda: row.one("boundary_free", col.YES_NO, False),
        "document_sets": lambda: row.whole("document_sets", 1),
        "documents_complete": lambda: row.one("documents_complete", col.YES_NO, False),
        "results": lambda: row.lines("results", 300),
        "applicants": lambda: row.lines("applicants"),
        "conditions": lambda: row.lines("conditions"),
        "legal_bases": lambda: row.lines("legal_bases"),
        "keywords": lambda: row.lines("keywords", 100),
        "notes": lambda: row.lines("notes", 5000),
    }
    for name, reader in readers.items():
        if row.has(name):
            values["field_code" if name == "field" else name] = reader()
    if "time_unit" in values and str(values["time_unit"]) != before.time_unit:
        unit = values["time_unit"]
        values["mode"] = MODE_OF_UNIT[Unit(unit)].value if unit else ""
    return replace(before, valid_from=valid_from, **values)


def _field(row: Row, fields: Mapping[str, str]) -> str:
    text = row.text("field", 200)
    for code, name in fields.items():
        if text == code or fold(text) == fold(name):
            return code
    row.say(
        "field", N_("There is no field “%(text)s”."),
        N_("Write the code or the name of a field, or add the field on the sheet “%(sheet)s”."),
        text=text[:60], sheet=Sheet.FIELDS.value,
    )  # fmt: skip
    return ""


def _fields(rows: Sequence[Row], known: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        code, name = row.text("code", 40), row.text("name", 200)
        if not FIELD_CODE.fullmatch(code):
            row.say(
                "code", N_("“%(code)s” is no field code."), N_("Use capital letters and digits."), code=code
            )
        elif not name:
            row.say("name", N_("The field needs a name."), N_("Write its name."))
        elif code not in known:
            found[code] = name
    return found


def _with_papers(content: Draft, rows: Sequence[Row]) -> Draft:
    if not rows:
        return content
    cases = list(content.cases)
    papers = []
    for row in rows:
        case = row.text("case")
        place = next((at for at, one in enumerate(cases) if fold(one.name) == fold(case)), None)
        if case and place is None:
            cases.append(CaseDraft(case))
            place = len(cases) - 1
        papers.append(
            DocumentDraft(
                name=row.text("name"),
                originals=row.whole("originals", 1) or 0,
                copies=row.whole("copies", 0) or 0,
                form=row.text("form", 200),
                only_if=row.text("only_if"),
                replaced_by=row.text("replaced_by"),
                case=place if case else None,
            )
        )
        if not papers[-1].name:
            row.say("name", N_("The paper needs a name."), N_("Write what the citizen must bring."))
    return replace(content, cases=tuple(cases), documents=tuple(papers))


def _fee(row: Row) -> FeeRow:
    tiers = read_tiers(row.text("tiers", 300))
    if tiers is None:
        row.say("tiers", N_("The amounts by page cannot be read."), N_("Write it like 1-2: 2000; 3-: 1000."))
    return FeeRow(
        kind=row.one("kind", col.FEE_KINDS, FeeKind.FEE),
        amount=row.whole("amount"),
        per=row.text("per", 200),
        when=row.text("when", 300),
        channel=row.one("channel", col.CHANNELS, ""),
        place=row.text("place", 100),
        tiers=tiers or (),
        cap_per_copy=row.whole("cap_per_copy"),
        set_by=row.text("set_by", 500),
    )


def _by_code(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.code()].append(row)
    return found


def _tell(row: Row, problem: DraftProblem) -> None:
    if problem.place in ("field_code", "documents", "fees", "cases") and row.problems:
        return  # said at its own cell already
    hint = N_("Correct the cell, or ask who wrote the decision.")
    row.say(_COLUMN_OF_PLACE.get(problem.place, "code"), problem.message, hint, **problem.params)


def _tell_strangers(rows: Sequence[Row], known: Mapping[str, Wanted]) -> None:
    for row in rows:
        if row.code() not in known:
            row.say(
                "code", N_("The procedure %(code)s has no row on the sheet “%(sheet)s”."),
                N_("Add its row there, or correct the code."),
                code=row.code()[:60] or "–", sheet=Sheet.PROCEDURES.value,
            )  # fmt: skip
