"""Lateness by unit: what is counted, in which words, and the dossiers behind each number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.dossiers.attribution import Charge
from motcua.dossiers.words import WAITING_WORDS
from motcua.kernel import formats
from motcua.oversight.choice import Choice, number
from motcua.oversight.csv_table import Cell
from motcua.oversight.lists import desk_url
from motcua.reports.overruns import Charged, LateDossier, Overruns, summed

PAGE = 50
HEADER = (
    gettext_lazy("Unit"),
    gettext_lazy("Office"),
    gettext_lazy("Late dossiers it had"),
    gettext_lazy("Had after the due date"),
    gettext_lazy("Minutes after the due date"),
    gettext_lazy("All minutes of these dossiers"),
)
LIST_HEADER = (
    gettext_lazy("Code"),
    gettext_lazy("Applicant"),
    gettext_lazy("Procedure"),
    gettext_lazy("Office"),
    gettext_lazy("Due"),
    gettext_lazy("Solved"),
    *HEADER[0:2],
    *HEADER[4:],
)


@dataclass(frozen=True, slots=True)
class Look:
    """Whose dossiers are listed: one holder's or everybody's; only those had after the due date, or all late ones."""

    choice: Choice
    holder: Charged | None = None
    over: bool = False
    page: int = 1

    def url(self, **more: object) -> str:
        """Its address."""
        told: dict[str, object] = {**more}
        if self.holder is not None:
            told["holder"] = self.holder.unit_id or self.holder.outside
        if self.over:
            told["over"] = 1
        if self.page > 1:
            told["page"] = self.page
        return f"{reverse('oversight:delays')}?{self.choice.query()}{'&' if told else ''}{urlencode(told)}"


@dataclass(frozen=True, slots=True)
class Times:
    """A charge in words, to the minute, so that a sum can be checked by eye."""

    over: str
    held: str


@dataclass(frozen=True, slots=True)
class DelayRow:
    """A holder, or all of them: how many late dossiers it had, how many after the due date, and its time in both."""

    label: str | Promise
    office: str
    dossiers: int
    over: int
    charge: Charge
    url: str
    over_url: str

    @property
    def times(self) -> Times:
        """Its time in words."""
        return times(self.charge)

    @property
    def name(self) -> str:
        """The unit with its office, since units of several offices are called the same."""
        return f"{self.label}, {self.office}" if self.office else str(self.label)


@dataclass(frozen=True, slots=True)
class Part:
    """What one holder had of a dossier."""

    label: str | Promise
    office: str
    times: Times
    chosen: bool


@dataclass(frozen=True, slots=True)
class DelayLine:
    """A late dossier; `charge` is the chosen holder's, or the whole."""

    dossier: LateDossier
    url: str
    charge: Charge
    parts: tuple[Part, ...]

    @property
    def times(self) -> Times:
        """Its time in words."""
        return times(self.charge)


def read(given: Mapping[str, str], choice: Choice) -> Look:
    """The look an address names; what makes no sense in it is left out."""
    text = given.get("holder", "")
    holder = (
        Charged(number(text)) if number(text) else Charged(outside=text) if text in WAITING_WORDS else None
    )
    return Look(choice, holder, given.get("over") == "1", number(given.get("page", "")) or 1)


def rows(found: Overruns, choice: Choice) -> list[DelayRow]:
    """Every holder, the longest delay first; whatever was awaited outside comes last."""
    holders = {holder for dossier in found.dossiers for holder in dossier.charges}
    made = [(holder, _row(found, Look(choice, holder))) for holder in holders]
    made.sort(
        key=lambda item: (
            bool(item[0].outside),
            -item[1].charge.over,
            -item[1].charge.held,
            str(item[1].label),
        )
    )
    return [row for _holder, row in made]


def whole(found: Overruns, choice: Choice) -> DelayRow:
    """All late dossiers: each counts once, whoever had it."""
    return _row(found, Look(choice))


def lines(found: Overruns, look: Look) -> list[DelayLine]:
    """The dossiers of a look, the longest delay first."""
    made = [_line(dossier, found, look) for dossier in _dossiers(found, look)]
    return sorted(made, key=lambda line: (-line.charge.over, -line.charge.held, line.dossier.code))


def total(shown: list[DelayLine]) -> Times:
    """The sum of a list: the time that was opened."""
    return times(summed(line.charge for line in shown))


def title(found: Overruns, look: Look) -> str:
    """What the list holds, in words."""
    which = _("Late dossiers, had after the due date") if look.over else _("Late dossiers")
    if look.holder is None:
        return which
    office = _office(look.holder, found) if found.several else ""
    return f"{which}: {_label(look.holder, found)}" + (f", {office}" if office else "")


def times(charge: Charge) -> Times:
    """The charge in words."""
    return Times(_time(charge.over), _time(charge.held))


def _time(minutes: int) -> str:
    return _("%(hours)s h %(rest)s min") % {"hours": formats.number(minutes // 60), "rest": minutes % 60}


def table_cells(rows: list[DelayRow]) -> list[list[Cell]]:
    """The table as a file."""
    return [
        [str(row.label), row.office, row.dossiers, row.over, row.charge.over, row.charge.held] for row in rows
    ]


def list_cells(shown: list[DelayLine], found: Overruns, look: Look) -> Iterator[list[Cell]]:
    """The list as a file: a line for each holder of each dossier, of the chosen one alone if there is one."""
    for line in shown:
        dossier = line.dossier
        for holder, charge in dossier.charges.items():
            if look.holder in (None, holder):
                yield [
                    dossier.code,
                    dossier.applicant,
                    dossier.procedure,
                    dossier.office,
                    formats.instant(dossier.due_at),
                    formats.instant(dossier.finished_at),
                    str(_label(holder, found)),
                    _office(holder, found),
                    charge.over,
                    charge.held,
                ]


def _dossiers(found: Overruns, look: Look) -> list[LateDossier]:
    mine = [one for one in found.dossiers if look.holder is None or look.holder in one.charges]
    return [one for one in mine if _mine(one, look.holder).over] if look.over else mine


def _mine(dossier: LateDossier, holder: Charged | None) -> Charge:
    return dossier.whole if holder is None else dossier.charges[holder]


def _row(found: Overruns, look: Look) -> DelayRow:
    mine = [_mine(one, look.holder) for one in _dossiers(found, look)]
    return DelayRow(
        _("Total") if look.holder is None else _label(look.holder, found),
        "" if look.holder is None else _office(look.holder, found),
        len(mine),
        sum(charge.over > 0 for charge in mine),
        summed(mine),
        look.url(),
        Look(look.choice, look.holder, over=True).url(),
    )


def _line(dossier: LateDossier, found: Overruns, look: Look) -> DelayLine:
    parts = tuple(
        Part(_label(holder, found), _office(holder, found), times(charge), holder == look.holder)
        for holder, charge in dossier.charges.items()
    )
    return DelayLine(dossier, desk_url(dossier.id), _mine(dossier, look.holder), parts)


def _label(holder: Charged, found: Overruns) -> str | Promise:
    if holder.outside:
        return WAITING_WORDS.get(holder.outside, holder.outside)
    known = found.units.get(holder.unit_id or 0)
    return known.name if known else _("No unit")


def _office(holder: Charged, found: Overruns) -> str:
    known = found.units.get(holder.unit_id or 0)
    return known.office if known else ""
