"""Papers of the desk as pages to print: receipt (M01), refusal of reception (M03), hand-over slip.

They are made from the ledger, so a reprint says what was said on the day. The QR holds only the code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from motcua.counter import queries
from motcua.counter.desks import counter_view, desk_of
from motcua.counter.reception_page import REASONS
from motcua.dossiers import events as ev
from motcua.dossiers import ledger
from motcua.dossiers.commands import Intake
from motcua.dossiers.page import DossierPage
from motcua.dossiers.queries import dossier_page
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.procedures.queries import procedure_sheet
from motcua.procedures.words import limit_words
from motcua.rules.queries import by_id as rules_by_id


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What the head and body of every such paper need."""

    dossier: DossierPage
    intake: Intake
    office: queries.OfficeHead
    legal_time: str
    committed_time: str
    form_number: str
    address: str  # the look-up page for this code, drawn as QR


@counter_view
def receipt(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả (M01), first print and reprint alike."""
    facts = paper_facts(request, dossier_id, "receipt")
    if facts.dossier.state.received_at is None:
        raise no_such_paper()
    return render(request, "counter/receipt.html", {"paper": facts, "state": facts.dossier.state})


@counter_view
def received(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """What was logged, for a result given at once: no receipt unless the person asks (R-10)."""
    facts = paper_facts(request, dossier_id, "receipt")
    if facts.dossier.state.received_at is None:
        raise no_such_paper()
    return render(request, "counter/received.html", {"paper": facts, "state": facts.dossier.state})


@counter_view
def refusal_slip(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Phiếu từ chối tiếp nhận giải quyết hồ sơ (M03)."""
    facts = paper_facts(request, dossier_id, "refusal")
    found = last_event(dossier_id, ev.ReceptionRefused)
    if found is None:
        raise no_such_paper()
    event, at, _who = found
    assert isinstance(event, ev.ReceptionRefused)
    who = facts.dossier.history[-1].who if facts.dossier.history else ""
    reason = REASONS.get(event.reason_code, "")
    context = {"paper": facts, "event": event, "at": at, "who": who, "reason_words": reason}
    return render(request, "counter/refusal_slip.html", context)


@counter_view
def hand_over_slip(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Giấy biên nhận kết quả: who took what, when, by which right (R-85)."""
    facts = paper_facts(request, dossier_id, "receipt")
    found = last_event(dossier_id, ev.HandedOver)
    if found is None:
        raise no_such_paper()
    event, at, seq = found
    assert isinstance(event, ev.HandedOver)
    who = next((line.who for line in facts.dossier.history if line.seq == seq), "")
    results = [paper for paper in facts.dossier.papers if paper.kind == "result"]
    originals = [paper for paper in facts.dossier.papers if paper.id in event.originals_returned]
    context = {
        "paper": facts,
        "event": event,
        "at": at,
        "who": who,
        "results": results,
        "originals": originals,
    }
    return render(request, "counter/hand_over_slip.html", context | {"state": facts.dossier.state})


def paper_facts(request: HttpRequest, dossier_id: UUID, form: str) -> PaperFacts:
    """What the paper says about dossier, office and procedure; `form` is its name in the rule set."""
    actor, _office = desk_of(request)
    dossier = dossier_page(dossier_id, actor)
    intake = dossier.state.intake
    if intake is None:
        raise no_such_paper()
    sheet = procedure_sheet(intake.procedure_version_id)
    case = next(
        (case for case in sheet.cases if case.id is not None and case.id == intake.case_variant_id), None
    )
    own = case.legal if case else None
    with translation.override("vi"):  # the papers are Vietnamese whatever the screen speaks
        legal, committed = limit_words(own or sheet.legal), limit_words(own or sheet.committed)
    return PaperFacts(
        dossier=dossier,
        intake=intake,
        office=queries.office_head(intake.receiving_office_id),
        legal_time=legal,
        committed_time=committed,
        form_number=_form_number(dossier.state.rule_set_id, form),
        address=_look_up_address(request, dossier.code),
    )


def _form_number(rule_set_id: int | None, form: str) -> str:
    numbers = rules_by_id(rule_set_id).get("form_numbers") if rule_set_id else {}
    return str(numbers.get(form, ""))


def _look_up_address(request: HttpRequest, code: str) -> str:
    """The public page for this code; the bare code when this installation serves no such page."""
    try:
        return request.build_absolute_uri(f"{reverse('portal:look-up')}?code={code}")
    except NoReverseMatch:
        return code


def last_event(dossier_id: UUID, kind: type[ev.Event]) -> tuple[ev.Event, datetime, int] | None:
    """The last event of a kind with its instant and number."""
    for entry in reversed(ledger.entries(dossier_id)):
        if isinstance(entry.event, kind):
            return entry.event, entry.at, entry.seq
    return None


def no_such_paper() -> Refusal:
    """The answer when nothing has happened that the paper tells."""
    return Refusal(
        "no_such_paper",
        N_("There is no such paper for this dossier."),
        N_("Open the dossier to see what has happened to it."),
        status=HttpStatus.NOT_FOUND,
    )
