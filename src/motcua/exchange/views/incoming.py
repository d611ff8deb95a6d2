"""The desk's list of what partners hand over: take it in, or give it back with a reason."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.exchange import queries
from motcua.exchange.services import desk
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.kernel.wording import say
from motcua.offices.access import actor_of, staff_view
from motcua.offices.roles import Role

desk_view = staff_view(roles={Role.RECEPTIONIST, Role.DESK_HEAD})


@desk_view
def incoming(request: HttpRequest) -> HttpResponse:
    """What waits for this desk, most urgent first."""
    actor = actor_of(request)
    context = {"found": queries.to_confirm(actor), "recalled": queries.recalled(actor), "now": time.now()}
    return render(request, "exchange/incoming.html", context)


@desk_view
def one(request: HttpRequest, hand_over_id: UUID) -> HttpResponse:
    """Everything that came with one dossier, and the two answers to it."""
    actor = actor_of(request)
    found = queries.incoming(hand_over_id, actor)
    problem, status = None, 200
    if request.method == "POST":
        try:
            if request.POST.get("act") == "refuse":
                desk.refuse_back(hand_over_id, request.POST.get("reason", ""), actor)
                messages.success(request, _("The dossier goes back to the partner with your reason."))
                return HttpResponseRedirect(reverse("exchange:incoming"))
            desk.take_in(_command(request, hand_over_id), actor)
            done = queries.incoming(hand_over_id, actor).hand_over
            code = done.dossier.code if done.dossier else ""
            messages.success(request, _("Taken in under the code %(code)s.") % {"code": code})
            return HttpResponseRedirect(reverse("exchange:incoming"))
        except Refusal as refusal:
            problem, status = say(refusal), refusal.status
    context = {
        "found": found,
        "body": found.body,
        "problem": problem,
        "typed": request.POST,
        "command_id": uuid4(),
        "now": time.now(),
    }
    return render(request, "exchange/incoming_one.html", context, status=status)


def _command(request: HttpRequest, hand_over_id: UUID) -> desk.TakeIn:
    try:
        command_id = UUID(request.POST.get("command_id", ""))
    except ValueError as error:
        raise BadRequest("no command id") from error
    return desk.TakeIn(
        command_id=command_id,
        hand_over_id=hand_over_id,
        procedure=request.POST.get("procedure", "")[:30],
        override_reason=request.POST.get("override_reason", ""),
    )
