"""The board of late and nearly late dossiers."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.kernel import time
from motcua.kernel.pagination import leaf
from motcua.offices.access import actor_of
from motcua.oversight import late as boards
from motcua.oversight.roles import oversight_view
from motcua.reports.late_board import MOST_READ, board
from motcua.reports.queries import Scope
from motcua.reports.sight import sight


@oversight_view
def late(request: HttpRequest) -> HttpResponse:
    """Each dossier with how late it is, who holds it, why, and what was said to the applicant."""
    actor, now = actor_of(request), time.now()
    seen, look = sight(actor), boards.read(request.GET.dict())
    scope = Scope(seen.below(look.office) if look.office is not None else None)
    read = board(actor, scope, now)
    found = boards.chosen(read.lines, look)
    part = leaf(found, look.page, boards.PAGE, lambda number: replace(look, page=number).url())
    context = {
        "now": now,
        "seen": seen,
        "look": look,
        "counts": boards.counts(read.lines, look),
        "units": boards.units(read.lines, look),
        "unit_names": boards.unit_names(read.lines),
        "title": boards.SHOW_WORDS[look.show],
        "part": part,
        "lines": boards.shown(part.items),
        "all_url": boards.Look(office=look.office).url(),
        "cut_at": 0 if read.all_read else MOST_READ,
    }
    return render(request, "oversight/late.html", context)
