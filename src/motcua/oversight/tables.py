"""Tables of figures: for each number its words, and the address of the dossiers it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.kernel import formats
from motcua.oversight.choice import Choice
from motcua.oversight.words import MEASURE_WORDS
from motcua.reports.formulas import Figures, Flow, Period, percent, total, year
from motcua.reports.measures import Measure
from motcua.reports.queries import NOBODY, Dimension, Line
from motcua.reports.sight import Sight

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Cell:
    """A number; `url` opens its dossiers, empty when there are none."""

    value: int
    label: Words
    url: str = ""
    bad: bool = False
    leads: bool = False  # the sum of the columns that follow it


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `share` is the on-time share in words, `share_of` its numerator and denominator."""

    label: Words
    note: Words
    cells: tuple[Cell, ...]
    share: str = ""
    share_of: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column."""

    label: Words
    leads: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their columns, and the sum of them."""

    first: Words
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    whole: Row | None

    @property
    def header(self) -> tuple[str, ...]:
        """All column titles, for a file."""
        return (str(self.first), *(str(column.label) for column in self.columns), _("On-time share, %"))


_COLUMNS: tuple[tuple[Measure, Promise], ...] = (
    (Measure.CARRIED_OVER, gettext_lazy("Carried over")),
    (Measure.RECEIVED, gettext_lazy("Received")),
    (Measure.ONLINE, gettext_lazy("of which online")),
    (Measure.FINISHED, gettext_lazy("Solved")),
    (Measure.EARLY, gettext_lazy("early")),
    (Measure.ON_THE_DAY, gettext_lazy("on the day")),
    (Measure.LATE, gettext_lazy("late")),
    (Measure.FINISHED_UNDATED, gettext_lazy("no due date")),
    (Measure.OPEN, gettext_lazy("Unsolved")),
    (Measure.WITHIN_TIME, gettext_lazy("within time")),
    (Measure.OVERDUE, gettext_lazy("overdue")),
    (Measure.OPEN_UNDATED, gettext_lazy("no due date")),
)
_ONLY_WHEN_THERE = frozenset({Measure.ONLINE, Measure.FINISHED_UNDATED, Measure.OPEN_UNDATED})
_SUMS = frozenset({Measure.FINISHED, Measure.OPEN})
_BAD = frozenset({Measure.LATE, Measure.OVERDUE})
_FLOW_COLUMNS = tuple(
    pair
    for pair in _COLUMNS
    if pair[0]
    in {
        Measure.CARRIED_OVER,
        Measure.RECEIVED,
        Measure.FINISHED,
        Measure.EARLY,
        Measure.ON_THE_DAY,
        Measure.LATE,
        Measure.OPEN,
    }
)


def figures_table(lines: Sequence[Line], choice: Choice, sight: Sight) -> Table:
    """The figures of a choice, line by line, with the sum."""
    whole = total(line.figures for line in lines)
    columns = [pair for pair in _COLUMNS if pair[0] not in _ONLY_WHEN_THERE or getattr(whole, pair[0].value)]
    rows = [
        _row(
            _label(line, choice),
            _note(line, choice, sight),
            line.figures,
            columns,
            choice=choice,
            key=line.key,
        )
        for line in lines
    ]
    foot = _row(gettext_lazy("Total"), "", whole, columns, choice=choice, key=None) if lines else None
    return Table(_FIRST[choice.by], _heads(columns), tuple(rows), foot)


def flow_table(flows: Sequence[Flow], choice: Choice) -> Table:
    """The parts of a period one after another, each carrying over what the one before left open."""
    rows = tuple(_flow_row(flow, choice) for flow in flows)
    return Table(gettext_lazy("Period"), _heads(_FLOW_COLUMNS), rows, None)


def part_label(part: Period) -> str:
    """A day as 05/03, a whole month as 03/2026, anything else by its two days."""
    if part.days == 1:
        return f"{part.first:%d/%m}"
    if (part.first.year, part.first.month) == (part.last.year, part.last.month):
        return f"{part.first:%m/%Y}"
    return f"{formats.day(part.first)}–{formats.day(part.last)}"


def period_words(period: Period) -> str:
    """A year as 2017, anything else by its days."""
    if period == year(period.first.year):
        return str(period.first.year)
    if period.days == 1:
        return formats.day(period.first)
    return f"{formats.day(period.first)}–{formats.day(period.last)}"


def list_url(choice: Choice, measure: Measure, **changes: object) -> str:
    """The address of the dossiers that a number counts."""
    return f"{reverse('oversight:dossiers')}?{choice.query(measure=measure, **changes)}"


def share(figures: Figures | Flow) -> tuple[str, str]:
    """The on-time share in words, and what it was divided from; nothing finished has no share."""
    on_time = figures.early + figures.on_the_day
    return shared(on_time, figures.finished - figures.finished_undated)


def shared(part: int, whole: int) -> tuple[str, str]:
    """A share in words, and its numerator and denominator."""
    told = f"{formats.number(part)}/{formats.number(whole)}" if whole else ""
    return percent_words(percent(part, whole)), told


def percent_words(found: str | None) -> str:
    """A percentage as people read it; a part of nothing has none."""
    if found is None:
        return _("none to count")
    return f"{found.replace('.', ',') if formats.vietnamese() else found}\N{NO-BREAK SPACE}%"


_FIRST = {
    Dimension.FIELD: gettext_lazy("Field"),
    Dimension.UNIT: gettext_lazy("Unit"),
    Dimension.OFFICER: gettext_lazy("Officer"),
    Dimension.OFFICE: gettext_lazy("Office"),
    Dimension.DESK: gettext_lazy("Receiving office"),
}


def _heads(columns: Sequence[tuple[Measure, Promise]]) -> tuple[Column, ...]:
    return tuple(Column(label, measure in _SUMS) for measure, label in columns)


def _row(
    label: Words,
    note: Words,
    figures: Figures,
    columns: Sequence[tuple[Measure, Promise]],
    *,
    choice: Choice,
    key: str | None,
) -> Row:
    narrowed = choice.line(key) if key is not None else {}
    cells = tuple(
        Cell(
            value := getattr(figures, measure.value),
            MEASURE_WORDS[measure],
            list_url(choice, measure, **narrowed) if value else "",
            bad=bool(value) and measure in _BAD,
            leads=measure in _SUMS,
        )
        for measure, _name in columns
    )
    return Row(label, note, cells, *share(figures))


def _flow_row(flow: Flow, choice: Choice) -> Row:
    cells = tuple(
        Cell(
            value := getattr(flow, measure.value),
            MEASURE_WORDS[measure],
            list_url(choice, measure, period=flow.part) if value else "",
            bad=bool(value) and measure in _BAD,
            leads=measure in _SUMS,
        )
        for measure, _name in _FLOW_COLUMNS
    )
    return Row(part_label(flow.part), "", cells, *share(flow))


def _label(line: Line, choice: Choice) -> Words:
    if choice.by is Dimension.OFFICER and line.key == str(NOBODY):
        return gettext_lazy("No officer named")
    return line.label


def _note(line: Line, choice: Choice, sight: Sight) -> str:
    match choice.by:
        case Dimension.UNIT:
            return line.note if sight.several else ""
        case Dimension.OFFICER:
            return line.note if line.key != str(NOBODY) else ""
        case _:
            return ""
