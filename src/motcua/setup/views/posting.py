"""Which decisions on procedures must be posted by when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from motcua.kernel import time
from motcua.procedures.queries import postings
from motcua.setup.writing import setup_view


@setup_view
def due(request: HttpRequest) -> HttpResponse:
    """Signed decisions whose procedures are not posted yet, and how those of the past year were kept."""
    lines = [
        (line, reverse("setup:procedure" if line.posted_at else "setup:draft", args=[line.version_id]))
        for line in postings(time.now())
    ]
    return render(request, "setup/posting.html", {"lines": lines, "section": "procedures"})
