"""Lines of dossiers as the pages and files show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from motcua.dossiers.stranded import Stranded
from motcua.dossiers.words import STATUS_WORDS
from motcua.kernel import formats
from motcua.kernel.due import DueState, due_state
from motcua.oversight.csv_table import Cell
from motcua.oversight.words import OUTCOME_TONES, OUTCOME_WORDS, STRANDED_WORDS
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
    apology: str  # of a late dossier; empty for others
    apology_tone: str
    holders: tuple[Holder, ...]


def shown_lines(lines: Iterable[DossierLine], as_of: datetime) -> list[ShownLine]:
    """The lines as they stood at `as_of`."""
    return [_shown(line, as_of) for line in lines]


def dossier_url(line: DossierLine) -> str:
    """The dossier's own page; empty in a house without desks."""
    return desk_url(line.id)


def desk_url(dossier_id: UUID) -> str:
    """The dossier's page at the desks of the officers; empty in a house without desks."""
    try:
        return reverse("desk:dossier", args=[dossier_id])
    except NoReverseMatch:
        return ""


@dataclass(frozen=True, slots=True)
class StrandedLine:
    """A dossier that needs a supervisor, with the reason in words."""

    dossier: Stranded
    url: str
    why: Promise


def shown_stranded(found: Iterable[Stranded]) -> list[StrandedLine]:
    """Stranded dossiers with their reasons."""
    return [StrandedLine(item, desk_url(item.dossier_id), STRANDED_WORDS[item.reason]) for item in found]


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
        _("Apology"),
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
            str(_outcome(line)),
            apology_words(line),
        ]


def apology_words(line: DossierLine) -> str:
    """Whether the applicant of a late dossier was told so; empty for one that is not late."""
    if line.outcome not in _LATE:
        return ""
    if line.appointment_at is not None:
        return _("with apology, new date %(date)s") % {"date": formats.instant(line.appointment_at)}
    return _("with apology") if line.apologised else _("without apology")


def _outcome(line: DossierLine) -> str | Promise:
    """How it stands; without a due date, what it waits for."""
    if line.outcome is Outcome.NO_DUE_DATE and line.finished_at is None:
        return STATUS_WORDS[line.status]
    return OUTCOME_WORDS[line.outcome]


_LATE = (Outcome.OVERDUE, Outcome.LATE)


def _shown(line: DossierLine, as_of: datetime) -> ShownLine:
    ended = line.finished_at is not None and line.finished_at <= as_of
    return ShownLine(
        dossier=line,
        url=dossier_url(line),
        outcome=_outcome(line),
        tone=OUTCOME_TONES[line.outcome],
        due=due_state(
            line.due_at,
            now=as_of,
            finished_at=line.finished_at if ended else None,
            paused=line.due_at is None and not ended,
            near=line.near,
        ),
        late=line.outcome is Outcome.OVERDUE,
        ended=ended,
        apology=apology_words(line),
        apology_tone="warn" if line.appointment_at or line.apologised else "bad",
        holders=line.holders,
    )
