"""The board of late and nearly late dossiers: what is counted, what is shown of it, and in which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.lifecycle.effects import SIGN_EXTENSION
from motcua.dossiers.nearness import Warned
from motcua.oversight.choice import number
from motcua.oversight.lists import dossier_url
from motcua.reports.late_board import Apology, BoardLine, Cause
from motcua.reports.listing import Holder

PAGE = 50


class Show(StrEnum):
    """The parts of the board that one can look at alone."""

    PRESSING = "pressing"  # late, or 80 % and more of the time used
    LATE = "late"
    SILENT = "silent"
    UNSIGNED = "unsigned"
    MOST = "most"
    HALF = "half"


SHOW_WORDS: Mapping[Show, Promise] = {
    Show.PRESSING: _("Late or nearly late"),
    Show.LATE: _("Late"),
    Show.SILENT: _("Late without apology"),
    Show.UNSIGNED: _("Apology waits for signature"),
    Show.MOST: _("80% of the time used, or more"),
    Show.HALF: _("50 to 79% of the time used"),
}
_TONES = {Show.LATE: "bad", Show.SILENT: "bad", Show.UNSIGNED: "warn", Show.MOST: "warn"}
_IN: Mapping[Show, Callable[[BoardLine], bool]] = {
    Show.PRESSING: lambda line: line.near.share.warned >= Warned.MOST,
    Show.LATE: lambda line: line.late,
    Show.SILENT: lambda line: line.apology is Apology.SILENT,
    Show.UNSIGNED: lambda line: line.drafted,
    Show.MOST: lambda line: line.near.share.warned is Warned.MOST,
    Show.HALF: lambda line: line.near.share.warned is Warned.HALF,
}
APOLOGY_WORDS: Mapping[Apology, tuple[Promise, str]] = {
    Apology.NONE: (_("Not needed yet"), "calm"),
    Apology.DRAFTED: (_("Drafted, not signed"), "warn"),
    Apology.SIGNED: (_("Apologised, proof of delivery missing"), "accent"),
    Apology.DELIVERED: (_("Delivered"), "good"),
    Apology.SILENT: (_("Late without apology"), "bad"),
}
CAUSE_WORDS: Mapping[Cause, Promise] = {
    Cause.GIVEN: _("Reason in the apology"),
    Cause.OPINION: _("Waits for the opinion of"),
    Cause.SENT_BACK: _("Sent back"),
    Cause.NOTE: _("Last note"),
    Cause.UNKNOWN: _("Nobody wrote a reason"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody looks at: a part of the board, of an office and all below it, of a unit."""

    show: Show = Show.PRESSING
    office: int | None = None
    unit: int | None = None
    page: int = 1

    def url(self) -> str:
        """Its address."""
        chosen = {"show": self.show.value, "office": self.office, "unit": self.unit}
        if self.page > 1:
            chosen["page"] = self.page
        query = urlencode({name: value for name, value in chosen.items() if value is not None})
        return f"{reverse('oversight:late')}?{query}"


@dataclass(frozen=True, slots=True)
class Count:
    """A number with the dossiers it counts."""

    label: str | Promise
    value: int
    url: str
    tone: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with what it holds: late, late without apology, nearly late."""

    name: str
    cells: tuple[Count, Count, Count]

    @property
    def weight(self) -> tuple[int, int]:
        """How many are late, and nearly late."""
        return self.cells[0].value, self.cells[2].value


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A dossier of the board in words."""

    line: BoardLine
    url: str
    holders: tuple[Holder, ...]
    cause: str | Promise
    apology: str | Promise
    tone: str


def read(given: Mapping[str, str]) -> Look:
    """The look an address names; what makes no sense in it is left out."""
    show = given.get("show", "")
    return Look(
        show=Show(show) if show in set(Show) else Show.PRESSING,
        office=number(given.get("office", "")),
        unit=number(given.get("unit", "")),
        page=number(given.get("page", "")) or 1,
    )


def counts(lines: Sequence[BoardLine], look: Look) -> list[Count]:
    """Each part of the board with its number, in the chosen unit."""
    held = _of_unit(lines, look.unit)
    return [
        _count(SHOW_WORDS[show], held, replace(look, show=show, page=1), current=look.show is show)
        for show in Show
    ]


def warned_counts(found: Mapping[Warned, int], office: int | None) -> list[Count]:
    """The two levels before lateness, for pages that do not read the whole board."""
    return [
        Count(SHOW_WORDS[show], found.get(level, 0), Look(show, office).url(), _TONES.get(show, ""))
        for show, level in ((Show.MOST, Warned.MOST), (Show.HALF, Warned.HALF))
    ]


def unit_names(lines: Sequence[BoardLine]) -> list[tuple[int, str]]:
    """The units that hold something of the board, by name; with the office where there are several offices."""
    holders = {holder.unit_id: holder for line in lines for holder in holding(line)}
    several = len({holder.office for holder in holders.values()}) > 1
    names = {
        pk: f"{holder.unit}, {holder.office}" if several else holder.unit for pk, holder in holders.items()
    }
    return sorted(names.items(), key=lambda item: item[1])


def units(lines: Sequence[BoardLine], look: Look) -> list[UnitRow]:
    """Every unit that holds something late or nearly late, most late ones first."""
    rows = []
    for unit_id, name in unit_names(lines):
        held = _of_unit(lines, unit_id)
        here = replace(look, unit=unit_id, page=1)
        late, silent, most = (
            _count(f"{name}: {SHOW_WORDS[show]}", held, replace(here, show=show))
            for show in (Show.LATE, Show.SILENT, Show.MOST)
        )
        rows.append(UnitRow(name, (late, silent, most)))
    pressing = [row for row in rows if any(row.weight)]
    return sorted(pressing, key=lambda row: (-row.weight[0], -row.weight[1], row.name))


def chosen(lines: Sequence[BoardLine], look: Look) -> list[BoardLine]:
    """The dossiers of the look, all pages."""
    return [line for line in _of_unit(lines, look.unit) if _IN[look.show](line)]


def shown(lines: Sequence[BoardLine]) -> list[ShownLine]:
    """The lines in words."""
    return [
        ShownLine(line, dossier_url(line.dossier), holding(line), CAUSE_WORDS[line.cause], *_said(line))
        for line in lines
    ]


def holding(line: BoardLine) -> tuple[Holder, ...]:
    """Who has the work itself; the signature of an apology holds nothing up."""
    return tuple(holder for holder in line.dossier.holders if holder.action != SIGN_EXTENSION)


def _said(line: BoardLine) -> tuple[Promise, str]:
    return APOLOGY_WORDS[line.apology]


def _of_unit(lines: Sequence[BoardLine], unit_id: int | None) -> list[BoardLine]:
    if unit_id is None:
        return list(lines)
    return [line for line in lines if any(holder.unit_id == unit_id for holder in holding(line))]


def _count(label: str | Promise, lines: Sequence[BoardLine], look: Look, *, current: bool = False) -> Count:
    value = sum(1 for line in lines if _IN[look.show](line))
    return Count(label, value, look.url(), _TONES.get(look.show, "") if value else "", current)
