"""The money of one dossier: what is due, what was paid, the receipt; and money given back."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.counter import money_form
from motcua.counter.desks import counter_view, desk_of
from motcua.dossiers.queries import dossier_page
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.kernel.formats import money
from motcua.kernel.wording import say
from motcua.offices.roles import Role
from motcua.papers.kinds import KINDS, Form
from motcua.papers.queries import paper_line
from motcua.payments import queries, receipts, services
from motcua.payments.balance import Manner, Moment
from motcua.payments.vietqr import note_for


@counter_view
def fees(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Assess, collect and give back, on one page."""
    actor, office = desk_of(request)
    page = dossier_page(dossier_id, actor)
    lines = queries.fee_lines(dossier_id)
    refused = None
    if request.method == "POST":
        try:
            return _act(request, dossier_id, office)
        except Refusal as refusal:
            refused = refusal
    account = queries.account_of(dossier_id)
    bank = queries.bank_account(office)
    owed = account.balance.owed
    context = {
        "dossier": page,
        "account": account,
        "balance": account.balance,
        "rows": money_form.rows(lines, request.POST),
        "counts_pages": money_form.counts_pages(lines),
        "typed": request.POST,
        "act": request.POST.get("act", ""),
        "moments": [moment.value for moment in Moment],
        "moment": request.POST.get("moment") or queries.collection_rule(office).moment,
        "manners": [manner.value for manner in Manner],
        "bank": bank,
        "qr": queries.transfer_payload(bank, owed, page.code) if bank and owed else "",
        "note": note_for(page.code),
        "head": actor.has_in_office(Role.DESK_HEAD, office),
        "drawers": queries.drawers(office, time.today()),
        "own_drawer": actor.person_id,
        "form_id": money_form.form_id(request.POST),
        "refused": say(refused) if refused else None,
    }
    return render(request, "counter/fees.html", context, status=refused.status if refused else 200)


@counter_view
def receipt(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    """Phiếu thu phí, lệ phí: a stub for the office's own receipt book (R-91); a post draws it."""
    actor, _office = desk_of(request)
    payment = queries.payment(payment_id, actor)
    if request.method == "POST":
        receipts.issue(payment_id, actor)
        return HttpResponseRedirect(request.path)
    assert payment.dossier_id is not None
    context = {
        "dossier": dossier_page(payment.dossier_id, actor),
        "form": Form.FEE_RECEIPT.value,
        "title": KINDS[Form.FEE_RECEIPT].name_in(),
        "paper": paper_line(payment_id, actor) if receipts.is_issued(payment_id) else None,
        "waits_because": "",
    }
    return render(request, "counter/paper.html", context)


def _act(request: HttpRequest, dossier_id: UUID, office: int) -> HttpResponse:
    actor, _own = desk_of(request)
    here = HttpResponseRedirect(reverse("counter:fees", args=[dossier_id]))
    act = request.POST.get("act", "")
    if act == "assess":
        lines = queries.fee_lines(dossier_id)
        charge = services.assess_fee(money_form.assess(request.POST, dossier_id, lines), actor)
        messages.success(request, _("Assessed: %(total)s.") % {"total": money(charge.total)})
        return here
    if act == "collect":
        payment = services.collect(money_form.collect(request.POST, dossier_id, office), actor)
        with suppress(
            Refusal
        ):  # the money is taken; a receipt that cannot be drawn now is drawn from its page
            receipts.issue(payment.pk, actor)
        return HttpResponseRedirect(reverse("counter:fee-receipt", args=[payment.pk]))
    if act == "refund":
        refund = services.give_money_back(money_form.refund(request.POST), actor)
        messages.success(request, _("%(amount)s were given back.") % {"amount": money(refund.amount)})
    return here
