"""What was exchanged about one dossier; handing it to a partner, and no longer waiting."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from motcua.dossiers import commands as cmd
from motcua.dossiers.lifecycle import decide
from motcua.dossiers.queries import unknown_dossier, visible_dossiers
from motcua.dossiers.services import open_context
from motcua.exchange import keys, queries
from motcua.exchange.services import handing
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.kernel.wording import Said, say
from motcua.offices.access import actor_of, staff_view
from motcua.offices.actors import Actor
from motcua.offices.roles import Role

DAYS = (1, 2, 3, 4, 5, 7, 10, 15, 20, 30)
_USUAL_DAYS = 5
_PROBE = UUID(int=0)


@staff_view(roles=frozenset(Role))
def of_dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Every hand-over with its messages; the form to hand it over, or why that is not open now."""
    actor = actor_of(request)
    row = visible_dossiers(actor).select_related("procedure_version").filter(pk=dossier_id).first()
    if row is None:
        raise unknown_dossier()
    problem, status = None, 200
    if request.method == "POST":
        try:
            messages.success(request, _act(request, dossier_id, actor))
            return HttpResponseRedirect(request.path)
        except Refusal as refusal:
            problem, status = say(refusal), refusal.status
    context = {
        "dossier": row,
        "partners": list(handing.partners_in_force()),
        "exchanged": queries.exchanged(dossier_id),
        "why_not": _why_not(dossier_id, actor),
        "days": DAYS,
        "chosen_days": _days(request.POST.get("working_days", "")) or _USUAL_DAYS,
        "typed": request.POST,
        "command_id": uuid4(),
        "problem": problem,
        "now": time.now(),
    }
    return render(request, "exchange/of_dossier.html", context, status=status)


def _act(request: HttpRequest, dossier_id: UUID, actor: Actor) -> str:
    posted = request.POST
    command_id = _uuid(posted.get("command_id", ""))
    if posted.get("act") == "give_up":
        hand_over = _uuid(posted.get("hand_over", ""))
        if not any(one.hand_over.pk == hand_over for one in queries.exchanged(dossier_id)):
            raise unknown_dossier()
        handing.give_up(command_id, hand_over, posted.get("reason", ""), actor)
        return _("The partner is told that you no longer wait.")
    made = handing.hand_over(
        handing.HandOverToPartner(
            command_id=command_id,
            dossier_id=dossier_id,
            partner=posted.get("partner", ""),
            asked=posted.get("asked", ""),
            working_days=_days(posted.get("working_days", "")),
            office=posted.get("office", "")[:30],
        ),
        actor,
    )
    return _("Handed over to %(partner)s. Its desk confirms within two working hours.") % {
        "partner": made.partner.name
    }


def _why_not(dossier_id: UUID, actor: Actor) -> Said | None:
    """Why this person may not hand it over now; None when they may. Tried on the life cycle itself."""
    probe = cmd.HandToPartner(
        command_id=_PROBE,
        dossier_id=dossier_id,
        hand_over_id=_PROBE,
        partner="…",
        partner_name="…",
        asked="…",
        working_days=1,
    )
    try:
        keys.own_name()
        keys.own_key()
        state, context = open_context(dossier_id, actor)
        decide(state, probe, context)
    except Refusal as refusal:
        return say(refusal)
    return None


def _days(text: str) -> int:
    """The number that was chosen; 0 for anything else, which the rule refuses."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise BadRequest("no id") from error
