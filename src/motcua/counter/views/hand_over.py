"""Handing results over, and the dossier as the counter needs it: papers in and out, reprints."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.counter import delivery_form, hand_over_form, parsing, queries, uploads
from motcua.counter.desks import counter_view, desk_of
from motcua.counter.hand_over_form import HandOverForm
from motcua.delivery import services as delivery
from motcua.delivery.queries import on_its_list
from motcua.dossiers import commands as cmd
from motcua.dossiers import services
from motcua.dossiers.page import DossierPage
from motcua.dossiers.queries import check_visible, dossier_page, due_explanation
from motcua.dossiers.status import READY_TO_RETURN
from motcua.files import queries as files
from motcua.files.responses import file_response
from motcua.kernel import ids
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.kernel.wording import say
from motcua.offices.access import actor_of
from motcua.offices.actors import Actor
from motcua.offices.models import Office
from motcua.offices.roles import DESK_ROLES
from motcua.papers.views.verdicts import say_signatures
from motcua.payments.queries import balance_of


@counter_view
def waiting(request: HttpRequest) -> HttpResponse:
    """Results that wait to be handed over, with their age."""
    _actor, office = desk_of(request)
    return render(request, "counter/waiting.html", {"waiting": queries.waiting_results(office)})


@counter_view
def hand_over(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """One result: what is given, to whom, on which proof."""
    actor, _office = desk_of(request)
    page = dossier_page(dossier_id, actor)
    if request.method != "POST":
        return _show_hand_over(request, page, hand_over_form.blank(page.version))
    form = hand_over_form.read(request.POST)
    try:
        if "arrived" in request.POST:
            delivery.tell_arrived(delivery_form.arrived(request.POST, dossier_id), actor)
            messages.success(request, _("Its arrival is noted; the result can be handed over."))
            return HttpResponseRedirect(request.path)
        assert page.state.intake is not None
        services.execute(hand_over_form.command(form, dossier_id, page.state.intake.applicant), actor)
    except Refusal as refusal:
        return _show_hand_over(request, page, form, refusal)
    return HttpResponseRedirect(reverse("counter:hand-over-slip", args=[dossier_id]))


@counter_view
def dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The dossier from the desk's side: where it is, its papers, what can be printed."""
    actor, _office = desk_of(request)
    page = dossier_page(dossier_id, actor)
    context = {
        "dossier": page,
        "state": page.state,
        "ready": page.status in READY_TO_RETURN,
        "explanation": due_explanation(page.state),
        "form_id": ids.uuid7(),
        "money": balance_of(dossier_id),
    }
    return render(request, "counter/dossier.html", context)


@counter_view
@require_POST
@transaction.atomic  # a refused paper leaves no file in the store
def attach(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Add a paper to the dossier: a result file, or something the applicant brought later."""
    actor, _office = desk_of(request)
    check_visible(dossier_id, actor)
    form_id = parsing.uuid(request.POST.get("form_id", "")) or ids.uuid7()
    file = request.FILES.get("file")
    kept = uploads.keep(file) if file is not None else None
    name = parsing.text(request.POST, "name", 500) or (kept.file_name if kept else "")
    paper = cmd.Paper(
        id=ids.uuid_for("paper", dossier_id, form_id),
        name=name,
        kind="result" if request.POST.get("kind") == "result" else "submitted",
        originals=parsing.whole(request.POST.get("originals", ""), 0, 999) or 0,
        custody="held" if parsing.whole(request.POST.get("originals", ""), 1, 999) else "none",
        sha256=kept.sha256 if kept else None,
        file_name=kept.file_name if kept else "",
    )
    services.execute(
        cmd.AddPaper(
            command_id=ids.uuid_for("counter form", form_id, "attach"), dossier_id=dossier_id, paper=paper
        ),
        actor,
    )
    messages.success(request, _("“%(name)s” was added to the dossier.") % {"name": name})
    say_signatures(request, paper)
    return HttpResponseRedirect(reverse("counter:dossier", args=[dossier_id]))


@counter_view
@require_POST
def give_back(request: HttpRequest, dossier_id: UUID, paper_id: UUID) -> HttpResponse:
    """An original goes back to the applicant before the result is there."""
    actor, _office = desk_of(request)
    check_visible(dossier_id, actor)
    form_id = parsing.uuid(request.POST.get("form_id", "")) or ids.uuid7()
    services.execute(
        cmd.ChangeCustody(
            command_id=ids.uuid_for("counter form", form_id, "give back", paper_id),
            dossier_id=dossier_id,
            paper_id=paper_id,
            custody="returned",
            note=parsing.text(request.POST, "note", 300),
        ),
        actor,
    )
    messages.success(request, _("The original was given back; the ledger says so."))
    return HttpResponseRedirect(reverse("counter:dossier", args=[dossier_id]))


@counter_view
def file(request: HttpRequest, dossier_id: UUID, paper_id: UUID) -> FileResponse:
    """The file of a paper, shown when its format is safe, else downloaded."""
    actor, _office = desk_of(request)
    page = dossier_page(dossier_id, actor)
    paper = next((paper for paper in page.papers if paper.id == paper_id and paper.sha256), None)
    if paper is None:
        raise Refusal(
            "unknown_paper",
            N_("The dossier has no such paper."),
            N_("Open the dossier again."),
            status=HttpStatus.NOT_FOUND,
        )
    return file_response(files.by_hash(paper.sha256, paper.file_name), paper.file_name, inline=True)


@dataclass(frozen=True, slots=True)
class _Coming:
    """A result on its way: from which office, whether to the desk of whoever looks, and who took it along."""

    office: str
    here: bool
    taken_by: str


def _coming(page: DossierPage, actor: Actor) -> _Coming | None:
    task, listed = page.state.arriving, on_its_list(page.id)
    if listed is not None:
        here = any(actor.has_in_office(role, listed.to_office_id) for role in DESK_ROLES)
        return _Coming(listed.office.name, here, listed.list.receiver)
    sent = page.state.transfer_of(task.token) if task is not None else None
    if task is None or sent is None:
        return None
    office = Office.objects.values_list("name", flat=True).get(pk=sent.from_office)
    return _Coming(office, any(actor.has(role, task.unit_id) for role in DESK_ROLES), "")


def _show_hand_over(
    request: HttpRequest, page: DossierPage, form: HandOverForm, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "dossier": page,
        "state": page.state,
        "form": form,
        "ready": page.status in READY_TO_RETURN,
        "coming": _coming(page, actor_of(request)),
        "results": [paper for paper in page.papers if paper.kind == "result"],
        "held": [paper for paper in page.papers if paper.custody == "held" and paper.kind != "result"],
        "travels": [paper for paper in page.papers if paper.custody == "held"],
        "typed": request.POST,
        "refused": say(refusal) if refusal else None,
        "money": balance_of(page.id),
    }
    return render(request, "counter/hand_over.html", context, status=refusal.status if refusal else 200)
