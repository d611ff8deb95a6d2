"""Lateness by unit: whose working time late dossiers took."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from motcua.kernel.pagination import leaf
from motcua.offices.access import actor_of
from motcua.oversight import choice as choices
from motcua.oversight import delays as boards
from motcua.oversight.roles import oversight_view
from motcua.oversight.tables import period_words
from motcua.oversight.views.figures import table_file
from motcua.reports.overruns import MOST_READ, RULES, overruns
from motcua.reports.sight import sight


@oversight_view
def delays(request: HttpRequest) -> HttpResponseBase:
    """How long each unit had late dossiers; `?file=lines` or `?file=list` gives table or list as a file."""
    actor = actor_of(request)
    seen = sight(actor)
    given = request.GET.dict()
    chosen = choices.read(given, last_day=seen.last_day)
    look = boards.read(given, chosen)
    found = overruns(chosen.window, actor, chosen.scope(seen))
    rows, whole = boards.rows(found, chosen), boards.whole(found, chosen)
    lines = boards.lines(found, look)
    name = f"{chosen.period.first}-{chosen.period.last}.csv"
    if given.get("file") == "lines":
        return table_file(boards.HEADER, boards.table_cells([*rows, whole]), f"motcua-delays-{name}")
    if given.get("file") == "list":
        cells = boards.list_cells(lines, found, look)
        return table_file(boards.LIST_HEADER, cells, f"motcua-delayed-dossiers-{name}")
    part = leaf(lines, look.page, boards.PAGE, lambda number: replace(look, page=number).url())
    context = {
        "seen": seen,
        "several": seen.several or found.several,
        "choice": chosen,
        "look": look,
        "window": chosen.window,
        "period_words": period_words(chosen.period),
        "rows": rows,
        "whole": whole,
        "title": boards.title(found, look),
        "part": part,
        "sum": boards.total(lines),
        "table_url": boards.Look(chosen).url(file="lines"),
        "list_url": replace(look, page=1).url(file="list"),
        "here": reverse("oversight:delays"),
        "cut_at": 0 if found.all_read else MOST_READ,
        "rules": RULES,
    }
    return render(request, "oversight/delays.html", context)
