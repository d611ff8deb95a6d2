"""Cases and offices to choose on the reception page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.dossiers.engine_route import route_of
from motcua.offices.models import Office
from motcua.offices.pages import nearest_deciding
from motcua.procedures.found import Sheet
from motcua.procedures.records import LEVEL_OF_OFFICE
from motcua.procedures.words import limit_words
from motcua.reports.chains import LOWEST


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case to choose; `key` is the letter that chooses it."""

    id: int
    name: str
    limit: str
    chosen: bool
    key: str


@dataclass(frozen=True, slots=True)
class OfficeChoice:
    """An office to choose, and whether it is chosen."""

    id: int
    name: str
    chosen: bool


def office_choices(offices: Sequence[Office], chosen: int) -> tuple[OfficeChoice, ...]:
    """The offices with the chosen one marked; empty where there is nothing to choose."""
    if len(offices) < 2:
        return ()
    return tuple(OfficeChoice(office.pk, office.name, office.pk == chosen) for office in offices)


def proposed_office(sheet: Sheet, office_id: int, deciding: Sequence[Office]) -> int | None:
    """The nearest office upwards that decides the procedure; None: the desk's own, or nobody that fits.

    An office whose level the national lists do not know (a district) fits every procedure. A commune whose own
    work the process names apart only prepares what an office above it decides.
    """
    if len(deciding) < 2:
        return None
    unfit = [name for name, level in LEVEL_OF_OFFICE.items() if level not in sheet.levels]
    ids = [office.pk for office in deciding if office.pk != office_id or not _only_prepares(office, sheet)]
    found = nearest_deciding(office_id, ids, sheet.field_code, unfit)
    return None if found == office_id else found


def _only_prepares(office: Office, sheet: Sheet) -> bool:
    """Whether steps of the process are this commune's when it receives, whichever office is competent."""
    if office.level_name != LOWEST or sheet.process_version_id is None:
        return False
    return any(selector == "receiving" for selector, _part in route_of(sheet.process_version_id).seats)


def case_rows(sheet: Sheet, chosen: int | None) -> tuple[CaseRow, ...]:
    """The cases of a procedure with the chosen one marked."""
    named = [case for case in sheet.cases if case.id is not None]
    return tuple(
        CaseRow(
            id=case.id or 0,
            name=case.name,
            limit=limit_words(case.legal),
            chosen=case.id == chosen,
            key="abcdefgh"[number] if number < 8 else "",
        )
        for number, case in enumerate(named)
    )


def fitting_case(sheet: Sheet, chosen: int | None) -> int | None:
    """The chosen case if the procedure has it; else the first, which is the usual one."""
    known = [case.id for case in sheet.cases if case.id is not None]
    return chosen if chosen in known else (known[0] if known else None)
