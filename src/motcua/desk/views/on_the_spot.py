"""For everybody at the centre: what is done on the spot, and who may sign it today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.kernel import time
from motcua.offices.access import actor_of, staff_view
from motcua.offices.models import Office
from motcua.offices.queries import in_force
from motcua.offices.roles import Role
from motcua.reports.on_the_spot import board


@staff_view(roles=frozenset(Role))
def on_the_spot(request: HttpRequest) -> HttpResponse:
    """The lists of the offices in which the person works."""
    offices = Office.objects.filter(in_force(time.today()), pk__in=actor_of(request).offices())
    return render(request, "desk/on_the_spot.html", {"boards": [board(office) for office in offices]})
