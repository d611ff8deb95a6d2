"""The table of the backlog: two days, each number with its dossiers, and the change between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from motcua.kernel import formats
from motcua.oversight.choice import Choice
from motcua.oversight.tables import Cell, list_url, percent_words
from motcua.reports.backlog import BacklogLine, Dates
from motcua.reports.formulas import Period, change
from motcua.reports.measures import Measure


@dataclass(frozen=True, slots=True)
class BacklogRow:
    """One field, or all of them: the earlier number, the later one, the change in words."""

    label: str
    before: Cell
    now: Cell
    change: str


@dataclass(frozen=True, slots=True)
class BacklogTable:
    """The rows and their sum, under the two days."""

    day_before: str
    day: str
    rows: tuple[BacklogRow, ...]
    whole: BacklogRow


def backlog_table(lines: Sequence[BacklogLine], compared: Dates, choice: Choice) -> BacklogTable | None:
    """The backlog with its sum; None when nothing was open on either day."""
    if not lines:
        return None
    total = BacklogLine(_("Total"), sum(line.now for line in lines), sum(line.before for line in lines))
    return BacklogTable(
        formats.day(compared.before),
        formats.day(compared.day),
        tuple(_row(line, compared, choice, {"field": line.field}) for line in lines),
        _row(total, compared, choice, {}),
    )


def _row(line: BacklogLine, compared: Dates, choice: Choice, narrowed: dict[str, str]) -> BacklogRow:
    now, before = compared.periods
    return BacklogRow(
        line.field,
        _cell(line.before, before, choice, narrowed),
        _cell(line.now, now, choice, narrowed),
        change_in_words(line.now, line.before),
    )


def _cell(value: int, period: Period, choice: Choice, narrowed: dict[str, str]) -> Cell:
    url = list_url(choice, Measure.OPEN, period=period, **narrowed) if value else ""
    return Cell(value, formats.day(period.last), url)


def change_in_words(now: int, before: int) -> str:
    """The change in percent with its sign; a dash where there was nothing before."""
    found = change(now, before)
    if found is None:
        return "\N{EN DASH}"
    return percent_words(found.replace("-", "\N{MINUS SIGN}"))
