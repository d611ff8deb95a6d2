"""Who may open which page: said at each view, denied where nothing is said.

    @staff_view(roles={Role.RECEPTIONIST})
    def receive(request): ...

    @public_view
    def procedures(request): ...

Class-based views take them through `method_decorator(..., name="dispatch")`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from motcua.kernel import time
from motcua.offices.actors import NOBODY, Actor, actor_for
from motcua.offices.roles import Role

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open a page. `roles` None: everybody who is signed in."""

    public: bool
    roles: frozenset[Role] | None = None

    def allows(self, actor: Actor | None) -> bool:
        """Whether this person, or somebody not signed in (None), may open it."""
        if self.public:
            return True
        if actor is None:
            return False
        return self.roles is None or actor.has_any(self.roles)


PUBLIC = Access(public=True)


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the house with its declared access; None means nobody may open it."""

    pattern: str
    name: str
    access: Access | None


def staff_view(*, roles: Collection[Role | str] | None = None) -> Callable[[View], View]:
    """Only for signed-in people with one of the roles; None: for all of them. Sets `request.actor`.

    Somebody not signed in is led to the sign-in page and back; without the role the page says so (403).
    """
    access = Access(False, None if roles is None else frozenset(Role(role) for role in roles))

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            actor = actor_of(request)
            if not access.allows(actor):
                if (over := actor.delegation_over(access.roles or ())) is not None:
                    raise over
                raise PermissionDenied(_("Your role does not open this page."))
            request.actor = actor  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return cast("View", _declared(guarded, access))

    return decorate


def public_view(view: View) -> View:
    """For everybody, signed in or not. `request.actor` is there too, read only when asked for."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return cast("View", _declared(opened, PUBLIC))


def actor_of(request: HttpRequest) -> Actor:
    """Who is asking, with their rights of today; read once per request. NOBODY when not signed in."""
    known = getattr(request, "_motcua_actor", None)
    if isinstance(known, Actor):
        return known
    user = getattr(request, "user", None)
    actor = actor_for(user.pk, time.today()) if user is not None and user.is_authenticated else NOBODY
    request._motcua_actor = actor  # type: ignore[attr-defined]
    return actor


def declared_access(view: object) -> Access | None:
    """What a view says about who may open it; None when it says nothing."""
    found = getattr(view, "access", None)
    return found if isinstance(found, Access) else None


def addresses() -> list[Address]:
    """Every address of the house with its declared access, for the authorisation matrix."""
    return list(_walk(get_resolver().url_patterns, "", ""))


class AccessMiddleware:
    """Denies every view that does not say who may open it, so that nothing is public by mistake."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing by itself."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Refuse a view without declaration."""
        del request, args, kwargs
        if declared_access(view) is None:
            raise PermissionDenied(_("This page does not say who may open it."))


def _declared(view: Callable[..., HttpResponseBase], access: Access) -> Any:
    view.access = access  # type: ignore[attr-defined]
    # Django's own middleware would redirect before we can answer a fragment request properly.
    view.login_required = False  # type: ignore[attr-defined]
    return view


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if request.headers.get("HX-Request") != "true":
        return redirect_to_login(request.get_full_path())
    # A fragment must not become the page after signing in: back to the page that asked for it.
    page = urlsplit(request.headers.get("HX-Current-URL", ""))
    back = f"{page.path}?{page.query}" if page.query else page.path
    target = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back or '/'})}"
    return HttpResponse(status=401, headers={"HX-Redirect": target})


def _walk(patterns: list[Any], prefix: str, namespace: str) -> Iterator[Address]:
    for entry in patterns:
        route = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(cast("list[Any]", entry.url_patterns), route, inner)
        elif isinstance(entry, URLPattern):
            yield Address(route, f"{namespace}{entry.name or ''}", declared_access(entry.callback))
