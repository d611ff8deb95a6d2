"""How an office takes money: its account and its rule. For administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.kernel.wording import say
from motcua.offices.access import actor_of, staff_view
from motcua.offices.roles import Role
from motcua.payments import commands as cmd
from motcua.payments import queries, services
from motcua.payments.balance import Moment
from motcua.payments.vietqr import Transfer, payload
from motcua.payments.words import MOMENT_WORDS

administrator_view = staff_view(roles=[Role.ADMINISTRATOR])


@administrator_view
def offices(request: HttpRequest) -> HttpResponse:
    """The offices one administers, with the account of each."""
    found = queries.administered(actor_of(request).paths(Role.ADMINISTRATOR))
    lines = [(office, queries.bank_account(office.pk)) for office in found]
    return render(request, "payments/offices.html", {"lines": lines})


@administrator_view
def office(request: HttpRequest, office_id: int) -> HttpResponse:
    """The account of one office with the code that leads to it, and when fees are collected."""
    actor = actor_of(request)
    chosen = next(
        (row for row in queries.administered(actor.paths(Role.ADMINISTRATOR)) if row.pk == office_id), None
    )
    if chosen is None:
        raise Refusal(
            "no_such_office",
            N_("There is no such office."),
            N_("Choose one from the list."),
            status=HttpStatus.NOT_FOUND,
        )
    refused = None
    if request.method == "POST":
        try:
            _save(request, office_id)
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, _("Saved. It counts from now on."))
            return HttpResponseRedirect(reverse("payments:office", args=[office_id]))
    bank, rule = queries.bank_account(office_id), queries.collection_rule(office_id)
    context = {
        "office": chosen,
        "bank": bank,
        "typed": request.POST if refused else None,
        "rule": rule,
        "moments": [(moment.value, MOMENT_WORDS[moment]) for moment in Moment],
        "qr": payload(Transfer(bank.bank, bank.number)) if bank else "",
        "refused": say(refused) if refused else None,
    }
    return render(request, "payments/office.html", context, status=refused.status if refused else 200)


def _save(request: HttpRequest, office_id: int) -> None:
    given = {
        name: str(request.POST.get(name, "")).strip() for name in ("bank", "number", "holder", "bank_name")
    }
    actor = actor_of(request)
    if request.POST.get("act") == "rule":
        moment = str(request.POST.get("moment", ""))
        services.set_collection_rule(office_id, moment, request.POST.get("needed") == "yes", actor)
        return
    services.set_bank_account(
        cmd.SetBankAccount(
            office_id=office_id,
            bank=given["bank"][:10],
            number="".join(given["number"].split())[:30],
            holder=given["holder"][:100],
            bank_name=given["bank_name"][:100],
        ),
        actor,
    )
