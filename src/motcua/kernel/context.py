"""Context every page gets (settings: `motcua.kernel.context.navigation`)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from motcua.kernel.navigation import NavItem, Viewer, items_for, viewer_of


@dataclass(frozen=True)
class NavLink:
    """An entry ready to be shown: its address, and whether the page belongs to it."""

    item: NavItem
    url: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, object]:
    """`viewer`, `nav_items` (staff), `public_nav_items` and the addresses of the top bar.

    Nothing that costs a query happens unless the page shows it.
    """
    return {
        "viewer": SimpleLazyObject(lambda: viewer_of(request)),
        "sign_in_url": _first("sign-in", "login"),
        "sign_out_url": _first("sign-out", "logout"),
        "language_url": _first("set_language"),
        "nav_items": SimpleLazyObject(lambda: _staff_links(request)),
        "public_nav_items": SimpleLazyObject(lambda: _links(request, items_for(frozenset(), public=True))),
    }


def _first(*names: str) -> str:
    """The address of the first of these pages that is served here; "" when none is."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def _staff_links(request: HttpRequest) -> list[NavLink]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    viewer: Viewer = viewer_of(request)
    return _links(request, items_for(viewer.roles))


def _links(request: HttpRequest, items: list[NavItem]) -> list[NavLink]:
    match = request.resolver_match
    namespace = match.namespace.split(":")[0] if match else ""
    urls: list[tuple[NavItem, str]] = []
    for item in items:
        with suppress(NoReverseMatch):  # a face that this installation does not serve
            urls.append((item, reverse(item.url_name)))
    # An entry's own page is nearer than the entry that stands for the whole face.
    exact = any(request.path == url for _item, url in urls)
    return [
        NavLink(
            item=item,
            url=url,
            current=request.path == url or (not exact and bool(item.app) and item.app == namespace),
        )
        for item, url in urls
    ]
