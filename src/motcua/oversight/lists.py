"""Lines of dossiers as the pages and files show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from motcua.kernel import formats
from motcua.kernel.due import DueState, due_state
from motcua.oversight.csv_table import Cell
from motcua.oversight.words import OUTCOME_TONES, OUTCOME_WORDS
from motcua.reports.formulas import Outcome
from motcua.reports.listing import DossierLine, Holder


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A dossier with the words for how it stands; `url` opens it."""

    dossier: DossierLine
    url: str
    outcome: str | Promise
    tone: str
    due: DueState
    late: bool
    ended: bool
    holders: tuple[Holder, ...]


def shown_lines(lines: Iterable[DossierLine], as_of: datetime) -> list[ShownLine]:
    """The lines as they stood at `as_of`."""
    return [_shown(line, as_of) for line in lines]


def dossier_url(line: DossierLine) -> str:
    """The dossier's own page; empty in a house without desks."""
    try:
        return reverse("desk:dossier", args=[line.id])
    except NoReverseMatch:
        return ""


def list_header() -> list[str]:
    """The columns of the file of a list."""
    return [
        _("Code"),
        _("Applicant"),
        _("Identity number"),
        _("Procedure code"),
        _("Procedure"),
        _("Field"),
        _("Unit"),
        _("Office"),
        _("Officer"),
        _("Received"),
        _("Due"),
        _("Solved"),
        _("How it stands"),
    ]


def list_rows(lines: Iterable[DossierLine]) -> Iterator[list[Cell]]:
    """The file of a list, line by line."""
    for line in lines:
        yield [
            line.code,
            line.applicant,
            line.masked_number,
            line.procedure_code,
            line.procedure,
            line.field,
            line.unit,
            line.office,
            line.officer,
            formats.instant(line.received_at),
            formats.instant(line.due_at),
            formats.instant(line.finished_at),
            str(OUTCOME_WORDS[line.outcome]),
        ]


def _shown(line: DossierLine, as_of: datetime) -> ShownLine:
    ended = line.finished_at is not None and line.finished_at <= as_of
    return ShownLine(
        dossier=line,
        url=dossier_url(line),
        outcome=OUTCOME_WORDS[line.outcome],
        tone=OUTCOME_TONES[line.outcome],
        due=due_state(line.due_at, now=as_of, finished_at=line.finished_at if ended else None),
        late=line.outcome is Outcome.OVERDUE,
        ended=ended,
        holders=line.holders,
    )
