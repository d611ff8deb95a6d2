"""The acts on one dossier: one form, one answer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.desk import listing, posted
from motcua.desk.screen import build
from motcua.desk.views.dossier import show
from motcua.desk.wording import DONE_WORDS
from motcua.dossiers import events as ev
from motcua.dossiers.actions import Act
from motcua.dossiers.queries import check_visible
from motcua.dossiers.services import Outcome, execute
from motcua.dossiers.status import Decision
from motcua.kernel.errors import Refusal
from motcua.kernel.middleware import inline_style
from motcua.offices.access import actor_of, staff_view
from motcua.offices.roles import Role
from motcua.papers.views.verdicts import say_signatures


@staff_view(roles=frozenset(Role))
@require_POST
@inline_style
def act(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Carry the act out and go on; refused, show the dossier again as it is now, with all that was typed."""
    actor = actor_of(request)
    check_visible(dossier_id, actor)
    name = request.POST.get("act", "")
    if name not in set(Act):
        raise BadRequest("no such act")
    form = posted.read(request.POST, request.FILES.get("file"), dossier_id, actor.person_id or 0)
    onwards = _next_page(dossier_id, request.POST.get("onwards", ""))
    try:
        outcome = None
        for command in posted.commands_of(Act(name), form):
            outcome = execute(command, actor)
            if isinstance(outcome.event, ev.PaperAdded):
                say_signatures(request, outcome.event.paper)
    except Refusal as refusal:
        screen = build(dossier_id, actor, listing.remembered(request))
        return show(request, screen, refusal, request.POST, form.version)
    assert outcome is not None
    messages.success(request, said(outcome))
    return HttpResponseRedirect(onwards)


def _next_page(dossier_id: UUID, onwards: str) -> str:
    """The next dossier of the list when the person pressed that button, else the same dossier."""
    if not onwards:
        return reverse("desk:dossier", args=[dossier_id])
    if onwards == "list":
        return reverse("desk:inbox")
    return reverse("desk:dossier", args=[posted.read_uuid(onwards)])


def said(outcome: Outcome) -> str:
    """What was done and what happens next, in one or two sentences."""
    if outcome.repeated or outcome.event is None:
        return _("This was done already; nothing was done twice.")
    code = outcome.state.code or ""
    done = _done(outcome.event)
    steps = "; ".join(task.name for task in outcome.state.tasks)
    effect = getattr(outcome.event, "effect", None)
    if effect is None:
        return _("%(code)s: %(done)s") % {"code": code, "done": done}
    if not steps:
        return _("%(code)s: %(done)s Nothing is left to do.") % {"code": code, "done": done}
    return _("%(code)s: %(done)s Next: %(steps)s.") % {"code": code, "done": done, "steps": steps}


def _done(event: ev.Event) -> str:
    match event:
        case ev.StepCompleted():
            return _("“%(step)s” is done.") % {"step": event.step}
        case ev.Decided(decision=Decision.APPROVED):
            return _("The dossier is approved.")
        case ev.Decided():
            return _("The dossier is refused.")
        case ev.SentBack():
            return _("It was sent back to “%(step)s”.") % {"step": event.to_step}
        case ev.Reassigned():
            return _("“%(step)s” has changed hands.") % {"step": event.step}
        case ev.PaperAdded():
            return _("“%(name)s” was added.") % {"name": event.paper.name}
        case ev.CustodyChanged():
            return _("Noted where “%(name)s” is.") % {"name": event.name}
        case ev.HandedOver():
            return _("The result was handed over.")
    return str(DONE_WORDS.get(type(event), _("Done.")))
