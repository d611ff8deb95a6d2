"""The list a person works through, remembered from request to request."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from motcua.desk.filters import NAMES, Edge, Filters, Scope
from motcua.offices.access import actor_of
from motcua.offices.roles import Role

_KEY = "desk.list"
_WORKING = frozenset(Role) - {Role.SUPERVISOR, Role.ADMINISTRATOR}


def remembered(request: HttpRequest) -> Filters:
    """The list the person chose last; at first their own tasks, and everything for those who only oversee."""
    kept = request.session.get(_KEY)
    if isinstance(kept, dict):
        return Filters.read(kept)
    return Filters(scope=Scope.MINE if actor_of(request).has_any(_WORKING) else Scope.OFFICE)


def chosen(request: HttpRequest) -> Filters:
    """The list that the address asks for, remembered from now on; without a choice, the remembered one."""
    if not NAMES & request.GET.keys():
        return remembered(request)
    filters = Filters.read({name: request.GET[name] for name in NAMES & request.GET.keys()})
    if filters != remembered(request):
        request.session[_KEY] = filters.as_texts()
    return filters


def page_url(name: str, edge: Edge | None) -> str:
    """The address of a page of a queue; empty when there is none."""
    if edge is None:
        return ""
    query = QueryDict(mutable=True)
    query["at"] = edge.write()
    return f"{reverse(name)}?{query.urlencode()}"
