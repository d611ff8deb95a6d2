"""The test run of a process: a sample dossier on a simulated clock. The whole run stands in the address."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from motcua.offices.access import actor_of
from motcua.processes.trial import MAX_MOVES
from motcua.setup import trial_form
from motcua.setup.queries import trials
from motcua.setup.writing import setup_view


@setup_view
def trial(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show the run; a button adds one move to the address and nothing else."""
    address = trial_form.read(request.GET)
    if (move := trial_form.posted(request.GET)) is not None and len(address.moves) < MAX_MOVES:
        address = replace(address, moves=(*address.moves, move))
        return HttpResponseRedirect(f"{request.path}?{address.query()}")
    page = trials.page(version_id, address, actor_of(request))
    return render(request, "setup/trial.html", {"page": page, "section": "processes"})
