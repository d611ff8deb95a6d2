"""Addresses for the tests of signing in: one page per face."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from motcua.offices.access import public_view, staff_view
from motcua.offices.roles import Role
from motcua.offices.urls import urlpatterns as offices


@staff_view(roles={Role.RECEPTIONIST, Role.DESK_HEAD})
def counter(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"counter {request.actor.name}")  # type: ignore[attr-defined]


@staff_view()
def anybody(request: HttpRequest) -> HttpResponse:
    return HttpResponse("staff")


@public_view
def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"home {request.actor.name}")  # type: ignore[attr-defined]


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


def face(name: str, page: str) -> object:
    return path(f"{name}/", include(([path("", anybody, name=page)], name)))


urlpatterns = [
    *offices,
    path("", home, name="home"),
    path("forgotten/", forgotten),
    path("counter/", include(([path("", counter, name="home")], "counter"))),
    face("desk", "inbox"),
    face("oversight", "home"),
    face("setup", "home"),
]
handler403 = "motcua.kernel.pages.forbidden"
