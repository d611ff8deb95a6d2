"""What happens to every request: language, session, refusals, bad input, incidents, headers."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DataError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import translation

from motcua.kernel import pages, time
from motcua.kernel.errors import Refusal

log = logging.getLogger("motcua.incident")

Answer = Callable[[HttpRequest], HttpResponse]
View = TypeVar("View", bound=Callable[..., HttpResponse])

_LONGEST_ADDRESS = 8_000
_LONGEST_VALUE = 4_000
_BAD_INPUT = (
    BadRequest,
    SuspiciousOperation,
    MultiPartParserError,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
    UnicodeError,
)

_POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
_INLINE_STYLE = "motcua_inline_style"


def inline_style(view: View) -> View:
    """Allow style attributes on this page: the process drawing (bpmn-js) needs them."""

    @wraps(view)
    def allowed(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        setattr(response, _INLINE_STYLE, True)
        return response

    return allowed  # type: ignore[return-value]


class IncidentMiddleware:
    """The outermost: whatever nobody foresaw gets an incident id, in the log and on the page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; errors arrive through `process_exception` and Django's own handler."""
        try:
            return self.get_response(request)
        except DisallowedHost:
            return pages.plain(400, "Unknown host name. Add it to MOTCUA_ALLOWED_HOSTS.")
        except _BAD_INPUT as error:
            return pages.bad_input(request, error)
        except Exception as error:
            return incident(request, error)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn an error of a view into a page."""
        if isinstance(error, Http404 | PermissionDenied):
            return None
        if isinstance(error, Refusal):
            return pages.refused(request, error)
        if isinstance(error, UnreadablePostError):
            return pages.plain(400, "The request was broken off.")
        if isinstance(error, _BAD_INPUT):
            return pages.bad_input(request, error)
        if isinstance(error, DataError) or (isinstance(error, ValueError) and "NUL" in str(error)):
            # A value no column can hold came in from outside; still logged, a form should have caught it.
            log.warning("input reached the database unchecked at %s: %s", request.path, error)
            return pages.bad_input(request, error)
        return incident(request, error)


def incident(request: HttpRequest, error: Exception) -> HttpResponse:
    """Log the error under an id that the person can tell us; never show what went wrong inside."""
    number = secrets.token_hex(4).upper()
    log.error("incident %s at %s %s", number, request.method, request.path, exc_info=error)
    status = 503 if isinstance(error, OperationalError) else 500
    return pages.incident(request, number, status)


class RefusalMiddleware:
    """Innermost, so that a refusal page still gets the language, the person and the headers."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing by itself."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal is an answer, not an error."""
        return pages.refused(request, error) if isinstance(error, Refusal) else None


class BadInputMiddleware:
    """Refuse, with 400, what no page of ours could mean: NUL bytes, broken unicode, endless values."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the address and the form before anybody uses them."""
        if len(request.get_full_path()) > _LONGEST_ADDRESS:
            return pages.bad_input(request, BadRequest("address too long"))
        if _is_unusable(request.path) or any(
            _is_unusable(text) or len(text) > _LONGEST_VALUE
            for name, values in request.GET.lists()
            for text in (name, *map(str, values))
        ):
            return pages.bad_input(request, BadRequest("unusable characters in the address"))
        if request.method == "POST" and _is_form(request):
            try:
                bad = any(
                    _is_unusable(text)
                    for name, values in request.POST.lists()
                    for text in (name, *map(str, values))
                )
            except (*_BAD_INPUT, UnreadablePostError) as error:
                return pages.bad_input(request, error)
            if bad:
                return pages.bad_input(request, BadRequest("unusable characters in the form"))
        return self.get_response(request)


def _is_form(request: HttpRequest) -> bool:
    return (request.content_type or "") in {"application/x-www-form-urlencoded", "multipart/form-data"}


def _is_unusable(text: str) -> bool:
    return "\x00" in text or "\ufffd" in text or any("\ud800" <= sign <= "\udfff" for sign in text)


class LanguageMiddleware:
    """Vietnamese, unless `?lang=` or the cookie asks for another language we have. The browser's wish does
    not count: an office's screens all speak the same language until somebody chooses otherwise."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language and remember a new choice."""
        known = {code for code, _ in settings.LANGUAGES}
        asked = request.GET.get("lang", "")
        kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = next((code for code in (asked, kept) if code in known), settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined,unused-ignore]
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if asked in known and asked != kept:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                asked,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                samesite="Lax",
            )
        return response


class SlidingSessionMiddleware:
    """Each action prolongs the session, but only now and then with a write: at most twelve per period."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Prolong a signed-in session whose last prolongation is a twelfth of the period ago.

        What a page asks by itself is no action: such a view sets `request.asked_by_page`.
        """
        response = self.get_response(request)
        session = request.session
        if SESSION_KEY in session and not getattr(request, "asked_by_page", False):
            moment = int(time.now().timestamp())
            if moment - int(session.get("prolonged", 0)) > settings.SESSION_COOKIE_AGE // 12:
                session["prolonged"] = moment
        return response


class SecurityHeadersMiddleware:
    """Only our own scripts and styles run on our pages, and nobody frames them."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the headers unless the view chose stricter ones."""
        response = self.get_response(request)
        policy = dict(_POLICY)
        if getattr(response, _INLINE_STYLE, False):
            policy["style-src-attr"] = "'unsafe-inline'"
        response.headers.setdefault(
            "Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in policy.items())
        )
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), camera=(self)")
        return response
