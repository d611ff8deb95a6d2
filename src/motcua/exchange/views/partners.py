"""Partners, whether they answer, their keys; and the dead letters."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.exchange import keys, queries
from motcua.exchange.services import partners, rounds
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.kernel.wording import say
from motcua.offices.access import actor_of, staff_view
from motcua.offices.actors import Actor
from motcua.offices.roles import Role

admin_view = staff_view(roles={Role.ADMINISTRATOR})
overseeing_view = staff_view(roles={Role.ADMINISTRATOR, Role.SUPERVISOR})
_UNPROCESSABLE = 422


class PartnerForm(forms.Form):
    """One partner. The name in messages is fixed once it is entered."""

    code = forms.CharField(
        label=gettext_lazy("Name in messages"),
        max_length=60,
        help_text=gettext_lazy("What the partner has set as MOTCUA_EXCHANGE_NAME, such as its agency code."),
    )
    name = forms.CharField(label=gettext_lazy("Name for people"), max_length=200)
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=300,
        help_text=gettext_lazy("Where its pages are reached, such as https://motcua.sotuphap.example.vn"),
    )
    public_key = forms.CharField(
        label=gettext_lazy("Public key"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "The line that “motcua exchange keygen” printed there. Let it be told to you by a second way, by phone "
            "for instance. Empty: the keys stay as they are."
        ),
    )
    office = forms.ChoiceField(
        label=gettext_lazy("Our desk"),
        help_text=gettext_lazy("The office whose one-stop desk takes in what this partner hands over."),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Partner from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_to = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, actor: Actor, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = self.fields["office"]
        assert isinstance(office, forms.ChoiceField)
        office.choices = [(str(one.pk), one.name) for one in queries.administered_offices(actor)]
        if known:
            del self.fields["code"]


@overseeing_view
def overview(request: HttpRequest) -> HttpResponse:
    """The partners with their state, and what was given up with its reason."""
    actor = actor_of(request)
    context = {
        "partners": queries.partner_lines(actor),
        "dead": queries.dead_letters(actor),
        "late": queries.late_at_partners(actor),
        "now": time.now(),
        "may_add": actor.has(Role.ADMINISTRATOR),
        "own": _own(),
        "patience": settings.EXCHANGE_PATIENCE_DAYS,
    }
    return render(request, "exchange/partners.html", context)


@admin_view
def add(request: HttpRequest) -> HttpResponse:
    """Enter a partner."""
    return _edit(request, None)


@admin_view
def change(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Change a partner, or give it another key."""
    if queries.partner_for(partner_id, actor_of(request)) is None:
        raise Http404
    return _edit(request, partner_id)


def _edit(request: HttpRequest, partner_id: int | None) -> HttpResponse:
    actor = actor_of(request)
    partner = queries.partner_for(partner_id, actor) if partner_id is not None else None
    initial: dict[str, Any] = {"valid_from": time.today()}
    if partner is not None:
        initial = {name: getattr(partner, name) for name in ("name", "address", "valid_from", "valid_to")}
        initial["office"] = str(partner.office_id)
    form = PartnerForm(request.POST or None, initial=initial, actor=actor, known=partner is not None)
    problem, status = None, 200
    if request.method == "POST":
        status = _UNPROCESSABLE
        if form.is_valid():
            try:
                values = form.cleaned_data
                data = partners.PartnerData(
                    code=partner.code if partner else values["code"],
                    name=values["name"],
                    address=values["address"],
                    office_id=int(values["office"]),
                    valid_from=_day(values["valid_from"]),
                    valid_to=values["valid_to"],
                    public_key=values["public_key"],
                )
                saved = partners.save_partner(data, actor)
                messages.success(request, _("%(name)s is entered.") % {"name": saved.name})
                return HttpResponseRedirect(reverse("exchange:partners"))
            except Refusal as refusal:
                problem, status = say(refusal), refusal.status
    context = {"form": form, "problem": problem, "partner": partner}
    return render(request, "exchange/partner.html", context, status=status)


@admin_view
def end_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """Take nothing signed with this key any more."""
    if request.method == "POST":
        partners.end_key(key_id, actor_of(request))
        messages.success(request, _("The key has ended. Messages signed with it are refused from now on."))
    return HttpResponseRedirect(reverse("exchange:partners"))


@admin_view
def again(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Send a dead letter once more."""
    if request.method == "POST":
        rounds.send_again(letter_id, actor_of(request))
        messages.success(request, _("It is sent again. If it does not arrive, it comes back to this list."))
    return HttpResponseRedirect(reverse("exchange:partners"))


def _own() -> dict[str, str] | None:
    """Our own name and key, for the partner to enter; None while they are not set."""
    try:
        public = keys.own_key().public
        return {"name": keys.own_name(), "public": public, "id": keys.key_id(public)}
    except Refusal:
        return None


def _day(value: Any) -> date:
    assert isinstance(value, date)
    return value
