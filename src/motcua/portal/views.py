"""The public pages. Everything works without scripts and without signing in."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from motcua.dossiers.apologies import published
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.kernel.wording import say
from motcua.offices.access import public_view
from motcua.offices.pages import office_board
from motcua.portal import queries
from motcua.portal.services import count_look_up
from motcua.procedures.found import Hit
from motcua.procedures.queries import catalogue, fields, procedure_sheet, versions

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class FieldList:
    """The posted procedures of one field."""

    name: str
    code: str  # empty for what was found by words
    hits: tuple[Hit, ...]


@public_view
def home(request: HttpRequest) -> HttpResponse:
    """What one can do here."""
    desks = queries.desks()
    hours = queries.opening_hours(desks[0].pk) if len(desks) == 1 else None
    context = {"fields": fields(), "desks": desks, "hours": hours}
    return render(request, "portal/home.html", context)


@public_view
def procedures(request: HttpRequest) -> HttpResponse:
    """The posted list of procedures, searched by any words (R-108)."""
    words = request.GET.get("q", "").strip()[:_LONGEST]
    field = request.GET.get("field", "").strip()[:40]
    hits = catalogue(field=field, text=words)
    groups: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        groups.setdefault((_("Found"), "") if words else (hit.field_name, hit.field_code), []).append(hit)
    context = {
        "words": words,
        "field": field,
        "fields": fields(),
        "groups": [FieldList(name, code, tuple(members)) for (name, code), members in groups.items()],
        "count": len(hits),
        "guessed": bool(hits) and hits[0].guessed,
    }
    return render(request, "portal/procedures.html", context)


@public_view
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Everything posted about one procedure, in the version in force or the last there was."""
    now = time.now()
    version, in_force = queries.version_to_show(code, now)
    asked = request.GET.get("version", "")
    published = [line for line in versions(code) if line.state == "published"]
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        older = next((line for line in published if line.number == int(asked)), None)
        if older is not None:
            version, in_force = older.version_id, older.version_id == version and in_force
    if version is None:
        raise Http404
    context = {
        "sheet": procedure_sheet(version),
        "in_force": in_force,
        "versions": published,
        "printed_at": now,
        "desks": queries.desks(),
    }
    return render(request, "portal/procedure.html", context)


@public_view
@never_cache
def look_up(request: HttpRequest) -> HttpResponse:
    """How far a dossier is, for whoever holds its code and four digits of the applicant."""
    if request.method != "POST":
        return render(request, "portal/look_up.html", {"code": request.GET.get("code", "")[:64]})
    code = request.POST.get("code", "").strip()[:64]
    digits = request.POST.get("digits", "").strip().upper()[:4]
    context: dict[str, object] = {"code": code, "asked": True}
    try:
        count_look_up(_source(request), code)
    except Refusal as refusal:
        return render(
            request, "portal/look_up.html", context | {"refused": say(refusal)}, status=refusal.status
        )
    return render(request, "portal/look_up.html", context | {"progress": queries.progress_of(code, digits)})


@public_view
def apologies(request: HttpRequest) -> HttpResponse:
    """What the offices apologise for in public: no name, a shortened code (rules R-76 and R-115)."""
    found = published(request.GET.get("at", ""))
    here = reverse("portal:apologies")
    context = {
        "found": found,
        "older_url": f"{here}?{urlencode({'at': found.older})}" if found.older else "",
        "newer_url": f"{here}?{urlencode({'at': found.newer})}" if found.newer else "",
    }
    return render(request, "portal/apologies.html", context)


@public_view
def desks(request: HttpRequest) -> HttpResponse:
    """The desks one can go to; the only one is opened at once."""
    found = queries.desks()
    if len(found) == 1:
        return HttpResponseRedirect(reverse("portal:desk", args=[found[0].pk]))
    return render(request, "portal/desks.html", {"desks": found})


@public_view
def desk(request: HttpRequest, office_id: int) -> HttpResponse:
    """What must be posted about a desk: place, hours, hotline, officers with their tasks (R-98)."""
    if office_id >= 2**63:
        raise Http404
    context = {"board": office_board(office_id), "hours": queries.opening_hours(office_id), "now": time.now()}
    return render(request, "portal/desk.html", context)


def _source(request: HttpRequest) -> str:
    """The address asked from; behind a trusted proxy the one the proxy saw."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) and forwarded:
        return forwarded.rpartition(",")[2].strip()[:64]
    return str(request.META.get("REMOTE_ADDR", ""))
