"""For everybody: was this paper issued, and is this file that paper? And for staff: what a signed file is worth."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from motcua.kernel.errors import fill
from motcua.offices.access import public_view, staff_view
from motcua.offices.roles import Role
from motcua.papers import queries
from motcua.papers.signing import trust_from_settings, validate

_LONGEST_TOKEN = 32
_LARGEST = 25 * 2**20


@public_view
@never_cache
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What the QR code of a paper leads to. Shows no personal data; a file handed in is compared and forgotten."""
    paper = queries.public_paper(token[:_LONGEST_TOKEN])
    context: dict[str, object] = {"paper": paper, "token": token}
    if paper is None:
        return render(request, "papers/verify.html", context, status=404)
    if request.method == "POST":
        given = request.FILES.get("file")
        if given is None:
            return render(request, "papers/verify.html", context | {"no_file": True}, status=422)
        context["compared"] = queries.compare(token, given.chunks())
        context["file_name"] = given.name
    return render(request, "papers/verify.html", context)


@staff_view(roles=frozenset(Role))
@never_cache
def check_signature(request: HttpRequest) -> HttpResponse:
    """What the signatures of a file are worth, told at once, so that a wrong format is not found weeks later."""
    context: dict[str, object] = {}
    status = 200
    if request.method == "POST":
        given = request.FILES.get("file")
        if given is None or (given.size or 0) > _LARGEST:
            context, status = {"no_file": True}, 422
        else:
            verdict = validate(given.read(), trust_from_settings())
            context = {
                "verdict": verdict,
                "file_name": given.name,
                "sentences": [fill(gettext(message), places) for message, places in verdict.sentences()],
            }
    return render(request, "papers/check_signature.html", context, status=status)
