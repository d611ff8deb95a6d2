"""From a draft to its form and back: one form with tables of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from motcua.calendars.worktime import LAST_HOUR, Unit
from motcua.procedures.drafts import CaseDraft, DocumentDraft, Draft, PartDraft
from motcua.procedures.fees import FeeRow
from motcua.procedures.records import MODE_OF_UNIT
from motcua.procedures.tiers import tiers_text
from motcua.setup.forms import procedure_rows as rows
from motcua.setup.forms import procedures as forms

_PLAIN = (
    *("name", "name_en", "field_code", "interconnection", "legal_value", "committed_value", "time_unit"),
    *("mode", "cutoff", "time_trust", "online_level", "boundary_free", "document_sets", "documents_complete"),
    *("decision_number", "decision_date", "decision_order"),
)
_LINES = ("keywords", "results", "applicants", "conditions", "legal_bases", "notes")
_CHOSEN = ("levels", "channels")
ROWS_ADDED = 3


@dataclass(frozen=True)
class DraftForms:
    """The form of a draft with its tables: parts of a group, cases, papers and fees."""

    form: forms.DraftForm
    parts: Any
    cases: Any
    documents: Any
    fees: Any

    def is_valid(self) -> bool:
        """Whether everything typed can be understood; each part says at its place what cannot."""
        judged = [part.is_valid() for part in (self.form, *self.tables)]
        return all(judged)

    @property
    def row_errors(self) -> bool:
        """Whether something is wrong in one of the tables."""
        return any(part.is_bound and not part.is_valid() for part in self.tables)

    @property
    def tables(self) -> tuple[Any, ...]:
        """The tables, in the order of the page."""
        return (self.parts, self.cases, self.documents, self.fees)


def of_draft(draft: Draft, seen: int, fields: list[tuple[str, str]]) -> DraftForms:
    """The form as the draft stands."""
    initial: dict[str, Any] = {name: getattr(draft, name) for name in _PLAIN} | {"seen": seen}
    initial |= {name: "\n".join(getattr(draft, name)) for name in _LINES}
    initial |= {name: list(getattr(draft, name)) for name in _CHOSEN}
    for name in ("legal_value", "committed_value"):
        initial[name] = plain_number(initial[name])
    if draft.cutoff is LAST_HOUR:
        initial |= {"cutoff": None, "cutoff_last_hour": True}
    return DraftForms(
        forms.DraftForm(initial=initial, fields=fields),
        rows.PartSet(
            prefix="part", initial=[{"code": part.code, "after": part.after} for part in draft.parts]
        ),
        rows.CaseSet(
            prefix="case",
            initial=[
                {
                    "name": case.name,
                    "legal_value": plain_number(case.legal_value),
                    "time_unit": case.time_unit,
                }
                for case in draft.cases
            ],
        ),
        rows.DocumentSet(prefix="document", initial=[_document_initial(paper) for paper in draft.documents]),
        rows.FeeSet(
            prefix="fee",
            initial=[
                _fee_initial(fee, trust)
                for fee, trust in zip(
                    draft.fees, [*draft.fee_trust, *["unverified"] * len(draft.fees)], strict=False
                )
            ],
        ),
    )


def of_post(data: QueryDict, fields: list[tuple[str, str]], more: str = "") -> DraftForms:
    """The form as it was sent; `more` names a table that gets further empty rows."""
    sent = data.copy()
    for prefix in ("part", "case", "document", "fee"):
        total = f"{prefix}-TOTAL_FORMS"
        count = str(sent.get(total, ""))
        if prefix == more and count.isascii() and count.isdigit() and len(count) < 5:
            sent[total] = str(int(count) + ROWS_ADDED)
    return DraftForms(
        forms.DraftForm(sent, fields=fields),
        rows.PartSet(sent, prefix="part"),
        rows.CaseSet(sent, prefix="case"),
        rows.DocumentSet(sent, prefix="document"),
        rows.FeeSet(sent, prefix="fee"),
    )


def to_draft(typed: DraftForms, before: Draft) -> Draft:
    """The draft that was typed; its first day is asked for at publication."""
    data = typed.form.cleaned_data
    values: dict[str, Any] = {name: data[name] for name in _PLAIN}
    values |= {name: tuple(lines(data[name])) for name in _LINES}
    values |= {name: tuple(data[name]) for name in _CHOSEN}
    values["cutoff"] = LAST_HOUR if data["cutoff_last_hour"] else data["cutoff"]
    values["mode"] = values["mode"] or _usual_mode(values["time_unit"])
    values["decision_order"] = values["decision_order"] or "province"
    cases = _kept(typed.cases)
    places = {number: place for place, (number, _row) in enumerate(cases)}
    fees = [row for _number, row in _kept(typed.fees)]
    return Draft(
        **values,
        valid_from=before.valid_from,
        parts=_parts(_kept(typed.parts)),
        cases=tuple(_case(row) for _number, row in cases),
        documents=tuple(_document(row, places) for _number, row in _kept(typed.documents)),
        fees=tuple(_fee(row) for row in fees),
        fee_trust=tuple(row["trust"] for row in fees),
    )


def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def plain_number(value: Any) -> str:
    """A time without needless zeros, with a point: what a number field holds."""
    return "" if value is None else f"{value.normalize():f}"


def _kept(table: Any) -> list[tuple[int, dict[str, Any]]]:
    """Rows that were filled in and not ticked for removal, with their number on the page."""
    return [
        (number, form.cleaned_data)
        for number, form in enumerate(table.forms, 1)
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]


def _parts(kept: list[tuple[int, dict[str, Any]]]) -> tuple[PartDraft, ...]:
    places = {number: place for place, (number, _row) in enumerate(kept, 1)}
    # A part that is not on the page stays a wrong number, so that the check can name it.
    return tuple(
        PartDraft(row["code"], row["after"] and places.get(row["after"], len(kept) + 1))
        for _number, row in kept
    )


def _case(row: dict[str, Any]) -> CaseDraft:
    if row["legal_value"] is None:
        return CaseDraft(row["name"])
    return CaseDraft(row["name"], row["legal_value"], row["time_unit"], _usual_mode(row["time_unit"]))


def _document(row: dict[str, Any], places: dict[int, int]) -> DocumentDraft:
    case = row["case"]
    # A case that is not on the page stays a wrong number, so that the check can name it.
    place = None if case is None else places.get(case, len(places))
    return DocumentDraft(
        row["name"],
        row["originals"] or 0,
        row["copies"] or 0,
        row["form"],
        row["only_if"],
        row["replaced_by"],
        place,
    )


def _fee(row: dict[str, Any]) -> FeeRow:
    return FeeRow(
        kind=row["kind"],
        amount=row["amount"],
        per=row["per"],
        when=row["when"],
        channel=row["channel"],
        place=row["place"],
        tiers=row["tiers"],
        cap_per_copy=row["cap_per_copy"],
        set_by=row["set_by"],
    )


def _document_initial(paper: DocumentDraft) -> dict[str, Any]:
    names = ("name", "originals", "copies", "form", "only_if", "replaced_by")
    return {name: getattr(paper, name) for name in names} | {
        "case": None if paper.case is None else paper.case + 1
    }


def _fee_initial(fee: FeeRow, trust: str) -> dict[str, Any]:
    names = ("amount", "per", "when", "channel", "place", "cap_per_copy", "set_by")
    return {name: getattr(fee, name) for name in names} | {
        "kind": fee.kind.value,
        "tiers": tiers_text(fee.tiers),
        "trust": trust,
    }


def _usual_mode(unit: str) -> str:
    return MODE_OF_UNIT[Unit(unit)].value if unit else ""
