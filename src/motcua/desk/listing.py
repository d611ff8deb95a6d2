"""The list a person works through, remembered from request to request."""

from __future__ import annotations

from django.http import HttpRequest

from motcua.desk.filters import NAMES, Filters

_KEY = "desk.list"


def remembered(request: HttpRequest) -> Filters:
    """The list the person chose last."""
    kept = request.session.get(_KEY)
    return Filters.read(kept) if isinstance(kept, dict) else Filters()


def chosen(request: HttpRequest) -> Filters:
    """The list that the address asks for, remembered from now on; without a choice, the remembered one."""
    if not NAMES & request.GET.keys():
        return remembered(request)
    filters = Filters.read({name: request.GET[name] for name in NAMES & request.GET.keys()})
    if filters != remembered(request):
        request.session[_KEY] = filters.as_texts()
    return filters
