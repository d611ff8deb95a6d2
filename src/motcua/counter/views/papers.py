"""Papers of the desk: those of the law as they were issued, and the slip for a result that was handed over.

The first print of a paper draws it, every other shows the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from motcua.counter import queries
from motcua.counter.desks import counter_view, desk_of
from motcua.dossiers import events as ev
from motcua.dossiers import ledger
from motcua.dossiers.commands import Intake
from motcua.dossiers.page import DossierPage, ShownPart
from motcua.dossiers.queries import dossier_page
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.papers import following
from motcua.papers.kinds import KINDS, Form
from motcua.papers.queries import paper_line


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What head and body of the result's slip need."""

    dossier: DossierPage
    intake: Intake
    office: queries.OfficeHead


def _issued(form: Form, event: type[ev.Event]) -> Callable[..., HttpResponse]:
    """The page of one form: the paper with the keys of the counter; a post draws it if that was not done yet."""

    @counter_view
    def view(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
        actor, _office = desk_of(request)
        page = dossier_page(dossier_id, actor)
        if ledger.last_event(dossier_id, event) is None:
            raise no_such_paper()
        if form is Form.RECEIPT and page.group and page.group.parts[0].id != dossier_id:
            return _receipt_of_group(page.group.parts[0])
        if request.method == "POST":
            following.last_of(dossier_id, form)
            return HttpResponseRedirect(request.path)
        paper = following.found(dossier_id, form)
        context = {
            "dossier": page,
            "form": form.value,
            "title": KINDS[form].name_in(),
            "paper": paper_line(paper, actor) if paper else None,
            "waits_because": following.waits_because(dossier_id, form),
        }
        return render(request, "counter/paper.html", context)

    return view


def _receipt_of_group(first: ShownPart) -> HttpResponse:
    if not first.code:
        raise Refusal(
            "receipt_of_group",
            N_("This dossier is part of a group; its receipt is that of the first part."),
            N_("The desk that took the group in prints it."),
            status=HttpStatus.NOT_FOUND,
        )
    return HttpResponseRedirect(reverse("counter:receipt", args=[first.id]))


receipt = _issued(Form.RECEIPT, ev.Received)
refusal_slip = _issued(Form.REFUSAL, ev.ReceptionRefused)
supplement_slip = _issued(Form.SUPPLEMENT_REQUEST, ev.SupplementRequested)
stop_notice = _issued(Form.STOP_NOTICE, ev.Stopped)


@counter_view
def received(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """What was logged, for a result given at once: no receipt unless the person asks (R-10)."""
    page = dossier_page(dossier_id, desk_of(request)[0])
    if page.state.received_at is None or page.state.intake is None:
        raise no_such_paper()
    return render(request, "counter/received.html", {"dossier": page, "state": page.state})


@counter_view
def hand_over_slip(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Giấy biên nhận kết quả: who took what, when, by which right (R-85)."""
    facts = _facts(request, dossier_id)
    found = ledger.last_event(dossier_id, ev.HandedOver)
    if found is None:
        raise no_such_paper()
    event, entry = found
    who = next((line.who for line in facts.dossier.history if line.seq == entry.seq), "")
    results = [paper for paper in facts.dossier.papers if paper.kind == "result"]
    originals = [paper for paper in facts.dossier.papers if paper.id in event.originals_returned]
    context = {
        "paper": facts,
        "event": event,
        "at": entry.at,
        "who": who,
        "results": results,
        "originals": originals,
    }
    return render(request, "counter/hand_over_slip.html", context | {"state": facts.dossier.state})


def _facts(request: HttpRequest, dossier_id: UUID) -> PaperFacts:
    dossier = dossier_page(dossier_id, desk_of(request)[0])
    intake = dossier.state.intake
    if intake is None:
        raise no_such_paper()
    return PaperFacts(dossier, intake, queries.office_head(intake.receiving_office_id))


def no_such_paper() -> Refusal:
    """The answer when nothing has happened that the paper tells."""
    return Refusal(
        "no_such_paper",
        N_("There is no such paper for this dossier."),
        N_("Open the dossier to see what has happened to it."),
        status=HttpStatus.NOT_FOUND,
    )
