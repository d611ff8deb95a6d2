"""Legal and committed times of the catalogue: how much was cut, where, and what could be cut further."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.kernel import time
from motcua.offices.access import actor_of
from motcua.oversight import choice as choices
from motcua.oversight.choice import Span
from motcua.oversight.csv_table import Cell
from motcua.oversight.roles import oversight_view
from motcua.oversight.tables import period_words
from motcua.oversight.time_tables import (
    SHOWN_WORDS,
    CutRow,
    candidate_row,
    cut_row,
    promise_row,
    sum_words,
)
from motcua.oversight.views.figures import table_file
from motcua.reports import formulas
from motcua.reports.committed import (
    MEASURED,
    Carrier,
    carried_by_any,
    carriers,
    minutes_used,
    promises,
)
from motcua.reports.sight import Sight, sight
from motcua.reports.time_cuts import FEWEST_DOSSIERS, RULES, Promise
from motcua.reports.time_cuts import candidates as find_candidates

_BY = {"field": gettext_lazy("By field"), "office": gettext_lazy("By office")}
_HEADER = (
    gettext_lazy("Procedures"),
    gettext_lazy("Shortened"),
    gettext_lazy("Share, %"),
    gettext_lazy("Cut of the sum, %"),
    gettext_lazy("Mean of the cuts, %"),
)


@dataclass(frozen=True, slots=True)
class _Part:
    """What the address narrows the catalogue to."""

    field: str
    offices: tuple[Carrier, ...] | None  # the one that is asked for, or all that are seen; None: nobody asked
    show: str

    @property
    def named(self) -> str:
        """The office that was asked for, in words."""
        return self.offices[0].name if self.offices and len(self.offices) == 1 else ""

    def of(self, found: Sequence[Promise]) -> list[Promise]:
        """Those of the procedures that are meant."""
        chosen = list(found) if self.offices is None else carried_by_any(found, self.offices)
        if self.field:
            chosen = [one for one in chosen if one.field_code == self.field]
        if self.show == "all":
            return chosen
        return [one for one in chosen if one.shortened == (self.show == "shortened")]


@oversight_view
def times(request: HttpRequest) -> HttpResponseBase:
    """Share of shortened procedures and mean cut, by field or office; `?file=lines` gives the table."""
    seen = sight(actor_of(request))
    day = _day(request)
    found, unknown = promises(day)
    by = request.GET.get("by", "")
    by = by if by in _BY else "field"
    rows = _by_office(found, seen, day) if by == "office" else _by_field(found)
    whole = cut_row(_("Total"), found)
    if request.GET.get("file") == "lines":
        header = [_BY[by], *_HEADER]
        return table_file(header, [_cells(row) for row in (*rows, whole)], f"motcua-times-{by}.csv")
    context = {
        "rows": rows,
        "whole": whole,
        "unknown": unknown,
        "by": by,
        "first": _("Office") if by == "office" else _("Field"),
        "tabs": [{"key": key, "label": words} for key, words in _BY.items()],
        "legal_days": sum_words(whole.figures.legal_minutes),
        "kept_days": sum_words(whole.figures.kept_minutes),
        "today": day,
        "rules": RULES,
    }
    return render(request, "oversight/times.html", context)


@oversight_view
def procedures(request: HttpRequest) -> HttpResponseBase:
    """The procedures behind a number, each with both times; `?file=list` gives them as a file."""
    seen = sight(actor_of(request))
    day = _day(request)
    found, _unknown = promises(day)
    part = _part(request, seen, day)
    rows = [promise_row(promise) for promise in part.of(found)]
    if request.GET.get("file") == "list":
        header = [
            _("Procedure code"),
            _("Procedure"),
            _("Field"),
            _("Legal time"),
            _("Committed time"),
            _("Cut"),
        ]
        cells = [[row.code, row.name, row.field_name, row.legal, row.committed, row.cut] for row in rows]
        return table_file(header, cells, "motcua-times-procedures.csv")
    field_name = next((one.field_name for one in found if one.field_code == part.field), part.field)
    context = {
        "rows": rows,
        "title": SHOWN_WORDS[part.show],
        "eyebrow": " · ".join(filter(None, [field_name, part.named])),
        "file_url": f"?{_with(request, file='list')}",
        "today": day,
    }
    return render(request, "oversight/times_procedures.html", context)


@oversight_view
def candidates(request: HttpRequest) -> HttpResponseBase:
    """Where dossiers are solved well within the promised time; `?file=list` gives the table as a file."""
    actor = actor_of(request)
    seen = sight(actor)
    chosen = choices.read(request.GET.dict(), span=Span.OWN)
    if chosen.misread or request.GET.get("from") is None:
        period = formulas.Period(formulas.year_before(seen.last_day), seen.last_day)
        chosen = choices.read({"from": period.first.isoformat(), "to": period.last.isoformat()})
    found, _unknown = promises(time.today())
    used = minutes_used(chosen.window, actor, chosen.scope(seen))
    rows = [candidate_row(one, chosen) for one in find_candidates(found, used)]
    if request.GET.get("file") == "list":
        header = [_("Procedure code"), _("Procedure"), _("Promised time"), _("Dossiers measured"), _("Median"), "P90",
                  _("Possible time"), _("Cut"), _("Field")]  # fmt: skip
        cells: list[list[Cell]] = [
            [row.row.code, row.row.name, row.row.committed or row.row.legal, row.measured, row.median,
             row.p90, row.proposed, row.saved, row.row.field_name]
            for row in rows
        ]  # fmt: skip
        return table_file(header, cells, f"motcua-times-candidates-{chosen.period.last}.csv")
    context = {
        "rows": rows,
        "choice": chosen,
        "period_words": period_words(chosen.period),
        "measured": sum(map(len, used.values())),
        "fewest": FEWEST_DOSSIERS,
        "most": MEASURED,
        "file_url": f"?{_with(request, file='list')}",
    }
    return render(request, "oversight/times_candidates.html", context)


def _by_field(found: Sequence[Promise]) -> list[CutRow]:
    groups: dict[tuple[str, str], list[Promise]] = {}
    for promise in found:
        groups.setdefault((promise.field_code, promise.field_name), []).append(promise)
    return [cut_row(name, members, field=code) for (code, name), members in groups.items()]


def _by_office(found: Sequence[Promise], seen: Sight, day: date) -> list[CutRow]:
    return [
        cut_row(carrier.name, carried_by_any(found, [carrier]), office=carrier.id)
        for carrier in carriers(seen, day)
    ]


def _part(request: HttpRequest, seen: Sight, day: date) -> _Part:
    show, office = request.GET.get("show", ""), request.GET.get("office", "")
    known = carriers(seen, day) if office else []
    one = tuple(carrier for carrier in known if office == str(carrier.id))
    return _Part(
        request.GET.get("field", "")[:40].replace("\0", ""),
        one or (tuple(known) if office == "any" else None),
        show if show in SHOWN_WORDS else "all",
    )


def _day(request: HttpRequest) -> date:
    """The day whose catalogue is asked for; today if none."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return time.today()


def _cells(row: CutRow) -> list[Cell]:
    figures = row.figures
    percents = [text.removesuffix("\N{NO-BREAK SPACE}%") for text in (row.share, row.cut, row.mean_of_cuts)]
    return [str(row.label), figures.procedures, figures.shortened, *percents]


def _with(request: HttpRequest, **more: str) -> str:
    query = request.GET.copy()
    for name, value in more.items():
        query[name] = value
    return query.urlencode()
