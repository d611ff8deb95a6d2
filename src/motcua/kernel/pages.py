"""Pages that say what went wrong, for people, htmx and programs. They must work when nothing else does."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext

from motcua.kernel.errors import Refusal
from motcua.kernel.wording import Said, say


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks."""
    return "application/json" in request.headers.get("Accept", "")


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal with its reason and what to do next, as a page, a fragment or JSON.

    A list under `params["changed"]` is shown as what happened meanwhile.
    """
    said = say(refusal)
    if wants_json(request):
        return JsonResponse(
            {"code": refusal.code, "message": said.message, "hint": said.hint}, status=refusal.status
        )
    changed = refusal.params.get("changed")
    return _said(
        request, "refusal.html", refusal.status, said, list(changed) if isinstance(changed, list) else []
    )


def bad_input(request: HttpRequest, error: Exception) -> HttpResponse:
    """Something arrived that no page of ours sends."""
    del error
    said = Said(
        gettext("The request cannot be understood"),
        gettext("Go back, load the page again and repeat it."),
    )
    return _said(request, "400.html", 400, said)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's protection against forgery does not match, mostly because it was open for too long."""
    del reason
    said = Said(
        gettext("This page has become too old"),
        gettext("Go back, load the page again and repeat it."),
    )
    return _said(request, "403_csrf.html", 403, said)


def incident(request: HttpRequest, number: str, status: int) -> HttpResponse:
    """An error of ours, with the number to report. Needs no database."""
    try:
        if wants_json(request):
            response: HttpResponse = JsonResponse({"code": "incident", "incident": number}, status=status)
        else:
            response = HttpResponse(render_to_string("500.html", {"incident_id": number}), status=status)
    except Exception:  # the page itself must not be the next incident
        response = plain(status, f"Máy chủ gặp sự cố · The server had a problem: {number}")
    response.headers["X-Incident"] = number
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404."""
    del exception
    return _said(request, "404.html", 404, Said(gettext("There is no such page"), ""))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403."""
    del exception
    return _said(request, "403.html", 403, Said(gettext("Your role does not allow this"), ""))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400."""
    return bad_input(request, exception or ValueError())


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500; the incident middleware normally answers first."""
    return incident(request, "–", 500)


def plain(status: int, text: str) -> HttpResponse:
    """Text only, for when not even the language is known."""
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def _said(
    request: HttpRequest, template: str, status: int, said: Said, changed: list[object] | None = None
) -> HttpResponse:
    context = {
        "message": said.message,
        "hint": said.hint,
        "changed": changed or [],
        "back_url": _where_from(request),
    }
    if wants_json(request):
        return JsonResponse({"message": said.message, "hint": said.hint}, status=status)
    try:
        if wants_fragment(request):
            fragment = render_to_string("components/refusal.html", context, request)
            return HttpResponse(fragment, status=status)
        return render(request, template, context, status=status)
    except Exception:  # the page itself must not be the next incident
        return plain(status, said.text)


def _where_from(request: HttpRequest) -> str:
    """The page of ours the person comes from; empty when it was none."""
    parts = urlsplit(request.headers.get("Referer", "")[:2000])
    if parts.netloc and parts.netloc == request.META.get("HTTP_HOST", ""):
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return ""
