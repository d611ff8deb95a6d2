"""Whether procedures are posted within the days the law gives."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from motcua.kernel import time
from motcua.oversight.roles import oversight_view
from motcua.procedures.queries import postings


@oversight_view
def due(request: HttpRequest) -> HttpResponse:
    """Signed decisions whose procedures are not posted yet, and how those of the past year were kept."""
    lines = [
        (line, reverse("portal:procedure", args=[line.code]) if line.posted_at else "")
        for line in postings(time.now())
    ]
    return render(request, "oversight/posting.html", {"lines": lines})
