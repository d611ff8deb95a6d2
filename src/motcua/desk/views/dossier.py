"""The screen of one dossier."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from motcua.desk import listing
from motcua.desk.screen import Screen, build
from motcua.dossiers.history import HistoryLine
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.kernel.middleware import inline_style
from motcua.kernel.wording import say
from motcua.offices.access import actor_of, staff_view
from motcua.offices.roles import Role


@staff_view(roles=frozenset(Role))
@inline_style
def dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Everything needed to decide, on one screen."""
    return show(request, build(dossier_id, actor_of(request), listing.remembered(request)))


def show(
    request: HttpRequest,
    screen: Screen,
    refusal: Refusal | None = None,
    typed: QueryDict | None = None,
    seen_version: int | None = None,
) -> HttpResponse:
    """The screen; after a refusal its reason on top, what was typed kept, and what happened meanwhile."""
    context = {
        "screen": screen,
        "page": screen.page,
        "now": time.now(),
        "history": tuple(reversed(screen.page.history)),
        "typed": typed or QueryDict(),
        "refusal": say(refusal) if refusal else None,
        "changed": _changed(screen, refusal, seen_version),
    }
    return render(request, "desk/dossier.html", context, status=refusal.status if refusal else 200)


def _changed(screen: Screen, refusal: Refusal | None, seen_version: int | None) -> tuple[HistoryLine, ...]:
    """What others did since the version this person had before their eyes."""
    if refusal is None or seen_version is None:
        return ()
    return tuple(line for line in screen.page.history if line.seq > seen_version)
