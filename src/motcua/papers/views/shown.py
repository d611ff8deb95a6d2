"""Papers for those who work with them: the PDF, the page that prints it, the papers of a dossier, lists and books."""

from __future__ import annotations

from datetime import date
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
from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.offices.access import actor_of, staff_view
from motcua.offices.actors import Actor
from motcua.offices.models import FieldGroup
from motcua.offices.roles import Role
from motcua.papers import builders, following, queries, services
from motcua.papers.builders.books import units_given_to
from motcua.papers.forms import EvaluationData, FormData
from motcua.papers.kinds import Form
from motcua.papers.own_link import has_link, own_address, renew

DESK_ROLES = (Role.RECEPTIONIST, Role.DESK_HEAD)


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
    """Draw a paper that no event calls for: control sheet, evaluation slip; and a receipt not drawn before."""
    actor = actor_of(request)
    _visible(dossier_id, actor)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("papers:of-dossier", args=[dossier_id]))
    if request.POST.get("form") == Form.RECEIPT and actor.has_any(DESK_ROLES):
        issued = following.last_of(dossier_id, Form.RECEIPT)
        return HttpResponseRedirect(reverse("papers:print", args=[issued.id]))
    form, data = _asked_for(request, dossier_id, actor)
    issued = services.issue_for(dossier_id, form, data, actor, _command_id(request))
    return HttpResponseRedirect(reverse("papers:print", args=[issued.id]))


@staff_view(roles=DESK_ROLES)
def renew_link(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """A receipt was lost: the address on it becomes void, and the applicant gets a new one."""
    _visible(dossier_id, actor_of(request))
    if request.method == "POST":
        renew(dossier_id)
        messages.success(request, _("The old address is void. Give the applicant the new one."))
    return HttpResponseRedirect(reverse("papers:of-dossier", args=[dossier_id]))


@staff_view(roles=DESK_ROLES)
def books(request: HttpRequest) -> HttpResponse:
    """The register book (M07) by group and year, and the day's hand-over lists."""
    actor = actor_of(request)
    office_id = _desk(actor)
    if request.method == "POST":
        issued = services.issue(
            office_id, *_book_or_list(request, office_id, actor), actor, _command_id(request)
        )
        return HttpResponseRedirect(reverse("papers:print", args=[issued.id]))
    day = _day(request.GET.get("day", ""))
    context = {
        "groups": FieldGroup.objects.filter(office_id=office_id).order_by("position"),
        "years": range(time.today().year, time.today().year - 6, -1),
        "day": day,
        "units": [
            {"id": unit, "name": name, "count": count, "command_id": uuid4()}
            for unit, name, count in units_given_to(office_id, day)
        ],
        "may_close": actor.has_in_office(Role.DESK_HEAD, office_id),
        "papers": queries.papers_without_dossier(actor),
        "command_id": uuid4(),
    }
    return render(request, "papers/books.html", context)


def _asked_for(request: HttpRequest, dossier_id: UUID, actor: Actor) -> tuple[Form, FormData]:
    asked = request.POST.get("form", "")
    if asked == Form.CONTROL_SHEET:
        return Form.CONTROL_SHEET, builders.control_sheet_data(dossier_id)
    if asked == Form.EVALUATION and actor.has_any(DESK_ROLES):
        receipt = builders.receipt_data(dossier_id)
        return Form.EVALUATION, EvaluationData(desk=receipt.desk, dossier_code=receipt.dossier_code)
    raise Refusal(
        "paper_not_drawn_here",
        N_("This paper is not drawn here."),
        N_("It comes by itself with the act that needs it."),
        status=HttpStatus.FORBIDDEN,
    )


def _book_or_list(request: HttpRequest, office_id: int, actor: Actor) -> tuple[Form, FormData]:
    if request.POST.get("form") == Form.HAND_OVER_LIST:
        day = _day(request.POST.get("day", ""))
        unit = _number(request.POST.get("unit", ""))
        return Form.HAND_OVER_LIST, builders.hand_over_list_data(office_id, unit, day, actor.name)
    group, year = _number(request.POST.get("group", "")), _number(request.POST.get("year", ""))
    if not FieldGroup.objects.filter(pk=group, office_id=office_id).exists() or not 2000 <= year <= 2100:
        raise _not_chosen()
    closing = request.POST.get("close") == "yes"
    if closing and not (actor.has_in_office(Role.DESK_HEAD, office_id) and year < time.today().year):
        raise Refusal(
            "book_not_closed",
            N_("A book is closed by the head of the desk, when its year is over."),
            N_("Print it without closing it."),
        )
    data = builders.tracking_book_data(
        group,
        year,
        volume=max(1, _number(request.POST.get("volume", "1"))),
        closed_at=time.now() if closing else None,
        closed_by=actor.name if closing else "",
    )
    return Form.TRACKING_BOOK, data


def _visible(dossier_id: UUID, actor: Actor) -> Dossier:
    row = visible_dossiers(actor).filter(pk=dossier_id).first()
    if row is None:
        raise unknown_dossier()
    return row


def _desk(actor: Actor) -> int:
    offices = sorted(actor.offices(Role.RECEPTIONIST) or actor.offices(Role.DESK_HEAD))
    return offices[0]


def _command_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("command_id", ""))
    except ValueError:
        raise _not_chosen() from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else time.today()
    except ValueError:
        raise _not_chosen() from None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _not_chosen() -> Refusal:
    return Refusal(
        "nothing_chosen", N_("It is not clear what is to be drawn."), N_("Load the page again and choose it.")
    )
