"""The pages behind the secret link of a receipt."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from motcua.files.queries import by_hash
from motcua.files.responses import file_response
from motcua.offices.access import public_view
from motcua.papers.queries import file_of
from motcua.portal import own


@public_view
@never_cache
def own_page(request: HttpRequest, token: str) -> HttpResponse:
    """What the owner of a dossier must do, how far it is, and the papers."""
    found = own.own(token)
    if found is None:
        raise Http404
    response = render(request, "portal/own.html", {"own": found, "token": token})
    _secret(response)
    return response


@public_view
@never_cache
def paper(request: HttpRequest, token: str, paper_id: UUID) -> HttpResponseBase:
    """A paper that was issued to the owner, with every signature on it."""
    mine = own.own_paper(token, paper_id)
    if mine is None:
        raise Http404
    return _file(*file_of(mine))


@public_view
@never_cache
def result(request: HttpRequest, token: str, paper_id: UUID) -> HttpResponseBase:
    """A result that was handed over, as a file."""
    mine = own.own_result(token, paper_id)
    if mine is None:
        raise Http404
    return _file(mine.sha256, mine.file_name)


def _file(sha256: str, name: str) -> HttpResponseBase:
    response = file_response(by_hash(sha256, name), name, inline=True)
    _secret(response)
    return response


def _secret(response: HttpResponseBase) -> None:
    """The address is the key: no other site learns it, and no search engine keeps it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
