"""The acts beside the drawing: one page with a form for each that is open to this person."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from motcua.desk import more_posted, posted
from motcua.desk.asking import units_to_ask
from motcua.desk.more_screen import build_more
from motcua.desk.views.acts import said
from motcua.desk.wording import ANSWER_WORDS, GROUND_WORDS
from motcua.dossiers.more_actions import MoreAct
from motcua.dossiers.queries import check_visible
from motcua.dossiers.services import execute, open_context
from motcua.dossiers.words import APOLOGY_KINDS, APOLOGY_MANNERS
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.kernel.wording import say
from motcua.offices.access import actor_of, staff_view
from motcua.offices.actors import Actor
from motcua.offices.roles import Role

_ROWS = 6


@staff_view(roles=frozenset(Role))
def more(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show the acts; carry out the one that was sent. Refused, everything typed is still there."""
    actor = actor_of(request)
    if request.method != "POST":
        return _show(request, dossier_id, actor, opened=request.GET.get("act", ""))
    check_visible(dossier_id, actor)
    name = request.POST.get("act", "")
    if name not in set(MoreAct):
        raise BadRequest("no such act")
    form = posted.read(request.POST, None, dossier_id, actor.person_id or 0)
    try:
        state, context = open_context(dossier_id, actor)
        assert context.reception is not None
        units = {unit.id for unit in units_to_ask(state)}
        outcome = execute(more_posted.command_of(MoreAct(name), form, context.reception.asked, units), actor)
    except Refusal as refusal:
        return _show(request, dossier_id, actor, opened=name, refusal=refusal)
    messages.success(request, said(outcome))
    return HttpResponseRedirect(reverse("desk:dossier", args=[dossier_id]))


def _show(
    request: HttpRequest,
    dossier_id: UUID,
    actor: Actor,
    *,
    opened: str,
    refusal: Refusal | None = None,
) -> HttpResponse:
    screen = build_more(dossier_id, actor)
    typed = request.POST if request.method == "POST" else QueryDict()
    rows = more_posted.rows(typed.getlist("what"), typed.getlist("why"))
    own = next((form.act for form in screen.forms if form.own), "")
    context = {
        "screen": screen,
        "page": screen.page,
        "now": time.now(),
        "typed": typed,
        "opened": opened or own,
        "rows": rows + [("", "")] * max(1, _ROWS - len(rows)),
        "grounds": GROUND_WORDS.items(),
        "replies": ANSWER_WORDS.items(),
        "kinds": APOLOGY_KINDS.items(),
        "manners": APOLOGY_MANNERS.items(),
        "refusal": say(refusal) if refusal else None,
    }
    return render(request, "desk/more.html", context, status=refusal.status if refusal else 200)
