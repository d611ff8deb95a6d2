"""What the top bar offers: rooms register their entries, and one source tells who is looking.

Lower floors may not know the faces, so the faces come here: each `AppConfig.ready()` calls `register(...)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """One entry of the top bar.

    `roles` are role names (`offices.roles.Role` values); empty means every signed-in person. `public` entries
    are shown on the citizens' pages instead. `app`: the entry is current on all pages of that URL namespace.
    """

    label: str | Promise
    url_name: str
    icon: str
    roles: frozenset[str] = frozenset()
    order: int = 100
    public: bool = False
    app: str = ""


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who is looking, as the top bar says it: name, "Case officer", office; `roles` decide the offer."""

    name: str = ""
    role_label: str | Promise = ""
    office_name: str = ""
    roles: frozenset[str] = frozenset()


ViewerSource = Callable[[HttpRequest], Viewer]

_items: dict[str, NavItem] = {}
_source: list[ViewerSource] = []


def register(item: NavItem) -> None:
    """Offer an entry. The same URL name registered again replaces the earlier entry."""
    _items[item.url_name] = item


def set_viewer_source(source: ViewerSource) -> None:
    """Name the one function that tells who is looking (a higher room knows offices and roles, we do not)."""
    _source[:] = [source]


def viewer_of(request: HttpRequest) -> Viewer:
    """Who is looking at this request; asked once per request."""
    known = getattr(request, "_motcua_viewer", None)
    if isinstance(known, Viewer):
        return known
    if not hasattr(request, "user"):  # an error page before anybody was recognised
        return Viewer()
    viewer = _source[0](request) if _source else _plain_viewer(request)
    request._motcua_viewer = viewer  # type: ignore[attr-defined]
    return viewer


def _plain_viewer(request: HttpRequest) -> Viewer:
    user = request.user
    if not user.is_authenticated:
        return Viewer()
    return Viewer(name=user.get_full_name() or user.get_username())


def items_for(roles: frozenset[str], *, public: bool = False) -> list[NavItem]:
    """The entries a person with these roles is offered, in their order."""
    offered = [
        item for item in _items.values() if item.public == public and (not item.roles or item.roles & roles)
    ]
    return sorted(offered, key=lambda item: (item.order, item.url_name))
