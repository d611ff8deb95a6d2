"""Papers for those who work with them: the PDF, the page that prints it, the papers of a dossier."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import unknown_dossier, visible_dossiers
from motcua.files.queries import by_hash
from motcua.files.responses import file_response
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.offices.access import actor_of, staff_view
from motcua.offices.actors import Actor
from motcua.offices.roles import DESK_ROLES, Role
from motcua.papers import builders, following, queries, services
from motcua.papers.forms import EvaluationData, FormData
from motcua.papers.kinds import Form
from motcua.papers.own_link import has_link, own_address, renew


@staff_view(roles=frozenset(Role))
def pdf(request: HttpRequest, paper_id: UUID) -> HttpResponseBase:
    """The bytes of a paper, with every signature on it; always the same ones."""
    sha256, name = queries.file_of(queries.seen(paper_id, actor_of(request)))
    return file_response(by_hash(sha256, name), name, inline="download" not in request.GET)


@staff_view(roles=frozenset(Role))
def print_page(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """The paper in the page, with one key that prints it."""
    paper = queries.paper_line(paper_id, actor_of(request))
    return render(request, "papers/print.html", {"paper": paper})


@staff_view(roles=frozenset(Role))
def of_dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Every paper issued for a dossier, and those that may be drawn now."""
    actor = actor_of(request)
    row = _visible(dossier_id, actor)
    papers = queries.papers_of(dossier_id)
    may_show_link = actor.has_any(DESK_ROLES) and row.received_at is not None and has_link(dossier_id)
    context = {
        "dossier_id": dossier_id,
        "code": row.code or "",
        "papers": papers,
        "has_receipt": any(paper.form is Form.RECEIPT for paper in papers),
        "received": row.received_at is not None,
        "waiting": following.waiting_of(dossier_id),
        "own": own_address(dossier_id) if may_show_link else "",
        "command_id": uuid4(),
    }
    return render(request, "papers/of_dossier.html", context)


@staff_view(roles=frozenset(Role))
def issue_again(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Draw a paper that no event calls for: control sheet, transfer or evaluation slip, a receipt not drawn yet."""
    actor = actor_of(request)
    _visible(dossier_id, actor)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("papers:of-dossier", args=[dossier_id]))
    if request.POST.get("form") == Form.RECEIPT and actor.has_any(DESK_ROLES):
        issued = following.last_of(dossier_id, Form.RECEIPT)
        return HttpResponseRedirect(reverse("papers:print", args=[issued.id]))
    form, data = _asked_for(request, dossier_id, actor)
    issued = services.issue_for(dossier_id, form, data, actor, command_id_of(request))
    return HttpResponseRedirect(reverse("papers:print", args=[issued.id]))


@staff_view(roles=DESK_ROLES)
def renew_link(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """A receipt was lost: the address on it becomes void, and the applicant gets a new one."""
    _visible(dossier_id, actor_of(request))
    if request.method == "POST":
        renew(dossier_id)
        messages.success(request, _("The old address is void. Give the applicant the new one."))
    return HttpResponseRedirect(reverse("papers:of-dossier", args=[dossier_id]))


def _asked_for(request: HttpRequest, dossier_id: UUID, actor: Actor) -> tuple[Form, FormData]:
    asked = request.POST.get("form", "")
    if asked == Form.CONTROL_SHEET:
        return Form.CONTROL_SHEET, builders.control_sheet_data(dossier_id)
    if asked == Form.TRANSFER_SLIP and actor.has_any(DESK_ROLES):
        return Form.TRANSFER_SLIP, builders.transfer_slip_data(dossier_id, actor.name)
    if asked == Form.EVALUATION and actor.has_any(DESK_ROLES):
        receipt = builders.receipt_data(dossier_id)
        return Form.EVALUATION, EvaluationData(desk=receipt.desk, dossier_code=receipt.dossier_code)
    raise Refusal(
        "paper_not_drawn_here",
        N_("This paper is not drawn here."),
        N_("It comes by itself with the act that needs it."),
        status=HttpStatus.FORBIDDEN,
    )


def _visible(dossier_id: UUID, actor: Actor) -> Dossier:
    row = visible_dossiers(actor).filter(pk=dossier_id).first()
    if row is None:
        raise unknown_dossier()
    return row


def command_id_of(request: HttpRequest) -> UUID:
    """The id that the page had put into the form. Refuses a form without one."""
    try:
        return UUID(request.POST.get("command_id", ""))
    except ValueError:
        raise not_chosen() from None


def not_chosen() -> Refusal:
    """The answer to a form from which nothing can be made out."""
    return Refusal(
        "nothing_chosen", N_("It is not clear what is to be drawn."), N_("Load the page again and choose it.")
    )
