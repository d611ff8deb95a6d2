"""What is set up, and what is missing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.offices.access import actor_of
from motcua.setup.queries import home as queries
from motcua.setup.writing import setup_view


@setup_view
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the administrator."""
    actor = actor_of(request)
    context = {"tiles": queries.tiles(actor), "findings": queries.findings(actor), "section": "home"}
    return render(request, "setup/home.html", context)
