"""Pages that say what went wrong, for people and for htmx. They must work when nothing else does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext

from motcua.kernel.errors import Refusal
from motcua.kernel.wording import Said, say


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal with its reason and what to do next, as a page, a fragment or JSON."""
    said = say(refusal)
    if "application/json" in request.headers.get("Accept", ""):
        from django.http import JsonResponse

        return JsonResponse(
            {"code": refusal.code, "message": said.message, "hint": said.hint}, status=refusal.status
        )
    return _said(request, said, refusal.status, gettext("This cannot be done now"), refusal.code)


def bad_input(request: HttpRequest, error: Exception) -> HttpResponse:
    """Something arrived that no page of ours sends."""
    del error
    said = Said(
        gettext("Something in the address or the form cannot be read."),
        gettext("Go back, check what you typed, and try again."),
    )
    return _said(request, said, 400, gettext("We could not read that"), "bad_input")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's protection against forgery does not match, mostly because it was open for too long."""
    del reason
    said = Said(
        gettext("This form was open for too long, or cookies are switched off. Nothing was saved."),
        gettext("Go back, load the page again, and send it once more."),
    )
    return _said(request, said, 403, gettext("The form has expired"), "form_expired")


def incident(request: HttpRequest, number: str, status: int) -> HttpResponse:
    """An error of ours, with the number to report. Never with what happened inside."""
    said = Said(
        gettext("Something went wrong on our side. What you were doing was not saved."),
        gettext(
            "Try again in a minute. If it happens again, tell your administrator this number: %(number)s."
        )
        % {"number": number},
    )
    response = _said(request, said, status, gettext("An error on our side"), "incident")
    response.headers["X-Incident"] = number
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404."""
    del exception
    said = Said(
        gettext("There is no such page, or it has moved."),
        gettext("Check the address, or start again from the home page."),
    )
    return _said(request, said, 404, gettext("Page not found"), "not_found")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403."""
    del exception
    said = Said(
        gettext("Your role does not allow this."),
        gettext("Sign in with another account, or ask your administrator for the role you need."),
    )
    return _said(request, said, 403, gettext("Not allowed"), "forbidden")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400."""
    return bad_input(request, exception or ValueError())


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500; the incident middleware normally answers first."""
    return incident(request, "–", 500)


def plain(status: int, text: str) -> HttpResponse:
    """Text only, for when not even the language is known."""
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def _said(request: HttpRequest, said: Said, status: int, title: str, code: str) -> HttpResponse:
    context = {"title": title, "message": said.message, "hint": said.hint, "code": code, "status": status}
    try:
        if wants_fragment(request):
            return HttpResponse(render_to_string("kernel/said_fragment.html", context), status=status)
        return render(request, "kernel/said.html", context, status=status)
    except Exception:  # the page itself must not be the next incident
        body = format_html(
            "<!doctype html><title>{}</title><h1>{}</h1><p>{}</p><p>{}</p>", title, title, *_pair(said)
        )
        return HttpResponse(body, status=status)


def _pair(said: Said) -> tuple[str, str]:
    return said.message, said.hint
