"""The desk between office and applicant: supplements told and taken in, withdrawals."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.counter import parsing, supplement_board, supplement_form
from motcua.counter.desks import counter_view, desk_of
from motcua.counter.views.papers import no_such_paper
from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers import ledger
from motcua.dossiers.lifecycle.waiting import DELIVER, SUPPLEMENT
from motcua.dossiers.queries import check_visible, dossier_page
from motcua.dossiers.services import execute
from motcua.kernel import formats, ids, time
from motcua.kernel.errors import Refusal
from motcua.kernel.wording import say
from motcua.papers import following
from motcua.papers.kinds import Form

MANNERS = (
    ("counter", gettext_lazy("At the counter, paper handed over")),
    ("phone", gettext_lazy("By phone")),
    ("email", gettext_lazy("By e-mail")),
    ("post", gettext_lazy("By post")),
)
CHANNELS = (
    ("counter", gettext_lazy("At the counter")),
    ("post", gettext_lazy("By post")),
    ("online", gettext_lazy("Online")),
)


@counter_view
def board(request: HttpRequest) -> HttpResponse:
    """All supplements of the desk; a post closes one whose time has passed."""
    actor, office = desk_of(request)
    refused = None
    if request.method == "POST":
        dossier_id = parsing.uuid(parsing.text(request.POST, "dossier", 40))
        if dossier_id is None:
            return HttpResponseRedirect(reverse("counter:supplements"))
        check_visible(dossier_id, actor)
        try:
            execute(supplement_form.close(request.POST, dossier_id), actor)
        except Refusal as refusal:
            refused = refusal
        else:
            following.at_once(dossier_id, Form.STOP_NOTICE)
            messages.success(request, _("Closed: no supplement came in time. Print the notice."))
            return HttpResponseRedirect(reverse("counter:stop-notice", args=[dossier_id]))
    context = {
        "board": supplement_board.board(office, time.now()),
        "form_id": ids.uuid7(),
        "now": time.now(),
        "refused": say(refused) if refused else None,
    }
    return render(request, "counter/supplements.html", context, status=refused.status if refused else 200)


@counter_view
def supplement(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """One supplement: what was asked; tell the applicant, or take in what was brought."""
    actor, _office = desk_of(request)
    check_visible(dossier_id, actor)
    found = ledger.last_event(dossier_id, ev.SupplementRequested)
    if found is None:
        raise no_such_paper()
    asked, _entry = found

    def command() -> cmd.Command:
        if request.POST.get("act") == "deliver":
            return supplement_form.deliver(request.POST, dossier_id)
        return supplement_form.complete(request.POST, request.FILES, dossier_id, asked.items)

    return _form(request, dossier_id, "counter/supplement.html", command, {"asked": asked})


@counter_view
def withdraw(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The applicant takes the dossier back, while nothing is decided."""
    actor, _office = desk_of(request)
    check_visible(dossier_id, actor)
    return _form(
        request,
        dossier_id,
        "counter/withdraw.html",
        lambda: supplement_form.withdraw(request.POST, dossier_id),
        {"channels": CHANNELS},
    )


def _form(
    request: HttpRequest,
    dossier_id: UUID,
    template: str,
    command: Callable[[], cmd.Command],
    more: dict[str, object],
) -> HttpResponse:
    """Show the form, or carry out what was sent and go on to the paper or the dossier."""
    actor, _office = desk_of(request)
    refused = None
    if request.method == "POST":
        try:
            outcome = execute(command(), actor)
        except Refusal as refusal:
            refused = refusal
        else:
            return HttpResponseRedirect(_afterwards(request, dossier_id, outcome.event))
    page = dossier_page(dossier_id, actor)
    waiting = page.state.waiting
    context = {
        "dossier": page,
        "state": page.state,
        "to_tell": page.state.task_for(DELIVER) is not None,
        "awaited": waiting is not None and waiting.kind == SUPPLEMENT and page.state.finished_at is None,
        "held": [paper for paper in page.papers if paper.custody == "held"],
        "form_id": parsing.uuid(request.POST.get("form_id", "")) or ids.uuid7(),
        "typed": request.POST,
        "ticked": request.POST.getlist("brought"),
        "manners": MANNERS,
        "now": time.now(),
        "refused": say(refused) if refused else None,
    }
    return render(request, template, context | more, status=refused.status if refused else 200)


def _afterwards(request: HttpRequest, dossier_id: UUID, event: ev.Event | None) -> str:
    match event:
        case ev.SupplementDelivered():
            until = formats.instant(event.complete_by)
            messages.success(request, _("Noted. The applicant has until %(until)s.") % {"until": until})
            following.at_once(dossier_id, Form.SUPPLEMENT_REQUEST)
            return reverse("counter:supplement-slip", args=[dossier_id])
        case ev.SupplementCompleted():
            due = formats.instant(event.effect.clock.due_at) if event.effect.clock else ""
            messages.success(
                request,
                _("The supplement is complete. The new due date is %(due)s: tell the applicant.")
                % {"due": due},
            )
        case ev.Stopped():
            messages.success(
                request, _("The dossier is withdrawn. Print the notice and give the papers back.")
            )
            following.at_once(dossier_id, Form.STOP_NOTICE)
            return reverse("counter:stop-notice", args=[dossier_id])
    return reverse("counter:dossier", args=[dossier_id])
